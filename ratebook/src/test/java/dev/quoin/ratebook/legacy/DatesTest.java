package dev.quoin.ratebook.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  @Test
  void digits_are_a_date_a_time_or_both() {
    assertThat(of("yyyyMMddHHmm").read("202606121800", Simple.DATE_TIME))
        .contains(LocalDateTime.of(2026, 6, 12, 18, 0));
    assertThat(of("yyyyMMdd").read("20260612", Simple.DATE)).contains(LocalDate.of(2026, 6, 12));
    assertThat(of("HHmm").read("1830", Simple.TIME)).contains(LocalTime.of(18, 30));
    assertThat(of("yyyyMMddHHmmssX").read("20260612180000+09", Simple.DATE_TIME))
        .contains(OffsetDateTime.of(2026, 6, 12, 18, 0, 0, 0, ZoneOffset.ofHours(9)));
  }

  @ParameterizedTest
  @CsvSource({"202602301800", "202606122400", "20260612180", "2026061218000", "2026-06-12", "''"})
  void what_is_no_moment_of_the_calendar_is_not_read(String text) {
    assertThat(of("yyyyMMddHHmm").read(text, Simple.DATE_TIME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "yyyyMMddHHmm, DATE_TIME, true",
    "yyyy-MM-dd HH:mm:ss, DATE_TIME, true",
    "yyyyMMdd, DATE_TIME, false",
    "yyMMddHHmm, DATE_TIME, false",
    "yyyyMMdd, DATE, true",
    "yyMMdd, DATE, false",
    "MMdd, DATE, false",
    "dd/MM/yyyy, DATE, true",
    "HHmm, TIME, true",
    "hhmm, TIME, false",
    "'hh:mm a', TIME, true",
    "HH, TIME, false"
  })
  void a_format_tells_all_of_a_value_or_not(String format, Simple type, boolean tells) {
    assertThat(of(format).tells(type)).isEqualTo(tells);
  }

  @Test
  void a_moment_is_written_in_the_zone() {
    Instant instant = Instant.parse("2026-06-01T15:05:00Z");
    assertThat(of("yyyyMMddHHmm").write(instant)).isEqualTo("202606020005");
    assertThat(Dates.of("yyyyMMddHHmm", ZoneOffset.UTC).write(instant)).isEqualTo("202606011505");
    assertThat(of("dd.MM.yyyy").write(new Value.Date(LocalDate.of(2026, 6, 1))))
        .isEqualTo("01.06.2026");
  }

  @Test
  void a_format_that_is_none_says_why() {
    assertThatThrownBy(() -> of("yyyyMMddJJ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("J");
    assertThat(of("yyyyMMddHHmm").writes(Simple.DATE)).isFalse();
  }

  private static Dates of(String format) {
    return Dates.of(format, SEOUL);
  }
}
