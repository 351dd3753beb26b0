package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a server says of an account or a key.
final class AccountAnswer {
  private AccountAnswer() {}

  /// Prints what came of a change: as JSON, or in a sentence, and a secret, if one was made, in a line of its own.
  static int print(HttpResponse<String> response, JsonOption json, Terminal terminal) {
    Optional<Node.Mapping> told = ServerOption.object(response);
    if (json.asked() || told.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    terminal.out().println(Report.escaped(sentence(told.get())));
    for (String secret : new String[] {"password", "key"}) {
      String made = ReleaseAnswer.text(told.get(), secret);
      if (!made.isEmpty()) {
        terminal.out().println("%s %s (shown this once)".formatted(secret, made));
      }
    }
    return ExitCode.FINE;
  }

  /// What it is: `kim, approver`, `app, price, for rental, until …`.
  static String sentence(Node.Mapping told) {
    StringBuilder sentence = new StringBuilder(ReleaseAnswer.text(told, "name"));
    String role = ReleaseAnswer.text(told, "role");
    sentence.append(", ").append(role.isEmpty() ? words(told, "operations") : role);
    String services = words(told, "services");
    if (!services.isEmpty()) {
      sentence.append(", for ").append(services);
    }
    String until = ReleaseAnswer.text(told, "expires_at");
    if (!until.isEmpty()) {
      sentence.append(", until ").append(until);
    }
    if (ReleaseAnswer.text(told, "active").equals("false")) {
      sentence.append(role.isEmpty() ? ", revoked" : ", disabled");
    }
    return sentence.toString();
  }

  static String words(Node.Mapping told, String name) {
    return told.get(name)
        .filter(Node.Listing.class::isInstance)
        .map(list ->
            ((Node.Listing) list)
                .items().stream()
                    .filter(Node.Scalar.class::isInstance)
                    .map(item -> ((Node.Scalar) item).text())
                    .collect(Collectors.joining(" ")))
        .orElse("");
  }
}
