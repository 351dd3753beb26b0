package dev.quoin.ratebook.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.parity.Causes.Open;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tries other values: a value with which calls that differ are answered alike, and hardly any otherwise that was answered alike
/// before, is what the older system has there.
final class Repairs {
  /// Each trial reads and compiles the ratebook anew: so many in all, fewer where its tables are long.
  private static final int MAX_TRIALS = 600;

  private static final long MAX_ROWS_READ = 6_000_000;
  private static final long ROWS_OF_A_SMALL_RATEBOOK = 10_000;

  /// No cause may use up what others need.
  private static final int MAX_TRIALS_EACH_TIME = 80;

  private static final int SAMPLE = 30;
  private static final int EQUAL_SAMPLE = 300;
  private static final int MAX_OTHERS = 12;

  /// A thousand is the roundest number that a price list is expected to be made of.
  private static final int ROUNDEST = 3;

  /// How many of ten calls a repair has to mend: the others may differ for a second reason.
  private static final int WANTED_TENTHS = 3;

  /// Where two values differ, a call may be answered alike by chance: one for ten mended may be broken.
  private static final int HARDLY_ANY = 10;

  /// A single call says nothing: some value fits it always.
  static final int LEAST = 2;

  private final Function<Program, Evaluator> evaluators;
  private final boolean whole;

  /// The values of levers that were found; they are not in the files of the ratebook.
  private final Map<String, String> levers = new LinkedHashMap<>();

  /// Which values were found, by their rows and names; none is found twice.
  private final Set<String> found = new HashSet<>();

  private final Ratebook original;
  private final long maxTrials;

  private Pricer pricer;
  private Mapping mapping;
  private int trials;
  private int trialsThisTime;

  Repairs(Pricer pricer, Mapping mapping, Function<Program, Evaluator> evaluators, boolean whole) {
    this.pricer = pricer;
    this.original = pricer.ratebook();
    long rows = original.tables().stream().mapToLong(table -> table.rules().rows().size()).sum();
    this.maxTrials = Math.min(MAX_TRIALS, MAX_ROWS_READ / (rows + ROWS_OF_A_SMALL_RATEBOOK));
    this.mapping = mapping;
    this.evaluators = evaluators;
    this.whole = whole;
  }

  /// A value that fits.
  ///
  /// @param mended how many calls of the sample are answered alike with it
  /// @param sample how many calls that is
  record Fit(
      Suspect suspect,
      Adjustable adjustable,
      ParityReport.Repair repair,
      Ratebook ratebook,
      int mended,
      int sample) {

    boolean isBetterThan(Fit other) {
      return (long) mended * other.sample > (long) other.mended * sample;
    }
  }

  /// Whether trials were left out, for so many had been made.
  boolean ranOut() {
    return trials >= maxTrials;
  }

  /// Prices with all repairs that were kept.
  Pricer pricer() {
    return pricer;
  }

  /// The service that is asked.
  String service() {
    return mapping.service();
  }

  /// A call held against the ratebook with all repairs that were kept.
  Held held(RecordedCall call) {
    return Held.of(pricer, mapping, call, whole);
  }

  /// From now on calls are held against the ratebook with this repair as well.
  void keep(Fit fit) {
    if (fit.adjustable() instanceof LeverValue) {
      levers.put(fit.adjustable().name(), fit.repair().theirs());
    }
    found.add(key(fit.suspect(), fit.adjustable()));
    pricer = new Pricer(fit.ratebook(), evaluators);
    mapping = mapping(fit.ratebook());
  }

  private Mapping mapping(Ratebook ratebook) {
    return ratebook.mapping(mapping.id()).orElseThrow();
  }

