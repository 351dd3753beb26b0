package dev.quoin.feel;

/// A function that a ratebook binds to a business knowledge model without a body and that is not a table: a calendar.
///
/// It depends on its arguments alone.
public interface NativeFunction {

  /// What sentences call it.
  String name();

  /// Answers a value of the declared result type, or a null with its reason.
  Value call(Value[] arguments);

  /// Whether the other one answers to all arguments what this one answers; false where that cannot be said.
  default boolean isLike(NativeFunction other) {
    return equals(other);
  }
}
