package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Boxed;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.syntax.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decision tables to typed trees.
final class TableLowering {

  /// More than any table that a person reads has; each column is a parameter of compiled conditions.
  private static final int MAX_COLUMNS = 100;

  private static final CellTest EVERYTHING = new CellTest.Any();

  private final String name;
  private final Types types;
  private final Expressions expressions;
  private final Problems problems;

  TableLowering(String name, Types types, Expressions expressions, Problems problems) {
    this.name = name;
    this.types = types;
    this.expressions = expressions;
    this.problems = problems;
  }

  /// A column and the values that its cells may name.
  ///
  /// @param known the tests that were read already, by their text: a large table writes few tests many times
  private record Input(
      Table.Column column,
      TypedExpr.Local subject,
      CellTest allowed,
      Map<String, CellTest> known) {}

  /// An output and the values that its cells may answer; `declared` is empty where no type is.
  private record Output(
      String label, Optional<Type> declared, CellTest allowed, List<Value> order) {}

  TypedExpr lower(Boxed.Table table, Scope scope) {
    Names names = scope.names(); // once, for a table can have many cells
    if (table.inputs().size() > MAX_COLUMNS) {
      problems.add(
          table.span(),
          "too-large",
          "a table has %d input columns (expected: at most %d)"
              .formatted(table.inputs().size(), MAX_COLUMNS));
    }
    List<Input> inputs = table.inputs().stream().map(input -> input(input, scope, names)).toList();
    List<Output> outputs = outputs(table, scope, names);
    List<Table.Rule> rules = new ArrayList<>();
    for (int i = 0; i < table.rules().size(); i++) {
      Boxed.Table.Rule rule = table.rules().get(i);
      if (rule.tests().size() == inputs.size() && rule.entries().size() == outputs.size()) {
        rules.add(rule(i + 1, rule, inputs, outputs, scope, names));
      }
    }
    List<TypedExpr> defaults = defaults(table, outputs, scope, names);
    List<Table.Output> typed = typed(table, outputs, rules, defaults);
    boolean single = outputs.size() == 1;
    boolean nullable =
        scope.mode() == Mode.PLAIN
            || (single && entries(rules, defaults, 0).stream().anyMatch(TypedExpr::nullable));
    Type answer = single ? typed.getFirst().type() : contextOf(typed, rules, defaults, scope);
    checkHitPolicy(table, outputs);
    return new Table(
        name,
        table.span().source().origin().file(),
        inputs.stream().map(Input::column).toList(),
        typed,
        rules,
        table.hitPolicy(),
        defaults,
        result(
            table.hitPolicy(),
            nullable && scope.mode() == Mode.STRICT ? Simple.ANY : answer,
            answer,
            scope.mode() == Mode.PLAIN && !defaults.isEmpty()),
        nullable && answersOne(table.hitPolicy(), scope),
        table.span());
  }

  /// Whether null may be the answer: a list of answers is none, and where an error ends the evaluation no sum is.
  private static boolean answersOne(HitPolicy policy, Scope scope) {
    return scope.mode() == Mode.PLAIN || policy.isSingle();
  }

  /// @param orDefault whether the default may be the answer, as it is
  private static Type result(HitPolicy policy, Type element, Type answer, boolean orDefault) {
    return switch (policy) {
      case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_MIN, COLLECT_MAX, COLLECT_SUM -> answer;
      case COLLECT_COUNT -> orDefault ? Type.join(Simple.NUMBER, answer) : Simple.NUMBER;
      case RULE_ORDER, OUTPUT_ORDER, COLLECT -> {
        Type list = new Type.ListType(element);
        yield orDefault ? Type.join(list, answer) : list;
      }
    };
  }

