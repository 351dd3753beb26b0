package dev.quoin.ratebook.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is read character by character is read as the patterns read it, and what is wrong is as wrong.
class UsualTest {
  private static final Place HERE = new Place("r.json", 1, 1);
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York"); // its clocks change
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /// A value, or the problems.
  private record Outcome(Optional<?> value, List<Problem> problems) {}

  @FunctionalInterface
  private interface Way {
    Optional<?> read(Plain plain, String text);
  }

  private static Outcome read(String text, Way way) {
    Problems problems = new Problems();
    Optional<?> value = way.read(new Plain(NEW_YORK, problems), text);
    return new Outcome(value, problems.sorted());
  }

  @Test
  void dates() {
    Seeded.forAll(
        20_000,
        1,
        seeded -> {
          String text = slip(seeded, seeded.date(FIRST, LAST).toString());
          assertThat(read(text, (plain, date) -> plain.read(date, Type.Simple.DATE, HERE)).value())
              .isEqualTo(readSlowly(text, Plain::anyDate));
        });
  }

  @Test
  void dates_and_times() {
    Seeded.forAll(
        50_000,
        2,
        seeded -> {
          String local = seeded.dateTime(FIRST, LAST, seeded.pick(1, 60)).toString();
          String offset =
              seeded.pick("", "", "Z", "+09:00", "-05:00", "+17:59", "-18:00", "+19:00");
          String text = slip(seeded, local + offset);
          assertThat(
                  read(text, (plain, time) -> plain.read(time, Type.Simple.DATE_TIME, HERE))
                      .value())
              .isEqualTo(readSlowly(text, Plain::anyDateTime));
        });
  }

  @Test
  void numbers() {
    Seeded.forAll(
        20_000,
        3,
        seeded -> {
          String text = slip(seeded, seeded.decimal(20, 0, 3).toPlainString());
          assertThat(read(text, (plain, number) -> plain.number(number, HERE)))
              .isEqualTo(read(text, (plain, number) -> plain.anyNumber(number, HERE)));
        });
  }

  @Test
  void the_usual_ones_need_no_pattern() {
    assertThat(Usual.date("2024-02-29")).isEqualTo("2024-02-29");
    assertThat(Usual.dateTime("2026-05-01T10:00")).isEqualTo("2026-05-01T10:00");
    assertThat(Usual.dateTime("2026-05-01T10:00:59")).isEqualTo("2026-05-01T10:00:59");
    assertThat(Usual.offsetDateTime("2026-05-01T10:00+09:00")).isNotNull();
    assertThat(Usual.number("-12500")).isNotNull();
    assertThat(Usual.date("2026-02-29")).isNull();
    assertThat(Usual.number("12.5")).isNotNull();
    assertThat(Usual.number("12.")).isNull();
    assertThat(Usual.number(".5")).isNull();
  }

  private interface Slow {
    Optional<Value> read(Plain plain, String text, Place place);
  }

  /// A day that is none is an exception to the patterns, and a problem to their caller.
  private static Optional<?> readSlowly(String text, Slow way) {
    try {
      return read(text, (plain, any) -> way.read(plain, any, HERE)).value();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// The text, now and then with a character that is another, missing or too many.
  private static String slip(Seeded seeded, String text) {
    StringBuilder slipped = new StringBuilder(text);
    while (seeded.oneIn(2)) {
      int at = seeded.between(0, slipped.length());
      String other = seeded.pick("0", "1", "3", "9", "-", ":", "T", "Z", "+", ".", " ", "٣", "");
      slipped.replace(at, Math.min(slipped.length(), at + seeded.between(0, 1)), other);
    }
    return seeded.note("text", slipped.toString());
  }
}
