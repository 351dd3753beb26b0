package dev.quoin.feel.interpret;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

// The order in which a table is evaluated (DMN 1.5, 8.2 and 8.3):
//
//   1. All subjects, once each, from left to right; each is put into its column's slot at once, so
// that a later one
//      could not read an earlier one's slot by accident of order, and tests read all of them.
//   2. In a strict program, for each column from left to right: a subject that is not null and of a
// kind that no point
//      and no interval of the whole column could ever equal or hold (text where numbers are tested,
// a local time where
//      zoned ones are) is the error `wrong-type` at the column's subject. A column with any other
// test than those
//      (conditions, `-` in all rows) is not asked. It doesn't depend on which rules match, so an
// index can ask it, too.
//   3. The rules in order; of a rule its tests from left to right, up to the first that is not
// passed. FIRST stops at the
//      first rule that matches; all others look at all rules. So a condition in a cell may end the
// evaluation although an
//      earlier rule has matched, except under FIRST.
//   4. `matched` is told which rules match, in their order: none, too, and several under UNIQUE.
// PRIORITY and OUTPUT_ORDER
//      are the exception: which rule answers depends on the outputs, so they tell after 6.
//   5. No rule: with defaults, these are evaluated from left to right. Without defaults a policy
// that lists or counts
//      answers an empty list or 0; every other is the error `no-rule` at the table. UNIQUE with
// several: the error
//      `several-rules` at the table.
//   6. The entries of the matching rules are evaluated in the order of the rules, each from left to
// right. PRIORITY and
//      OUTPUT_ORDER then tell `matched` the rules that answer in the order of the answer: PRIORITY
// one.
//   7. Then the answer is made of the outputs: ANY asks for equality (`contradicting-rules`),
// aggregations add up.

/// Asks decision tables.
final class Tables {
  private final Interpreter interpreter;
  private final Host host;
  private final Mode mode;

  Tables(Interpreter interpreter, Host host, Mode mode) {
    this.interpreter = interpreter;
    this.host = host;
    this.mode = mode;
  }

  Value answer(Table table, Value[] locals) {
    Value[] subjects = subjects(table, locals);
    List<Integer> matching = matching(table, subjects, locals);
    boolean ordersByOutput =
        table.hitPolicy() == HitPolicy.PRIORITY || table.hitPolicy() == HitPolicy.OUTPUT_ORDER;
    if (!ordersByOutput || matching.isEmpty()) {
      host.matched(table, subjects, positions(matching));
    }
    if (matching.isEmpty()) {
      return table.defaults().isEmpty() ? none(table, subjects) : defaults(table, locals);
    }
    if (table.hitPolicy() == HitPolicy.UNIQUE && matching.size() > 1) {
      return interpreter.checked(severalRules(table, matching, subjects), table.span());
    }
    List<Hit> hits = new ArrayList<>();
    for (int position : matching) {
      hits.add(
          new Hit(
              position, List.of(interpreter.all(table.rules().get(position).entries(), locals))));
    }
    if (ordersByOutput) {
      hits.sort(byPriority(table));
      if (table.hitPolicy() == HitPolicy.PRIORITY) {
        hits = hits.subList(0, 1);
      }
      host.matched(table, subjects, hits.stream().mapToInt(Hit::position).toArray());
    }
    return interpreter.checked(combined(table, hits), table.span());
  }

  /// A rule that matches, with the values of its entries.
  private record Hit(int position, List<Value> outputs) {}

  private Value[] subjects(Table table, Value[] locals) {
    Value[] subjects = new Value[table.columns().size()];
    for (int i = 0; i < subjects.length; i++) {
      subjects[i] = interpreter.evaluate(table.columns().get(i).subject(), locals);
      locals[table.columns().get(i).slot()] = subjects[i];
    }
    if (mode == Mode.STRICT) {
      for (int i = 0; i < subjects.length; i++) {
        requireKind(table, i, subjects[i]);
      }
    }
    return subjects;
  }

