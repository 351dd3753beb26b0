package dev.quoin.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// A period of the journal, as it is typed. Times have an offset; a date is one of UTC, and at the end it is included.
///
/// @param from then or later
/// @param to before then
record Interval(Instant from, Instant to) {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /// A beginning or an end, and how a problem names it.
  ///
  /// @param text empty where it is open
  record Typed(String name, String text) {}

  /// The time between two.
  ///
  /// @throws DateTimeException with what is wrong in a sentence
  static Interval of(Typed from, Typed to) {
    Instant begin = from.text().isEmpty() ? Instant.EPOCH : instant(from, 0);
    Instant end = to.text().isEmpty() ? LAST : instant(to, 1);
    if (!begin.isBefore(end)) {
      throw new DateTimeException("`%s` is not before `%s`".formatted(from.name(), to.name()));
    }
    return new Interval(begin, end);
  }

  /// @param days how many days behind the beginning of a date it is
  private static Instant instant(Typed typed, int days) {
    String text = typed.text();
    try {
      Instant read =
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC);
      if (!read.isBefore(Instant.EPOCH) && !read.isAfter(LAST)) {
        return read;
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    throw new DateTimeException(
        "`%s` is `%s` (expected: such as 2026-11-27 or 2026-11-27T00:00:00+09:00)"
            .formatted(typed.name(), text));
  }
}
