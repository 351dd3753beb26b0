package dev.quoin.feel.builtin;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// List functions (DMN 1.5, 10.3.4.4). What is no list is a list of one. Positions count from 1, negative ones from the
/// end; parts of a position are cut off.
final class ListFunctions {
  private ListFunctions() {}

  private static Value list(String name, List<Value> values) {
    return values.size() > Errors.MAX_LIST_SIZE
        ? Errors.tooLongList(name)
        : new Value.Items(values);
  }

  /// The arguments of a function that takes one list or its elements one by one.
  private static List<Value> spread(Value[] arguments) {
    return arguments.length == 1 ? Operators.items(arguments[0]) : List.of(arguments);
  }

  static Value contains(Value[] arguments) {
    for (Value item : Operators.items(arguments[0])) {
      if (Ordering.same(item, arguments[1])) {
        return Value.TRUE;
      }
    }
    return Value.FALSE;
  }

  static Value count(Value[] arguments) {
    return Value.of(Operators.items(arguments[0]).size());
  }

  static Value min(Value[] arguments) {
    return extreme("min", spread(arguments), -1);
  }

  static Value max(Value[] arguments) {
    return extreme("max", spread(arguments), 1);
  }

  /// The first of the least or greatest elements.
  static Value extreme(String name, List<Value> values, int sign) {
    if (values.isEmpty()) {
      return Errors.emptyList(name, "at least one");
    }
    Value best = values.getFirst();
    for (Value value : values) {
      if (!Ordering.areOrdered(best, value)) {
        return Operators.incomparable(name, best, value);
      }
      if (Integer.signum(Ordering.compare(value, best)) == sign) {
        best = value;
      }
    }
    return best;
  }

  /// The numbers of a list, or null where one is none; then [#notNumbers] says which.
  private static @Nullable List<Decimal> numbers(List<Value> values) {
    List<Decimal> numbers = new ArrayList<>(values.size());
    for (Value value : values) {
      if (!(value instanceof Value.Num number)) {
        return null;
      }
      numbers.add(number.value());
    }
    return numbers;
  }

  private static Value notNumbers(String name, List<Value> values) {
    Value wrong =
        values.stream()
            .filter(value -> !(value instanceof Value.Num))
            .findFirst()
            .orElse(Value.NULL);
    return Errors.wrongType(name, wrong, "numbers");
  }

  static Value sum(Value[] arguments) {
    return sum(spread(arguments));
  }

  static Value sum(List<Value> values) {
    List<Decimal> numbers = numbers(values);
    if (numbers == null) {
      return notNumbers("sum", values);
    }
    return numbers.isEmpty()
        ? Errors.emptyList("sum", "at least one number")
        : Value.of(total(numbers));
  }

  private static Decimal total(List<Decimal> numbers) {
    Decimal total = Decimal.ZERO;
    for (Decimal number : numbers) {
      total = total.plus(number);
    }
    return total;
  }

  static Value product(Value[] arguments) {
    List<Decimal> numbers = numbers(spread(arguments));
    if (numbers == null) {
      return notNumbers("product", spread(arguments));
    }
    if (numbers.isEmpty()) {
      return Errors.emptyList("product", "at least one number");
    }
    Decimal product = Decimal.ONE;
    for (Decimal number : numbers) {
      product = product.times(number);
    }
    return Value.of(product);
  }

  static Value mean(Value[] arguments) {
    List<Decimal> numbers = numbers(spread(arguments));
    if (numbers == null) {
      return notNumbers("mean", spread(arguments));
    }
    return numbers.isEmpty()
        ? Errors.emptyList("mean", "at least one number")
        : Value.of(Statistics.mean(numbers));
  }

  static Value median(Value[] arguments) {
    List<Decimal> numbers = numbers(spread(arguments));
    if (numbers == null) {
      return notNumbers("median", spread(arguments));
    }
    if (numbers.isEmpty()) {
      return Errors.emptyList("median", "at least one number");
    }
    Collections.sort(numbers);
    int middle = numbers.size() / 2;
    return Value.of(
        numbers.size() % 2 == 1
            ? numbers.get(middle)
            : Statistics.mean(numbers.subList(middle - 1, middle + 1)));
  }

