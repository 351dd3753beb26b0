package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends a ratebook to a server, which keeps it as a release.
@Command(
    name = "publish",
    description =
        "Publishes a ratebook: the server checks it, tries its guards and cases, and keeps it for ever,"
            + " with what it found.",
    footer = {
      "",
      "Nothing is active by this: see `quoin activate`. To publish the same files again changes nothing."
          + " Where something is wrong, everything is told, nothing is kept, and the command ends with 1."
    })
final class PublishCommand implements Callable<Integer> {
  private static final Pattern PLACE = Pattern.compile("(.*?)(?::(\\d+))?(?::(\\d+))?");

  private final Terminal terminal;

  @Parameters(paramLabel = "RATEBOOK", description = "The ratebook's folder.")
  private String ratebook = "";

  @Option(
      names = "--commit",
      paramLabel = "SHA",
      description = "The commit that the files are of: kept as their provenance.")
  private String commit = "";

  @Option(names = "--message", paramLabel = "TEXT", description = "What is new in it.")
  private String message = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  PublishCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isEmpty()) {
      Report.write(folder.asTyped(problems.sorted()), terminal);
      return ExitCode.FINDINGS;
    }
    String path =
        "/v1/releases?message=%s&commit=%s"
            .formatted(ReleaseAnswer.inPath(message), ReleaseAnswer.inPath(commit));
    return server.send(
        terminal, path, "application/zip", zip(loaded.get()), this::print, this::refused);
  }

  private static byte[] zip(Ratebook ratebook) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : ratebook.files().entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> told = ServerOption.object(response);
    if (json.asked() || told.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    Node.Mapping published = ReleaseAnswer.object(told.get(), "published").orElse(told.get());
    boolean isNew = ReleaseAnswer.text(told.get(), "is_new").equals("true");
    terminal
        .out()
        .println(
            Report.escaped(
                "%s %s %s: %s cases passed, %s guards hold, %d warnings"
                    .formatted(
                        isNew ? "published" : "published already",
                        ReleaseAnswer.text(told.get(), "ratebook"),
                        ReleaseAnswer.shortened(ReleaseAnswer.text(told.get(), "release")),
                        ReleaseAnswer.text(published, "cases"),
                        ReleaseAnswer.text(published, "guards"),
                        ReleaseAnswer.list(published, "warnings").size())));
    return ExitCode.FINE;
  }

  /// What is wrong with the ratebook has a place in it; what else is wrong has none.
  private int refused(Terminal terminal, HttpResponse<String> response) {
    List<Problem> found = new ArrayList<>();
    for (Node.Mapping problem :
        ServerOption.object(response)
            .map(answer -> ReleaseAnswer.list(answer, "problems"))
            .orElse(List.of())) {
      Matcher place = PLACE.matcher(ReleaseAnswer.text(problem, "field"));
      if (place.matches() && place.group(1).contains(".")) {
        found.add(
            new Problem(
                new Place(place.group(1), number(place.group(2)), number(place.group(3))),
                ReleaseAnswer.text(problem, "code"),
                ReleaseAnswer.text(problem, "sentence")));
      }
    }
    if (found.isEmpty()) {
      return server.refused(terminal, response);
    }
    Report.write(new RatebookFolder(ratebook, "", terminal).asTyped(found), terminal);
    terminal.err().println("quoin: nothing was published");
    return ExitCode.FINDINGS;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
