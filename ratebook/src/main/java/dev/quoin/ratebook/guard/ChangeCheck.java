package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.parity.Suspect;
import dev.quoin.ratebook.value.Written;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

// What changes is told of the requests on which the guards of the ratebook are tried, priced under
// both, at the instant of pricing and at each after it at which a lever of either changes; the
// first
// one that breaks a guard is told.
// Only where both have an amount, and the old one is not zero, is there a change in percent.
// Means are of what customers send: the boundaries are tried to break prices, and are no sample.

/// Tries the guards of a ratebook that limit what changes against another release of it.
public final class ChangeCheck {
  private static final Decimal HUNDRED = Decimal.of(100);

  /// How many rows and levers are named.
  private static final int NAMED = 3;

  private final Ratebook before;
  private final Ratebook after;
  private final Function<Program, Evaluator> evaluators;
  private final GuardCheck.Options options;

  /// @param before the release that is active
  /// @param after what is to take its place, with the guards
  /// @param evaluators makes what evaluates the program: the compiler, or the interpreter
  public ChangeCheck(
      Ratebook before,
      Ratebook after,
      Function<Program, Evaluator> evaluators,
      GuardCheck.Options options) {
    this.before = before;
    this.after = after;
    this.evaluators = evaluators;
    this.options = options;
  }

  /// An amount under both releases.
  ///
  /// @param request its number among those that are asked
  private record Pair(int request, Decimal before, Decimal after) {
    /// By how many percent of itself it rises; falls where that is below zero.
    Decimal percent() {
      return after.minus(before).times(HUNDRED).dividedBy(before.abs());
    }
  }

  /// Tries all guards that limit what changes.
  public GuardCheck.Report run() {
    List<Broken> broken = new ArrayList<>();
    Problems untried = new Problems();
    SequencedMap<String, Integer> compared = new LinkedHashMap<>();
    List<Guard> guards =
        after.guards().stream().filter(guard -> guard.rule() instanceof Guard.OfChange).toList();
    int tried = 0;
    for (Ratebook.Service service : after.services().values()) {
      List<Guard> own =
          guards.stream()
              .filter(guard ->
                  guard.rule() instanceof Guard.Change change
                      && change.service().name().equals(service.name()))
              .toList();
      if (!own.isEmpty()) {
        Trials.Made made = new Trials(after, service, options).make();
        tried += made.requests().size();
        for (Guard guard : own) {
          int held = change(guard, (Guard.Change) guard.rule(), made, broken, untried);
          compared.put(guard.id(), held);
        }
      }
    }
    for (Guard guard : guards) {
      if (guard.rule() instanceof Guard.Factor factor) {
        factor(guard, factor, broken, untried);
      }
    }
    broken.sort(Comparator.comparing(one -> one.guard().place()));
    return new GuardCheck.Report(broken, untried.sorted(), guards.size(), tried, compared);
  }

  /// @return how many prices were held against it
  private int change(
      Guard guard, Guard.Change rule, Trials.Made made, List<Broken> broken, Problems untried) {
    Optional<Ratebook.Service> old =
        Optional.ofNullable(before.services().get(rule.service().name()));
    Optional<Guard.Output> of = old.flatMap(service -> old(rule.of(), service));
    if (of.isEmpty()) {
      untried(guard, "the other release has no such amount", untried);
      return 0;
    }
    List<Value[]> requests =
        rule.on() instanceof Guard.Each ? made.requests() : made.requests().subList(0, made.sent());
    int compared = 0;
    Optional<Broken> found = Optional.empty();
    for (Instant turn : Turns.from(options.at(), before, after)) {
      if (found.isEmpty()) {
        List<Pair> pairs = pairs(guard, rule, old.orElseThrow(), of.get(), requests, turn);
        compared += pairs.size();
        found =
            switch (rule.on()) {
              case Guard.Each _ -> each(guard, rule, requests, pairs, turn);
              case Guard.Mean mean -> mean(guard, rule, mean, requests, pairs, turn);
            };
      }
    }
    found.ifPresent(broken::add);
    if (compared == 0) {
      untried(
          guard,
          "none of %,d requests has an amount under both releases".formatted(requests.size()),
          untried);
    }
    return compared;
  }

  private static void untried(Guard guard, String why, Problems untried) {
    untried.add(
        guard.place(), "untried-guard", "`%s` was not tried: %s".formatted(guard.id(), why));
  }

