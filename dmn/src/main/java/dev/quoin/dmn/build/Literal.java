package dev.quoin.dmn.build;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import java.util.Optional;

/// Reads a cell that is nothing but a plain number or a text in quotes, as nearly all answers of a large table are, without a
/// parser. Empty for everything else: what is read here, the parser and the checker read as the same.
final class Literal {
  /// As many nines are within a long.
  private static final int MAX_DIGITS = 18;

  private Literal() {}

  static Optional<TypedExpr> read(Source cell) {
    String text = cell.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.charAt(0) == '"') {
      return isText(text)
          ? constant(Value.of(text.substring(1, text.length() - 1)), Type.Simple.STRING, cell)
          : Optional.empty();
    }
    return isNumber(text)
        ? constant(Value.of(Decimal.parse(text)), Type.Simple.NUMBER, cell)
        : Optional.empty();
  }

  private static Optional<TypedExpr> constant(Value value, Type type, Source cell) {
    return Optional.of(new TypedExpr.Constant(value, type, cell.whole()));
  }

  /// Whether it is ASCII in quotes, without escapes.
  private static boolean isText(String text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(last) != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /// Whether it is digits, perhaps with a point between them.
  private static boolean isNumber(String text) {
    int point = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return text.length() <= MAX_DIGITS && point != 0 && point != text.length() - 1;
  }
}
