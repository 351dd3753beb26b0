package dev.quoin.ratebook.guard;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Check;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.generate.Chance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntConsumer;

// A slip that changes no price is none. Whether it changes one is asked before anybody is asked to
// stop it, and of requests that do not depend on who would: else slips that change nothing, and
// that somebody stops all the same, would be counted for the guards.
//
// Those requests are the ones on which the guards of the ratebook as it is are tried, three times
// as many of another seed, and the cases. After a slip that makes the ratebook unreadable there is
// no price at all: that is a change.

/// Plants slips of the pen into a ratebook, and tells which of them its check, its guards or its cases stop.
public final class SlipCheck {
  /// The guards are tried on requests of one of so many seeds, by the number of the slip.
  private static final int GUARD_SEEDS = 8;

  /// Of other requests than those of the guards.
  private static final long OTHER_SEED = 99;

  /// How many slips that change nothing are passed over, for each that is wanted.
  private static final int MOST_PASSED_OVER = 20;

  private final Ratebook ratebook;
  private final Function<Program, Evaluator> evaluators;
  private final Options options;
  private final Slips slips;
  private final Map<Long, Sample> samples = new ConcurrentHashMap<>();
  private final Set<String> casesBefore;

  /// What is tried.
  ///
  /// @param slips how many
  /// @param seed of the slips
  /// @param count how many requests of each service the generator makes for the guards
  /// @param at the pricing instant
  public record Options(int slips, long seed, int count, Instant at) {}

  /// Who stops a slip, the first who does.
  public enum Stopped {
    BY_CHECK,
    BY_GUARDS,
    BY_CASES,
    BY_NOBODY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public record Tried(Slip slip, Stopped stopped) {}

  /// What was found.
  ///
  /// @param tried the slips by their numbers; fewer than were asked for where nothing else can be slipped at
  /// @param passedOver how many beside them changed no price
  public record Report(List<Tried> tried, int passedOver) {
    public Report {
      tried = List.copyOf(tried);
    }

    /// Those that somebody stops, or nobody.
    public List<Slip> slips(Stopped stopped) {
      return tried.stream().filter(one -> one.stopped == stopped).map(Tried::slip).toList();
    }
  }

  /// @param evaluators makes what evaluates the program: the compiler
  public SlipCheck(Ratebook ratebook, Function<Program, Evaluator> evaluators, Options options) {
    this.ratebook = ratebook;
    this.evaluators = evaluators;
    this.options = options;
    this.slips = new Slips(ratebook);
    this.casesBefore = differing(ratebook);
  }

