package dev.quoin.ratebook.legacy;

import dev.quoin.decimal.Decimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers as texts, with separators: `1,234.50`.
///
/// @param thousands what stands between three digits; empty where nothing does
/// @param point what stands before the decimals
/// @param decimals how many decimals are written at least. None is ever dropped: nothing is rounded on the way out
public record Numbers(String thousands, String point, int decimals) {
  public static final Numbers PLAIN = new Numbers("", ".", 0);

  private static final int GROUP = 3;

  /// An example, for sentences.
  public String example() {
    return write(Decimal.parse("1200.5"));
  }

  /// The number in plain digits; empty where a text is none. Separators may be left out, but none stands elsewhere.
  public Optional<String> plain(String text) {
    String grouped =
        thousands.isEmpty() ? "" : "\\d{1,3}(?:" + Pattern.quote(thousands) + "\\d{3})+|";
    Pattern number =
        Pattern.compile("-?(?:" + grouped + "\\d+)(?:" + Pattern.quote(point) + "\\d+)?");
    if (!number.matcher(text).matches()) {
      return Optional.empty();
    }
    String digits = thousands.isEmpty() ? text : text.replace(thousands, "");
    return Optional.of(digits.replace(point, "."));
  }

  public String write(Decimal number) {
    String plain = number.toPlainText();
    boolean negative = plain.startsWith("-");
    String digits = negative ? plain.substring(1) : plain;
    int at = digits.indexOf('.');
    String whole = at < 0 ? digits : digits.substring(0, at);
    StringBuilder part = new StringBuilder(at < 0 ? "" : digits.substring(at + 1));
    while (part.length() < decimals) {
      part.append('0');
    }
    StringBuilder text = new StringBuilder(negative ? "-" : "");
    for (int i = 0; i < whole.length(); i++) {
      text.append(i > 0 && (whole.length() - i) % GROUP == 0 ? thousands : "");
      text.append(whole.charAt(i));
    }
    return part.isEmpty() ? text.toString() : text.append(point).append(part).toString();
  }
}
