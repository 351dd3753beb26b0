package dev.quoin.ratebook.value;

import java.util.Optional;

/// Texts in FEEL's quotes, as cells have them where the bare text would be read otherwise.
public final class Quoted {
  private Quoted() {}

  public static boolean is(String text) {
    return text.startsWith("\"");
  }

  /// What stands between the quotes, escapes resolved; empty where the text is not one whole FEEL string.
  public static Optional<String> read(String text) {
    if (text.length() < 2 || !text.endsWith("\"") || !is(text)) {
      return Optional.empty();
    }
    StringBuilder inner = new StringBuilder();
    int at = 1;
    while (at < text.length() - 1) {
      char c = text.charAt(at++);
      if (c == '"') {
        return Optional.empty();
      }
      if (c == '\\') {
        Optional<Character> escaped =
            at < text.length() - 1 ? escaped(text.charAt(at++)) : Optional.empty();
        if (escaped.isEmpty()) {
          return Optional.empty();
        }
        c = escaped.get();
      }
      inner.append(c);
    }
    return Optional.of(inner.toString());
  }

  private static Optional<Character> escaped(char letter) {
    return switch (letter) {
      case '"', '\\' -> Optional.of(letter);
      case 'n' -> Optional.of('\n');
      case 'r' -> Optional.of('\r');
      case 't' -> Optional.of('\t');
      default -> Optional.empty();
    };
  }
}
