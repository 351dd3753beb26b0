package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The values at which tables turn: those that the tests of their columns name.
///
/// @param ofInputs by the index of the input that a column tests, directly or as the argument of a call
/// @param all of all columns, whatever they test
record Ends(Map<Integer, Set<Value>> ofInputs, Set<Value> all) {

  static Ends of(Program program) {
    Map<Integer, Set<Value>> ofInputs = new HashMap<>();
    Set<Value> all = new LinkedHashSet<>();
    Map<Integer, Map<Integer, Set<Value>>> ofParameters = new HashMap<>();
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Input input) {
        collect(
            input.allowed(), ofInputs.computeIfAbsent(input.index(), _ -> new LinkedHashSet<>()));
      }
    }
    for (Program.Function function : program.functions()) {
      walk(
          function.body(),
          expr -> {
            if (expr instanceof TypedExpr.Table table) {
              for (int i = 0; i < table.columns().size(); i++) {
                Set<Value> ends = ends(table, i);
                all.addAll(ends);
                if (plain(table.columns().get(i).subject()) instanceof TypedExpr.Local local) {
                  ofParameters
                      .computeIfAbsent(function.index(), _ -> new HashMap<>())
                      .computeIfAbsent(local.slot(), _ -> new LinkedHashSet<>())
                      .addAll(ends);
                }
              }
            }
          });
    }
    bodies(program)
        .forEach(body ->
            walk(
                body,
                expr -> {
                  switch (expr) {
                    case TypedExpr.Table table -> {
                      for (int i = 0; i < table.columns().size(); i++) {
                        Set<Value> ends = ends(table, i);
                        all.addAll(ends);
                        add(table.columns().get(i).subject(), ends, ofInputs);
                      }
                    }
                    case TypedExpr.CallFunction call -> {
                      Program.Function function = program.functions().get(call.index());
                      for (int i = 0; i < call.arguments().size(); i++) {
                        Set<Value> ends =
                            ofParameters
                                .getOrDefault(call.index(), Map.of())
                                .getOrDefault(function.parameters().get(i).slot(), Set.of());
                        add(call.arguments().get(i), ends, ofInputs);
                      }
                    }
                    default -> {}
                  }
                }));
    return new Ends(ofInputs, all);
  }

  private static Stream<TypedExpr> bodies(Program program) {
    return Stream.concat(
        program.globals().stream()
            .filter(Program.Decision.class::isInstance)
            .map(global -> ((Program.Decision) global).body()),
        program.functions().stream().map(Program.Function::body));
  }

  private static void add(TypedExpr subject, Set<Value> ends, Map<Integer, Set<Value>> ofInputs) {
    if (plain(subject) instanceof TypedExpr.Global global) {
      ofInputs.computeIfAbsent(global.index(), _ -> new LinkedHashSet<>()).addAll(ends);
    }
  }

  private static TypedExpr plain(TypedExpr expr) {
    return expr instanceof TypedExpr.Conform conform ? plain(conform.value()) : expr;
  }

  private static void walk(TypedExpr expr, Consumer<TypedExpr> visitor) {
    visitor.accept(expr);
    Children.of(expr).forEach(child -> walk(child, visitor));
  }

  private static Set<Value> ends(TypedExpr.Table table, int column) {
    Set<Value> ends = new LinkedHashSet<>();
    table.rules().forEach(rule -> collect(rule.tests().get(column), ends));
    return ends;
  }

  private static void collect(CellTest test, Set<Value> into) {
    switch (test) {
      case CellTest.Points points -> into.addAll(points.values());
      case CellTest.Interval interval -> {
        if (interval.low() != null) {
          into.add(interval.low());
        }
        if (interval.high() != null) {
          into.add(interval.high());
        }
      }
      case CellTest.AnyOf anyOf -> anyOf.tests().forEach(one -> collect(one, into));
      case CellTest.Not not -> collect(not.test(), into);
      case CellTest.Any _, CellTest.Holds _ -> {}
    }
  }

  /// The whole numbers among them, up to a limit, in their order.
  Set<Long> wholeNumbers(long limit) {
    Set<Long> numbers = new TreeSet<>(Comparator.naturalOrder());
    for (Value end : all) {
      if (end instanceof Value.Num number
          && number.value().isInteger()
          && number.value().abs().compareTo(Decimal.of(limit)) <= 0) {
        numbers.add(number.value().longValueExact());
      }
    }
    return numbers;
  }
}
