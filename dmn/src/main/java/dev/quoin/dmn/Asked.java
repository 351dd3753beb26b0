package dev.quoin.dmn;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.interpret.Host;
import dev.quoin.feel.interpret.Interpreter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question by names: which decision or service, and the values of inputs.
final class Asked {
  /// How many variables the test of an item definition may use; `?` is the first.
  private static final int TEST_SLOTS = 256;

  private Asked() {}

  static Value answer(Evaluator evaluator, String name, Map<String, Value> inputs, Moment moment) {
    Program program = evaluator.program();
    Optional<Program.Global> decision =
        program.global(name).filter(Program.Decision.class::isInstance);
    if (decision.isPresent()) {
      List<Program.Global> known =
          program.globals().stream().filter(Program.Input.class::isInstance).toList();
      Value[] values = values(program, known, inputs);
      return evaluator.start(values, moment).value(decision.get().index());
    }
    Program.Service service =
        program.service(name).orElseThrow(() -> unknown("decision", name, answers(program)));
    List<Program.Global> known = service.inputs().stream().map(program.globals()::get).toList();
    Value[] values = values(program, known, inputs);
    Value[] arguments = service.inputs().stream().map(index -> values[index]).toArray(Value[]::new);
    int function =
        service
            .function()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "`"
                        + name
                        + "` is called by nobody in this strict program: ask its decisions"));
    return evaluator.start(values, moment).call(function, arguments);
  }

  private static List<String> answers(Program program) {
    List<String> names =
        new ArrayList<>(program.services().stream().map(Program.Service::name).toList());
    program.globals().stream()
        .filter(Program.Decision.class::isInstance)
        .map(Program.Global::name)
        .forEach(names::add);
    return names;
  }

  private static IllegalArgumentException unknown(String what, String name, List<String> known) {
    return new IllegalArgumentException(
        "unknown " + what + " `" + name + "`" + Suggestion.text(name, known));
  }

  private static Value[] values(
      Program program, List<Program.Global> known, Map<String, Value> inputs) {
    Map<String, Program.Global> byName = new LinkedHashMap<>();
    known.forEach(input -> byName.putIfAbsent(input.name(), input));
    inputs.keySet().stream()
        .filter(name -> !byName.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw unknown("input", name, List.copyOf(byName.keySet()));
        });
    Value[] values = new Value[program.globals().size()];
    Arrays.fill(values, Value.NULL);
    byName.forEach((name, input) -> {
      Value value = taken(input, inputs.getOrDefault(name, Value.NULL), program.mode());
      values[input.index()] = program.mode() == Mode.STRICT ? required(input, value) : value;
    });
    return values;
  }

  /// The value as one of the input's type and among its allowed values; else the null that says why not.
  private static Value taken(Program.Global global, Value given, Mode mode) {
    String what = "the input `" + global.name() + "`";
    Value value =
        mode == Mode.STRICT
            ? Operators.conformStrictly(given, global.type(), what)
            : Operators.conform(given, global.type(), what);
    return value instanceof Value.Null
            || !(global instanceof Program.Input input)
            || passes(input.allowed(), value)
        ? value
        : Value.error(
            "not-allowed",
            "the input `%s` is %s (expected: %s)"
                .formatted(input.name(), Values.quoted(value), input.allowedText()));
  }

  private static boolean passes(CellTest test, Value value) {
    if (test instanceof CellTest.Any) {
      return true;
    }
    Span nowhere = new Span(Source.of("", ""), 0, 0);
    TypedExpr subject = new TypedExpr.Local(0, "?", Type.Simple.ANY, true, nowhere);
    Value[] locals = new Value[TEST_SLOTS];
    locals[0] = value;
    return new Interpreter(Mode.PLAIN, new Nothing())
        .evaluate(new TypedExpr.In(subject, 0, test, true, nowhere), locals)
        .equals(Value.TRUE);
  }

  /// In a strict program null is sent only where it is allowed.
  private static Value required(Program.Global input, Value value) {
    if (!(value instanceof Value.Null nothing)) {
      return value;
    }
    Reason reason =
        nothing
            .reason()
            .orElseGet(
                () -> new Reason("null-argument", "the input `" + input.name() + "` is null"));
    if (nothing.reason().isPresent() || !input.nullable()) {
      throw new EvaluationException(reason, new Span(new Source(input.place(), ""), 0, 0));
    }
    return value;
  }

  /// The surroundings of an item definition's test: there are none.
  private record Nothing() implements Host {
    @Override
    public Value global(int index) {
      throw new IllegalStateException("the test of a type knows no variables");
    }

    @Override
    public Value function(int index, Value[] arguments) {
      throw new IllegalStateException("the test of a type knows no functions");
    }

    @Override
    public Moment moment() {
      return new Moment(Instant.EPOCH, ZoneOffset.UTC);
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      // Nobody listens.
    }
  }
}
