package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.quoin.ratebook.value.Written;
import dev.quoin.testkit.Seeded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Part part = part(from, Math.min(COUNT - from, seeded.between(1, 500)));
            byte[] once = counted(compare, all.part(part));
            // An attempt that was lost has no part in it; the next one says the same.
            assertThat(counted(compare, all.part(part))).isEqualTo(once);
            written.add(once);
            from += part.length();
          }
          assertThat(json(compare.comparison(put(compare, written, seeded), all))).isEqualTo(whole);
        });
  }

  @Test
  void what_is_the_same_is_written_alike_whoever_counted_it() throws Exception {
    Compare compare = compare(true);
    GeneratedRequests all = new GeneratedRequests(GENERATOR, SEED, COUNT, 100);
    Counted halves = compare.count(all.part(part(700, COUNT - 700)), 1);
    halves.add(compare.count(all.part(part(0, 700)), 0));
    assertThat(halves.toBytes())
        .isEqualTo(compare.count(all.part(part(0, COUNT)), 0).toBytes())
        .isEqualTo(compare.read(halves.toBytes()).toBytes());
  }

  @Test
  void parts_of_a_file_add_up_and_show_its_requests() throws Exception {
    for (boolean isCsv : new boolean[] {false, true}) {
      Path file = folder.resolve("requests");
      Files.writeString(file, isCsv ? csv() : lines());
      Compare compare = compare(false);
      try (Requests whole = open(file, isCsv, 300);
          Parted parted = open(file, isCsv, 70)) {
        String all = json(compare.run(whole, 2, _ -> {}));
        List<Part> parts = FileRequests.parts(file, isCsv, 70, 2);
        assertThat(parts).hasSize(3);
        List<byte[]> written = new ArrayList<>();
        for (Part part : parts) {
          written.add(counted(compare, parted.part(part)));
        }
        Seeded.forAll(
            3,
            22,
            seeded ->
                assertThat(json(compare.comparison(put(compare, written, seeded), parted)))
                    .isEqualTo(all)
                    .contains("\"id\": \"q-"));
      }
    }
  }

  @Test
  void the_flaws_of_a_file_are_those_of_its_parts() throws Exception {
    Path file = folder.resolve("requests");
    Files.writeString(file, csv().replaceAll("\"q-(3|201|399)\",", "$0\"one too many\","));
    Compare compare = compare(false);
    try (Requests whole = open(file, true, 70);
        Parted parted = open(file, true, 70)) {
      assertThat(compare.run(whole, 2, _ -> {})).isEmpty();
      Counted all = compare.nothing();
      for (Part part : FileRequests.parts(file, true, 70, 2)) {
        all.add(compare.read(counted(compare, parted.part(part))));
      }
      assertThat(compare.comparison(all, parted)).isEmpty();
      assertThat(all.flaws().count()).isEqualTo(whole.flaws().count()).isGreaterThanOrEqualTo(3);
      assertThat(all.flaws().first()).isEqualTo(whole.flaws().first());
    }
  }

  @Test
  void a_part_of_another_file_is_not_counted() throws Exception {
    Path file = folder.resolve("requests");
    Files.writeString(file, csv());
    List<Part> parts = FileRequests.parts(file, true, 70, 2);
    for (String other : List.of(csv().replace("q-399", "q-398"), csv().substring(0, 30_000))) {
      Files.writeString(file, other);
      try (Parted parted = open(file, true, 70)) {
        assertThatThrownBy(() -> parted.part(parts.getLast()))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("is not the file that was parted");
      }
    }
  }

  @Test
  void a_job_is_read_as_it_was_written_and_its_parts_are_all_of_it() throws Exception {
    Path file = folder.resolve("requests");
    Files.writeString(file, csv());
    for (Origin origin :
        List.of(new Origin.Generated(false, SEED, 200_000), new Origin.Written("r", file, true))) {
      Job job = Job.of(BEFORE, AFTER, options(true), origin);
      Job read = Job.read(job.toBytes());
      assertThat(read.toBytes()).isEqualTo(job.toBytes());
      assertThat(read.origin()).isEqualTo(origin);
      assertThat(origin.parts()).isEqualTo(read.origin().parts());
    }
    assertThat(new Origin.Generated(false, SEED, 150_000).parts())
        .containsExactly(
            new Part(0, 0, 65_536, 0, 0),
            new Part(1, 65_536, 65_536, 0, 0),
            new Part(2, 131_072, 18_928, 0, 0));
  }

  @Test
  void who_has_other_rules_of_time_zones_counts_nothing() {
    Job job = Job.of(BEFORE, AFTER, options(true), new Origin.Generated(false, SEED, COUNT));
    Job other =
        new Job(
            job.before(),
            job.after(),
            job.service(),
            "1970a",
            job.by(),
            job.movers(),
            job.at(),
            job.attributes(),
            job.origin());
    assertThatThrownBy(() -> Job.read(other.toBytes()).counter())
        .hasMessageContaining("whoever asks has 1970a (expected: the same JDK)");
  }

  @Test
  void who_has_only_the_job_counts_the_same() throws Exception {
    Compare compare = compare(true);
    Job job = Job.of(BEFORE, AFTER, options(true), new Origin.Generated(false, SEED, COUNT));
    Part part = job.origin().parts().getFirst();
    GeneratedRequests all = new GeneratedRequests(GENERATOR, SEED, COUNT, 256);
    assertThat(Job.read(job.toBytes()).counter().count(part))
        .isEqualTo(compare.count(all, 0).toBytes());
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

  private static Part part(long from, long length) {
    return new Part(0, from, length, 0, 0);
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

  private static Parted open(Path file, boolean isCsv, int block) throws IOException {
    return isCsv
        ? FileRequests.csv("r", file, BEFORE, AFTER, block, new Problems()).orElseThrow()
        : FileRequests.jsonLines("r", file, BEFORE, AFTER, block);
  }

  /// In every tenth request, an id has a line's end within quotes.
  private static String csv() {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      Map<String, Value> inputs = GENERATOR.inputs(SEED, i);
      if (i == 0) {
        csv.append("id,").append(String.join(",", inputs.keySet())).append('\n');
      }
      csv.append(i % 10 == 0 ? "\"q-" + i + "\nx\"" : "\"q-" + i + "\"");
      for (Value value : inputs.values()) {
        csv.append(value instanceof Value.Null ? "," : ",\"" + Written.plain(value) + '"');
      }
      csv.append('\n');
    }
    return csv.toString();
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
    return new Compare(BEFORE, AFTER, options(attributes));
  }

  private static Comparison.Options options(boolean attributes) {
    List<By> by =
        By.read(
            List.of("model", "start.hour", "distance step 50", "membership, model"),
            BEFORE,
            AFTER,
            new Problems());
    return new Comparison.Options(by, 6, Instant.parse("2026-06-01T00:00:00Z"), attributes);
  }

  private static String json(Optional<Comparison> comparison) {
    return JsonTree.write(ComparisonJson.of(comparison.orElseThrow()));
  }
}
