package dev.quoin.feel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what a person most likely meant by a name that nobody knows.
public final class Suggestion {
  private static final int LETTERS_OF_A_WORD = 3;

  private Suggestion() {}

  /// `; did you mean ‹name›?`, or an empty text where nothing known is near.
  public static String text(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /// The known name with the fewest changed letters, if they are at most a third of the unknown one's; two in a word of
  /// four to six letters, if the first is right. What only has a word more or less is another name.
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    return known.stream()
        .filter(name -> Math.abs(name.length() - unknown.length()) <= most(unknown, name))
        .filter(name -> distance(unknown, name) <= most(unknown, name))
        .filter(name -> !hasAWordMore(unknown, name) && !hasAWordMore(name, unknown))
        .min(
            Comparator.comparingInt((String name) -> distance(unknown, name))
                .thenComparing(name -> name));
  }

  /// `containsOnly` is no slip of `contains`.
  private static boolean hasAWordMore(String longer, String shorter) {
    return longer.length() - shorter.length() >= LETTERS_OF_A_WORD
        && (longer.regionMatches(true, 0, shorter, 0, shorter.length())
            || longer.regionMatches(
                true, longer.length() - shorter.length(), shorter, 0, shorter.length()));
  }

  private static int most(String unknown, String name) {
    int length = unknown.length();
    boolean isShort = 4 <= length && length <= 6;
    return isShort && unknown.regionMatches(true, 0, name, 0, 1) ? 2 : Math.max(1, length / 3);
  }

  /// Levenshtein's distance, where two neighbours that change places are one change, and letters that differ only in
  /// case count nothing.
  private static int distance(String a, String b) {
    String from = a.toLowerCase(java.util.Locale.ROOT);
    String to = b.toLowerCase(java.util.Locale.ROOT);
    int[][] changes = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          changes[i][j] = i + j;
          continue;
        }
        int replaced = changes[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int shifted = Math.min(changes[i - 1][j], changes[i][j - 1]) + 1;
        changes[i][j] = Math.min(replaced, shifted);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          changes[i][j] = Math.min(changes[i][j], changes[i - 2][j - 2] + 1);
        }
      }
    }
    return changes[from.length()][to.length()];
  }
}
