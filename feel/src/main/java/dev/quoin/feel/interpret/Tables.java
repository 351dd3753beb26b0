package dev.quoin.feel.interpret;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

// The order in which a table is evaluated (DMN 1.5, 8.2 and 8.3):
//
//   1. All subjects, once each, from left to right; each is put into its column's slot at once, so
//      that a later one could not read an earlier one's slot by accident of order, and tests read
//      all of them.
//   2. In a strict program, for each column from left to right: a subject that is not null and of a
//      kind that no point and no interval of the whole column could ever equal or hold (text where
//      numbers are tested, a local time where zoned ones are) is the error `wrong-type` at the
//      column's subject. A column with any other test than those (conditions, `-` in all rows) is
//      not asked. It doesn't depend on which rules match, so an index can ask it, too.
//   3. The rules in order; of a rule first the tests that are made of known values, then the
//      conditions, each from left to right, up to the first that is not passed: so an index may
//      find the rules by what is known, and only conditions can end the evaluation. FIRST stops at
//      the first rule that matches; all others look at all rules.
//   4. `matched` is told which rules match, in their order: none, too, and several under UNIQUE.
//      PRIORITY and OUTPUT_ORDER are the exception: which rule answers depends on the outputs, so
//      they tell after 6.
//   5. No rule: with defaults, these are evaluated from left to right. Without defaults a policy
//      that lists or counts answers an empty list or 0 in a strict program; all else is the error
//      `no-rule` at the table. UNIQUE with several: the error `several-rules` at the table.
//   6. The entries of the matching rules are evaluated in the order of the rules, each from left to
//      right. PRIORITY and OUTPUT_ORDER then tell `matched` the rules that answer in the order of
//      the answer: PRIORITY one.
//   7. Then the answer is made of the outputs: ANY asks for equality (`contradicting-rules`),
//      aggregations add up.

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
    int[] rules = matching(table, subjects, locals);
    if (rules.length == 0 || !Hits.ordersByAnswer(table)) {
      host.matched(table, subjects, rules);
    }
    if (rules.length == 0) {
      return interpreter.checked(none(table, subjects, locals), table.span());
    }
    if (table.hitPolicy() == HitPolicy.UNIQUE && rules.length > 1) {
      return interpreter.checked(Hits.several(table, rules, subjects), table.span());
    }
    return interpreter.checked(combined(table, rules, subjects, locals), table.span());
  }

  private Value none(Table table, Value[] subjects, Value[] locals) {
    return table.defaults().isEmpty()
        ? Hits.none(table, subjects)
        : Hits.defaulted(table, Hits.composed(table, interpreter.all(table.defaults(), locals)));
  }

  private Value combined(Table table, int[] rules, Value[] subjects, Value[] locals) {
    Value[] answers = new Value[rules.length];
    for (int i = 0; i < rules.length; i++) {
      answers[i] =
          Hits.composed(table, interpreter.all(table.rules().get(rules[i]).entries(), locals));
    }
    if (!Hits.ordersByAnswer(table)) {
      return Hits.combined(table, rules, answers, host.moment());
    }
    int[] order = Hits.order(table, answers);
    int[] answering = Arrays.stream(order).map(position -> rules[position]).toArray();
    host.matched(table, subjects, answering);
    Value[] ordered =
        Arrays.stream(order).mapToObj(position -> answers[position]).toArray(Value[]::new);
    return Hits.combined(table, answering, ordered, host.moment());
  }

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
    boolean isTested = false;
    for (Table.Rule rule : table.rules()) {
      List<Value> known = new ArrayList<>();
      if (!collect(rule.tests().get(column), known)) {
        return;
      }
      if (known.stream().anyMatch(value -> Operators.comparable(subject, value))) {
        return;
      }
      isTested |= !known.isEmpty();
    }
    if (isTested) {
      interpreter.checked(
          Hits.misfit(table, column, subject), table.columns().get(column).subject().span());
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

  private int[] matching(Table table, Value[] subjects, Value[] locals) {
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i < table.rules().size(); i++) {
      if (passes(table.rules().get(i), subjects, locals)) {
        matching.add(i);
        if (table.hitPolicy() == HitPolicy.FIRST) {
          break;
        }
      }
    }
    return matching.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean passes(Table.Rule rule, Value[] subjects, Value[] locals) {
    return passes(rule, subjects, locals, false) && passes(rule, subjects, locals, true);
  }

  private boolean passes(Table.Rule rule, Value[] subjects, Value[] locals, boolean conditions) {
    for (int i = 0; i < subjects.length; i++) {
      CellTest test = rule.tests().get(i);
      if (hasCondition(test) == conditions && !passes(test, subjects[i], locals)) {
        return false;
      }
    }
    return true;
  }

  static boolean hasCondition(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Points _, CellTest.Interval _ -> false;
      case CellTest.Holds _ -> true;
      case CellTest.Not not -> hasCondition(not.test());
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().anyMatch(Tables::hasCondition);
    };
  }

  /// A cell has two answers: what cannot be compared does not pass, and neither does what is not passed by `not(…)`.
  boolean passes(CellTest test, Value subject, Value[] locals) {
    return subject instanceof Value.Null
        ? nullPasses(test, locals)
        : interpreter.ask(test, subject, locals).equals(Value.TRUE);
  }

  /// Null passes `-`, a test that names null, and `not(…)` of a test that it does not pass. In a strict program a condition
  /// is asked about null only where it names null itself: else it fails, without being evaluated.
  private boolean nullPasses(CellTest test, Value[] locals) {
    return switch (test) {
      case CellTest.Any _ -> true;
      case CellTest.Points points ->
          points.values().stream().anyMatch(Value.Null.class::isInstance);
      case CellTest.Interval _ -> false;
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().anyMatch(one -> nullPasses(one, locals));
      case CellTest.Not not -> !nullPasses(not.test(), locals);
      case CellTest.Holds holds ->
          (mode == Mode.PLAIN || NullNames.in(holds.condition()))
              && interpreter.ask(holds, Value.NULL, locals).equals(Value.TRUE);
    };
  }
}
