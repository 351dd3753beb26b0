package dev.quoin.pricing;

import java.util.List;

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

  public static Rejection of(Kind kind, String field, String code, String sentence) {
    return new Rejection(kind, List.of(new Flaw(field, code, sentence)));
  }
}
