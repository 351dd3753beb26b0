package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.Ratebook;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a request that breaks a guard smaller, as long as it breaks it: nothing in place of a value, smaller numbers,
/// shorter times, whole hours. Each step makes one input smaller, so that it ends.
final class Shrinking {
  private static final int MAX_ROUNDS = 60;
  private static final int DIGITS = 8;

  /// How many of the values of an input are tried in a round at most.
  private static final int MAX_LEVELS = 24;

  private static final long HOUR = 3_600;
  private static final long MINUTES = 600;

  private final Ratebook ratebook;
  private final Judge judge;
  private final Map<Integer, List<Value>> levels;

  /// The numbers among them, the smallest first.
  private final Map<Integer, List<Value>> numbers = new HashMap<>();

  Shrinking(Ratebook ratebook, Judge judge, Map<Integer, List<Value>> levels) {
    this.ratebook = ratebook;
    this.judge = judge;
    this.levels = levels;
    levels.forEach((input, values) ->
        numbers.put(
            input,
            values.stream()
                .filter(Value.Num.class::isInstance)
                .sorted(Operators::compare)
                .toList()));
  }

  /// The smallest that was found.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Smallest(Value[] request, Judge.Breach breach) {}

  Smallest shrink(Guard guard, Ratebook.Service service, Value[] request, Judge.Breach breach) {
    Smallest smallest = new Smallest(request, breach);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Optional<Smallest> smaller = smaller(guard, service, smallest.request());
      if (smaller.isEmpty()) {
        break;
      }
      smallest = smaller.get();
    }
    return smallest;
  }

  private Optional<Smallest> smaller(Guard guard, Ratebook.Service service, Value[] request) {
    List<Value[]> candidates = candidates(service, request);
    List<Judge.Breach> breaches = judge.judge(guard, candidates, true).breaches();
    return breaches.stream()
        .findFirst()
        .map(first -> new Smallest(candidates.get(first.request()), first));
  }

  private List<Value[]> candidates(Ratebook.Service service, Value[] request) {
    List<Value[]> candidates = new ArrayList<>();
    Optional<Value.DateTime> first =
        service.inputs().stream()
            .map(index -> request[index])
            .filter(Value.DateTime.class::isInstance)
            .map(Value.DateTime.class::cast)
            .findFirst();
    for (int index : service.inputs()) {
      Program.Input input = (Program.Input) ratebook.program().globals().get(index);
      Value value = request[index];
      if (input.nullable() && !(value instanceof Value.Null)) {
        candidates.add(with(request, index, Value.NULL));
      }
      switch (value) {
        case Value.Num number -> smaller(number.value(), index, request, candidates);
        case Value.DateTime moment ->
            sooner(first.orElseThrow(), moment, index, request, candidates);
        case Value.Text _ -> {
          List<Value> known = levels.getOrDefault(index, List.of());
          Spread.of(known.subList(0, Math.max(0, known.indexOf(value))), MAX_LEVELS)
              .forEach(simpler -> candidates.add(with(request, index, simpler)));
        }
        default -> {}
      }
    }
    return candidates;
  }

  private void smaller(Decimal number, int index, Value[] request, List<Value[]> candidates) {
    if (number.isZero()) {
      return;
    }
    List<Value> smaller = new ArrayList<>(List.of(Value.of(Decimal.ZERO), Value.of(Decimal.ONE)));
    for (int digits = 0; digits < DIGITS; digits++) {
      smaller.add(Value.of(number.round(-(DIGITS - digits), RoundingMode.DOWN)));
    }
    smaller.addAll(
        Spread.of(
            numbers.getOrDefault(index, List.of()).stream()
                .filter(level -> isSmaller(level, number))
                .toList(),
            MAX_LEVELS));
    smaller.add(Value.of(number.dividedBy(Decimal.of(2)).round(0, RoundingMode.DOWN)));
    smaller.add(Value.of(number.minus(Decimal.of(number.signum()))));
    smaller.stream()
        .filter(value -> isSmaller(value, number))
        .forEach(value -> candidates.add(with(request, index, value)));
  }

  private static boolean isSmaller(Value value, Decimal number) {
    return value instanceof Value.Num smaller && smaller.value().abs().compareTo(number.abs()) < 0;
  }

  private static void sooner(
      Value.DateTime first,
      Value.DateTime moment,
      int index,
      Value[] request,
      List<Value[]> candidates) {
    long length = moment.localSecond() - first.localSecond();
    for (long shorter :
        List.of(
            MINUTES,
            3 * MINUTES,
            HOUR,
            length / 4 / HOUR * HOUR,
            length / 2 / HOUR * HOUR,
            (length - 1) / HOUR * HOUR,
            (length - 1) / MINUTES * MINUTES)) {
      if (shorter > 0 && shorter < length) {
        candidates.add(
            with(request, index, Operators.add(first, new Value.DayTimeDuration(shorter, 0))));
      }
    }
  }

  private static Value[] with(Value[] request, int index, Value value) {
    Value[] changed = request.clone();
    changed[index] = value;
    return changed;
  }
}
