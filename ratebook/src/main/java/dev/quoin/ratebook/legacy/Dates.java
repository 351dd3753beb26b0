package dev.quoin.ratebook.legacy;

import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates and times in a format, in the letters of Java's `DateTimeFormatter`: `yyyyMMddHHmm`.
///
/// @param format as it was written
/// @param zone the zone in which a date and time without an offset is meant
public record Dates(String format, DateTimeFormatter formatter, ZoneId zone) {

  /// Two moments that a format must tell apart and give back; one with a year of two digits would confuse them.
  private static final List<LocalDateTime> SAMPLES =
      List.of(LocalDateTime.of(2026, 5, 1, 10, 0), LocalDateTime.of(1990, 12, 31, 23, 50));

  /// The format as it is written.
  ///
  /// @throws IllegalArgumentException if the format is none, which the message explains
  public static Dates of(String format, ZoneId zone) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(ofTheCalendar(format), Locale.ROOT);
    return new Dates(format, formatter.withResolverStyle(ResolverStyle.STRICT), zone);
  }

  /// `y` is the year of an era, which strict reading would ask for; everybody means the year.
  private static String ofTheCalendar(String format) {
    StringBuilder letters = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < format.length(); i++) {
      char letter = format.charAt(i);
      quoted ^= letter == '\'';
      letters.append(letter == 'y' && !quoted ? 'u' : letter);
    }
    return letters.toString();
  }

  /// Whether the format says all that a value of a type has, so that what is written can be read again.
  public boolean tells(Type type) {
    return SAMPLES.stream()
        .allMatch(sample -> {
          try {
            return read(formatter.format(sample.atZone(zone)), type)
                .filter(read -> isSame(read, sample))
                .isPresent();
          } catch (DateTimeException e) {
            return false;
          }
        });
  }

  private boolean isSame(Temporal read, LocalDateTime sample) {
    return switch (read) {
      case LocalDate date -> date.equals(sample.toLocalDate());
      case LocalTime time -> time.equals(sample.toLocalTime());
      case OffsetDateTime time -> time.toInstant().equals(sample.atZone(zone).toInstant());
      default -> read.equals(sample);
    };
  }

  /// Whether a value of a type can be written in it.
  public boolean writes(Type type) {
    try {
      return !formatter.format(sample(type)).isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Temporal sample(Type type) {
    LocalDateTime sample = SAMPLES.getFirst();
    if (type == Type.Simple.DATE) {
      return sample.toLocalDate();
    }
    return type == Type.Simple.TIME ? sample.toLocalTime() : sample.atZone(zone);
  }

  /// An example, for sentences.
  public String example() {
    return formatter.format(SAMPLES.getFirst().atZone(zone));
  }

  /// What a text says: a `LocalDate` or a `LocalTime`, as the type wants; for a date and time an `OffsetDateTime` if the
  /// format has an offset, else a `LocalDateTime`. Empty where it is not written so, or the calendar has no such day.
  public Optional<Temporal> read(String text, Type type) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      if (type == Type.Simple.DATE) {
        return Optional.of(LocalDate.from(parsed));
      }
      if (type == Type.Simple.TIME) {
        return Optional.of(LocalTime.from(parsed));
      }
      return Optional.of(
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? OffsetDateTime.from(parsed)
              : LocalDateTime.from(parsed));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public String write(Instant instant) {
    return formatter.format(instant.atZone(zone));
  }

  public String write(Value value) {
    return switch (value) {
      case Value.Date date -> formatter.format(date.value());
      case Value.Time time -> formatter.format(time.value());
      case Value.DateTime time when time.offset() != null ->
          write(time.value().toInstant(time.offset()));
      case Value.DateTime time -> formatter.format(time.value().atZone(zone));
      default -> throw new IllegalArgumentException("neither date nor time: " + value);
    };
  }
}
