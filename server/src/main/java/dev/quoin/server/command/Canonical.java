package dev.quoin.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.journal.Fingerprint;
import dev.quoin.ratebook.source.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What makes two requests the same one: what was asked, with which values, whatever the order of the fields. It is taken from
/// what was sent and not from what a release reads in it, so that a request stays the same when the ratebook changes.
///
/// Each text stands with its length, so that no two requests run into the same text.
final class Canonical {
  private final StringBuilder text = new StringBuilder(512);

  /// Begins with what is asked, such as `quote`.
  Canonical(String what) {
    add(what);
  }

  Canonical add(String part) {
    text.append(part.length()).append(':').append(part);
    return this;
  }

  /// The customer, where the call names one, last of all: requests that name none are told as they always were.
  ///
  /// @param pseudonym never the name
  Canonical customer(Optional<String> pseudonym) {
    pseudonym.ifPresent(known -> add("customer").add(known));
    return this;
  }

  Canonical add(Node node) {
    switch (node) {
      case Node.Scalar scalar -> add(scalar.text());
      case Node.Listing list -> {
        text.append('[');
        list.items().forEach(this::add);
        text.append(']');
      }
      case Node.Mapping mapping -> {
        List<Node.Mapping.Entry> entries =
            mapping.entries().stream()
                .filter(entry -> !isNull(entry.value()))
                .sorted(Comparator.comparing(Node.Mapping.Entry::key))
                .toList();
        text.append('{');
        entries.forEach(entry -> add(entry.key()).add(entry.value()));
        text.append('}');
      }
    }
    return this;
  }

  /// What is null is what was not sent.
  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(text.toString().getBytes(UTF_8));
  }
}
