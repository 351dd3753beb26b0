package dev.quoin.cli;

import dev.quoin.cli.parity.ParityPage;
import dev.quoin.cli.parity.ParityText;
import dev.quoin.cli.parity.ParityTree;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.parity.LegacyLog;
import dev.quoin.ratebook.parity.Parity;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.source.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds an older system's answers against a ratebook's.
@Command(
    name = "parity",
    description =
        "Asks a ratebook what an older system was asked, and shows where it answers otherwise, and"
            + " why.",
    footer = {
      "",
      "The log is JSON lines, each {\"id\": …, \"at\": …, \"request\": …, \"response\": …}, or,"
          + " where its name ends with .csv, a table with the columns id, at, request.FIELD and"
          + " response.FIELD. A Parquet file (*.parquet) has these columns, too, or request and"
          + " response as texts of JSON.",
      "",
      "Ends with 1 where a call is answered otherwise."
    })
final class ParityCommand implements Callable<Integer> {
  private static final int PROGRESS = 1_000;

  private final Terminal terminal;

  @Option(
      names = "--legacy",
      required = true,
      paramLabel = "F",
      description = "What the older system was asked and answered; - reads JSON lines from stdin.")
  private String legacy = "";

  @Option(
      names = "--map",
      required = true,
      paramLabel = "M",
      description =
          "The mapping of the ratebook through which its callers ask, by its id or its file.")
  private String map = "";

  @Mixin private RatebookOption ratebook = new RatebookOption();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = PricingInstant.class,
      description = "The pricing instant of calls that do not say theirs, with its offset.")
  private @Nullable Instant at;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report as one HTML page, too.")
  private @Nullable String report;

  @Mixin private JsonOption json = new JsonOption();

  ParityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook.typed(), legacy, terminal);
    Answers answers = new Answers(folder, json.asked(), terminal);
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isEmpty()) {
      return answers.problems(problems.sorted());
    }
    Ratebook book = loaded.get();
    Optional<Mapping> mapping =
        book.mapping(map).or(() -> book.mappings().stream().filter(this::isIn).findFirst());
    if (mapping.isEmpty()) {
      return answers.unknown("mapping", map, book.mappings().stream().map(Mapping::id).toList());
    }
    Parity parity;
    try {
      parity = held(book, mapping.get(), folder.requestName(), problems);
    } finally {
      terminal.progress("");
    }
    if (!problems.isEmpty()) {
      return answers.problems(problems.sorted());
    }
    ParityReport found = parity.report();
    if (found.calls() == 0) {
      problems.add(
          new Place(folder.requestName(), 0, 0), "empty-file", "no calls (expected: at least one)");
      return answers.problems(problems.sorted());
    }
    terminal.progress("");
    return print(found, book, mapping.get());
  }

  /// Holds each call of the log against what the ratebook answers.
  private Parity held(Ratebook book, Mapping mapping, String named, Problems problems)
      throws IOException {
    if (isParquet()) {
      try (Rows rows = ParquetTable.open(legacy, TypedFile.readable(legacy, terminal))) {
        Parity parity = parity(book, mapping, LegacyLog.isWhole(rows));
        LegacyLog.read(named, rows, Optional.ofNullable(at), problems, parity::take);
        return parity;
      }
    }
    Parity parity = parity(book, mapping, !LegacyLog.isCsv(legacy));
    try (InputStream content = open()) {
      LegacyLog.read(named, content, Optional.ofNullable(at), problems, parity::take);
    }
    return parity;
  }

  private Parity parity(Ratebook book, Mapping mapping, boolean isWhole) {
    return new Parity(book, mapping, Compiler::compile, isWhole, this::progress);
  }

  private boolean isParquet() {
    return legacy.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private boolean isIn(Mapping mapping) {
    String file = mapping.place().file();
    return map.equals(file)
        || terminal
            .path(map)
            .normalize()
            .equals(terminal.path(ratebook.typed()).resolve(file).normalize());
  }

  private InputStream open() throws IOException {
    return legacy.equals("-") ? terminal.in() : TypedFile.open(legacy, terminal);
  }

  private void progress(Parity.Progress progress) {
    if (progress.unexplained().isPresent()) {
      terminal.progress(
          "%,d calls, looking for what is behind %,d"
              .formatted(progress.calls(), progress.unexplained().get()));
    } else if (progress.calls() % PROGRESS == 0) {
      terminal.progress("%,d calls".formatted(progress.calls()));
    }
  }

  private int print(ParityReport found, Ratebook book, Mapping mapping) throws IOException {
    if (json.asked()) {
      terminal.out().println(JsonTree.write(ParityTree.of(found, book, mapping)));
    } else {
      ParityText.of(found, book, mapping, ratebook.typed()).stream()
          .map(Report::escaped)
          .forEach(terminal.out()::println);
    }
    if (report != null) {
      TypedFile.write(
          report, ParityPage.of(found, book, mapping, ratebook.typed(), legacy), terminal);
    }
    return found.differing() == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }
}
