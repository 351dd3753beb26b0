package dev.quoin.cli;

import dev.quoin.cli.compare.CompareMarkdown;
import dev.quoin.cli.compare.ComparePage;
import dev.quoin.cli.compare.CompareTable;
import dev.quoin.cli.compare.FirstFigures;
import dev.quoin.cli.compare.SweepPage;
import dev.quoin.cli.compare.SweepTable;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.By;
import dev.quoin.compare.Compare;
import dev.quoin.compare.Comparison;
import dev.quoin.compare.ComparisonJson;
import dev.quoin.compare.Counted;
import dev.quoin.compare.Flaws;
import dev.quoin.compare.Job;
import dev.quoin.compare.Money;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Origin;
import dev.quoin.compare.Pairs;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Progress;
import dev.quoin.compare.Requests;
import dev.quoin.compare.Sweep;
import dev.quoin.compare.TooMuch;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.LeverTrial;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prices the same requests under two policies and shows what changes.
@Command(
    name = "compare",
    description = "Prices the same requests under two ratebooks, and shows what changes for whom.",
    footer = {
      "",
      "Requests: generate:N@SEED, which the generator of --before makes (of --after, if --before"
          + " has none); a file, one JSON object with the inputs a line, or with the inputs as"
          + " columns CSV (*.csv) or Parquet (*.parquet), with an `id` beside them or none;"
          + " journal:FROM..TO, what a server was asked in a period; or the folder of an export of"
          + " the journal.",
      "Of a period, a time has an offset, a date is one of UTC, the one after .. included, and"
          + " either may be left out. The database is only read, in short transactions.",
      "Segments: an input, such as model; a part of a date, such as start.hour, of date, year,"
          + " month, weekday and hour; numbers in steps, such as \"distance step 10\"; several with"
          + " commas between them.",
      "",
      "Ends with 0 whatever changes, and with 1 where something is wrong with a ratebook or with a"
          + " request; then nothing is compared."
    })
