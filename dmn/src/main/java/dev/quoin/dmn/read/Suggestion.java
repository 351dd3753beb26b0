package dev.quoin.dmn.read;

import java.util.Collection;
import java.util.Comparator;

/// The nearest of some names, for "did you mean".
public final class Suggestion {
  private Suggestion() {}

  /// `; did you mean … ?`, or an empty text where nothing is near: at most a third of the letters differ.
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .filter(candidate -> !candidate.equals(name))
        .filter(candidate ->
            3 * distance(name, candidate) <= Math.max(name.length(), candidate.length()))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(nearest -> "; did you mean `" + nearest + "`?")
        .orElse("");
  }

  /// Levenshtein's distance, without regard to case.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
