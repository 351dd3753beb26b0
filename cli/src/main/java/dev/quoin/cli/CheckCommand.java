package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
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
          + " tables and times, and each pair of these.",
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
          "Also try the guards that limit what changes, against the release in this folder.")
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

  @Mixin private AtOption at = new AtOption();

  @Mixin private JsonOption json = new JsonOption();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Check check = Check.of(folder.path());
    if (count < 0 || within < 0 || (slips != null && slips < 1)) {
      terminal
          .err()
          .println("quoin: `--count` and `--within` are 0 at least, and `--slips` is 1 at least");
      return ExitCode.COULD_NOT_RUN;
    }
    Instant instant = at.instant(terminal);
    Problems ofOther = new Problems();
    Optional<Ratebook> other =
        against == null
            ? Optional.empty()
            : new RatebookFolder(against, "", terminal).load(ofOther);
    if (!ofOther.isEmpty()) {
      Report.write(
          new RatebookFolder(String.valueOf(against), "", terminal).asTyped(ofOther.sorted()),
          terminal);
      return ExitCode.FINDINGS;
    }
    Optional<GuardCheck.Report> guards =
        check
            .ratebook()
            .filter(_ -> check.errors().isEmpty())
            .map(loaded -> tried(loaded, other, instant));
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

  private GuardCheck.Report tried(Ratebook loaded, Optional<Ratebook> other, Instant instant) {
    GuardCheck.Options options = new GuardCheck.Options(seed, count, instant);
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
