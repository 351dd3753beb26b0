package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a server says of releases and decisions.
final class ReleaseAnswer {
  private static final int SHORT = 12;

  private ReleaseAnswer() {}

  /// The release of a ratebook that is active; an empty text where none is.
  ///
  /// @return nothing where the server did not say; then why was printed
  static Optional<String> active(String ratebook, ServerOption server, Terminal terminal)
      throws InterruptedException {
    return server
        .get(terminal, "/v1/releases?ratebook=" + inPath(ratebook))
        .map(page ->
            list(page, "releases").stream()
                .filter(release -> text(release, "is_active").equals("true"))
                .map(release -> text(release, "release"))
                .findFirst()
                .orElse(""));
  }

  static String inPath(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Prints what came of a decision: as JSON, or in a sentence.
  static int printDecided(HttpResponse<String> response, JsonOption json, Terminal terminal) {
    Optional<Node.Mapping> told = ServerOption.object(response);
    if (json.asked() || told.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    Node.Mapping standing = told.get();
    StringBuilder sentence = new StringBuilder(text(standing, "ratebook"));
    String release = text(standing, "release");
    sentence.append(release.isEmpty() ? ": no release is active" : " is at " + shortened(release));
    object(standing, "scheduled")
        .ifPresent(next ->
            sentence
                .append(", from ")
                .append(text(next, "scheduled_for"))
                .append(" on at ")
                .append(shortened(text(next, "release"))));
    String back = text(standing, "back_to");
    if (!back.isEmpty()) {
      sentence.append("; a rollback goes to ").append(shortened(back));
    }
    if (text(standing, "frozen").equals("true")) {
      sentence.append("; frozen");
    }
    object(standing, "dropped")
        .ifPresent(dropped ->
            sentence
                .append("; dropped: ")
                .append(shortened(text(dropped, "release")))
                .append(", which was scheduled for ")
                .append(text(dropped, "scheduled_for")));
    if (text(standing, "is_new").equals("false")) {
      sentence.append("; it was so already");
    }
    terminal.out().println(Report.escaped(sentence.toString()));
    return ExitCode.FINE;
  }

  static String shortened(String digest) {
    return digest.length() > SHORT ? digest.substring(0, SHORT) : digest;
  }

  /// A member as text; an empty one where it is not there.
  static String text(Node.Mapping object, String name) {
    return object
        .get(name)
        .filter(node -> node instanceof Node.Scalar && !Inputs.isNull(node))
        .map(node -> ((Node.Scalar) node).text())
        .orElse("");
  }

  static Optional<Node.Mapping> object(Node.Mapping object, String name) {
    return object.get(name).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  static List<Node.Mapping> list(Node.Mapping object, String name) {
    return object
        .get(name)
        .filter(Node.Listing.class::isInstance)
        .map(items ->
            ((Node.Listing) items)
                .items().stream()
                    .filter(Node.Mapping.class::isInstance)
                    .map(Node.Mapping.class::cast)
                    .toList())
        .orElse(List.of());
  }
}
