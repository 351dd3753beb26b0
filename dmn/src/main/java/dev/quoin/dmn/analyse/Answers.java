package dev.quoin.dmn.analyse;

import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.check.TypedExpr.Table.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What can be said of the rules' answers without evaluating them.
final class Answers {
  private Answers() {}

  /// A number for each rule; rules with the same number certainly answer the same.
  static int[] classes(Table table) {
    Map<List<Object>, Integer> numbers = new HashMap<>();
    int[] classes = new int[table.rules().size()];
    for (int i = 0; i < classes.length; i++) {
      List<Object> answer = new ArrayList<>();
      for (TypedExpr entry : table.rules().get(i).entries()) {
        answer.add(
            entry instanceof TypedExpr.Constant constant
                ? constant.value()
                : entry.span().text().strip());
      }
      classes[i] = numbers.computeIfAbsent(answer, _ -> numbers.size());
    }
    return classes;
  }

  /// Whether two rules certainly answer otherwise than each other.
  static boolean differ(Rule one, Rule other) {
    for (int i = 0; i < one.entries().size(); i++) {
      if (one.entries().get(i) instanceof TypedExpr.Constant left
          && other.entries().get(i) instanceof TypedExpr.Constant right
          && !Operators.same(left.value(), right.value())) {
        return true;
      }
    }
    return false;
  }

  /// The priority of each rule, the lowest number the highest, as [dev.quoin.feel.interpret.Hits] orders answers: by the
  /// places of the outputs in their lists of allowed values, the first output first. Empty where an output is no constant.
  static Optional<int[]> ranks(Table table) {
    List<int[]> places = new ArrayList<>();
    for (Rule rule : table.rules()) {
      int[] own = new int[table.outputs().size()];
      for (int i = 0; i < own.length; i++) {
        if (!(rule.entries().get(i) instanceof TypedExpr.Constant constant)) {
          return Optional.empty();
        }
        own[i] = place(constant.value(), table.outputs().get(i).allowed());
      }
      places.add(own);
    }
    TreeSet<int[]> different = new TreeSet<>(Arrays::compare);
    different.addAll(places);
    Map<int[], Integer> ranks = new TreeMap<>(Arrays::compare);
    different.forEach(each -> ranks.put(each, ranks.size()));
    return Optional.of(places.stream().mapToInt(ranks::get).toArray());
  }

  private static int place(Value value, List<Value> allowed) {
    for (int i = 0; i < allowed.size(); i++) {
      if (Operators.same(value, allowed.get(i))) {
        return i;
      }
    }
    return allowed.size();
  }
}
