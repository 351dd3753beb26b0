package dev.quoin.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The pages that explain problems: those of `docs/problems`, which travel with the server.
public final class ProblemPages {
  public static final String PATH = "/problems/";

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,60}");

  /// Known once the server listens.
  private volatile String base = "";

  /// Says where callers find this server, such as `http://127.0.0.1:8080`.
  public void at(String url) {
    base = url;
  }

  /// Where the page of a problem is.
  public String url(String code) {
    return base + PATH + code;
  }

  /// The page of a problem as HTML; of an empty code, the list of all.
  public Optional<String> html(String code) {
    if (!code.isEmpty() && !CODE.matcher(code).matches()) {
      return Optional.empty();
    }
    return text(code.isEmpty() ? "README" : code)
        .map(text ->
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%s · Quoin</title><link rel="stylesheet" href="/style.css"></head>
            <body><main class="text"><p class="up"><a href="/problems/">all problems</a></p>
            %s</main></body></html>
            """
                .formatted(
                    code.isEmpty() ? "Problems" : Markdown.escaped(code), Markdown.html(text)));
  }

  private static Optional<String> text(String name) {
    try (InputStream in = ProblemPages.class.getResourceAsStream("problems/" + name + ".md")) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
