package dev.quoin.feel.interpret;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a table's hit policy makes of the rules that match (DMN 1.5, 8.2.10), and a table's errors. The interpreter and
/// compiled programs find the matching rules each in their own way; what follows is one thing.
///
/// An *answer* is what one rule gives: its entry, or the context of several.
public final class Hits {
  private Hits() {}

  /// One output's entry alone, several as a context by their names.
  public static Value composed(Table table, Value[] entries) {
    if (entries.length == 1) {
      return entries[0];
    }
    return Value.Context.of(names(table), entries);
  }

  /// The outputs' names, the keys of an answer that is a context.
  public static String[] names(Table table) {
    return table.outputs().stream().map(output -> output.name().intern()).toArray(String[]::new);
  }

  /// Whether the answers decide which rules answer, and in which order: then a trace is told of them after the entries.
  public static boolean ordersByAnswer(Table table) {
    return table.hitPolicy() == HitPolicy.PRIORITY || table.hitPolicy() == HitPolicy.OUTPUT_ORDER;
  }

  /// What is answered where no rule matches and there is no default: null, with the error (DMN 1.5, 10.3.2.10). In a
  /// strict program an error ends the evaluation, so that a table which collects answers what it has: nothing.
  public static Value none(Table table, Value[] subjects) {
    return switch (table.hitPolicy()) {
      case RULE_ORDER, OUTPUT_ORDER, COLLECT ->
          answersAlways(table) ? new Value.Items(List.of()) : noRule(table, subjects);
      case COLLECT_COUNT -> answersAlways(table) ? Value.of(0) : noRule(table, subjects);
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_MIN, COLLECT_MAX ->
          noRule(table, subjects);
    };
  }

  private static boolean answersAlways(Table table) {
    return !table.nullable();
  }

  private static Value noRule(Table table, Value[] subjects) {
    return Value.error(
        "no-rule", "no rule of `" + table.name() + "` matches " + inputs(table, subjects));
  }

  /// What the default entries answer: themselves; in a strict program, where a table that collects answers a list, the only
  /// element of one.
  public static Value defaulted(Table table, Value composed) {
    return switch (table.hitPolicy()) {
      case RULE_ORDER, OUTPUT_ORDER, COLLECT ->
          answersAlways(table) ? new Value.Items(List.of(composed)) : composed;
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_COUNT, COLLECT_MIN, COLLECT_MAX ->
          composed;
    };
  }

  /// The error of a UNIQUE table of which several rules match.
  public static Value several(Table table, int[] rules, Value[] subjects) {
    String numbers =
        Arrays.stream(rules)
            .limit(10)
            .mapToObj(rule -> String.valueOf(number(table, rule)))
            .collect(Collectors.joining(", "));
    return Value.error(
        "several-rules",
        "rules %s%s of `%s` match %s (expected: one rule, as its hit policy is UNIQUE)"
            .formatted(
                numbers, rules.length > 10 ? ", …" : "", table.name(), inputs(table, subjects)));
  }

  /// The error of a subject that no test of its column can be compared with.
  public static Value misfit(Table table, int column, Value subject) {
    Value tested = firstTested(table, column);
    return Value.error(
        "wrong-type",
        "the input `%s` of `%s` is %s, %s (expected: %s, such as %s)"
            .formatted(
                table.columns().get(column).label(),
                table.name(),
                Values.kind(subject),
                Values.quoted(subject),
                Values.kind(tested),
                Values.quoted(tested)));
  }

  private static Value firstTested(Table table, int column) {
    return table.rules().stream()
        .flatMap(rule -> known(rule.tests().get(column)).stream())
        .findFirst()
        .orElse(Value.NULL);
  }

  /// The known values that a test compares with, null excepted.
  private static List<Value> known(CellTest test) {
    List<Value> values = new ArrayList<>();
    switch (test) {
      case CellTest.Any _, CellTest.Holds _ -> {}
      case CellTest.Points points ->
          points.values().stream()
              .filter(value -> !(value instanceof Value.Null))
              .forEach(values::add);
      case CellTest.Interval interval -> {
        if (interval.low() != null) {
          values.add(interval.low());
        }
        if (interval.high() != null) {
          values.add(interval.high());
        }
      }
      case CellTest.AnyOf anyOf -> anyOf.tests().forEach(one -> values.addAll(known(one)));
      case CellTest.Not not -> values.addAll(known(not.test()));
    }
    return values;
  }

