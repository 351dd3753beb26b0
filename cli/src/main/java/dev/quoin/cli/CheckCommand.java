package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.RequestSample;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.LeverExpiry;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.ChangeCheck;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.ratebook.guard.SlipCheck;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says everything that can be said of a ratebook, and tries its guards.
@Command(
    name = "check",
    description =
        "Checks types, references, tables, levers and cases of a ratebook, and tries its guards.",
    footer = {
      "",
      "Guards are tried on requests that are made up: those of the generator, the boundaries of all"
          + " tables and times, and each pair of these. With --requests also on what customers"
          + " sent; shares and means are of that alone then.",
      "Warnings are shown and do not count: the command ends with 0.",
      "",
      "With --slips it ends with 0 where none of them is missed, and with 1 where some are. What"
          + " changes no price that was tried is no slip."
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the requests on which guards are tried, and of the slips; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many of them the generator makes, of each service; 1,000 by default.")
  private int count = 1_000;

  @Option(
      names = "--within",
      paramLabel = "DAYS",
      description =
          "How many days before a lever expires it is a warning; 14 by default. Days count from"
              + " --at.")
  private int within = 14;

  @Option(
      names = "--against",
      paramLabel = "R",
      description =
          "Also try the guards that limit what changes, against the release in this folder, or"
              + " release:DIGEST of a server.")
  private @Nullable String against;

  @Option(
      names = "--slips",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "100",
      description =
          "Then plant so many slips of the pen, one after the other, and list those that check,"
              + " guards and cases would miss; 100 by default. On all processors.")
  private @Nullable Integer slips;

  @Mixin private RecordedOption recorded = new RecordedOption();

  @Mixin private AtOption at = new AtOption();

  @Mixin private JsonOption json = new JsonOption();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return check();
    } catch (Unusable unusable) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(unusable.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  private int check() throws IOException, InterruptedException, Unusable {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Check check = Check.of(folder.path());
    if (count < 0 || within < 0 || (slips != null && slips < 1)) {
      throw new Unusable("`--count` and `--within` are 0 at least, and `--slips` is 1 at least");
    }
    Instant instant = at.instant(terminal);
    Problems ofOther = new Problems();
    TypedRatebook released =
        new TypedRatebook(String.valueOf(against), recorded.database(), terminal);
    Optional<Ratebook> other = against == null ? Optional.empty() : released.load(ofOther);
    if (!ofOther.isEmpty()) {
      Report.write(released.asTyped(ofOther.sorted()), terminal);
      return ExitCode.FINDINGS;
    }
    Optional<Ratebook> right = check.ratebook().filter(_ -> check.errors().isEmpty());
    Map<String, List<Map<String, Value>>> sent = Map.of();
    if (right.isPresent() && recorded.isGiven()) {
      List<Problem> ofRequests = new ArrayList<>();
      Optional<RecordedOption.Recorded> read =
          recorded.read(ratebook, right.get(), at, seed, terminal, ofRequests);
      if (read.isEmpty()) {
        return Answers.problems(ofRequests, json.asked(), terminal);
      }
      told(read.get());
      sent = Map.of(read.get().service(), read.get().sample().inputs());
    }
    GuardCheck.Options options = new GuardCheck.Options(seed, count, instant, sent);
    Optional<GuardCheck.Report> guards = right.map(loaded -> tried(loaded, other, options));
    List<Broken> broken = guards.map(GuardCheck.Report::broken).orElse(List.of());
    List<Problem> errors =
        folder.asTyped(
            Stream.concat(check.errors().stream(), broken.stream().map(Broken::problem)).toList());
    List<Problem> warnings =
        folder.asTyped(
            Stream.of(
                    check.warnings(),
                    check
                        .ratebook()
                        .map(loaded -> LeverExpiry.of(loaded, instant, Duration.ofDays(within)))
                        .orElse(List.of()),
                    guards.map(GuardCheck.Report::untried).orElse(List.of()))
                .flatMap(List::stream)
                .toList());
    // In a ratebook in which something is wrong already, who would stop a slip cannot be told.
    Optional<SlipReport> planted =
        slips == null || check.ratebook().isEmpty() || !errors.isEmpty()
            ? Optional.empty()
            : Optional.of(planted(check.ratebook().get(), slips, instant));
    if (json.asked()) {
      Map<String, Object> tree =
          JsonTree.object(
              "errors",
              errors.stream().map(JsonTree::of).toList(),
              "warnings",
              warnings.stream().map(JsonTree::of).toList());
      guards
          .filter(report -> report.guards() > 0)
          .ifPresent(report -> tree.put("guards", GuardReport.json(report, folder)));
      planted.ifPresent(report -> tree.put("slips", report.json()));
      terminal.out().println(JsonTree.write(tree));
    }
    Report.write(errors, warnings, terminal);
    if (!json.asked()) {
      broken.forEach(one ->
          GuardReport.lines(one, folder)
              .forEach(line -> terminal.out().println(Report.escaped(line))));
      terminal
          .out()
          .println(
              "%s: %s, %s%s"
                  .formatted(
                      ratebook,
                      count(errors, "problem"),
                      count(warnings, "warning"),
                      GuardReport.summary(guards)));
      planted.ifPresent(
          report -> report.lines().forEach(line -> terminal.out().println(Report.escaped(line))));
    }
    return errors.isEmpty() && planted.filter(SlipReport::misses).isEmpty()
        ? ExitCode.FINE
        : ExitCode.FINDINGS;
  }

  /// Says which of the requests are tried.
  private void told(RecordedOption.Recorded read) {
    RequestSample sample = read.sample();
    if (sample.inputs().size() < sample.of() || sample.unfit() > 0) {
      terminal
          .err()
          .println(
              "%,d of %,d requests of `%s` are tried%s"
                  .formatted(
                      sample.inputs().size(),
                      sample.of(),
                      read.service(),
                      sample.unfit() == 0
                          ? ""
                          : "; %,d beside them are none of this ratebook"
                              .formatted(sample.unfit())));
    }
  }

  private static GuardCheck.Report tried(
      Ratebook loaded, Optional<Ratebook> other, GuardCheck.Options options) {
    GuardCheck.Report report = new GuardCheck(loaded, Compiler::compile, options).run();
    return other
        .map(before -> new ChangeCheck(before, loaded, Compiler::compile, options).run())
        .map(report::and)
        .orElse(report);
  }

  private SlipReport planted(Ratebook loaded, int wanted, Instant instant)
      throws InterruptedException {
    SlipCheck.Options options = new SlipCheck.Options(wanted, seed, count, instant);
    Meter meter = new Meter(terminal, "slips", OptionalLong.of(wanted));
    try {
      return new SlipReport(
          new SlipCheck(loaded, Compiler::compile, options)
              .run(Runtime.getRuntime().availableProcessors(), meter::add),
          ratebook);
    } finally {
      meter.end();
    }
  }

  private static String count(List<Problem> problems, String word) {
    int size = problems.size();
    return (size == 0 ? "no" : String.valueOf(size)) + " " + word + (size == 1 ? "" : "s");
  }
}
