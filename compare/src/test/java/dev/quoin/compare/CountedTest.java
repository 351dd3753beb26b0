package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import dev.quoin.testkit.Seeded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever machines do with the parts of a comparison, the result has the same bytes.
class CountedTest {
  private static final int COUNT = 1_200;
  private static final long SEED = 5;
  private static final Place PLACE = new Place("r", 4, 1);
  private static final Policy BEFORE = Policy.of(Seoul.AS_IT_IS, "rental");
  private static final Policy AFTER = Policy.of(Seoul.dearer(), "rental");
  private static final Generator GENERATOR =
      Seoul.AS_IT_IS.generator("rental", new Problems()).orElseThrow();

  @TempDir Path folder;

  @Test
  void parts_of_generated_requests_add_up_however_they_are_cut_tried_and_put_together()
      throws Exception {
    Compare compare = compare(true);
    GeneratedRequests all = new GeneratedRequests(GENERATOR, SEED, COUNT, 256);
    String whole = json(compare.run(all, 2, _ -> {}));
    Seeded.forAll(
        8,
        21,
        seeded -> {
          List<byte[]> written = new ArrayList<>();
          long from = 0;
          while (from < COUNT) {
            long to = Math.min(COUNT, from + seeded.between(1, 500));
            byte[] once = counted(compare, all.part(from, to));
            // An attempt that was lost has no part in it; the next one says the same.
            assertThat(counted(compare, all.part(from, to))).isEqualTo(once);
            written.add(once);
            from = to;
          }
          assertThat(json(compare.comparison(put(compare, written, seeded), all))).isEqualTo(whole);
        });
  }

  @Test
  void what_is_the_same_is_written_alike_whoever_counted_it() throws Exception {
    Compare compare = compare(true);
    GeneratedRequests all = new GeneratedRequests(GENERATOR, SEED, COUNT, 100);
    Counted halves = compare.count(all.part(700, COUNT), 1);
    halves.add(compare.count(all.part(0, 700), 0));
    assertThat(halves.toBytes())
        .isEqualTo(compare.count(all.part(0, COUNT), 0).toBytes())
        .isEqualTo(compare.read(halves.toBytes()).toBytes());
  }