  /// Plants all of them, one after the other.
  ///
  /// @param threads how many are tried at once; it does not show in the result
  /// @param progress is told how many more were tried and count
  public Report run(int threads, IntConsumer progress) throws InterruptedException {
    List<Tried> tried = new ArrayList<>();
    int passedOver = 0;
    long number = 0;
    long last = Math.multiplyExact((long) options.slips, MOST_PASSED_OVER) + MOST_PASSED_OVER;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      while (tried.size() < options.slips && number < last) {
        List<Callable<Optional<Tried>>> round = new ArrayList<>();
        for (int i = 0; i < 4 * threads; i++) {
          long next = number++;
          round.add(() -> tried(next));
        }
        int before = tried.size();
        for (Future<Optional<Tried>> one : executor.invokeAll(round)) {
          Optional<Tried> found = one.get();
          if (tried.size() < options.slips) {
            found.ifPresent(tried::add);
            passedOver += found.isEmpty() ? 1 : 0;
          }
        }
        progress.accept(tried.size() - before);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Report(tried, passedOver);
  }

  /// The slip of a number and who stops it; nothing where it changes no price.
  Optional<Tried> tried(long number) {
    return slips
        .plant(options.seed, number)
        .flatMap(slip -> stopped(slip).map(stopped -> new Tried(slip, stopped)));
  }

  private Optional<Stopped> stopped(Slip slip) {
    Optional<Ratebook> loaded = Ratebook.load(slip.files(), new Problems());
    if (loaded.isEmpty()) {
      return Optional.of(Stopped.BY_CHECK);
    }
    Ratebook slipped = loaded.get();
    List<Asking> askings = askings(slipped);
    long guardSeed = 1 + Chance.of(options.seed, slip.number(), 1).below(GUARD_SEEDS);
    boolean differ = !differing(slipped).equals(casesBefore);
    if (!differ
        && sample(guardSeed, options.count).isPricedAlike(askings)
        && sample(OTHER_SEED, 3 * options.count).isPricedAlike(askings)) {
      return Optional.empty();
    }
    if (!Check.of(slipped).errors().isEmpty()) {
      return Optional.of(Stopped.BY_CHECK);
    }
    GuardCheck.Options tried = new GuardCheck.Options(guardSeed, options.count, options.at);
    if (!new GuardCheck(slipped, evaluators, tried).holds(askings.getFirst())) {
      return Optional.of(Stopped.BY_GUARDS);
    }
    return Optional.of(differ ? Stopped.BY_CASES : Stopped.BY_NOBODY);
  }

  /// What prices with a ratebook at each instant at which a lever of the one without slips changes.
  private List<Asking> askings(Ratebook tried) {
    return Turns.from(options.at, ratebook).stream()
        .map(turn -> new Asking(tried, evaluators, turn))
        .toList();
  }

  /// The cases that come out otherwise than they expect.
  private Set<String> differing(Ratebook tried) {
    CaseRunner runner = new CaseRunner(new Pricer(tried, evaluators));
    Set<String> differing = new TreeSet<>();
    for (Ratebook.CaseFile file : tried.cases()) {
      for (Cases cases : Cases.read(tried, file, new Problems()).stream().toList()) {
        runner.run(cases, _ -> {}).stream()
            .filter(result -> !result.differences().isEmpty())
            .forEach(result -> differing.add(file.file() + ": " + result.name()));
      }
    }
    return differing;
  }

  private Sample sample(long seed, int count) {
    return samples.computeIfAbsent(seed, _ -> new Sample(seed, count));
  }

  /// Requests of all services, and what the ratebook as it is answers to them.
  private final class Sample {
    private final List<Ratebook.Service> services = List.copyOf(ratebook.services().values());
    private final List<List<Value[]>> requests = new ArrayList<>();
    private final List<int[]> answers = new ArrayList<>();

    Sample(long seed, int count) {
      List<Asking> askings = askings(ratebook);
      for (Ratebook.Service service : services) {
        GuardCheck.Options how = new GuardCheck.Options(seed, count, options.at);
        List<Value[]> made = new Trials(ratebook, service, how).make().requests();
        requests.add(made);
        answers.add(answers(askings, service, made));
      }
    }

    boolean isPricedAlike(List<Asking> others) {
      for (int i = 0; i < services.size(); i++) {
        if (!Arrays.equals(answers(others, services.get(i), requests.get(i)), answers.get(i))) {
          return false;
        }
      }
      return true;
    }

    /// A hash for each request: only where all of many agree by chance, a change would not be seen.
    private static int[] answers(
        List<Asking> askings, Ratebook.Service service, List<Value[]> requests) {
      int[] hashes = new int[requests.size()];
      for (Asking asking : askings) {
        Asking.Answered answered =
            asking.ask(service, requests, Set.of(service.lines(), service.total()));
        List<Value> lines = answered.decided().getOrDefault(service.lines(), List.of());
        List<Value> totals = answered.decided().getOrDefault(service.total(), List.of());
        for (int i = 0; i < hashes.length; i++) {
          hashes[i] =
              31 * hashes[i]
                  + List.of(lines.get(i), totals.get(i), answered.without().get(i)).hashCode();
        }
      }
      return hashes;
    }
  }
}
