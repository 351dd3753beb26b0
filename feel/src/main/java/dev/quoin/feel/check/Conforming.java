package dev.quoin.feel.check;

import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;

/// Fits a value to the type that somebody declared (DMN 1.5, 10.3.2.9.4).
final class Conforming {
  private Conforming() {}

  static TypedExpr conform(TypedExpr value, Type type, String what, Checker checker) {
    if (value.type().conformsTo(type)) {
      return value;
    }
    if (checker.strict() && !mayConform(value.type(), type)) {
      return checker.problem(
          value.span(),
          "wrong-type",
          "%s is a %s, but `%s` is a %s".formatted(what, type, value.span().text(), value.type()));
    }
    return new TypedExpr.Conform(
        value, what, type, value.nullable() || !checker.strict(), value.span());
  }

  /// Whether a value of the one static type may turn out to fit the other, conversions included.
  private static boolean mayConform(Type from, Type to) {
    if (from.equals(Simple.ANY) || to.equals(Simple.ANY) || from.conformsTo(to)) {
      return true;
    }
    if (from.equals(Simple.DATE) && to.equals(Simple.DATE_TIME)) {
      return true;
    }
    if (to instanceof Type.ListType list && !(from instanceof Type.ListType)) {
      return mayConform(from, list.element());
    }
    if (from instanceof Type.ListType list) {
      return mayConform(list.element(), to instanceof Type.ListType other ? other.element() : to);
    }
    if (from instanceof Type.RangeType range && to instanceof Type.RangeType other) {
      return mayConform(range.element(), other.element());
    }
    return from instanceof Type.ContextType context
        && to instanceof Type.ContextType other
        && other.entries().entrySet().stream()
            .allMatch(entry ->
                context.entries().containsKey(entry.getKey())
                    && mayConform(context.entries().get(entry.getKey()), entry.getValue()));
  }
}
