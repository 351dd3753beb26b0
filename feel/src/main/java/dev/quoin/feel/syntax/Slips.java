package dev.quoin.feel.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What people type who know spreadsheets or other languages, and what they should type instead.
final class Slips {
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("==", "equality is `=`"),
          Map.entry("<>", "inequality is `!=`"),
          Map.entry("=<", "expected `<=`"),
          Map.entry("=>", "expected `>=`"),
          Map.entry("≤", "expected `<=`"),
          Map.entry("≥", "expected `>=`"),
          Map.entry("≠", "expected `!=`"),
          Map.entry("&&", "expected `and`"),
          Map.entry("||", "expected `or`"),
          Map.entry("&", "expected `and` between conditions, or `+` between texts"),
          Map.entry("|", "expected `or`"),
          Map.entry("!", "expected `not(…)`"),
          Map.entry("%", "a percentage is a plain number: 0.1 for 10 percent"),
          Map.entry("^", "a power is written with `**`"),
          Map.entry("×", "expected `*`"),
          Map.entry("÷", "expected `/`"),
          Map.entry("−", "expected the plain minus sign `-`"),
          Map.entry("–", "expected the plain minus sign `-`"),
          Map.entry("—", "expected the plain minus sign `-`"),
          Map.entry("…", "a range is written with two dots: `[1..5]`"),
          Map.entry("...", "a range is written with two dots: `[1..5]`"),
          Map.entry(";", "expected `,` between items"),
          Map.entry("'", "text stands in double quotes: `\"text\"`"),
          Map.entry("‘", "text stands in double quotes: `\"text\"`"),
          Map.entry("’", "text stands in double quotes: `\"text\"`"),
          Map.entry("`", "text stands in double quotes: `\"text\"`"),
          Map.entry("“", "text stands in straight double quotes: `\"text\"`"),
          Map.entry("”", "text stands in straight double quotes: `\"text\"`"),
          Map.entry("„", "text stands in straight double quotes: `\"text\"`"),
          Map.entry("«", "text stands in straight double quotes: `\"text\"`"),
          Map.entry("»", "text stands in straight double quotes: `\"text\"`"),
          Map.entry("$", "a number has no currency sign"),
          Map.entry("£", "a number has no currency sign"),
          Map.entry("¥", "a number has no currency sign"),
          Map.entry("#", "a comment begins with `//`"));

  private static final Set<String> SHOUTED =
      Set.of("AND", "OR", "IF", "THEN", "ELSE", "IN", "BETWEEN", "RETURN", "SATISFIES");

  private Slips() {}

  /// The slip that begins at or just before the unexpected character at `offset`, as a problem.
  static @Nullable SyntaxProblem at(String text, int offset) {
    for (int length = 3; length > 0; length--) {
      for (int start = offset; start >= 0 && start > offset - length; start--) {
        if (start + length <= text.length()) {
          String slip = text.substring(start, start + length);
          String advice = ADVICE.get(slip);
          if (advice != null) {
            return new SyntaxProblem(start, "unexpected `" + slip + "`; " + advice);
          }
        }
      }
    }
    return text.startsWith(",", offset) ? thousands(text, offset) : null;
  }

  /// `1,000`: the comma at `offset` between digits, with just three of them behind it.
  static @Nullable SyntaxProblem thousands(String text, int offset) {
    int start = offset;
    while (start > 0 && Characters.isDigit(text.charAt(start - 1))) {
      start--;
    }
    int digits = offset - start;
    int end = offset + 1;
    while (end < text.length() && Characters.isDigit(text.charAt(end))) {
      end++;
    }
    if (digits == 0 || digits > 3 || end - offset != 4) {
      return null;
    }
    return new SyntaxProblem(
        start,
        "`"
            + text.substring(start, end)
            + "` has a thousands separator; expected `"
            + text.substring(start, offset)
            + text.substring(offset + 1, end)
            + "`");
  }

  /// `1,000` and `1,050` anywhere, also where a comma may stand: nobody begins a number with a zero.
  static @Nullable SyntaxProblem certainThousands(String text, int comma) {
    return text.startsWith(",0", comma) ? thousands(text, comma) : null;
  }

  /// `AND` in a text or in a name of several words that nobody knows.
  static @Nullable SyntaxProblem shouted(String words, int start) {
    for (String word : words.split(" ", -1)) {
      if (SHOUTED.contains(word)) {
        String small = word.toLowerCase(Locale.ROOT);
        return new SyntaxProblem(
            start, "unexpected `" + word + "`; expected `" + small + "` in small letters");
      }
    }
    return null;
  }
}
