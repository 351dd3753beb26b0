package dev.quoin.feel.check;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.testkit.SpecFile;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Text to value: parsed, checked and interpreted, in the scope of a small program.
class CheckerTest {
  private static final Type CAR = new Type.ContextType(carTypes());

  private static final Map<String, Symbol> SYMBOLS = new LinkedHashMap<>();
  private static final List<Value> VALUES =
      List.of(
          Value.of(7),
          Value.NULL,
          Value.of("weekend"),
          Value.TRUE,
          new Value.Date(LocalDate.of(2026, 5, 1)),
          new Value.Items(List.of(Value.of(1), Value.of(2), Value.of(3))),
          car("compact", 5),
          new Value.Items(List.of(car("compact", 5), car("van", 9))),
          Value.of(4));

  static {
    input("days", Simple.NUMBER, false);
    input("age", Simple.NUMBER, true);
    input("day type", Simple.STRING, false);
    input("late", Simple.BOOLEAN, false);
    input("start", Simple.DATE, false);
    input("rates", new Type.ListType(Simple.NUMBER), false);
    input("car", CAR, false);
    input("cars", new Type.ListType(CAR), false);
    input("anything", Simple.ANY, true);
  }

  private static void input(String name, Type type, boolean nullable) {
    SYMBOLS.put(name, new Symbol.Global(SYMBOLS.size(), type, nullable));
  }

  /// The inputs, and a function that multiplies: in plain FEEL its result may be null.
  private static Map<String, Symbol> symbols(Mode mode) {
    Map<String, Symbol> symbols = new LinkedHashMap<>(SYMBOLS);
    List<Value.Function.Parameter> parameters =
        List.of(
            new Value.Function.Parameter("days", Simple.NUMBER, false),
            new Value.Function.Parameter("rate", Simple.NUMBER, false));
    symbols.put("fee", new Symbol.Function(0, parameters, Simple.NUMBER, mode == Mode.PLAIN));
    return symbols;
  }

  private static Map<String, Type> carTypes() {
    Map<String, Type> entries = new LinkedHashMap<>();
    entries.put("class", Simple.STRING);
    entries.put("seat count", Simple.NUMBER);
    return entries;
  }

  private static Value car(String carClass, long seats) {
    return Value.Context.of(
        new String[] {"class", "seat count"}, new Value[] {Value.of(carClass), Value.of(seats)});
  }

  @TestFactory
  Stream<DynamicNode> plain_programs() {
    return SpecFile.tests(
        CheckerTest.class, "checker/plain.spec", text -> answer(text, Mode.PLAIN));
  }

  @TestFactory
  Stream<DynamicNode> strict_programs() {
    return SpecFile.tests(
        CheckerTest.class, "checker/strict.spec", text -> answer(text, Mode.STRICT));
  }

  /// The static type, with `?` where the value may be null, and the value; or the problems.
  private static String answer(String text, Mode mode) {
    Problems problems = new Problems();
    Scope scope = Scope.of(mode, symbols(mode), Map.of("tCar", CAR));
    TypedExpr typed =
        Parser.parse(Source.of("given", text), scope.names(), problems)
            .map(expr -> Checker.check(expr, scope, problems))
            .orElse(Checker.placeholder(Source.of("given", text).whole()));
    if (!problems.isEmpty()) {
      return problems.sorted().stream().map(CheckerTest::shown).collect(Collectors.joining("\n"));
    }
    String type = typed.type() + (typed.nullable() ? "?: " : ": ");
    try {
      Value[] locals = new Value[scope.slots()];
      return type + shown(new Interpreter(mode, new Surroundings(VALUES)).evaluate(typed, locals));
    } catch (EvaluationException error) {
      return type + "error " + shown(error.problem());
    }
  }

  private static String shown(Value value) {
    return value instanceof Value.Null nothing
        ? nothing.reason().map(reason -> "null, " + reason.code()).orElse("null")
        : Values.text(value);
  }

  private static String shown(Problem problem) {
    return problem.toString().replace("given:", "");
  }
}
