package dev.quoin.feel.syntax;

/// The characters of FEEL's names and white space (DMN 1.5, 10.3.1.2, rules 28 to 30, 61 and 62),
/// and the pieces that names are made of.
///
/// A name is a sequence of pieces: a run of name characters, or one additional symbol. White space
/// between pieces does not count, so `a-b` and `a - b` are the same name.
final class Characters {
  private Characters() {}

  static boolean isSpace(int c) {
    return (c >= 0x0009 && c <= 0x000D)
        || c == 0x0020
        || c == 0x0085
        || c == 0x00A0
        || c == 0x1680
        || c == 0x180E
        || (c >= 0x2000 && c <= 0x200B)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000
        || c == 0xFEFF;
  }

  static boolean isVerticalSpace(int c) {
    return c >= 0x000A && c <= 0x000D;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?';
    }
    return isForeignNameStart(c) && !isSpace(c);
  }

  private static boolean isForeignNameStart(int c) {
    return (c >= 0x00C0 && c <= 0x00D6)
        || (c >= 0x00D8 && c <= 0x00F6)
        || (c >= 0x00F8 && c <= 0x02FF)
        || (c >= 0x0370 && c <= 0x037D)
        || (c >= 0x037F && c <= 0x1FFF)
        || (c >= 0x200C && c <= 0x200D)
        || (c >= 0x2070 && c <= 0x218F)
        || (c >= 0x2C00 && c <= 0x2FEF)
        || (c >= 0x3001 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0xEFFFF);
  }

  static boolean isNamePart(int c) {
    return isNameStart(c)
        || isDigit(c)
        || c == 0x00B7
        || (c >= 0x0300 && c <= 0x036F)
        || (c >= 0x203F && c <= 0x2040);
  }

  static boolean isNameSymbol(int c) {
    return switch (c) {
      case '.', '/', '-', '\'', '’', '+', '*' -> true;
      default -> false;
    };
  }

  /// The offset of the first character at or after `offset` that is no white space.
  static int skipSpace(String text, int offset) {
    int at = offset;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// Where the run of name characters at `offset` ends; `offset` itself where there is none.
  static int wordEnd(String text, int offset) {
    int at = offset;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isNamePart(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  /// Where the piece of a name at `offset` ends; `offset` itself where there is none.
  static int pieceEnd(String text, int offset) {
    int end = wordEnd(text, offset);
    if (end == offset && offset < text.length() && isNameSymbol(text.charAt(offset))) {
      return offset + 1;
    }
    return end;
  }

  /// The name with one blank for each run of white space inside, and none around.
  static String normalized(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isSpace(c)) {
        normal.append(c);
      } else if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != ' ') {
        normal.append(' ');
      }
    }
    return normal.toString().stripTrailing();
  }
}
