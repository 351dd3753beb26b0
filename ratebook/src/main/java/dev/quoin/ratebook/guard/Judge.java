package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tells which requests break a guard.
final class Judge {
  /// How far a time is moved: a slot, hours, days.
  private static final long[] LATER = {600, 3_600, 18_000, 43_200, 86_400, 259_200};

  private final Asking asking;
  private final Map<Integer, List<Value>> levels;

  /// @param levels the values that inputs take, by their indexes, along which they are moved
  Judge(Asking asking, Map<Integer, List<Value>> levels) {
    this.asking = asking;
    this.levels = levels;
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
  /// @param spoken how many requests the guard said something of
  record Found(List<Breach> breaches, int spoken) {}

  /// @param every whether all moves of a request are tried, or two of them
  Found judge(Guard guard, List<Value[]> requests, boolean every) {
    return switch (guard.rule()) {
      case Guard.Range range -> range(guard, range, requests);
      case Guard.Monotone monotone -> monotone(guard, monotone, requests, every);
      case Guard.Answered answered -> answered(guard, answered, requests);
      case Guard.Refusals _, Guard.Horizon _ -> new Found(List.of(), 0);
    };
  }

  private static boolean speaksOf(Guard guard, Value[] request) {
    try {
      return guard.when().isEmpty() || guard.when().get().holds(request);
    } catch (EvaluationException e) {
      return false; // what has no answer is not true
    }
  }

  private static List<Integer> spoken(
      Guard guard, List<Value[]> requests, Asking.Answered answers) {
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
    if (range.with().isPresent()) {
      spoken = beside(range.with().get(), requests, spoken);
    }
    List<Breach> breaches = new ArrayList<>();
    for (int i : spoken) {
      Optional<Decimal> amount = range.of().amount(answers.value(range.of(), i));
      if (amount.isPresent()) {
        Optional<String> bound = bound(range, amount.get(), requests.get(i));
        if (bound.isPresent()) {
          breaches.add(
              new Breach(i, Optional.empty(), amount.get().toPlainText(), Optional.empty(), bound));
        }
      }
    }
    return new Found(breaches, spoken.size());
  }

  /// What an amount does not keep to.
  private static Optional<String> bound(Guard.Range range, Decimal amount, Value[] request) {
    Optional<Decimal> least = range.atLeast().flatMap(formula -> number(formula, request));
    if (least.filter(bound -> amount.compareTo(bound) < 0).isPresent()) {
      return Optional.of("at least " + least.get().toPlainText());
    }
    Optional<Decimal> most = range.atMost().flatMap(formula -> number(formula, request));
    return most.filter(bound -> amount.compareTo(bound) > 0)
        .map(bound -> "at most " + bound.toPlainText());
  }

  private static Optional<Decimal> number(Formula formula, Value[] request) {
    try {
      return formula.value(request) instanceof Value.Num number
          ? Optional.of(number.value())
          : Optional.empty();
    } catch (EvaluationException e) {
      return Optional.empty();
    }
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

  private static Optional<Value[]> moved(Value[] request, Map<Integer, Formula> inputs) {
    Value[] moved = request.clone();
    try {
      inputs.forEach((input, formula) -> moved[input] = formula.value(request));
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
      if (rule.except().isEmpty() || !isExcepted(rule.except().get(), request)) {
        spoken++;
        for (Value[] one : moves(rule.move(), request, every ? -1 : i)) {
          moved.add(one);
          from.add(i);
        }
      }
    }
    Asking.Answered after = asking.ask(rule.service(), moved, Set.of(rule.of().decision()));
    List<Breach> breaches = new ArrayList<>();
    for (int i = 0; i < moved.size(); i++) {
      Optional<Decimal> price = rule.of().amount(before.value(rule.of(), from.get(i)));
      Optional<Decimal> now =
          after.hasPrice(i) ? rule.of().amount(after.value(rule.of(), i)) : Optional.empty();
      if (price.isPresent() && now.isPresent()) {
        Value[] request = requests.get(from.get(i));
        request[request.length - 1] = Value.of(price.get());
        Decimal by = rule.by().flatMap(formula -> number(formula, request)).orElse(Decimal.ZERO);
        Decimal wrong =
            rule.mayFall() ? now.get().minus(price.get()) : price.get().minus(now.get());
        if (wrong.compareTo(by) > 0) {
          Decimal bound = rule.mayFall() ? price.get().plus(by) : price.get().minus(by);
          breaches.add(
              new Breach(
                  from.get(i),
                  Optional.of(moved.get(i)),
                  price.get().toPlainText(),
                  Optional.of(now.get().toPlainText()),
                  Optional.of((rule.mayFall() ? "at most " : "at least ") + bound.toPlainText())));
        }
      }
    }
    return new Found(breaches, spoken);
  }

  private static boolean isExcepted(Formula except, Value[] request) {
    try {
      return except.holds(request);
    } catch (EvaluationException e) {
      return false;
    }
  }

  /// The request after each of its moves, or after two of them.
  ///
  /// @param turn which two; all where it is below zero
  private List<Value[]> moves(Guard.Move move, Value[] request, int turn) {
    return switch (move) {
      case Guard.To to -> moved(request, to.inputs()).stream().toList();
      case Guard.Along along -> {
        List<Value> targets = targets(along, request[along.input()]);
        List<Value[]> moved = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
          if (turn < 0 || i == 0 || i == turn % targets.size()) {
            Value[] one = request.clone();
            one[along.input()] = targets.get(i);
            moved.add(one);
          }
        }
        yield moved;
      }
    };
  }

  /// Values in the direction of a move, the nearest first.
  private List<Value> targets(Guard.Along along, Value from) {
    return switch (from) {
      case Value.Num _ ->
          levels.getOrDefault(along.input(), List.of()).stream()
              .filter(Value.Num.class::isInstance)
              .filter(to -> isBeyond(Operators.compare(to, from), along))
              .sorted((one, other) ->
                  along.isUp() ? Operators.compare(one, other) : Operators.compare(other, one))
              .toList();
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

  private static boolean isBeyond(int order, Guard.Along along) {
    return along.isUp() ? order > 0 : order < 0;
  }

  private Found answered(Guard guard, Guard.Answered rule, List<Value[]> requests) {
    Ratebook.Service service = rule.service();
    Asking.Answered answers = asking.ask(service, requests, Set.of());
    List<Breach> breaches = new ArrayList<>();
    int spoken = 0;
    for (int i = 0; i < requests.size(); i++) {
      Optional<NoPrice> without = answers.without().get(i);
      if (without.filter(no -> Asking.isNoRequest(service, no)).isPresent()
          || !speaksOf(guard, requests.get(i))) {
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
    return new Found(breaches, spoken);
  }
}
