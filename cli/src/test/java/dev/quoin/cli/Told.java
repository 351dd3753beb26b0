package dev.quoin.cli;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.value.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer as a customer reads it, wherever it comes from.
///
/// @param id under which the server keeps it
/// @param at the pricing instant
/// @param says everything else, a fact a line: who priced it, until when it holds, what it costs, in both languages
record Told(String id, Instant at, List<String> says) {
  Told {
    says = List.copyOf(says);
  }

  /// What a ratebook says offline.
  ///
  /// @param validity for how long its price may be booked; empty where there is nothing to book
  static Facts offline(
      Ratebook ratebook, String service, Answer answer, Optional<Duration> validity) {
    Facts facts = new Facts().by(service, ratebook.id(), ratebook.digest());
    switch (answer) {
      case Answer.Quote quote -> {
        validity.ifPresent(facts::valid);
        quote
            .lines()
            .forEach(line -> facts.line(line.code(), line.text(), line.amount().toPlainText()));
        facts.total(quote.currency(), quote.total().toPlainText());
        quote.shown().forEach((name, value) -> facts.shown(name, Written.plain(value)));
      }
      case Answer.Refusal refusal ->
          refusal.reasons().forEach(reason -> facts.refused(reason.code(), reason.text()));
      case Answer.Failure failure -> throw new AssertionError("a wrong request: " + failure);
      case Answer.Decided decided -> throw new AssertionError("no answer of a service: " + decided);
    }
    return facts;
  }

  /// Collects facts in one wording.
  static final class Facts {
    private final List<String> facts = new ArrayList<>();

    Facts by(String service, String ratebook, String release) {
      return add("%s of %s %s".formatted(service, ratebook, release));
    }

    Facts valid(Duration time) {
      return add("valid for %s".formatted(time));
    }

    Facts line(String code, Texts text, String amount) {
      return add("line %s: %s, %s: %s".formatted(code, text.ko(), text.en(), amount));
    }

    Facts total(String currency, String total) {
      return add("total %s %s".formatted(currency, total));
    }

    Facts shown(String name, String value) {
      return add("shown %s: %s".formatted(name, value));
    }

    Facts refused(String code, Texts text) {
      return add("refused %s: %s, %s".formatted(code, text.ko(), text.en()));
    }

    /// How much more than before.
    Facts difference(String amount) {
      return add("difference %s".formatted(amount));
    }

    private Facts add(String fact) {
      facts.add(fact);
      return this;
    }

    List<String> all() {
      return facts;
    }

    Told told(String id, Instant at) {
      return new Told(id, at, facts);
    }
  }
}
