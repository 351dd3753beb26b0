package dev.quoin.feel.syntax;

import java.util.Set;

/// Cuts a text into tokens, each when it is asked for: the parser goes on behind a name that only
/// the names in scope could recognise.
final class Lexer {
  private static final Set<String> PAIRS = Set.of("**", "..", "<=", ">=", "!=");
  private static final int MAX_CODE_POINT_DIGITS = 6;

  private final String text;

  Lexer(String text) {
    this.text = text;
  }

  /// The first token at or after `offset`.
  Token at(int offset) {
    int start = skip(offset);
    if (start == text.length()) {
      return new Token(Token.Kind.END, start, start);
    }
    int c = text.codePointAt(start);
    if (Characters.isNameStart(c)) {
      return new Token(Token.Kind.WORD, start, Characters.wordEnd(text, start));
    }
    if (Characters.isDigit(c) || (c == '.' && isDigitAt(start + 1))) {
      return new Token(Token.Kind.NUMBER, start, numberEnd(start));
    }
    if (c == '"') {
      return new Token(Token.Kind.STRING, start, stringEnd(start));
    }
    int length =
        start + 2 <= text.length() && PAIRS.contains(text.substring(start, start + 2))
            ? 2
            : Character.charCount(c);
    return new Token(Token.Kind.SYMBOL, start, start + length);
  }

  /// Skips white space and comments.
  int skip(int offset) {
    int at = Characters.skipSpace(text, offset);
    while (isCommentAt(at)) {
      at = Characters.skipSpace(text, commentEnd(at));
    }
    return at;
  }

  boolean isCommentAt(int offset) {
    return text.startsWith("//", offset) || text.startsWith("/*", offset);
  }

  private int commentEnd(int start) {
    if (text.startsWith("/*", start)) {
      int close = text.indexOf("*/", start + 2);
      if (close < 0) {
        throw new SyntaxProblem(start, "the comment `/*` is never closed; expected `*/`");
      }
      return close + 2;
    }
    int at = start;
    while (at < text.length() && !Characters.isVerticalSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int numberEnd(int start) {
    int at = digitsEnd(start);
    if (at < text.length() && text.charAt(at) == '.' && isDigitAt(at + 1)) {
      at = digitsEnd(at + 1);
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      int digits = at + 1;
      if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
        digits++;
      }
      if (isDigitAt(digits)) {
        at = digitsEnd(digits);
      }
    }
    int wordEnd = Characters.wordEnd(text, at);
    if (wordEnd > at) {
      throw new SyntaxProblem(
          start,
          "`"
              + shortened(text.substring(start, wordEnd))
              + "` is neither a number nor a name; expected a blank or an operator after `"
              + shortened(text.substring(start, at))
              + "`");
    }
    return at;
  }

  private int digitsEnd(int start) {
    int at = start;
    while (isDigitAt(at)) {
      at++;
    }
    return at;
  }

  private boolean isDigitAt(int offset) {
    return offset < text.length() && Characters.isDigit(text.charAt(offset));
  }

  private int stringEnd(int start) {
    int at = start + 1;
    while (at < text.length() && !Characters.isVerticalSpace(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      boolean escape =
          c == '\\' && at + 1 < text.length() && !Characters.isVerticalSpace(text.charAt(at + 1));
      at += escape ? 2 : 1;
    }
    throw new SyntaxProblem(
        start,
        "the text `"
            + shortened(text.substring(start, at))
            + "` is not closed on its line; expected `\"` at its end");
  }

  /// What a string token says. A backslash that begins no escape sequence stands for itself (rule
  /// 33), as in the pattern `"\d+"`.
  String string(Token token) {
    StringBuilder value = new StringBuilder(token.end() - token.start());
    int end = token.end() - 1;
    int at = token.start() + 1;
    while (at < end) {
      char c = text.charAt(at);
      if (c != '\\') {
        value.append(c);
        at++;
      } else {
        at = appendEscape(value, at, end);
      }
    }
    return value.toString();
  }

  private int appendEscape(StringBuilder value, int start, int end) {
    char kind = text.charAt(start + 1);
    switch (kind) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case '"', '\\', '\'' -> value.append(kind);
      case 'u' -> {
        return appendCodePoint(value, start, 4, end);
      }
      case 'U' -> {
        return appendCodePoint(value, start, MAX_CODE_POINT_DIGITS, end);
      }
      default -> value.append('\\').append(kind);
    }
    return start + 2;
  }

  private int appendCodePoint(StringBuilder value, int start, int digits, int end) {
    int from = start + 2;
    int to = from + digits;
    if (to > end || !text.substring(from, to).chars().allMatch(Lexer::isHexDigit)) {
      value.append(text, start, from);
      return from;
    }
    int codePoint = Integer.parseInt(text, from, to, 16);
    if (!Character.isValidCodePoint(codePoint)) {
      throw new SyntaxProblem(
          start,
          "`"
              + text.substring(start, to)
              + "` is no character; expected a code point up to `\\U10FFFF`");
    }
    value.appendCodePoint(codePoint);
    return to;
  }

  private static boolean isHexDigit(int c) {
    return Characters.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /// A text as it fits into a sentence.
  static String shortened(String text) {
    int longest = 40;
    String line = Characters.normalized(text);
    if (line.codePointCount(0, line.length()) <= longest) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, longest)) + "…";
  }
}
