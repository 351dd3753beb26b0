package dev.quoin.ratebook.worksheet;

/// Writes numbers for people.
public final class Amounts {
  private Amounts() {}

  /// A plain decimal with a comma before each three digits of its whole part: `-1234567.5` is `-1,234,567.5`.
  public static String grouped(String plain) {
    int start = plain.startsWith("-") ? 1 : 0;
    int point = plain.indexOf('.');
    int end = point < 0 ? plain.length() : point;
    StringBuilder text = new StringBuilder(plain.substring(0, start));
    for (int i = start; i < end; i++) {
      if (i > start && (end - i) % 3 == 0) {
        text.append(',');
      }
      text.append(plain.charAt(i));
    }
    return text.append(plain, end, plain.length()).toString();
  }

  /// The same with so many decimals at least, as a currency is written: `40.8` dollars are `40.80`. None is dropped.
  public static String grouped(String plain, int decimals) {
    int point = plain.indexOf('.');
    int missing = decimals - (point < 0 ? 0 : plain.length() - point - 1);
    String padded = missing <= 0 ? plain : plain + (point < 0 ? "." : "") + "0".repeat(missing);
    return grouped(padded);
  }
}
