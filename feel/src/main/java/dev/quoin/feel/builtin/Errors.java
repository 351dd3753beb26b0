package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;

/// The errors that operators and functions share. Each code has a page in `docs/problems`.
final class Errors {
  private Errors() {}

  /// The most characters that a string made here may have.
  static final int MAX_STRING_LENGTH = 1_000_000;

  /// The most elements that a list made here may have.
  static final int MAX_LIST_SIZE = 1_000_000;

  /// An operation met a null. A null that an error made keeps its own reason: that one is the cause.
  static Value.Null nothing(String operation, Value.Null met) {
    return met.cause() != null
        ? met
        : Value.error("null-argument", "`" + operation + "` was given null (expected: a value)");
  }

  /// The first null of the two.
  static Value.Null nothing(String operation, Value left, Value right) {
    if (left instanceof Value.Null first
        && (first.cause() != null || !(right instanceof Value.Null))) {
      return nothing(operation, first);
    }
    return nothing(operation, right instanceof Value.Null second ? second : Value.NULL);
  }

  static Value.Null wrongType(String operation, Value given, String expected) {
    return given instanceof Value.Null met
        ? nothing(operation, met)
        : Value.error(
            "wrong-type",
            "`"
                + operation
                + "` was given "
                + Values.kind(given)
                + ", "
                + Values.quoted(given)
                + " (expected: "
                + expected
                + ")");
  }

  static Value.Null outOfRange(String operation, Value given, String expected) {
    return Value.error(
        "out-of-range",
        "`" + operation + "` was given " + Values.quoted(given) + " (expected: " + expected + ")");
  }

  static Value.Null overflow(String operation) {
    return Value.error(
        "overflow", "the result of `" + operation + "` is beyond what its type can hold");
  }

  static Value.Null emptyList(String operation, String expected) {
    return Value.error(
        "empty-list", "`" + operation + "` has too few items (expected: " + expected + ")");
  }

  static Value.Null tooLongString(String operation) {
    return Value.error(
        "too-large", "the result of `" + operation + "` is longer than 1,000,000 characters");
  }

  static Value.Null tooLongList(String operation) {
    return Value.error(
        "too-large", "the result of `" + operation + "` has more than 1,000,000 items");
  }

  /// A string of a length that is allowed.
  static Value text(String operation, String text) {
    return text.length() > MAX_STRING_LENGTH ? tooLongString(operation) : Value.of(text);
  }
}
