package dev.quoin.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.testkit.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenTest {
  private static final Path SEOUL = Checkout.folder().resolve("ratebooks/seoul-carshare");

  @Test
  void an_example_is_the_case_that_begins_next_and_an_old_one_where_none_is_to_come()
      throws RatebooksRefused {
    Proven proven = Proven.of(List.of(SEOUL), progress -> {});
    assertThat(start(proven, "2026-09-01T00:00:00Z")).isEqualTo("2026-09-23T20:00+09:00");
    assertThat(start(proven, "2026-12-01T00:00:00Z")).isEqualTo("2026-12-31T12:00+09:00");
    assertThat(JsonTree.compact(example(proven, "2028-01-01T00:00:00Z").inputs()))
        .as("every terminal can show it")
        .matches("\\p{ASCII}+");
  }

  private static Object start(Proven proven, String at) {
    return example(proven, at).inputs().getOrDefault("start", "");
  }

  private static Proven.Example example(Proven proven, String at) {
    return proven.example(List.of("rental", "waiver"), Instant.parse(at)).orElseThrow();
  }
}