  private void requireKind(Table table, int column, Value subject) {
    if (subject instanceof Value.Null || table.rules().isEmpty()) {
      return;
    }
    Value tested = null;
    for (Table.Rule rule : table.rules()) {
      List<Value> known = new ArrayList<>();
      if (!collect(rule.tests().get(column), known)) {
        return;
      }
      for (Value value : known) {
        if (Values.kind(subject).equals(Values.kind(value))) {
          return;
        }
        tested = tested == null ? value : tested;
      }
    }
    if (tested != null) {
      interpreter.checked(
          Value.error(
              "wrong-type",
              "the input `%s` of `%s` is %s, %s (expected: %s, such as %s)"
                  .formatted(
                      table.columns().get(column).label(),
                      table.name(),
                      Values.kind(subject),
                      Values.quoted(subject),
                      Values.kind(tested),
                      Values.quoted(tested))),
          table.columns().get(column).subject().span());
    }
  }

  /// Gathers the known values that a test compares with, null excepted; false where it also asks something else.
  private static boolean collect(CellTest test, List<Value> into) {
    return switch (test) {
      case CellTest.Any _ -> true;
      case CellTest.Points points -> {
        points.values().stream().filter(value -> !(value instanceof Value.Null)).forEach(into::add);
        yield true;
      }
      case CellTest.Interval interval -> {
        if (interval.low() != null) {
          into.add(interval.low());
        }
        if (interval.high() != null) {
          into.add(interval.high());
        }
        yield true;
      }
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().allMatch(one -> collect(one, into));
      case CellTest.Not not -> collect(not.test(), into);
      case CellTest.Holds _ -> false;
    };
  }