final class CompareCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--before",
      required = true,
      paramLabel = "R",
      description =
          "The ratebook as it was: its folder, or release:DIGEST, a release of a server by the"
              + " first digits of its digest.")
  private String before = "";

  @Option(
      names = "--after",
      paramLabel = "R",
      description = "The ratebook as it is to be: its folder, or release:DIGEST.")
  private @Nullable String after;

  @Option(
      names = "--sweep",
      paramLabel = "LEVER=V,V…",
      description =
          "Instead of --after: --before under several values of one lever, each held against the"
              + " value in force.")
  private @Nullable String sweep;

  @Mixin private RequestsOption requests = new RequestsOption();

  @Option(
      names = "--service",
      paramLabel = "S",
      description = "What is priced, such as rental; may be left out where there is one service.")
  private @Nullable String service;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description = "Also show it by segments; may be given again.")
  private List<String> by = List.of();

  @Mixin private AtOption at = new AtOption();

  @Option(
      names = "--movers",
      paramLabel = "N",
      description = "How many of the requests that change most are shown; 10 by default.")
  private int movers = 10;

  @Option(
      names = "--attribute",
      description =
          "Also show which of the changes causes how much of the difference; takes as long as"
              + " pricing under every combination of them, of 8 at most.")
  private boolean attributes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many work at once; as many as there are processors by default. The result is the"
              + " same.")
  private @Nullable Integer threads;

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Let the workers of a Spark cluster count, such as spark://host:7077. The result is the"
              + " same.")
  private @Nullable String spark;

  @Mixin private LanguageOption language = new LanguageOption();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with charts that needs nothing else.")
  private @Nullable String report;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write it as a comment of a pull request; - prints it instead of the table.")
  private @Nullable String markdown;

  @Option(
      names = "--pairs",
      paramLabel = "FILE.parquet",
      description =
          "Also write every request with both its answers, for DuckDB, Spark and the like; a file"
              + " that is not there yet.")
  private @Nullable String pairs;

  @Mixin private JsonOption json = new JsonOption();

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The two policies, under the names of their folders.
  private record Pair(RequestsOption.Side before, RequestsOption.Side after) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return compare();
    } catch (Unusable | PairsFile.Unwritten unusable) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(unusable.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  private int compare() throws IOException, InterruptedException, Unusable {
    if ((threads != null && threads < 1) || movers < 0) {
      throw new Unusable("`--threads` is 1 at least, `--movers` 0");
    }
    if (threads != null && spark != null) {
      throw new Unusable("`--threads` is of this machine, `--spark` of others");
    }
    TypedFile.requireWritable(report, terminal);
    if (!"-".equals(markdown)) {
      TypedFile.requireWritable(markdown, terminal);
    }
    PairsFile.requireWritable(pairs, terminal);
    if (pairs != null && spark != null) {
      throw new Unusable("`--pairs` is written by this machine alone, and goes without `--spark`");
    }
    if (sweep != null) {
      return sweep(sweep);
    }
    if (after == null) {
      throw new Unusable("`--after` is missing, or `--sweep`");
    }
    Optional<Pair> pair = pair(after);
    if (pair.isEmpty()) {
      return ExitCode.FINDINGS;
    }
    Problems problems = new Problems();
    Comparison.Options options =
        new Comparison.Options(
            By.read(by, pair.get().before.policy(), pair.get().after.policy(), problems),
            movers,
            at.instant(terminal),
            attributes);
    if (!problems.isEmpty()) {
      problems
          .sorted()
          .forEach(problem ->
              terminal.err().println("quoin: `--by`: " + Report.escaped(problem.sentence())));
      return ExitCode.COULD_NOT_RUN;
    }
    Optional<RequestsOption.Opened> opened = open(pair.get());
    if (opened.isEmpty()) {
      return ExitCode.FINDINGS;
    }
    try (Requests open = opened.get().requests();
        PairsFile paired = paired(pair.get(), options)) {
      Compare compare = new Compare(pair.get().before.policy(), pair.get().after.policy(), options);
      Counted counted = count(compare, options, opened.get(), pair.get(), paired);
      Optional<Comparison> compared = compare.comparison(counted, open);
      if (compared.isEmpty()) {
        return findings(counted.flaws());
      }
      print(compared.get(), opened.get().notCompared());
      if (paired != null) {
        paired.finish();
      }
    } catch (EvaluationException e) {
      return findings(Report.asTyped(List.of(e.problem()), before, requests.typed()));
    } catch (TooMuch e) {
      return findings(List.of(e.problem()));
    }
    return ExitCode.FINE;
  }

  private @Nullable PairsFile paired(Pair pair, Comparison.Options options) throws IOException {
    return pairs == null
        ? null
        : PairsFile.create(pairs, pair.before.policy(), pair.after.policy(), options, terminal);
  }

  private Counted count(
      Compare compare,
      Comparison.Options options,
      RequestsOption.Opened opened,
      Pair pair,
      @Nullable PairsFile paired)
      throws IOException, InterruptedException, Unusable {
    String master = spark;
    Requests open = opened.requests();
    if (master == null) {
      Optional<Pairs> all = Optional.ofNullable(paired);
      return metered(open, meter -> compare.count(open, threads(), first(meter, pair, open), all));
    }
    Origin origin = opened.origin().orElseThrow(this::ofOneMachine);
    if (origin instanceof Origin.Written written && !Files.isRegularFile(written.path())) {
      throw ofOneMachine();
    }
    Job job = Job.of(pair.before.policy(), pair.after.policy(), options, origin);
    return metered(
        open,
        meter -> new OnSpark(master, terminal).counted(compare, job, first(meter, pair, open)));
  }

  /// Shows what the first of the requests come to, until all have.
  private Progress first(Meter meter, Pair pair, Requests open) {
    FirstFigures first =
        new FirstFigures(
            Money.of(pair.before.policy().ratebook().currency()),
            requests.first(terminal),
            open.length());
    return json.asked()
        ? (length, _) -> meter.add(length)
        : (length, soFar) -> meter.add(length, () -> soFar.get().flatMap(first::line));
  }

  private Unusable ofOneMachine() {
    return new Unusable(
        "`"
            + requests.typed()
            + "` is nothing that others could read, too (expected: with `--spark`, requests of a"
            + " generator or a CSV or JSON file)");
  }

  /// One ratebook under several values of a lever, each instead of what it is at the pricing instant.
  private int sweep(String written) throws IOException, InterruptedException, Unusable {
    if (after != null
        || attributes
        || !by.isEmpty()
        || markdown != null
        || pairs != null
        || spark != null) {
      throw new Unusable(
          "`--sweep` is of one ratebook, and goes without `--after`, `--by`, `--attribute`,"
              + " `--markdown`, `--pairs` and `--spark`");
    }
    List<Problem> problems = new ArrayList<>();
    Optional<Ratebook> loaded = load(before, problems);
    if (loaded.isEmpty()) {
      return findings(problems);
    }
    Policy policy = Policy.of(loaded.get(), service(loaded.get(), loaded.get()));
    Instant instant = at.instant(terminal);
    Ratebook.Lever tuned = lever(loaded.get(), written);
    Ratebook.Lever lever = tuned.with(tuned.at(instant));
    List<Ratebook.Lever> values = values(loaded.get(), lever, written);
    RequestsOption.Side side = new RequestsOption.Side(before, policy);
    Optional<RequestsOption.Opened> opened = open(new Pair(side, side));
    if (opened.isEmpty()) {
      return ExitCode.FINDINGS;
    }
    Optional<Sweep.Swept> swept;
    try (Requests open = opened.get().requests()) {
      Sweep all = new Sweep(policy, values, instant);
      swept = metered(open, meter -> all.run(open, threads(), meter::add));
      if (swept.isEmpty()) {
        return findings(open.flaws());
      }
    } catch (EvaluationException e) {
      return findings(Report.asTyped(List.of(e.problem()), before, requests.typed()));
    } catch (TooMuch e) {
      return findings(List.of(e.problem()));
    }
    print(swept.get(), lever, opened.get().notCompared());
    return ExitCode.FINE;
  }

  private static Ratebook.Lever lever(Ratebook ratebook, String written) throws Unusable {
    String id = written.contains("=") ? written.substring(0, written.indexOf('=')).strip() : "";
    List<String> ids = ratebook.levers().stream().map(Ratebook.Lever::id).toList();
    return ratebook.levers().stream()
        .filter(lever -> lever.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new Unusable(
                id.isEmpty()
                    ? "`--sweep` is `%s` (expected: such as `demand busy=1.05,1.15`)"
                        .formatted(written)
                    : "unknown lever `%s`%s".formatted(id, Suggestion.text(id, ids))));
  }

  /// The lever with each value that is written and is not in force already, once.
  private static List<Ratebook.Lever> values(
      Ratebook ratebook, Ratebook.Lever lever, String written) throws Unusable {
    Problems problems = new Problems();
    Map<Value, Ratebook.Lever> values = new LinkedHashMap<>();
    for (String text : written.substring(written.indexOf('=') + 1).split(",", -1)) {
      LeverTrial.of(ratebook, lever, text.strip(), new Place("--sweep", 0, 0), problems)
          .filter(tried -> !tried.value().equals(lever.value()))
          .ifPresent(tried -> values.putIfAbsent(tried.value(), tried));
    }
    if (!problems.isEmpty()) {
      throw new Unusable(
          problems.sorted().stream()
              .map(problem -> "`--sweep`: " + problem.sentence())
              .collect(Collectors.joining("; ")));
    }
    if (values.isEmpty()) {
      throw new Unusable(
          "lever `%s` is %s (expected: other values)"
              .formatted(lever.id(), Written.plain(lever.value())));
    }
    return List.copyOf(values.values());
  }

  /// What goes through requests.
  private interface Run<T> {
    T with(Meter meter) throws IOException, InterruptedException, Unusable;
  }

  private <T> T metered(Requests open, Run<T> run)
      throws IOException, InterruptedException, Unusable {
    Meter meter = new Meter(terminal, requests.unit(terminal), open.length());
    try {
      return run.with(meter);
    } finally {
      meter.end();
    }
  }

  private int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private Optional<Pair> pair(String after) throws IOException, Unusable {
    List<Problem> problems = new ArrayList<>();
    Optional<Ratebook> old = load(before, problems);
    Optional<Ratebook> changed = load(after, problems);
    if (old.isEmpty() || changed.isEmpty()) {
      findings(problems);
      return Optional.empty();
    }
    if (!old.get().currency().equals(changed.get().currency())) {
      throw new Unusable(
          "the prices of `%s` are in %s, those of `%s` in %s"
              .formatted(before, old.get().currency(), after, changed.get().currency()));
    }
    String asked = service(old.get(), changed.get());
    return Optional.of(
        new Pair(
            new RequestsOption.Side(before, Policy.of(old.get(), asked)),
            new RequestsOption.Side(after, Policy.of(changed.get(), asked))));
  }

  /// @param problems why there is none, should nothing be returned
  private Optional<Ratebook> load(String typed, List<Problem> problems)
      throws IOException, Unusable {
    Problems found = new Problems();
    TypedRatebook ratebook = new TypedRatebook(typed, requests.database(), terminal);
    Optional<Ratebook> loaded = ratebook.load(found);
    if (loaded.isEmpty()) {
      problems.addAll(ratebook.asTyped(found.sorted()));
    }
    return loaded;
  }

  private String service(Ratebook old, Ratebook changed) throws Unusable {
    Set<String> both = new LinkedHashSet<>(old.services().keySet());
    both.retainAll(changed.services().keySet());
    if (both.isEmpty()) {
      throw new Unusable(
          "no service that both ratebooks have (one has `%s`, the other `%s`)"
              .formatted(
                  String.join("`, `", old.services().keySet()),
                  String.join("`, `", changed.services().keySet())));
    }
    return Services.one(service, both, "both ratebooks have");
  }

  /// Nothing where they cannot be read; then it is told already.
  private Optional<RequestsOption.Opened> open(Pair pair) throws IOException, Unusable {
    List<Problem> problems = new ArrayList<>();
    Optional<RequestsOption.Opened> opened =
        requests.open(pair.before, pair.after, at, terminal, problems);
    if (opened.isEmpty()) {
      findings(problems);
    }
    return opened;
  }

  private int findings(Flaws flaws) {
    int code = findings(flaws.first());
    if (flaws.count() > flaws.first().size()) {
      terminal
          .err()
          .println(
              "… and %,d more in `%s`"
                  .formatted(
                      flaws.count() - flaws.first().size(), Report.escaped(requests.typed())));
    }
    return code;
  }

  private int findings(List<Problem> problems) {
    return Answers.problems(problems, json.asked(), terminal);
  }

  /// First what is shown: a disk that is full takes nothing from it.
  private void print(Comparison compared, Optional<NotCompared> notCompared) throws Unusable {
    Language chosen = language.language(terminal);
    if (json.asked()) {
      terminal.out().println(JsonTree.write(ComparisonJson.of(compared, notCompared)));
    } else if ("-".equals(markdown)) {
      terminal.out().print(CompareMarkdown.of(compared, notCompared, chosen));
    } else {
      CompareTable.lines(compared, notCompared, chosen)
          .forEach(line -> terminal.out().println(Report.escaped(line)));
    }
    if (report != null) {
      TypedFile.report(report, ComparePage.of(compared, notCompared, chosen), terminal);
    }
    if (markdown != null && !markdown.equals("-")) {
      TypedFile.report(markdown, CompareMarkdown.of(compared, notCompared, chosen), terminal);
    }
  }

  private void print(Sweep.Swept swept, Ratebook.Lever lever, Optional<NotCompared> notCompared)
      throws Unusable {
    Language chosen = language.language(terminal);
    if (json.asked()) {
      terminal.out().println(JsonTree.write(ComparisonJson.of(swept, lever, notCompared)));
    } else {
      SweepTable.lines(swept, lever, notCompared, chosen)
          .forEach(line -> terminal.out().println(Report.escaped(line)));
    }
    if (report != null) {
      TypedFile.report(report, SweepPage.of(swept, lever, notCompared, chosen), terminal);
    }
  }
}
