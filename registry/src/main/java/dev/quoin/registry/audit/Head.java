package dev.quoin.registry.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last entry of the log at some moment. Who keeps it elsewhere can tell later whether what was before it is still the same.
///
/// @param number 0 where there was none
public record Head(long number, String hash) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})");

  public static final Head START = new Head(0, AuditEntry.NONE);

  /// Reads what [#toString] writes.
  public static Optional<Head> read(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new Head(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return number + " " + hash;
  }
}