  /// The sample's deviation: the squares' sum is divided by one less than their number.
  static Value stddev(Value[] arguments) {
    List<Decimal> numbers = numbers(spread(arguments));
    if (numbers == null) {
      return notNumbers("stddev", spread(arguments));
    }
    if (numbers.size() < 2) {
      return Errors.emptyList("stddev", "at least two numbers");
    }
    return Value.of(Statistics.deviation(numbers));
  }

  /// The most frequent numbers in ascending order.
  static Value mode(Value[] arguments) {
    List<Decimal> numbers = numbers(spread(arguments));
    if (numbers == null) {
      return notNumbers("mode", spread(arguments));
    }
    Map<Decimal, Integer> counts = new TreeMap<>();
    numbers.forEach(number -> counts.merge(number, 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<Value> modes = new ArrayList<>();
    counts.forEach((number, count) -> {
      if (count == most) {
        modes.add(Value.of(number));
      }
    });
    return new Value.Items(modes);
  }

  /// False if one is false, else an error if one is not true.
  static Value all(Value[] arguments) {
    return decided("all", spread(arguments), Value.FALSE);
  }

  /// True if one is true, else an error if one is not false.
  static Value any(Value[] arguments) {
    return decided("any", spread(arguments), Value.TRUE);
  }

  private static Value decided(String name, List<Value> values, Value.Bool deciding) {
    if (values.contains(deciding)) {
      return deciding;
    }
    for (Value value : values) {
      if (!(value instanceof Value.Bool)) {
        return Errors.wrongType(name, value, "true or false");
      }
    }
    return Value.of(!deciding.value());
  }

  private static Decimal whole(Value number) {
    return NumberFunctions.number(number).round(0, RoundingMode.DOWN);
  }

  private static Value noPosition(String name, Value position, List<Value> values) {
    return Errors.outOfRange(name, position, "a position in a list of " + values.size());
  }

  static Value sublist(Value[] arguments) {
    List<Value> values = Operators.items(arguments[0]);
    int from = Operators.index(whole(arguments[1]), values.size());
    if (from < 0) {
      return noPosition("sublist", arguments[1], values);
    }
    if (!(arguments[2] instanceof Value.Num)) {
      return new Value.Items(values.subList(from, values.size()));
    }
    Decimal length = whole(arguments[2]);
    if (length.signum() <= 0 || length.compareTo(Decimal.of(values.size() - from)) > 0) {
      return Errors.outOfRange(
          "sublist", arguments[2], "a length from 1 to " + (values.size() - from));
    }
    return new Value.Items(values.subList(from, from + (int) length.longValueExact()));
  }

  static Value append(Value[] arguments) {
    List<Value> values = new ArrayList<>(Operators.items(arguments[0]));
    values.addAll(List.of(arguments).subList(1, arguments.length));
    return list("append", values);
  }

  static Value concatenate(Value[] arguments) {
    return join("concatenate", arguments, new ArrayList<>());
  }

  private static Value join(String name, Value[] lists, List<Value> into) {
    for (Value list : lists) {
      if (list instanceof Value.Null met) {
        return Errors.nothing(name, met);
      }
      into.addAll(Operators.items(list));
      if (into.size() > Errors.MAX_LIST_SIZE) {
        return Errors.tooLongList(name);
      }
    }
    return new Value.Items(into);
  }

  static Value union(Value[] arguments) {
    Value all = join("union", arguments, new ArrayList<>());
    return all instanceof Value.Items items ? distinct(items.values()) : all;
  }

  static Value distinctValues(Value[] arguments) {
    return distinct(Operators.items(arguments[0]));
  }

  private static Value distinct(List<Value> values) {
    Set<Ordering.Key> kept = new LinkedHashSet<>();
    values.forEach(value -> kept.add(new Ordering.Key(value)));
    return new Value.Items(kept.stream().map(Ordering.Key::value).toList());
  }

  static Value insertBefore(Value[] arguments) {
    List<Value> values = new ArrayList<>(Operators.items(arguments[0]));
    int at = Operators.index(whole(arguments[1]), values.size());
    if (at < 0) {
      return noPosition("insert before", arguments[1], values);
    }
    values.add(at, arguments[2]);
    return list("insert before", values);
  }

  static Value remove(Value[] arguments) {
    List<Value> values = new ArrayList<>(Operators.items(arguments[0]));
    int at = Operators.index(whole(arguments[1]), values.size());
    if (at < 0) {
      return noPosition("remove", arguments[1], values);
    }
    values.remove(at);
    return new Value.Items(values);
  }

  static Value replace(Value[] arguments) {
    List<Value> values = new ArrayList<>(Operators.items(arguments[0]));
    int at = Operators.index(whole(arguments[1]), values.size());
    if (at < 0) {
      return noPosition("list replace", arguments[1], values);
    }
    values.set(at, arguments[2]);
    return new Value.Items(values);
  }

  /// Replaces the elements for which a function of the element and the new one is true.
  static Value replaceWhere(Value[] arguments) {
    List<Value> values = new ArrayList<>(Operators.items(arguments[0]));
    for (int i = 0; i < values.size(); i++) {
      Value matches =
          Calls.call(arguments[1], List.of(), new Value[] {values.get(i), arguments[2]});
      if (!(matches instanceof Value.Bool bool)) {
        return Errors.wrongType("list replace", matches, "true or false as `match`");
      }
      if (bool.value()) {
        values.set(i, arguments[2]);
      }
    }
    return new Value.Items(values);
  }

  /// Sorts by a function that says whether one element precedes another: by merging, for a function of a model need not
  /// be an order at all, and Java's sort notices. Elements of which neither precedes keep their order.
  static Value sort(Value[] arguments) {
    Value[] values = Operators.items(arguments[0]).toArray(Value[]::new);
    Value.Null failed = sort(values, new Value[values.length], 0, values.length, arguments[1]);
    return failed != null ? failed : Value.Items.of(values);
  }

  private static Value.@Nullable Null sort(
      Value[] values, Value[] spare, int from, int to, Value precedes) {
    if (to - from < 2) {
      return null;
    }
    int middle = (from + to) >>> 1;
    Value.Null failed = sort(values, spare, from, middle, precedes);
    if (failed == null) {
      failed = sort(values, spare, middle, to, precedes);
    }
    return failed != null ? failed : merge(values, spare, from, middle, to, precedes);
  }

  private static Value.@Nullable Null merge(
      Value[] values, Value[] spare, int from, int middle, int to, Value precedes) {
    System.arraycopy(values, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      if (left == middle) {
        values[i] = spare[right++];
      } else if (right == to) {
        values[i] = spare[left++];
      } else {
        Value earlier = Calls.call(precedes, List.of(), new Value[] {spare[right], spare[left]});
        if (!(earlier instanceof Value.Bool bool)) {
          return Errors.wrongType("sort", earlier, "true or false as `precedes`");
        }
        values[i] = bool.value() ? spare[right++] : spare[left++];
      }
    }
    return null;
  }

  static Value reverse(Value[] arguments) {
    return new Value.Items(Operators.items(arguments[0]).reversed());
  }

  static Value indexOf(Value[] arguments) {
    List<Value> positions = new ArrayList<>();
    int position = 1;
    for (Value item : Operators.items(arguments[0])) {
      if (Ordering.same(item, arguments[1])) {
        positions.add(Value.of(position));
      }
      position++;
    }
    return new Value.Items(positions);
  }

  /// The elements of lists in lists, however deep, in their order.
  static Value flatten(Value[] arguments) {
    List<Value> flat = new ArrayList<>();
    Deque<Iterator<Value>> open = new ArrayDeque<>();
    open.push(Operators.items(arguments[0]).iterator());
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        continue;
      }
      Value next = open.element().next();
      if (next instanceof Value.Items items) {
        open.push(items.values().iterator());
      } else {
        flat.add(next);
        if (flat.size() > Errors.MAX_LIST_SIZE) {
          return Errors.tooLongList("flatten");
        }
      }
    }
    return new Value.Items(flat);
  }
}
