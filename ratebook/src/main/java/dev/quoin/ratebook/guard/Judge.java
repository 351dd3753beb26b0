package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Tells which requests break a guard.
final class Judge {
  /// How far a time is moved: a slot, hours, days.
  private static final long[] LATER = {600, 3_600, 18_000, 43_200, 86_400, 259_200};

  private final Asking asking;

  /// To how many values one input of a request is moved at most.
  private static final int MAX_MOVES = 24;

  /// The numbers that inputs take, each once, in their order, by the indexes of the inputs.
  private final Map<Integer, List<Value>> numbers = new HashMap<>();

  /// @param levels the values that inputs take, by their indexes, along which they are moved
  Judge(Asking asking, Map<Integer, List<Value>> levels) {
    this.asking = asking;
    levels.forEach((input, values) -> {
      TreeSet<Value> sorted = new TreeSet<>(Operators::compare);
      values.stream().filter(Value.Num.class::isInstance).forEach(sorted::add);
      numbers.put(input, List.copyOf(sorted));
    });
  }

  /// A request that breaks a guard.
  ///
  /// @param request its number in what was judged
  /// @param moved the request after the move, where the guard moves one
  /// @param got the amount, or why there is none
  /// @param movedTo the amount after the move
  /// @param bound what it had to keep to
  record Breach(
      int request,
      Optional<Value[]> moved,
      String got,
      Optional<String> movedTo,
      Optional<String> bound) {}

  /// What was found.
  ///
  /// @param spoken of how many requests the guard speaks: they have a price, and nothing excepts them
  /// @param compared how many of these were held against it
  record Found(List<Breach> breaches, int spoken, int compared) {}

  /// How many requests are refused, of so many of which a guard speaks.
  record Share(int refused, int of) {}

  /// @param every whether all moves of a request are tried, or two of them
  Found judge(Guard guard, List<Value[]> requests, boolean every) {
    return switch (guard.rule()) {
      case Guard.Range range -> range(guard, range, requests);
      case Guard.Monotone monotone -> monotone(guard, monotone, requests, every);
      case Guard.Answered answered -> answered(guard, answered, requests);
      case Guard.Refused refused -> refused(guard, refused, requests);
      case Guard.Refusals _, Guard.Horizon _, Guard.OfChange _ ->
          throw new IllegalArgumentException("`" + guard.id() + "` is of no single request");
    };
  }

  /// The share that is refused of what is sent.
  Share refused(Guard guard, Guard.Refusals rule, List<Value[]> sent) {
    Asking.Answered answers = asking.ask(rule.service(), sent, Set.of());
    int refused = 0;
    int of = 0;
    for (int i = 0; i < sent.size(); i++) {
      if (!answers.noRequests().contains(i) && speaksOf(guard, sent.get(i))) {
        of++;
        refused += answers.without().get(i).filter(NoPrice::isRefusal).isPresent() ? 1 : 0;
      }
    }
    return new Share(refused, of);
  }

  private boolean speaksOf(Guard guard, Value[] request) {
    return guard.when().isEmpty() || guard.when().get().holds(request, asking.moment());
  }

