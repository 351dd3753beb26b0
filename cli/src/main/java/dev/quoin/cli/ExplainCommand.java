package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a server why an answer is what it is.
@Command(
    name = "explain",
    description =
        "Says why an answer of a server is what it is: its request, priced again under its own"
            + " release.",
    footer = {
      "",
      "Where it does not come out as it was answered, the differences are printed instead, and the"
          + " command ends with 1."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID",
      description = "Of a quote, of a car of a batch, or of what became of a booking.")
  private String id = "";

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private LanguageOption language = new LanguageOption();

  @Option(names = "--full", description = "Fold nothing.")
  private boolean full;

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write it as a page that needs nothing else, to pass on.")
  private @Nullable String report;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    int code = ask(json.asked() ? "application/json" : "text/plain", this::print);
    if (report == null || code == ExitCode.COULD_NOT_RUN) {
      return code;
    }
    StringBuilder page = new StringBuilder();
    int again =
        ask(
            "text/html",
            response -> {
              page.append(response.body());
              return code(response);
            });
    if (again != ExitCode.COULD_NOT_RUN) {
      TypedFile.write(report, page.toString(), terminal);
    }
    return again;
  }

  private int ask(String type, ToIntFunction<HttpResponse<String>> reader)
      throws InterruptedException {
    Language chosen = language.language(terminal);
    String path =
        "/v1/quotes/%s/explanation?lang=%s&full=%s"
            .formatted(URLEncoder.encode(id, UTF_8), chosen.name().toLowerCase(Locale.ROOT), full);
    return server.ask(terminal, path, Map.of("accept", type), reader);
  }

  private int print(HttpResponse<String> response) {
    terminal.out().println(response.body().stripTrailing());
    return code(response);
  }

  private static int code(HttpResponse<String> response) {
    boolean proven = response.headers().firstValue("quoin-proven").orElse("").equals("true");
    return proven ? ExitCode.FINE : ExitCode.FINDINGS;
  }
}