  /// The same amount of the other release.
  private Optional<Guard.Output> old(Guard.Output of, Ratebook.Service service) {
    if (of.line().isPresent()) {
      return Optional.of(new Guard.Output(of.name(), service.lines(), of.line()));
    }
    if (of.name().equals("total")) {
      return Optional.of(new Guard.Output(of.name(), service.total(), Optional.empty()));
    }
    return before
        .program()
        .global(of.name())
        .filter(Program.Decision.class::isInstance)
        .map(global -> new Guard.Output(of.name(), global.index(), Optional.empty()));
  }

  private List<Pair> pairs(
      Guard guard,
      Guard.Change rule,
      Ratebook.Service old,
      Guard.Output oldOf,
      List<Value[]> requests,
      Instant turn) {
    Asking now = new Asking(after, evaluators, turn);
    Asking then = new Asking(before, evaluators, turn);
    Asking.Answered changed = now.ask(rule.service(), requests, Set.of(rule.of().decision()));
    Asking.Answered were =
        then.ask(old, requests.stream().map(this::asBefore).toList(), Set.of(oldOf.decision()));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Value[] request = requests.get(i);
      if (changed.hasPrice(i)
          && were.hasPrice(i)
          && guard.when().filter(when -> !when.holds(request, now.moment())).isEmpty()) {
        Optional<Decimal> was = oldOf.amount(were.value(oldOf, i));
        Optional<Decimal> is = rule.of().amount(changed.value(rule.of(), i));
        // Of nothing nobody can say by how many percent it rises; in a mean it counts.
        if (was.isPresent()
            && is.isPresent()
            && (rule.on() instanceof Guard.Mean || !was.get().isZero())) {
          pairs.add(new Pair(i, was.get(), is.get()));
        }
      }
    }
    return pairs;
  }

  /// A request of this release as one of the other: its inputs by their names.
  private Value[] asBefore(Value[] request) {
    Value[] old = new Value[before.program().globals().size() + 1];
    Arrays.fill(old, Value.NULL);
    for (Program.Global global : before.program().globals()) {
      if (global instanceof Program.Input) {
        after
            .program()
            .global(global.name())
            .filter(Program.Input.class::isInstance)
            .ifPresent(input -> old[global.index()] = request[input.index()]);
      }
    }
    return old;
  }

  /// Whether a change is beyond its limits.
  private static boolean isTooMuch(Guard.Change rule, Pair pair) {
    Decimal percent = pair.percent();
    return rule.rise().filter(most -> percent.compareTo(most) > 0).isPresent()
        || rule.fall().filter(most -> percent.compareTo(most.negated()) < 0).isPresent();
  }

  private static Optional<Pair> worst(List<Pair> pairs) {
    return pairs.stream().max(Comparator.comparing(pair -> pair.percent().abs()));
  }

  /// The one that moves a mean most.
  private static Optional<Pair> largest(List<Pair> pairs) {
    return pairs.stream()
        .max(Comparator.comparing(pair -> pair.after().minus(pair.before()).abs()));
  }

  private Optional<Broken> each(
      Guard guard, Guard.Change rule, List<Value[]> requests, List<Pair> pairs, Instant turn) {
    List<Pair> beyond = pairs.stream().filter(pair -> isTooMuch(rule, pair)).toList();
    return worst(beyond)
        .map(worst ->
            broken(
                guard,
                rule,
                rule.of().name(),
                worst,
                new Size(beyond.size(), pairs.size()),
                requests.get(worst.request()),
                turn));
  }

  /// How many break a guard, of so many.
  private record Size(int beyond, int of) {}

  private Optional<Broken> mean(
      Guard guard,
      Guard.Change rule,
      Guard.Mean mean,
      List<Value[]> requests,
      List<Pair> pairs,
      Instant turn) {
    Map<String, List<Pair>> segments = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      String segment =
          mean.by().map(input -> Written.plain(requests.get(pair.request())[input])).orElse("");
      segments.computeIfAbsent(segment, _ -> new ArrayList<>()).add(pair);
    }
    Map<String, Pair> means = new LinkedHashMap<>();
    segments.forEach((segment, own) -> {
      Pair all = mean(own);
      if (!all.before().isZero()) {
        means.put(segment, all);
      }
    });
    List<Map.Entry<String, Pair>> beyond =
        means.entrySet().stream().filter(one -> isTooMuch(rule, one.getValue())).toList();
    return beyond.stream()
        .max(Comparator.comparing(one -> one.getValue().percent().abs()))
        .map(one -> {
          Pair most =
              largest(segments.getOrDefault(one.getKey(), List.of())).orElse(one.getValue());
          String what =
              "mean "
                  + rule.of().name()
                  + mean.by()
                      .map(input ->
                          " of `%s` `%s`"
                              .formatted(after.program().globals().get(input).name(), one.getKey()))
                      .orElse("");
          return broken(
              guard,
              rule,
              what,
              one.getValue(),
              new Size(beyond.size(), means.size()),
              requests.get(most.request()),
              turn);
        });
  }

  private static Pair mean(List<Pair> pairs) {
    Decimal was = Decimal.ZERO;
    Decimal is = Decimal.ZERO;
    for (Pair pair : pairs) {
      was = was.plus(pair.before());
      is = is.plus(pair.after());
    }
    Decimal count = Decimal.of(pairs.size());
    return new Pair(pairs.getFirst().request(), was.dividedBy(count), is.dividedBy(count));
  }

  /// A mean has as many digits as a division makes.
  private static String shown(Guard.Change rule, Decimal amount) {
    return (rule.on() instanceof Guard.Mean ? rounded(amount) : amount).toPlainText();
  }

  private static Decimal rounded(Decimal amount) {
    return amount.round(2, RoundingMode.HALF_UP);
  }

  private Broken broken(
      Guard guard,
      Guard.Change rule,
      String what,
      Pair pair,
      Size size,
      Value[] request,
      Instant turn) {
    List<String> limits = new ArrayList<>();
    rule.rise().ifPresent(most -> limits.add(most.toPlainText() + " percent more at most"));
    rule.fall().ifPresent(most -> limits.add(most.toPlainText() + " percent less at most"));
    Decimal percent = rounded(pair.percent());
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (int index : rule.service().inputs()) {
      inputs.put(after.program().globals().get(index).name(), request[index]);
    }
    return new Broken(
        guard,
        "`%s`: %s; but %s%s was `%s`, and is `%s`, %s percent %s (expected: %s)"
            .formatted(
                guard.id(),
                guard.text().en(),
                Turns.told(turn, options.at(), after.zone()),
                what,
                shown(rule, pair.before()),
                shown(rule, pair.after()),
                percent.abs().toPlainText(),
                percent.signum() < 0 ? "less" : "more",
                String.join(", ", limits)),
        size.beyond(),
        size.of(),
        Optional.of(inputs),
        Map.of(),
        Optional.of(shown(rule, pair.before())),
        Optional.of(shown(rule, pair.after())),
        Optional.of(String.join(", ", limits)),
        behind(rule.service(), request, turn));
  }

  /// Of the rows and levers that take part in the price of a request, those that the other release does not have alike.
  private List<Suspect> behind(Ratebook.Service service, Value[] request, Instant turn) {
    Changed changed = Changed.of(before, after, turn);
    return new Culprits(after, evaluators, turn)
        .behind(service, request).stream()
            .filter(changed::isChanged)
            .sorted()
            .limit(NAMED)
            .toList();
  }

  private void factor(Guard guard, Guard.Factor rule, List<Broken> broken, Problems untried) {
    List<Changed.Cell> cells = Changed.of(before, after, options.at()).cells();
    if (cells.isEmpty()) {
      untried(guard, "no cell and no lever of a number stands in both releases", untried);
      return;
    }
    List<Changed.Cell> beyond =
        cells.stream()
            .filter(cell -> cell.isBeyond(rule.factor()))
            .sorted(Comparator.comparing(Changed.Cell::factor).reversed())
            .toList();
    if (beyond.isEmpty()) {
      return;
    }
    Changed.Cell worst = beyond.getFirst();
    broken.add(
        new Broken(
            guard,
            "`%s`: %s; but %s was `%s`, and is `%s` (expected: less than %s times as much, and no less than a %sth)"
                .formatted(
                    guard.id(),
                    guard.text().en(),
                    worst.name(),
                    worst.before().toPlainText(),
                    worst.after().toPlainText(),
                    rule.factor().toPlainText(),
                    rule.factor().toPlainText()),
            beyond.size(),
            cells.size(),
            Optional.empty(),
            Map.of(),
            Optional.of(worst.before().toPlainText()),
            Optional.of(worst.after().toPlainText()),
            Optional.of("a factor below " + rule.factor().toPlainText()),
            beyond.stream().limit(NAMED).map(Changed.Cell::suspect).toList()));
  }
}