  /// The best repair of one of the suspects; of equal ones that of the first.
  Optional<Fit> best(List<Suspect> suspects, List<Open> open, List<Open> equal) {
    @Nullable Fit best = null;
    trialsThisTime = 0;
    for (Suspect suspect : suspects) {
      List<Open> sample = sample(suspect, open, SAMPLE);
      List<Open> alike = sample(suspect, equal, EQUAL_SAMPLE);
      for (Adjustable adjustable : adjustable(suspect)) {
        for (String value : values(adjustable, sample)) {
          Optional<Fit> fit = fit(suspect, adjustable, value, sample, alike);
          if (fit.isPresent() && (best == null || fit.get().isBetterThan(best))) {
            best = fit.get();
          }
          if (fit.isPresent() && fit.get().mended() == sample.size()) {
            return fit;
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /// Some of the calls in which a suspect took part, from all over.
  private static List<Open> sample(Suspect suspect, List<Open> calls, int size) {
    List<Open> all = calls.stream().filter(call -> call.suspects().contains(suspect)).toList();
    List<Open> sample = new ArrayList<>();
    for (int i = 0; i < Math.min(size, all.size()); i++) {
      sample.add(all.get((int) ((long) i * all.size() / Math.min(size, all.size()))));
    }
    return sample;
  }

  private List<Adjustable> adjustable(Suspect suspect) {
    List<? extends Adjustable> all =
        switch (suspect.kind()) {
          case ROW -> Cell.of(pricer.ratebook(), suspect.place());
          case LEVER -> LeverValue.of(pricer.ratebook(), suspect.name()).stream().toList();
          case DEFAULT, CALENDAR, DECISION, PROBLEM -> List.of();
        };
    return all.stream()
        .filter(one -> !found.contains(key(suspect, one)))
        .collect(Collectors.toUnmodifiableList());
  }

  private static String key(Suspect suspect, Adjustable adjustable) {
    return suspect.place() + " " + adjustable.name();
  }

  /// Where a value stands in the ratebook as it is: a repair of another length moves what stands behind it.
  private Place placed(Suspect suspect, Adjustable adjustable) {
    return adjustable instanceof Cell cell
        ? Cell.of(original, suspect.place()).stream()
            .filter(one -> one.name().equals(cell.name()))
            .findFirst()
            .orElse(cell)
            .place()
        : adjustable.place();
  }

  private Optional<Fit> fit(
      Suspect suspect, Adjustable adjustable, String value, List<Open> sample, List<Open> alike) {
    Optional<Ratebook> other = with(adjustable, value);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    Pricer trial = new Pricer(other.get(), evaluators);
    int mended = 0;
    for (int i = 0; i < sample.size(); i++) {
      mended += isEqual(trial, sample.get(i)) ? 1 : 0;
    }
    boolean enough = mended >= LEAST && mended * 10 >= sample.size() * WANTED_TENTHS;
    return enough && broken(trial, alike, mended / HARDLY_ANY) <= mended / HARDLY_ANY
        ? Optional.of(
            new Fit(
                suspect,
                adjustable,
                new ParityReport.Repair(
                    adjustable.name(),
                    adjustable.text(),
                    value,
                    adjustable.allows(value),
                    placed(suspect, adjustable)),
                other.get(),
                mended,
                sample.size()))
        : Optional.empty();
  }

  /// How many calls are no longer answered alike; counted until there are too many.
  private long broken(Pricer trial, List<Open> alike, int most) {
    return alike.stream().filter(call -> !isEqual(trial, call)).limit(most + 1L).count();
  }

  private boolean isEqual(Pricer trial, Open call) {
    return Held.of(trial, mapping(trial.ratebook()), call.held().call(), whole).isEqual();
  }

  private Optional<Ratebook> with(Adjustable adjustable, String value) {
    if (trials >= maxTrials || trialsThisTime >= MAX_TRIALS_EACH_TIME) {
      return Optional.empty();
    }
    trials++;
    trialsThisTime++;
    Optional<Ratebook> other = adjustable.with(pricer.ratebook(), value);
    for (Map.Entry<String, String> lever : levers.entrySet()) {
      boolean isTried =
          adjustable instanceof LeverValue tried && tried.name().equals(lever.getKey());
      if (!isTried) {
        other =
            other.flatMap(book ->
                LeverValue.of(book, lever.getKey())
                    .flatMap(found -> found.with(book, lever.getValue())));
      }
    }
    return other;
  }

  /// Values worth a trial: those that follow from how the price answers to a small step, then what stands elsewhere in the column.
  private Set<String> values(Adjustable adjustable, List<Open> sample) {
    Set<String> values = new LinkedHashSet<>();
    Decimal now = adjustable.isNumber() ? Decimal.tryParse(adjustable.text()) : null;
    if (now != null) {
      values.addAll(followed(adjustable, now, sample));
    }
    boolean moved = !values.isEmpty();
    if (!moved) {
      adjustable.others(pricer.ratebook()).stream().limit(MAX_OTHERS).forEach(values::add);
      if (now != null && now.isInteger()) {
        for (int step : new int[] {1, -1, 2, -2, 3, -3}) {
          values.add(now.plus(Decimal.of(step)).toPlainText());
        }
      }
    }
    values.remove(adjustable.text());
    return values;
  }

  /// Where a straight line through two prices meets theirs: the middle of what the calls say, the roundest first, for people write
  /// round numbers into price lists.
  private List<String> followed(Adjustable adjustable, Decimal now, List<Open> sample) {
    Decimal step =
        now.isZero()
            ? Decimal.ONE
            : now.abs().dividedBy(Decimal.TEN).round(now.scale() + 1, RoundingMode.UP);
    Optional<Ratebook> other = with(adjustable, now.plus(step).toPlainText());
    if (other.isEmpty()) {
      return List.of();
    }
    Pricer trial = new Pricer(other.get(), evaluators);
    List<Decimal> met = new ArrayList<>();
    for (Open call : sample) {
      Optional<Held.Shift> shift = call.held().shift();
      if (shift.isPresent()) {
        Held moved = Held.of(trial, mapping(trial.ratebook()), call.held().call(), whole);
        moved
            .ours(shift.get().path())
            .map(price -> price.minus(shift.get().ours()))
            .filter(by -> !by.isZero())
            .ifPresent(by -> met.add(now.plus(shift.get().by().times(step).dividedBy(by))));
      }
    }
    if (met.isEmpty()) {
      return List.of();
    }
    met.sort(null);
    Decimal middle = met.get(met.size() / 2);
    List<String> values = new ArrayList<>();
    for (int places = -ROUNDEST; places <= now.scale() + 1; places++) {
      values.add(middle.round(places, RoundingMode.HALF_UP).toPlainText());
    }
    return values;
  }
}
