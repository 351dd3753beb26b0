package dev.quoin.feel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what a person most likely meant by a name that nobody knows.
public final class Suggestion {
  private Suggestion() {}

  /// `; did you mean ‹name›?`, or an empty text where nothing known is near.
  public static String text(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /// The known name with the fewest changed letters, if they are at most a third of the unknown one's.
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    int most = Math.max(1, unknown.length() / 3);
    return known.stream()
        .filter(name -> Math.abs(name.length() - unknown.length()) <= most)
        .filter(name -> distance(unknown, name) <= most)
        .min(
            Comparator.comparingInt((String name) -> distance(unknown, name))
                .thenComparing(name -> name));
  }

  /// Levenshtein's distance, where letters that differ only in case count nothing.
  private static int distance(String a, String b) {
    String from = a.toLowerCase(java.util.Locale.ROOT);
    String to = b.toLowerCase(java.util.Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