  private void checkHitPolicy(Boxed.Table table, List<Output> outputs) {
    boolean aggregates =
        switch (table.hitPolicy()) {
          case COLLECT_SUM, COLLECT_MIN, COLLECT_MAX -> true;
          case UNIQUE, FIRST, ANY, PRIORITY, RULE_ORDER, OUTPUT_ORDER, COLLECT, COLLECT_COUNT ->
              false;
        };
    if (aggregates && outputs.size() > 1) {
      problems.add(
          table.span(),
          "not-supported",
          "an aggregation over several outputs is not supported; expected one output");
    }
    boolean ordered =
        table.hitPolicy() == HitPolicy.PRIORITY || table.hitPolicy() == HitPolicy.OUTPUT_ORDER;
    if (ordered && outputs.stream().allMatch(output -> output.order().isEmpty())) {
      problems.add(
          table.span(),
          "missing-element",
          "the hit policy needs an order of the outputs; expected `outputValues`");
    }
  }

  private Input input(Boxed.Table.Input input, Scope scope, Names names) {
    TypedExpr subject =
        input.expression().text().isBlank()
            ? absent(input.expression(), input.span(), scope)
            : expressions.expression(input.expression(), scope, names);
    if (input.typeRef().isPresent()) {
      subject =
          Checker.conform(
              subject,
              types.of(input.typeRef()),
              "the input `" + input.label() + "` of `" + name + "`",
              scope,
              problems);
    }
    TypedExpr.Local local =
        new TypedExpr.Local(
            scope.newSlot(), "?", subject.type(), subject.nullable(), subject.span());
    CellTest allowed =
        input
            .values()
            .map(values -> expressions.tests(values, local, scope, names))
            .orElseGet(() -> types.allowed(input.typeRef(), new Problems()));
    return new Input(
        new Table.Column(input.label(), subject, local.slot()), local, allowed, new HashMap<>());
  }

