package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.feel.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PairsTest {
  private static final int COUNT = 3_000;
  private static final Policy BEFORE = Policy.of(Seoul.AS_IT_IS, "rental");
  private static final Policy AFTER = Policy.of(Seoul.dearer(), "rental");
  private static final Comparison.Options OPTIONS =
      new Comparison.Options(
          By.read(
              List.of("model", "membership, start.weekday", "model"),
              BEFORE,
              AFTER,
              new Problems()),
          0,
          Instant.parse("2026-06-01T00:00:00Z"),
          false);

  @TempDir Path folder;

  @Test
  void they_come_in_the_order_of_the_requests_whatever_the_number_of_threads() throws Exception {
    List<Pair> alone = pairs(COUNT, 1);
    assertThat(alone).extracting(Pair::id).startsWith("0", "1", "2").endsWith("2998", "2999");
    assertThat(pairs(7, 6)).isEqualTo(alone);
    assertThat(pairs(64, 3)).isEqualTo(alone);
  }

  @Test
  void together_they_are_what_the_comparison_says() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    Compare compare = new Compare(BEFORE, AFTER, OPTIONS);
    Figures all;
    try (Requests requests = requests(256)) {
      Counted counted = compare.count(requests, 2, (_, _) -> {}, Optional.of(pairs::addAll));
      all = compare.comparison(counted, requests).orElseThrow().all();
    }
    assertThat(pairs.stream().mapToLong(pair -> pair.before().units().orElse(0)).sum())
        .isEqualTo(all.before().total().longValueExact());
    assertThat(pairs.stream().mapToLong(pair -> pair.difference().orElse(0)).sum())
        .isEqualTo(all.difference().longValueExact());
    assertThat(pairs.stream().filter(pair -> pair.after().outcome().equals("refusal")))
        .hasSize((int) all.after().refused())
        .allSatisfy(pair -> assertThat(pair.after().codes()).isNotEmpty());
    assertThat(
            pairs.stream()
                .filter(pair ->
                    pair.before().outcome().equals("price")
                        && pair.after().outcome().equals("refusal")))
        .hasSize((int) all.newlyRefused().requests())
        .allSatisfy(pair -> assertThat(pair.difference().orElseThrow()).isNegative());
    assertThat(pairs.getFirst().inputs()).startsWith("{\"start\":\"20").contains("\"model\":\"");
    assertThat(pairs)
        .allSatisfy(pair -> {
          assertThat(pair.segments()).hasSize(3);
          assertThat(pair.inputs()).contains("\"model\":\"" + pair.segments().getFirst() + "\"");
        });
  }

  @Test
  @Timeout(60)
  void who_cannot_take_them_ends_the_comparison_for_all_threads() {
    List<Pair> taken = new ArrayList<>();
    Pairs full =
        some -> {
          taken.addAll(some);
          if (taken.size() > 100) {
            throw new IOException("the disk is full");
          }
        };
    assertThatThrownBy(
            () -> {
              try (Requests requests = requests(16)) {
                new Compare(BEFORE, AFTER, OPTIONS)
                    .count(requests, 4, (_, _) -> {}, Optional.of(full));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");
    assertThat(taken).hasSize(112);
  }

  @Test
  void a_request_that_only_one_of_them_can_read_has_its_inputs_too() throws Exception {
    Policy strict = Policy.of(Seoul.changed().writing("[0..100]", "[0..50]").ratebook(), "rental");
    Path file = folder.resolve("requests.jsonl");
    Files.writeString(
        file,
        """
        {"id": "R-1", "start": "2026-06-12T18:00", "end": "2026-06-14T21:00", "model": "K8", "distance": 180, "utilisation": 70, "membership": "none", "coupon percent": 0, "coupon amount": 0, "birth date": "1990-03-01", "licence date": "2012-05-20"}
        """);
    List<Pair> pairs = new ArrayList<>();
    try (Requests requests = FileRequests.jsonLines("r.jsonl", file, strict, BEFORE, 10)) {
      new Compare(strict, BEFORE, OPTIONS)
          .count(requests, 1, (_, _) -> {}, Optional.of(pairs::addAll));
    }
    Pair only = pairs.getFirst();
    assertThat(only.id()).isEqualTo("R-1");
    assertThat(only.before().outcome()).isEqualTo("failure");
    assertThat(only.before().codes()).containsExactly("not-allowed");
    assertThat(only.inputs())
        .startsWith("{\"start\":\"2026-06-12T18:00+09:00\",")
        .contains("\"utilisation\":70,");
    assertThat(only.difference()).isEqualTo(only.after().units());
  }

  private static List<Pair> pairs(int block, int threads) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try (Requests requests = requests(block)) {
      new Compare(BEFORE, AFTER, OPTIONS)
          .count(requests, threads, (_, _) -> {}, Optional.of(pairs::addAll));
    }
    return pairs;
  }

  private static Requests requests(int block) {
    return new GeneratedRequests(
        Seoul.AS_IT_IS.generator("rental", new Problems()).orElseThrow(), 11, COUNT, block);
  }
}