  private List<Integer> spoken(Guard guard, List<Value[]> requests, Asking.Answered answers) {
    List<Integer> spoken = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (answers.hasPrice(i) && speaksOf(guard, requests.get(i))) {
        spoken.add(i);
      }
    }
    return spoken;
  }

  private Found range(Guard guard, Guard.Range range, List<Value[]> requests) {
    Asking.Answered answers = asking.ask(range.service(), requests, Set.of(range.of().decision()));
    List<Integer> spoken = spoken(guard, requests, answers);
    List<Integer> priced =
        range.with().map(other -> beside(other, requests, spoken)).orElse(spoken);
    int compared = 0;
    List<Breach> breaches = new ArrayList<>();
    for (int i : priced) {
      Optional<Decimal> amount = range.of().amount(answers.value(range.of(), i));
      if (amount.isPresent()) {
        compared++;
        Optional<String> bound = unkept(range, amount.get(), requests.get(i));
        if (bound.isPresent()) {
          breaches.add(
              new Breach(i, Optional.empty(), amount.get().toPlainText(), Optional.empty(), bound));
        }
      }
    }
    return new Found(breaches, spoken.size(), compared);
  }

  /// What an amount does not keep to. To a bound that has no value nothing keeps.
  private Optional<String> unkept(Guard.Range range, Decimal amount, Value[] request) {
    Optional<Bound> least = range.atLeast().map(formula -> bound("at least", formula, request));
    if (least
        .filter(bound -> bound.isMissing() || amount.compareTo(bound.number()) < 0)
        .isPresent()) {
      return least.map(Bound::text);
    }
    return range
        .atMost()
        .map(formula -> bound("at most", formula, request))
        .filter(bound -> bound.isMissing() || amount.compareTo(bound.number()) > 0)
        .map(Bound::text);
  }

  /// A number that a guard computes.
  ///
  /// @param isMissing whether it has no value
  /// @param text it, or why there is none, as what is expected
  private record Bound(Decimal number, boolean isMissing, String text) {}

  private Bound bound(String key, Formula formula, Value[] request) {
    try {
      return formula.value(request, asking.moment()) instanceof Value.Num number
          ? new Bound(number.value(), false, key + " " + number.value().toPlainText())
          : missing(key, "is null");
    } catch (EvaluationException e) {
      return missing(key, "ends with `" + e.problem().code() + "`");
    }
  }

  private static Bound missing(String key, String why) {
    return new Bound(Decimal.ZERO, true, "a number, but `%s` %s".formatted(key, why));
  }

  /// Prices another service beside, and writes its total behind the inputs; the requests that have such a total.
  private List<Integer> beside(Guard.Other other, List<Value[]> requests, List<Integer> spoken) {
    List<Value[]> others = new ArrayList<>();
    List<Integer> asked = new ArrayList<>();
    for (int i : spoken) {
      Optional<Value[]> moved = moved(requests.get(i), other.inputs());
      if (moved.isPresent()) {
        asked.add(i);
        others.add(moved.get());
      }
    }
    int total = other.service().total();
    Asking.Answered answers = asking.ask(other.service(), others, Set.of(total));
    List<Integer> priced = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      if (answers.hasPrice(i)) {
        Value[] request = requests.get(asked.get(i));
        request[request.length - 1] =
            answers.value(new Guard.Output("total", total, Optional.empty()), i);
        priced.add(asked.get(i));
      }
    }
    return priced;
  }

  private Optional<Value[]> moved(Value[] request, Map<Integer, Formula> inputs) {
    Value[] moved = request.clone();
    try {
      inputs.forEach((input, formula) -> moved[input] = formula.value(request, asking.moment()));
      return Optional.of(moved);
    } catch (EvaluationException e) {
      return Optional.empty();
    }
  }

  private Found monotone(Guard guard, Guard.Monotone rule, List<Value[]> requests, boolean every) {
    Asking.Answered before = asking.ask(rule.service(), requests, Set.of(rule.of().decision()));
    List<Value[]> moved = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    int spoken = 0;
    for (int i : spoken(guard, requests, before)) {
      Value[] request = requests.get(i);
      if (rule.except().filter(except -> except.holds(request, asking.moment())).isEmpty()) {
        spoken++;
        for (Value[] one : moves(rule.move(), request, every ? -1 : i)) {
          moved.add(one);
          from.add(i);
        }
      }
    }
    Asking.Answered after = asking.ask(rule.service(), moved, Set.of(rule.of().decision()));
    Set<Integer> compared = new TreeSet<>();
    List<Breach> breaches = new ArrayList<>();
    for (int i = 0; i < moved.size(); i++) {
      Optional<Decimal> price = rule.of().amount(before.value(rule.of(), from.get(i)));
      Optional<Decimal> now =
          after.hasPrice(i) ? rule.of().amount(after.value(rule.of(), i)) : Optional.empty();
      if (price.isPresent() && now.isPresent()) {
        Value[] request = requests.get(from.get(i));
        request[request.length - 1] = Value.of(price.get());
        compared.add(from.get(i));
        Optional<String> bound = unkept(rule, price.get(), now.get(), request);
        if (bound.isPresent()) {
          breaches.add(
              new Breach(
                  from.get(i),
                  Optional.of(moved.get(i)),
                  price.get().toPlainText(),
                  Optional.of(now.get().toPlainText()),
                  bound));
        }
      }
    }
    return new Found(breaches, spoken, compared.size());
  }

  /// What the amount after a move does not keep to.
  private Optional<String> unkept(
      Guard.Monotone rule, Decimal price, Decimal now, Value[] request) {
    Optional<Bound> by = rule.by().map(formula -> bound("by more than", formula, request));
    if (by.filter(Bound::isMissing).isPresent()) {
      return by.map(Bound::text);
    }
    Decimal much = by.map(Bound::number).orElse(Decimal.ZERO);
    if (rule.mayFall()) {
      Decimal most = price.plus(much);
      return now.compareTo(most) <= 0
          ? Optional.empty()
          : Optional.of("at most " + most.toPlainText());
    }
    Decimal least = price.minus(much);
    return now.compareTo(least) >= 0
        ? Optional.empty()
        : Optional.of("at least " + least.toPlainText());
  }

  /// The request after its moves, or after two of them: the nearest, and another. What moves nothing is no move.
  ///
  /// @param turn which other; all, or many of many, where it is below zero
  private List<Value[]> moves(Guard.Move move, Value[] request, int turn) {
    return switch (move) {
      case Guard.To to ->
          moved(request, to.inputs()).stream().filter(one -> !Arrays.equals(one, request)).toList();
      case Guard.Along along -> {
        List<Value> targets = targets(along, request[along.input()]);
        List<Value> chosen =
            turn < 0 || targets.isEmpty()
                ? Spread.of(targets, MAX_MOVES)
                : Stream.of(0, turn % targets.size()).distinct().map(targets::get).toList();
        List<Value[]> moved = new ArrayList<>();
        for (Value target : chosen) {
          Value[] one = request.clone();
          one[along.input()] = target;
          moved.add(one);
        }
        yield moved;
      }
    };
  }

  /// Values in the direction of a move, the nearest first.
  private List<Value> targets(Guard.Along along, Value from) {
    return switch (from) {
      case Value.Num _ -> {
        List<Value> all = numbers.getOrDefault(along.input(), List.of());
        int found = Collections.binarySearch(all, from, Operators::compare);
        int below = found < 0 ? -found - 1 : found;
        yield along.isUp()
            ? all.subList(found < 0 ? below : below + 1, all.size())
            : all.subList(0, below).reversed();
      }
      case Value.DateTime _ ->
          Arrays.stream(LATER)
              .mapToObj(seconds -> new Value.DayTimeDuration(along.isUp() ? seconds : -seconds, 0))
              .map(by -> Operators.add(from, by))
              .toList();
      case Value.Date date ->
          Arrays.stream(new int[] {1, 31, 366, 366 * 5, 366 * 10})
              .mapToObj(days ->
                  (Value) new Value.Date(date.value().plusDays(along.isUp() ? days : -days)))
              .toList();
      default -> List.of();
    };
  }

  private Found answered(Guard guard, Guard.Answered rule, List<Value[]> requests) {
    Ratebook.Service service = rule.service();
    Asking.Answered answers = asking.ask(service, requests, Set.of());
    List<Breach> breaches = new ArrayList<>();
    int spoken = 0;
    for (int i = 0; i < requests.size(); i++) {
      Optional<NoPrice> without = answers.without().get(i);
      if (answers.noRequests().contains(i) || !speaksOf(guard, requests.get(i))) {
        continue;
      }
      spoken++;
      if (without
          .filter(no -> !no.isRefusal() && !rule.except().containsAll(no.codes()))
          .isPresent()) {
        breaches.add(
            new Breach(
                i,
                Optional.empty(),
                String.join("; ", new TreeSet<>(without.get().codes())),
                Optional.empty(),
                Optional.empty()));
      }
    }
    return new Found(breaches, spoken, spoken);
  }

  /// What ends with a problem is neither refused nor accepted.
  private Found refused(Guard guard, Guard.Refused rule, List<Value[]> requests) {
    Asking.Answered answers = asking.ask(rule.service(), requests, Set.of());
    List<Breach> breaches = new ArrayList<>();
    int spoken = 0;
    for (int i = 0; i < requests.size(); i++) {
      Optional<NoPrice> without = answers.without().get(i);
      if (without.filter(no -> !no.isRefusal()).isPresent() || !speaksOf(guard, requests.get(i))) {
        continue;
      }
      spoken++;
      if (without.isPresent() != rule.always()) {
        String got = without.map(no -> String.join("; ", no.codes())).orElse("a price");
        breaches.add(new Breach(i, Optional.empty(), got, Optional.empty(), Optional.empty()));
      }
    }
    return new Found(breaches, spoken, spoken);
  }
}