  private List<Output> outputs(Boxed.Table table, Scope scope, Names names) {
    List<Output> outputs = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Boxed.Table.Output output : table.outputs()) {
      if (table.outputs().size() > 1 && output.name().isEmpty()) {
        problems.add(
            output.span(),
            "missing-attribute",
            "`output` has no `name`; expected one, for there are several outputs");
      } else if (seen.contains(output.name())) {
        problems.add(
            output.span(), "duplicate-name", "the output `" + output.name() + "` stands twice");
      }
      seen.add(output.name());
      Optional<Source> typeRef =
          output
              .typeRef()
              .or(() ->
                  table.outputs().size() == 1 && table.hitPolicy().isSingle()
                      ? table.typeRef()
                      : Optional.empty());
      Optional<Type> declared = typeRef.map(ref -> types.of(Optional.of(ref)));
      TypedExpr.Local answer =
          new TypedExpr.Local(
              scope.newSlot(), "?", declared.orElse(Simple.ANY), true, output.span());
      CellTest allowed =
          output
              .values()
              .map(values -> expressions.tests(values, answer, scope, names))
              .orElseGet(() -> types.allowed(typeRef, new Problems()));
      String label = output.name().isEmpty() ? name : output.name();
      outputs.add(new Output(label, declared, allowed, Types.values(allowed)));
    }
    return outputs;
  }

  private Table.Rule rule(
      int number,
      Boxed.Table.Rule rule,
      List<Input> inputs,
      List<Output> outputs,
      Scope scope,
      Names names) {
    List<CellTest> tests = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tests.add(test(rule.tests().get(i), inputs.get(i), scope, names));
    }
    List<TypedExpr> entries = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      entries.add(entry(rule.entries().get(i), rule.span(), outputs.get(i), scope, names));
    }
    return new Table.Rule(number, tests, entries, rule.span().place());
  }

  private CellTest test(Source cell, Input input, Scope scope, Names names) {
    if (cell.text().isBlank()) {
      return EVERYTHING;
    }
    CellTest known = input.known().get(cell.text());
    if (known != null) {
      return known;
    }
    int before = problems.size();
    CellTest test = expressions.tests(cell, input.subject(), scope, names);
    if (scope.mode() == Mode.STRICT) {
      // In plain DMN a test that nothing can pass is only useless.
      Passing.named(test)
          .filter(value -> !Passing.may(input.allowed(), value))
          .forEach(value -> notAllowed(cell.whole(), value, "input", input.column().label()));
    }
    // A condition knows where it stands, and what is wrong is told of each cell.
    if (problems.size() == before && Children.isKnown(test)) {
      input.known().put(cell.text(), test);
    }
    return test;
  }

  private TypedExpr entry(Source cell, Span rule, Output output, Scope scope, Names names) {
    if (cell.text().isBlank()) {
      return absent(cell, rule, scope);
    }
    if (cell.text().strip().equals("-")) {
      problems.add(
          cell.whole(),
          "syntax",
          "`-` is no value of an output; expected an expression, or `null`");
      return Expressions.placeholder(cell.whole());
    }
    TypedExpr entry =
        Literal.read(cell).orElseGet(() -> expressions.expression(cell, scope, names));
    if (output.declared().isPresent()) {
      entry =
          Checker.conform(
              entry,
              output.declared().get(),
              "the output `" + output.label() + "` of `" + name + "`",
              scope,
              problems);
    }
    if (entry instanceof TypedExpr.Constant constant
        && !constant.type().equals(Simple.ANY)
        && !Passing.may(output.allowed(), constant.value())) {
      notAllowed(cell.whole(), constant.value(), "output", output.label());
    }
    return entry;
  }

  private TypedExpr absent(Source text, Span span, Scope scope) {
    return text.equals(Boxed.FOREIGN)
        ? Expressions.placeholder(span)
        : Lowering.missing(span, scope.mode(), problems);
  }

  private void notAllowed(Span span, Value value, String kind, String label) {
    problems.add(
        span,
        "not-allowed",
        Values.quoted(value)
            + " is none of the values that the "
            + kind
            + " `"
            + label
            + "` declares");
  }

  /// The default entries; an output without one answers null where another has one.
  private List<TypedExpr> defaults(
      Boxed.Table table, List<Output> outputs, Scope scope, Names names) {
    if (table.outputs().stream().allMatch(output -> output.defaultEntry().isEmpty())) {
      return List.of();
    }
    List<TypedExpr> defaults = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Boxed.Table.Output written = table.outputs().get(i);
      Output output = outputs.get(i);
      defaults.add(
          written
              .defaultEntry()
              .map(text -> entry(text, written.span(), output, scope, names))
              .orElseGet(() -> new TypedExpr.Constant(Value.NULL, Simple.NULL, written.span())));
    }
    return defaults;
  }

  private static List<TypedExpr> entries(
      List<Table.Rule> rules, List<TypedExpr> defaults, int output) {
    List<TypedExpr> entries = new ArrayList<>();
    rules.forEach(rule -> entries.add(rule.entries().get(output)));
    if (!defaults.isEmpty()) {
      entries.add(defaults.get(output));
    }
    return entries;
  }

  private static List<Table.Output> typed(
      Boxed.Table table, List<Output> outputs, List<Table.Rule> rules, List<TypedExpr> defaults) {
    List<Table.Output> typed = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Type inferred =
          entries(rules, defaults, i).stream()
              .map(TypedExpr::type)
              .reduce(Type::join)
              .orElse(Simple.NULL);
      Type type = outputs.get(i).declared().orElse(inferred);
      typed.add(new Table.Output(table.outputs().get(i).name(), type, outputs.get(i).order()));
    }
    return typed;
  }

  private static Type contextOf(
      List<Table.Output> outputs, List<Table.Rule> rules, List<TypedExpr> defaults, Scope scope) {
    Map<String, Type> entries = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      boolean nullable =
          scope.mode() == Mode.STRICT
              && entries(rules, defaults, i).stream().anyMatch(TypedExpr::nullable);
      entries.put(outputs.get(i).name(), nullable ? Simple.ANY : outputs.get(i).type());
    }
    return new Type.ContextType(entries);
  }
}
