package dev.quoin.server.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerBuilder;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.server.command.PriceDesk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What people open in a browser: the page to try calls on, the pages of problems, and the description of REST.
public final class Pages {
  private Pages() {}

  public static void routes(ServerBuilder server, PriceDesk prices, ProblemPages problems) {
    server.service("/", (_, _) -> page(resource("try.html"), MediaType.HTML_UTF_8));
    server.service("/style.css", (_, _) -> page(resource("style.css"), MediaType.CSS_UTF_8));
    server.service("/try.js", (_, _) -> page(resource("try.js"), MediaType.JAVASCRIPT_UTF_8));
    server
        .route()
        .get("/v1/openapi.json")
        .build((_, _) ->
            HttpResponse.of(
                HttpStatus.OK,
                MediaType.JSON_UTF_8,
                JsonTree.write(OpenApi.of(prices.live(), problems))));
    server
        .route()
        .get(ProblemPages.PATH + "{code}")
        .build((context, _) ->
            problem(problems, Optional.ofNullable(context.pathParam("code")).orElse("")));
    server.route().get(ProblemPages.PATH).build((_, _) -> problem(problems, ""));
  }

  private static HttpResponse problem(ProblemPages problems, String code) {
    return problems
        .html(code)
        .map(html -> HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, html))
        .orElseThrow(() -> HttpStatusException.of(HttpStatus.NOT_FOUND));
  }

  private static HttpResponse page(byte[] content, MediaType type) {
    return HttpResponse.of(HttpStatus.OK, type, HttpData.wrap(content));
  }

  private static byte[] resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