  @Test
  void parts_of_a_file_add_up_and_show_its_requests() throws Exception {
    Path file = folder.resolve("requests.jsonl");
    Files.writeString(file, lines());
    Compare compare = compare(false);
    String whole;
    List<byte[]> written = new ArrayList<>();
    try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, 300)) {
      whole = json(compare.run(requests, 2, _ -> {}));
    }
    try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, 70)) {
      for (Optional<Requests.Block> next = requests.next();
          next.isPresent();
          next = requests.next()) {
        written.add(counted(compare, new OneBlock(next.get(), requests)));
      }
      Seeded.forAll(
          5,
          22,
          seeded ->
              assertThat(json(compare.comparison(put(compare, written, seeded), requests)))
                  .isEqualTo(whole)
                  .contains("\"id\": \"q-"));
    }
  }

  @Test
  void flaws_travel_with_their_places() throws Exception {
    Path file = folder.resolve("requests.jsonl");
    Files.writeString(file, "{\n\nnothing\n");
    Compare compare = compare(false);
    try (Requests requests = FileRequests.jsonLines("r.jsonl", file, BEFORE, AFTER, 70)) {
      Counted read = compare.read(counted(compare, requests));
      assertThat(compare.comparison(read, requests)).isEmpty();
      assertThat(read.flaws().count()).isEqualTo(2);
      assertThat(read.flaws().first())
          .extracting(Problem::place)
          .extracting(place -> place.line())
          .containsExactly(1, 3);
    }
  }

  @Test
  void of_failures_that_of_the_first_part_is_told() throws Exception {
    Compare compare = compare(false);
    GeneratedRequests none = new GeneratedRequests(GENERATOR, SEED, 0, 256);
    List<byte[]> written = new ArrayList<>();
    for (int part : new int[] {3, 2, 4}) {
      Counted failed = compare.count(none, part);
      failed.fail(new TooMuch(problem("part " + part)));
      written.add(failed.toBytes());
    }
    assertThatThrownBy(() -> compare.comparison(put(compare, written, null), none))
        .isInstanceOf(TooMuch.class)
        .hasMessageContaining("part 2");
    Counted failed = compare.count(none, 1);
    failed.fail(
        new EvaluationException(
            new Reason("no-value", "part 1"), new Span(new Source(PLACE, "1 / 0"), 2, 3)));
    written.add(failed.toBytes());
    assertThatThrownBy(() -> compare.comparison(put(compare, written, null), none))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            told ->
                assertThat(told.problem())
                    .isEqualTo(new Problem(new Place("r", 4, 3), "no-value", "part 1")));
  }

  @Test
  void another_version_is_not_read() throws Exception {
    Compare compare = compare(false);
    byte[] written = compare.nothing().toBytes();
    written[0] = (byte) (written[0] + 2); // the next version
    assertThatThrownBy(() -> compare.read(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void whole_numbers_of_any_size_are_read_as_they_were_written() {
    long[] numbers = {0, -1, 1, 63, -64, 64, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
    Wire.Writer wire = new Wire.Writer();
    for (long number : numbers) {
      wire.number(number);
    }
    Wire.Reader reader = new Wire.Reader(wire.toBytes());
    for (long number : numbers) {
      assertThat(reader.number()).isEqualTo(number);
    }
  }

  private static Problem problem(String sentence) {
    return new Problem(PLACE, "too-many-segments", sentence);
  }

  private static byte[] counted(Compare compare, Requests part) {
    try {
      return compare.count(part, 0).toBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts parts together in any order, some of them first with one another.
  private static Counted put(Compare compare, List<byte[]> written, @Nullable Seeded seeded) {
    List<byte[]> shuffled = new ArrayList<>(written);
    if (seeded != null) {
      Collections.shuffle(shuffled, new Random(seeded.seed()));
    }
    List<Counted> some = new ArrayList<>();
    IntStream.range(0, 3).forEach(_ -> some.add(compare.nothing()));
    for (byte[] one : shuffled) {
      some.get(seeded == null ? 0 : seeded.between(0, 2)).add(compare.read(one));
    }
    Counted all = compare.read(some.get(1).toBytes());
    all.add(some.get(2));
    all.add(some.get(0));
    return all;
  }

  /// A block as if it were all requests that there are.
  private static final class OneBlock implements Requests {
    private final Requests of;
    private final Flaws flaws = new Flaws();
    private Optional<Block> left;

    OneBlock(Block block, Requests of) {
      this.left = Optional.of(block);
      this.of = of;
    }

    @Override
    public Optional<Block> next() {
      Optional<Block> next = left;
      left = Optional.empty();
      return next;
    }

    @Override
    public Asked.Both inputs(long position, @Nullable Node written) {
      return of.inputs(position, written);
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.empty();
    }

    @Override
    public Flaws flaws() {
      return flaws;
    }

    @Override
    public void close() {}
  }

  private static String lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      Map<String, Value> request = new LinkedHashMap<>();
      request.put("id", Value.of("q-" + i));
      request.putAll(GENERATOR.inputs(SEED, i));
      lines.append(Written.json(new Value.Context(request))).append('\n');
    }
    return lines.toString();
  }

  private static Compare compare(boolean attributes) {
    Map<String, Program.Input> inputs = new LinkedHashMap<>();
    Sides.inputs(BEFORE).forEach(input -> inputs.put(input.name(), input));
    List<By> by = new ArrayList<>();
    for (String written : List.of("model", "start.hour", "distance step 50", "membership, model")) {
      by.add(By.read(written, inputs, new Problems()).orElseThrow());
    }
    return new Compare(
        BEFORE,
        AFTER,
        new Comparison.Options(by, 6, Instant.parse("2026-06-01T00:00:00Z"), attributes));
  }

  private static String json(Optional<Comparison> comparison) {
    return JsonTree.write(ComparisonJson.of(comparison.orElseThrow()));
  }
}
