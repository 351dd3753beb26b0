package dev.quoin.pricing;

import java.util.function.Function;

/// What comes of a question: what was asked for, or a rejection.
public sealed interface Verdict<T> {
  record Given<T>(T value) implements Verdict<T> {}

  record Rejected<T>(Rejection rejection) implements Verdict<T> {}

  static <T> Verdict<T> rejected(Rejection.Kind kind, String field, String code, String sentence) {
    return new Rejected<>(Rejection.of(kind, field, code, sentence));
  }

  /// The same with what follows from what was asked for.
  default <U> Verdict<U> then(Function<T, Verdict<U>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Rejected<T>(Rejection rejection) -> new Rejected<>(rejection);
    };
  }

  default <U> Verdict<U> map(Function<T, U> next) {
    return then(value -> new Given<>(next.apply(value)));
  }
}