  private List<Integer> matching(Table table, Value[] subjects, Value[] locals) {
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i < table.rules().size(); i++) {
      if (passes(table.rules().get(i), subjects, locals)) {
        matching.add(i);
        if (table.hitPolicy() == HitPolicy.FIRST) {
          break;
        }
      }
    }
    return matching;
  }

  private boolean passes(Table.Rule rule, Value[] subjects, Value[] locals) {
    for (int i = 0; i < subjects.length; i++) {
      if (!passes(rule.tests().get(i), subjects[i], locals)) {
        return false;
      }
    }
    return true;
  }

  /// A cell has two answers: what cannot be compared does not pass, and neither does what is not passed by `not(…)`.
  private boolean passes(CellTest test, Value subject, Value[] locals) {
    return subject instanceof Value.Null
        ? nullPasses(test, locals)
        : interpreter.ask(test, subject, locals).equals(Value.TRUE);
  }

  /// Null passes `-`, a test that names null, and `not(…)` of a test that it does not pass. A condition is asked about
  /// null only where it names null itself: else it fails, without being evaluated.
  private boolean nullPasses(CellTest test, Value[] locals) {
    return switch (test) {
      case CellTest.Any _ -> true;
      case CellTest.Points points ->
          points.values().stream().anyMatch(Value.Null.class::isInstance);
      case CellTest.Interval _ -> false;
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().anyMatch(one -> nullPasses(one, locals));
      case CellTest.Not not -> !nullPasses(not.test(), locals);
      case CellTest.Holds holds ->
          NullNames.in(holds.condition())
              && interpreter.ask(holds, Value.NULL, locals).equals(Value.TRUE);
    };
  }

  // Answers.

  private Value none(Table table, Value[] subjects) {
    return switch (table.hitPolicy()) {
      case RULE_ORDER, OUTPUT_ORDER, COLLECT -> new Value.Items(List.of());
      case COLLECT_COUNT -> Value.of(0);
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_MIN, COLLECT_MAX ->
          interpreter.checked(noRule(table, subjects), table.span());
    };
  }

  private Value defaults(Table table, Value[] locals) {
    Value output = output(table, List.of(interpreter.all(table.defaults(), locals)));
    return switch (table.hitPolicy()) {
      case RULE_ORDER, OUTPUT_ORDER, COLLECT -> new Value.Items(List.of(output));
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_COUNT, COLLECT_MIN, COLLECT_MAX ->
          output;
    };
  }

  /// One output alone, several as a context by their names.
  private static Value output(Table table, List<Value> outputs) {
    if (outputs.size() == 1) {
      return outputs.getFirst();
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      entries.put(table.outputs().get(i).name(), outputs.get(i));
    }
    return new Value.Context(entries);
  }

  private Value combined(Table table, List<Hit> hits) {
    List<Value> outputs = hits.stream().map(hit -> output(table, hit.outputs())).toList();
    return switch (table.hitPolicy()) {
      case UNIQUE, FIRST, PRIORITY -> outputs.getFirst();
      case ANY -> agreed(table, hits, outputs);
      case RULE_ORDER, OUTPUT_ORDER, COLLECT -> new Value.Items(outputs);
      case COLLECT_COUNT -> Value.of(outputs.size());
      case COLLECT_SUM -> aggregated(Builtin.SUM, table, hits);
      case COLLECT_MIN -> aggregated(Builtin.MIN, table, hits);
      case COLLECT_MAX -> aggregated(Builtin.MAX, table, hits);
    };
  }

  /// Each output by itself; the first error is the whole's.
  private Value aggregated(Builtin aggregator, Table table, List<Hit> hits) {
    Value[] results = new Value[table.outputs().size()];
    for (int i = 0; i < results.length; i++) {
      int column = i;
      List<Value> values = hits.stream().map(hit -> hit.outputs().get(column)).toList();
      results[i] = aggregator.apply(new Value[] {new Value.Items(values)}, host.moment());
      if (results[i] instanceof Value.Null) {
        return results[i];
      }
    }
    return output(table, List.of(results));
  }

  private static Value agreed(Table table, List<Hit> hits, List<Value> outputs) {
    for (int i = 1; i < outputs.size(); i++) {
      if (!Operators.same(outputs.getFirst(), outputs.get(i))) {
        return Value.error(
            "contradicting-rules",
            "rules %d and %d of `%s` match and answer %s and %s (expected: the same, as its hit policy is ANY)"
                .formatted(
                    number(table, hits.getFirst().position()),
                    number(table, hits.get(i).position()),
                    table.name(),
                    Values.quoted(outputs.getFirst()),
                    Values.quoted(outputs.get(i))));
      }
    }
    return outputs.getFirst();
  }

  /// By the places of the outputs in their lists of allowed values, the first output first. What is not in its list
  /// comes last; rules of one priority keep their order.
  private static Comparator<Hit> byPriority(Table table) {
    return (left, right) -> {
      for (int i = 0; i < table.outputs().size(); i++) {
        List<Value> allowed = table.outputs().get(i).allowed();
        int order =
            Integer.compare(
                place(left.outputs().get(i), allowed), place(right.outputs().get(i), allowed));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  private static int place(Value output, List<Value> allowed) {
    for (int i = 0; i < allowed.size(); i++) {
      if (Operators.same(output, allowed.get(i))) {
        return i;
      }
    }
    return allowed.size();
  }

  private static int[] positions(List<Integer> matching) {
    return matching.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int number(Table table, int position) {
    return table.rules().get(position).number();
  }

  // Sentences.

  private static Value.Null noRule(Table table, Value[] subjects) {
    return Value.error(
        "no-rule", "no rule of `" + table.name() + "` matches " + inputs(table, subjects));
  }

  private static Value.Null severalRules(Table table, List<Integer> matching, Value[] subjects) {
    String numbers =
        matching.stream()
            .limit(10)
            .map(position -> String.valueOf(number(table, position)))
            .collect(Collectors.joining(", "));
    return Value.error(
        "several-rules",
        "rules %s%s of `%s` match %s (expected: one rule, as its hit policy is UNIQUE)"
            .formatted(
                numbers, matching.size() > 10 ? ", …" : "", table.name(), inputs(table, subjects)));
  }

  private static String inputs(Table table, Value[] subjects) {
    return IntStream.range(0, subjects.length)
        .mapToObj(i -> "`" + table.columns().get(i).label() + "` = " + Values.quoted(subjects[i]))
        .collect(Collectors.joining(", "));
  }
}
