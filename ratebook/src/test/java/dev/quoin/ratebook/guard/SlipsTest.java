package dev.quoin.ratebook.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Slips of the pen in `ratebooks/seoul-carshare`: who stops them. How many: `-Dquoin.slips=1000`, which prints a report.
class SlipsTest {
  private static final int SLIPS = Integer.getInteger("quoin.slips", 2);
  private static final int EDITS = Math.max(1, SLIPS / 20);
  private static final int THREADS = Integer.getInteger("quoin.slips.threads", 1);
  private static final long SEED = Long.getLong("quoin.slips.seed", 1);
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  /// From so many on a share says something.
  private static final int MANY = 100;

  private static Ratebook seoul;

  @BeforeAll
  static void load() {
    seoul =
        Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
            .orElseThrow();
  }

  @Test
  void slips_are_stopped() throws InterruptedException {
    SlipCheck.Report report =
        new SlipCheck(seoul, Compiler::compile, new SlipCheck.Options(SLIPS, SEED, 1_000, AT))
            .run(THREADS, _ -> {});
    Map<SlipCheck.Stopped, Integer> all = new EnumMap<>(SlipCheck.Stopped.class);
    Map<String, Map<SlipCheck.Stopped, Integer>> kinds = new TreeMap<>();
    List<String> passed = new ArrayList<>();
    for (SlipCheck.Tried one : report.tried()) {
      Slip slip = one.slip();
      all.merge(one.stopped(), 1, Integer::sum);
      kinds
          .computeIfAbsent(
              slip.subject() + ", " + slip.kind(), _ -> new EnumMap<>(SlipCheck.Stopped.class))
          .merge(one.stopped(), 1, Integer::sum);
      if (one.stopped() == SlipCheck.Stopped.BY_CASES
          || one.stopped() == SlipCheck.Stopped.BY_NOBODY) {
        passed.add(
            "%s: %s, slip %d: %s: %s -> %s"
                .formatted(
                    one.stopped(),
                    slip.kind(),
                    slip.number(),
                    slip.place(),
                    slip.before(),
                    slip.after()));
      }
    }
    if (System.getProperty("quoin.slips") != null) {
      System.out.printf(
          "%d slips of seed %d: %s; %d changed no price%n", SLIPS, SEED, all, report.passedOver());
      kinds.forEach((kind, by) -> System.out.println("  " + kind + " " + by));
      passed.forEach(System.out::println);
    }
    int byNobody = all.getOrDefault(SlipCheck.Stopped.BY_NOBODY, 0);
    int byCases = all.getOrDefault(SlipCheck.Stopped.BY_CASES, 0);
    assertThat(report.tried()).hasSize(SLIPS);
    if (SLIPS >= MANY) {
      assertThat(byNobody * 100).as("stopped by nobody").isLessThanOrEqualTo(SLIPS * 5);
      assertThat((byNobody + byCases) * 100)
          .as("stopped by cases only, or by nobody")
          .isLessThanOrEqualTo(SLIPS * 20);
    } else {
      assertThat(byNobody).as(passed.toString()).isZero();
    }
  }

  @Test
  void edits_of_an_ordinary_week_are_not() {
    Edits edits = new Edits(seoul);
    SplittableRandom random = new SplittableRandom(SEED + 1);
    List<String> stopped = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      Edits.Changed edit = edits.edit(random.split());
      Ratebook edited =
          Ratebook.load(edit.files(), new Problems())
              .orElseThrow(() -> new AssertionError(edit.what()));
      GuardCheck.Report report =
          new GuardCheck(
                  edited,
                  Compiler::compile,
                  new GuardCheck.Options(1 + random.nextInt(8), 1_000, AT))
              .run();
      Check.of(edited).errors().stream()
          .filter(problem -> !problem.place().file().startsWith("cases/"))
          .forEach(problem -> stopped.add(edit.what() + ": " + problem));
      report.broken().forEach(broken -> stopped.add(edit.what() + ": " + broken.sentence()));
      report.untried().forEach(problem -> stopped.add(edit.what() + ": " + problem));
    }
    assertThat(stopped).isEmpty();
  }
}
