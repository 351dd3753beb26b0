package dev.quoin.compiler;

import dev.quoin.compiler.Expressions.Kind;
import dev.quoin.compiler.Expressions.Variable;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes random decision tables of cells that people write: known ones, conditions, nulls, and some that do not fit.
final class RandomTables {
  private final Seeded random;
  private final Expressions expressions;

  RandomTables(Seeded random, Expressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  private record Subject(String text, Kind kind) {}

  Optional<TypedExpr> table(List<Variable> variables, Scope scope, Problems problems) {
    HitPolicy policy = random.pick(List.of(HitPolicy.values()));
    List<Table.Column> columns = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (int i = random.between(1, 3); i > 0; i--) {
      Subject subject = subject(variables);
      TypedExpr typed = Programs.checked("subject", subject.text(), scope, problems);
      columns.add(new Table.Column(subject.text(), typed, scope.newSlot()));
      kinds.add(subject.kind());
    }
    int outputs = policy.name().startsWith("COLLECT_") ? 1 : random.between(1, 2);
    List<Table.Rule> rules = new ArrayList<>();
    for (int number = 1; number <= random.between(0, 6); number++) {
      List<TypedExpr.CellTest> tests = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        tests.add(test(kinds.get(i), columns.get(i), scope, problems));
      }
      rules.add(
          new Table.Rule(
              number, tests, entries(outputs, scope, problems), new Place("table", number, 1)));
    }
    List<TypedExpr> defaults = random.oneIn(3) ? entries(outputs, scope, problems) : List.of();
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    List<Value> allowed = List.of(Value.of(3), Value.of(1), Value.of(2));
    List<Table.Output> named = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      named.add(new Table.Output("out " + i, Type.Simple.NUMBER, allowed));
    }
    boolean certain =
        Stream.concat(rules.stream().flatMap(rule -> rule.entries().stream()), defaults.stream())
            .allMatch(entry -> entry.type().equals(Type.Simple.NUMBER) && !entry.nullable());
    return Optional.of(
        new Table(
            "table",
            "model",
            columns,
            named,
            rules,
            policy,
            defaults,
            type(policy, outputs, certain),
            scope.mode() == dev.quoin.feel.Mode.PLAIN || !certain,
            Source.of("table", "table").whole()));
  }

  private static Type type(HitPolicy policy, int outputs, boolean certain) {
    Map<String, Type> entries = new LinkedHashMap<>();
    for (int i = 0; i < outputs; i++) {
      entries.put("out " + i, Type.Simple.ANY);
    }
    Type one =
        outputs == 1
            ? certain ? Type.Simple.NUMBER : Type.Simple.ANY
            : new Type.ContextType(entries);
    return switch (policy) {
      case RULE_ORDER, OUTPUT_ORDER, COLLECT ->
          new Type.ListType(outputs == 1 ? Type.Simple.ANY : new Type.ContextType(entries));
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_COUNT, COLLECT_MIN, COLLECT_MAX ->
          one;
    };
  }

  private Subject subject(List<Variable> variables) {
    Variable variable =
        random.pick(
            variables.stream()
                .filter(one -> one.kind() != Kind.NUMBERS && one.kind() != Kind.TRUTH)
                .toList());
    return random.oneIn(6)
        ? new Subject(
            "{a: " + variable.name() + ", b: null}." + random.pick("a", "b"), variable.kind())
        : new Subject(variable.name(), variable.kind());
  }

  private List<TypedExpr> entries(int count, Scope scope, Problems problems) {
    List<TypedExpr> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text =
          random.oneIn(4) ? expressions.of(Kind.NUMBER, 2) : random.pick("1", "2", "3", "4", "2.0");
      entries.add(Programs.checked("entry", text, scope, problems));
    }
    return entries;
  }

  private TypedExpr.CellTest test(Kind kind, Table.Column column, Scope scope, Problems problems) {
    String text = random.note("cell", cell(kind));
    TypedExpr subject = column.subject();
    Optional<Expr.UnaryTests> tests =
        Parser.parseUnaryTests(Source.of("cell", text), scope.names().with("?"), problems);
    return tests
        .map(parsed ->
            Checker.checkTests(
                parsed,
                new TypedExpr.Local(
                    column.slot(), "?", subject.type(), subject.nullable(), subject.span()),
                scope,
                problems))
        .orElse(new TypedExpr.CellTest.Any());
  }

  private String cell(Kind kind) {
    if (random.oneIn(4)) {
      return "-";
    }
    if (random.oneIn(10)) {
      return random.pick("null", "not(null)");
    }
    return switch (kind) {
      case NUMBER ->
          random.pick(
              "1",
              "2.50",
              "1, 2, 3",
              "[1..10]",
              "(0..5)",
              "< 3",
              ">= 20",
              "not(1, 2)",
              "not([0..9])",
              "null, > 7",
              "distance",
              "< distance",
              "[1..distance]",
              "? > 2 and ? < 9",
              "? = null",
              "not(distance)",
              "rates",
              "10 / distance",
              "!= 3");
      case TEXT ->
          random.pick(
              "\"K8\"", "\"\", \"x\"", "not(\"K8\")", "model", "< \"대\"", "string length(?) > 1");
      case TRUTH, NUMBERS, DURATION -> "-";
      case DATE ->
          random.pick(
              "date(\"1988-05-08\")",
              "< @\"1988-05-09\"",
              "[@\"1988-05-07\"..@\"1988-05-08\"]",
              "?.day > 7");
      case DATE_TIME ->
          random.pick(
              "> @\"2024-02-29T00:00:00\"",
              "[@\"2024-02-28T00:00:00\"..@\"2024-02-29T12:00:00\")",
              "?.hour < 12");
    };
  }
}
