package dev.quoin.cli;

import dev.quoin.cli.compare.RowsPage;
import dev.quoin.cli.compare.RowsTable;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Requests;
import dev.quoin.compare.RowHits;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows which rows of the tables answer requests, and which never do.
@Command(
    name = "rows",
    description =
        "Shows how often each row of each table answers requests, and which rows never do.",
    footer = {
      "",
      "Requests: as in `quoin compare`: generate:N@SEED, a file of JSON lines, CSV or Parquet,"
          + " journal:FROM..TO, or the folder of an export of the journal.",
      "",
      "Ends with 0 whatever is found, and with 1 where something is wrong with the ratebook or with a"
          + " request."
    })
final class RowsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RatebookOption ratebook = new RatebookOption();

  @Mixin private RequestsOption requests = new RequestsOption();

  @Option(
      names = "--service",
      paramLabel = "S",
      description = "What is priced, such as rental; may be left out where there is one service.")
  private @Nullable String service;

  @Mixin private AtOption at = new AtOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many work at once; as many as there are processors by default. The result is the"
              + " same.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a heat map of each table, as a page that needs nothing else.")
  private @Nullable String report;

  @Mixin private JsonOption json = new JsonOption();

  RowsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return count();
    } catch (Unusable unusable) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(unusable.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  private int count() throws IOException, InterruptedException, Unusable {
    if (threads < 1) {
      throw new Unusable("`--threads` is 1 at least");
    }
    TypedFile.requireWritable(report, terminal);
    Problems found = new Problems();
    Optional<Ratebook> loaded = new RatebookFolder(ratebook.typed(), "", terminal).load(found);
    if (loaded.isEmpty()) {
      return findings(Report.asTyped(found.sorted(), ratebook.typed(), ""));
    }
    Policy policy =
        Policy.of(
            loaded.get(),
            Services.one(service, loaded.get().services().keySet(), "the ratebook has"));
    RequestsOption.Side side = new RequestsOption.Side(ratebook.typed(), policy);
    List<Problem> problems = new ArrayList<>();
    Optional<RequestsOption.Opened> opened = requests.open(side, side, at, terminal, problems);
    if (opened.isEmpty()) {
      return findings(problems);
    }
    Optional<RowHits.Counted> counted;
    try (Requests open = opened.get().requests()) {
      counted = counted(policy, open);
      if (counted.isEmpty()) {
        return findings(open.flaws().first());
      }
    } catch (EvaluationException e) {
      return findings(Report.asTyped(List.of(e.problem()), ratebook.typed(), requests.typed()));
    }
    print(counted.get(), opened.get());
    return ExitCode.FINE;
  }

  private Optional<RowHits.Counted> counted(Policy policy, Requests open)
      throws IOException, InterruptedException {
    Meter meter = new Meter(terminal, requests.unit(terminal), open.length());
    try {
      return new RowHits(policy, at.instant(terminal)).run(open, threads, meter::add);
    } finally {
      meter.end();
    }
  }

  private void print(RowHits.Counted counted, RequestsOption.Opened opened) throws Unusable {
    if (json.asked()) {
      terminal.out().println(JsonTree.write(RowsTable.json(counted, opened.notCompared())));
    } else {
      RowsTable.lines(counted, opened.notCompared())
          .forEach(line -> terminal.out().println(Report.escaped(line)));
    }
    if (report != null) {
      TypedFile.report(report, RowsPage.of(counted, opened.notCompared()), terminal);
    }
  }

  private int findings(List<Problem> problems) {
    return Answers.problems(problems, json.asked(), terminal);
  }
}
