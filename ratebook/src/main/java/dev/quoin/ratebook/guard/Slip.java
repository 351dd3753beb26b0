package dev.quoin.ratebook.guard;

import dev.quoin.feel.Place;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// A slip of the pen in a file of a ratebook.
///
/// @param number which of those of its seed it is
/// @param subject in what kind of file it is
/// @param place where it is; of two places the first
/// @param before the text that stood there: a row of a table, the value of a lever, an expression of a model
/// @param after what stands there now
/// @param files all files of the ratebook with the slip
public record Slip(
    long number,
    Kind kind,
    Subject subject,
    Place place,
    String before,
    String after,
    SortedMap<String, byte[]> files) {
  public Slip {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /// What goes wrong under a pen.
  public enum Kind {
    DIGIT_DROPPED,
    DIGIT_DOUBLED,
    TIMES_TEN,
    A_TENTH,
    SIGN,
    UNIT,
    ROWS_SWAPPED,
    RANGE_END_MOVED,
    WRONG_COLUMN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// Where something can go wrong.
  public enum Subject {
    TABLE,
    LEVER,
    MODEL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
