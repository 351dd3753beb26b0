package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Language chosen = language.language(terminal);
    String path =
        "/v1/quotes/%s/explanation?lang=%s&full=%s"
            .formatted(URLEncoder.encode(id, UTF_8), chosen.name().toLowerCase(Locale.ROOT), full);
    String type = json.asked() ? "application/json" : "text/plain";
    return server.ask(terminal, path, Map.of("accept", type), this::print);
  }

  private int print(HttpResponse<String> response) {
    terminal.out().println(response.body().stripTrailing());
    boolean proven = response.headers().firstValue("quoin-proven").orElse("").equals("true");
    return proven ? ExitCode.FINE : ExitCode.FINDINGS;
  }
}
