package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.docs.DocsPage;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a ratebook as one HTML page.
@Command(
    name = "docs",
    description = "Writes a ratebook as one HTML page, for people who never open an editor.")
final class DocsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the page goes; stdout by default.")
  private @Nullable String out;

  DocsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path into = out == null ? null : Path.of(out).getParent();
    if (into != null && !Files.isDirectory(terminal.path(into.toString()))) {
      terminal.err().println("quoin: no such folder `" + into + "`");
      return ExitCode.COULD_NOT_RUN;
    }
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isEmpty()) {
      Report.write(folder.asTyped(problems.sorted()), terminal);
      return ExitCode.FINDINGS;
    }
    Ratebook book = loaded.get();
    Map<String, Csv> sheets = new HashMap<>();
    for (Ratebook.Table table : book.tables()) {
      sheet(book, table.rules().file(), problems, sheets);
    }
    for (Ratebook.CaseFile cases : book.cases()) {
      sheet(book, cases.file(), problems, sheets);
    }
    String page = DocsPage.write(book, model(book, problems), sheets);
    if (out == null) {
      terminal.out().print(page);
      terminal.out().flush();
      return ExitCode.FINE;
    }
    return write(page, out);
  }

  private int write(String page, String file) {
    try {
      Files.write(terminal.path(file), page.getBytes(UTF_8));
    } catch (IOException e) {
      terminal.err().println("quoin: cannot write `" + file + "`: " + TypedFile.why(e));
      return ExitCode.COULD_NOT_RUN;
    }
    terminal.err().println("wrote " + file);
    return ExitCode.FINE;
  }

  private static void sheet(
      Ratebook book, String file, Problems problems, Map<String, Csv> sheets) {
    Csv.read(file, read(book, file), problems).ifPresent(csv -> sheets.put(file, csv));
  }

  private static Model model(Ratebook book, Problems problems) {
    List<Model> models = new ArrayList<>();
    for (String model : book.models()) {
      ModelReader.read(model, read(book, model), problems).ifPresent(models::add);
    }
    return Model.merge(models, problems);
  }

  private static byte[] read(Ratebook book, String file) {
    return Objects.requireNonNull(book.files().get(file), file);
  }
}
