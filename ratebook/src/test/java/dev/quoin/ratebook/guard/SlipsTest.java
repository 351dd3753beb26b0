package dev.quoin.ratebook.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Slips of the pen in `ratebooks/seoul-carshare`: who stops them. How many: `-Dquoin.slips=1000`, which prints a report.
class SlipsTest {
  private static final int SLIPS = Integer.getInteger("quoin.slips", 2);
  private static final int EDITS = Math.max(1, SLIPS / 20);
  private static final long SEED = Long.getLong("quoin.slips.seed", 1);
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  /// From so many on a share says something.
  private static final int MANY = 100;

  private static Ratebook seoul;

  /// Who stops a slip, the first who does.
  private enum Stopped {
    BY_CHECK,
    BY_GUARDS,
    BY_CASES,
    BY_NOBODY
  }

  @BeforeAll
  static void load() {
    seoul =
        Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
            .orElseThrow();
  }

  @Test
  void slips_are_stopped() {
    Slips slips = new Slips(seoul);
    Sample sample = new Sample(seoul);
    Map<String, Map<Stopped, Integer>> counts = new TreeMap<>();
    Map<Stopped, Integer> all = new EnumMap<>(Stopped.class);
    List<String> passed = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int planted = 0; planted < SLIPS; ) {
      Slips.Changed slip = slips.slip(random.split());
      Stopped stopped = stopped(slip);
      if (stopped == Stopped.BY_NOBODY && sample.isPricedAlike(loaded(slip).orElseThrow())) {
        continue; // what changes no price is no slip
      }
      planted++;
      all.merge(stopped, 1, Integer::sum);
      counts
          .computeIfAbsent(slip.kind(), _ -> new EnumMap<>(Stopped.class))
          .merge(stopped, 1, Integer::sum);
      if (stopped == Stopped.BY_CASES || stopped == Stopped.BY_NOBODY) {
        passed.add(stopped + " " + slip.kind() + " in " + slip.what());
      }
    }
    int byNobody = all.getOrDefault(Stopped.BY_NOBODY, 0);
    int byCases = all.getOrDefault(Stopped.BY_CASES, 0);
    if (System.getProperty("quoin.slips") != null) {
      System.out.println(SLIPS + " slips of seed " + SEED + ": " + all);
      counts.forEach((kind, by) -> System.out.println("  " + kind + " " + by));
      passed.forEach(System.out::println);
    }
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
    Slips slips = new Slips(seoul);
    SplittableRandom random = new SplittableRandom(SEED + 1);
    List<String> stopped = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      Slips.Changed edit = slips.edit(random.split());
      Ratebook edited = loaded(edit).orElseThrow(() -> new AssertionError(edit.what()));
      GuardCheck.Report report = guards(edited).run();
      Check.of(edited).errors().stream()
          .filter(problem -> !problem.place().file().startsWith("cases/"))
          .forEach(problem -> stopped.add(edit.what() + ": " + problem));
      report.broken().forEach(broken -> stopped.add(edit.what() + ": " + broken.sentence()));
      report.untried().forEach(problem -> stopped.add(edit.what() + ": " + problem));
    }
    assertThat(stopped).isEmpty();
  }

  private static Stopped stopped(Slips.Changed slip) {
    Optional<Ratebook> slipped = loaded(slip);
    if (slipped.isEmpty() || !Check.of(slipped.get()).errors().isEmpty()) {
      return Stopped.BY_CHECK;
    }
    if (!guards(slipped.get()).holds()) {
      return Stopped.BY_GUARDS;
    }
    CaseRunner cases = new CaseRunner(new Pricer(slipped.get(), Compiler::compile));
    return slipped.get().cases().stream()
            .map(file -> Cases.read(slipped.get(), file, new Problems()).orElseThrow())
            .allMatch(read ->
                cases.run(read, _ -> {}).stream()
                    .allMatch(result -> result.differences().isEmpty()))
        ? Stopped.BY_NOBODY
        : Stopped.BY_CASES;
  }

  private static GuardCheck guards(Ratebook ratebook) {
    return new GuardCheck(ratebook, Compiler::compile, new GuardCheck.Options(1, 1_000, AT));
  }

  private static Optional<Ratebook> loaded(Slips.Changed changed) {
    return Ratebook.load(changed.files(), new Problems());
  }

  /// Requests of all services, others than those on which guards are tried, and what they are answered.
  private static final class Sample {
    private final Map<String, List<Value[]>> requests = new TreeMap<>();
    private final Map<String, Object> answers;

    Sample(Ratebook ratebook) {
      for (Ratebook.Service service : ratebook.services().values()) {
        requests.put(service.name(), new Trials(ratebook, service, 99).make(3_000).requests());
      }
      answers = answers(ratebook);
    }

    boolean isPricedAlike(Ratebook other) {
      return answers(other).equals(answers);
    }

    private Map<String, Object> answers(Ratebook ratebook) {
      Asking asking = new Asking(ratebook, Compiler::compile, AT);
      Map<String, Object> answers = new TreeMap<>();
      for (Ratebook.Service service : ratebook.services().values()) {
        Asking.Answered answered =
            asking.ask(
                service,
                Optional.ofNullable(requests.get(service.name())).orElseThrow(),
                Set.of(service.lines(), service.total()));
        List<Optional<NoPrice>> without = answered.without();
        answers.put(service.name(), List.of(answered.decided(), without));
      }
      return answers;
    }
  }
}
