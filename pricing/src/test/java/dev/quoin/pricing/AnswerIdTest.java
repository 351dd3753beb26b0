package dev.quoin.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerIdTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  @Test
  void ids_are_of_version_7_and_sort_by_their_time() {
    Random random = new Random(42);
    UUID earlier = Ids.next(AT, random);
    UUID later = Ids.next(AT.plusMillis(1), random);
    assertThat(earlier.version()).isEqualTo(7);
    assertThat(earlier.variant()).isEqualTo(2);
    assertThat(earlier.toString()).isLessThan(later.toString());
    assertThat(earlier.getMostSignificantBits() >>> 16).isEqualTo(AT.toEpochMilli());
  }

  @Test
  void what_is_written_is_read() {
    UUID id = Ids.next(AT, new Random(1));
    Stream.of(AnswerId.of(id), new AnswerId(id, 0), new AnswerId(id, 999))
        .forEach(each -> assertThat(AnswerId.read(each.toString())).contains(each));
  }

  @Test
  void what_is_no_id_is_none() {
    Stream.of(
            "",
            "7",
            "019f0c3e-0000-7000-8000-00000000000",
            "019f0c3e-0000-7000-8000-000000000000.",
            "019f0c3e-0000-7000-8000-000000000000.01",
            "019f0c3e-0000-7000-8000-000000000000.-1")
        .forEach(text -> assertThat(AnswerId.read(text)).as(text).isEmpty());
  }
}
