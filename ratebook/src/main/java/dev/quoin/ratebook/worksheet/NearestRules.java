package dev.quoin.ratebook.worksheet;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.value.Conditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why not this other row: the rules of a table that nearly answered, and the conditions that they failed.
final class NearestRules {
  private static final int MOST = 3;

  /// The tables of the ratebook by their names.
  private final Map<String, List<TypedExpr.Table>> tables = new HashMap<>();

  NearestRules(Ratebook ratebook) {
    for (Program.Function function : ratebook.program().functions()) {
      collect(function.body());
    }
    for (Program.Global global : ratebook.program().globals()) {
      if (global instanceof Program.Decision decision) {
        collect(decision.body());
      }
    }
  }

  private void collect(TypedExpr expr) {
    if (expr instanceof TypedExpr.Table table) {
      tables.computeIfAbsent(table.name(), _ -> new ArrayList<>()).add(table);
    } else {
      Children.of(expr).forEach(this::collect);
    }
  }

  /// A rule that did not answer.
  ///
  /// @param failed what was not passed; empty where all was and a rule before it answered
  record Miss(int rule, Place place, List<Failed> failed) {
    Miss {
      failed = List.copyOf(failed);
    }
  }

  /// A condition that was not passed.
  ///
  /// @param column the column's label
  /// @param value what was tested
  /// @param test what the rule asks for, as people write it
  record Failed(String column, Value value, String test) {}

  /// The rules that failed the fewest conditions, three at most; of those that failed one number, the nearest first. A rule that
  /// passed nothing and is near by no number says nothing. Of the rules that would have answered, had another not stood before
  /// them, the first comes before all. None where the table is not known for certain.
  List<Miss> of(Explanation.Asked asked) {
    Optional<TypedExpr.Table> found = table(asked);
    if (found.isEmpty() || asked.subjects().isEmpty()) {
      return List.of();
    }
    Set<Integer> hits = new HashSet<>();
    asked.hits().forEach(hit -> hits.add(hit.rule()));
    List<Candidate> nearest = new ArrayList<>();
    Optional<Candidate> hidden = Optional.empty();
    int fewest = asked.subjects().size();
    for (TypedExpr.Table.Rule rule : found.get().rules()) {
      Candidate candidate =
          hits.contains(rule.number()) ? null : candidate(rule, asked.subjects(), fewest);
      if (candidate != null && candidate.failed() == 0) {
        hidden = hidden.isPresent() ? hidden : Optional.of(candidate);
      } else if (candidate != null) {
        if (candidate.failed() < fewest) {
          nearest.clear();
          fewest = candidate.failed();
        }
        nearest.add(candidate);
      }
    }
    return Stream.concat(hidden.stream(), nearest.stream().sorted(Candidate.NEAREST))
        .limit(MOST)
        .map(candidate -> miss(candidate.rule(), found.get(), asked.subjects()))
        .toList();
  }

  private Optional<TypedExpr.Table> table(Explanation.Asked asked) {
    List<TypedExpr.Table> named =
        tables.getOrDefault(asked.table(), List.of()).stream()
            .filter(table ->
                table.file().equals(asked.file())
                    && table.columns().stream()
                        .map(TypedExpr.Table.Column::label)
                        .toList()
                        .equals(asked.subjects().stream().map(Explanation.Argument::name).toList()))
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  /// @param distance how far the one number is away that failed; empty where something else did
  private record Candidate(TypedExpr.Table.Rule rule, int failed, Optional<Decimal> distance) {
    static final Comparator<Candidate> NEAREST =
        Comparator.comparing((Candidate candidate) -> candidate.distance().isEmpty())
            .thenComparing(candidate -> candidate.distance().orElse(Decimal.ZERO))
            .thenComparingInt(candidate -> candidate.rule().number());
  }

  /// The rule, unless it failed more than `most`, or has a test that only its own table can ask.
  private static @Nullable Candidate candidate(
      TypedExpr.Table.Rule rule, List<Explanation.Argument> subjects, int most) {
    int failed = 0;
    boolean passed = false;
    Optional<Decimal> distance = Optional.empty();
    for (int i = 0; i < subjects.size(); i++) {
      CellTest test = rule.tests().get(i);
      Value value = subjects.get(i).value();
      if (Interpreter.hasCondition(test)) {
        return null;
      }
      if (!Conditions.passesCell(test, value)) {
        distance = failed == 0 ? distance(test, value) : Optional.empty();
        failed++;
      } else {
        passed |= !(test instanceof CellTest.Any);
      }
      if (failed > most) {
        return null;
      }
    }
    return passed || failed == 0 || distance.isPresent()
        ? new Candidate(rule, failed, distance)
        : null;
  }

  private static Miss miss(
      TypedExpr.Table.Rule rule, TypedExpr.Table table, List<Explanation.Argument> subjects) {
    List<Failed> failed = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      CellTest test = rule.tests().get(i);
      Value value = subjects.get(i).value();
      if (!Conditions.passesCell(test, value)) {
        failed.add(new Failed(table.columns().get(i).label(), value, CellTexts.of(test)));
      }
    }
    return new Miss(rule.number(), rule.place(), failed);
  }

  private static Optional<Decimal> distance(CellTest test, Value value) {
    if (!(value instanceof Value.Num number)) {
      return Optional.empty();
    }
    return switch (test) {
      case CellTest.Points points -> least(points.values().stream(), number.value());
      case CellTest.Interval interval ->
          least(
              Stream.of(Optional.ofNullable(interval.low()), Optional.ofNullable(interval.high()))
                  .flatMap(Optional::stream),
              number.value());
      case CellTest.Any _, CellTest.AnyOf _, CellTest.Not _, CellTest.Holds _ -> Optional.empty();
    };
  }

  /// How far the nearest of some numbers is.
  private static Optional<Decimal> least(Stream<Value> values, Decimal from) {
    return values
        .filter(Value.Num.class::isInstance)
        .map(value -> ((Value.Num) value).value().minus(from).abs())
        .min(Comparator.naturalOrder());
  }
}
