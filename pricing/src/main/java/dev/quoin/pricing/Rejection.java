package dev.quoin.pricing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Why a question got no answer. A refusal by the policy's own rules is not among them: that is an answer.
///
/// @param flaws at least one
public record Rejection(Kind kind, List<Flaw> flaws) {
  public Rejection {
    flaws = List.copyOf(flaws);
  }

  /// What the caller can do about it.
  public enum Kind {
    /// Mend the question.
    WRONG,
    /// Leave it to those who may.
    FORBIDDEN,
    /// Ask for something that is there.
    UNKNOWN,
    /// Choose another name: this one stands for something else.
    TAKEN,
    /// Ask nothing of this kind, as things stand now.
    NOT_NOW,
    /// Ask for less, or later.
    TOO_MUCH,
    /// Ask again later.
    AWAY,
    /// Nothing: the ratebook or Quoin is to blame.
    BROKEN
  }

  /// When to ask the same again, if that may help: how long the load of a moment lasts, and an outage at least.
  public Optional<Duration> retryAfter() {
    return switch (kind) {
      case TOO_MUCH -> Optional.of(Duration.ofSeconds(1));
      case AWAY -> Optional.of(Duration.ofSeconds(5));
      case WRONG, FORBIDDEN, UNKNOWN, TAKEN, NOT_NOW, BROKEN -> Optional.empty();
    };
  }

  public static Rejection of(Kind kind, String field, String code, String sentence) {
    return new Rejection(kind, List.of(new Flaw(field, code, sentence)));
  }
}