  /// The matching rules in the order in which they answer: those of the answer alone, under PRIORITY the one.
  ///
  /// @return positions in `answers`
  public static int[] order(Table table, Value[] answers) {
    int[] order =
        IntStream.range(0, answers.length)
            .boxed()
            .sorted(byPriority(table, answers))
            .mapToInt(Integer::intValue)
            .toArray();
    return table.hitPolicy() == HitPolicy.PRIORITY ? Arrays.copyOf(order, 1) : order;
  }

  /// By the places of the outputs in their lists of allowed values, the first output first. What is not in its list
  /// comes last; rules of one priority keep their order.
  private static Comparator<Integer> byPriority(Table table, Value[] answers) {
    return (left, right) -> {
      for (Table.Output output : table.outputs()) {
        int order =
            Integer.compare(
                place(entry(table, output, answers[left]), output.allowed()),
                place(entry(table, output, answers[right]), output.allowed()));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  private static int place(Value value, List<Value> allowed) {
    for (int i = 0; i < allowed.size(); i++) {
      if (Operators.same(value, allowed.get(i))) {
        return i;
      }
    }
    return allowed.size();
  }

  private static Value entry(Table table, Table.Output output, Value answer) {
    return table.outputs().size() > 1 && answer instanceof Value.Context context
        ? context.entries().getOrDefault(output.name(), Value.NULL)
        : answer;
  }

  /// The table's answer, made of those of at least one rule.
  ///
  /// @param rules the rules that answer, by position, in their order
  public static Value combined(Table table, int[] rules, Value[] answers, Moment moment) {
    return switch (table.hitPolicy()) {
      case UNIQUE, FIRST, PRIORITY -> answers[0];
      case ANY -> agreed(table, rules, answers);
      case RULE_ORDER, OUTPUT_ORDER, COLLECT -> new Value.Items(Arrays.asList(answers));
      case COLLECT_COUNT -> Value.of(answers.length);
      case COLLECT_SUM -> aggregated(Builtin.SUM, table, answers, moment);
      case COLLECT_MIN -> aggregated(Builtin.MIN, table, answers, moment);
      case COLLECT_MAX -> aggregated(Builtin.MAX, table, answers, moment);
    };
  }

  /// Each output by itself; the first error is the whole's.
  private static Value aggregated(Builtin aggregator, Table table, Value[] answers, Moment moment) {
    Value[] results = new Value[table.outputs().size()];
    for (int i = 0; i < results.length; i++) {
      Table.Output output = table.outputs().get(i);
      List<Value> values =
          Arrays.stream(answers).map(answer -> entry(table, output, answer)).toList();
      results[i] = aggregator.apply(new Value[] {new Value.Items(values)}, moment);
      if (results[i] instanceof Value.Null) {
        return results[i];
      }
    }
    return composed(table, results);
  }

  private static Value agreed(Table table, int[] rules, Value[] answers) {
    for (int i = 1; i < answers.length; i++) {
      if (!Operators.same(answers[0], answers[i])) {
        return Value.error(
            "contradicting-rules",
            "rules %d and %d of `%s` match and answer %s and %s (expected: the same, as its hit policy is ANY)"
                .formatted(
                    number(table, rules[0]),
                    number(table, rules[i]),
                    table.name(),
                    Values.quoted(answers[0]),
                    Values.quoted(answers[i])));
      }
    }
    return answers[0];
  }

  private static int number(Table table, int position) {
    return table.rules().get(position).number();
  }

  private static String inputs(Table table, Value[] subjects) {
    return IntStream.range(0, subjects.length)
        .mapToObj(i -> "`" + table.columns().get(i).label() + "` = " + Values.quoted(subjects[i]))
        .collect(Collectors.joining(", "));
  }
}
