package dev.quoin.feel;

import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.interpret.Host;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.feel.syntax.Parser;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// FEEL by itself: a text and its variables, read and checked once, evaluated as often as one likes.
///
///     Map<String, Type> variables = Map.of("rate", Type.Simple.NUMBER, "hours", Type.Simple.NUMBER);
///     Feel fee = Feel.read("round half up(rate * hours, 0)", variables, problems).orElseThrow();
///     Value value = fee.value(Map.of("rate", Value.of(1250), "hours", Value.of(3)), moment);
///
/// An error in an evaluation is null, as the specification has it (DMN 1.5, 10.3.2.13), and the null says why. Immutable;
/// shared by as many threads as one likes.
public final class Feel {
  private final TypedExpr expr;
  private final Map<String, Symbol.Global> variables;
  private final int slots;

  private Feel(TypedExpr expr, Map<String, Symbol.Global> variables, int slots) {
    this.expr = expr;
    this.variables = variables;
    this.slots = slots;
  }

  /// Reads an expression.
  ///
  /// @param variables the types of the variables by their names, which may have spaces; Any where a type is not known
  /// @param problems where what is wrong with the text is added: syntax, unknown names, wrong numbers of arguments
  /// @return empty where something is wrong
  public static Optional<Feel> read(String text, Map<String, Type> variables, Problems problems) {
    Map<String, Symbol.Global> globals = new LinkedHashMap<>();
    variables.forEach(
        (name, type) -> globals.put(name, new Symbol.Global(globals.size(), type, true)));
    Scope scope = Scope.of(Mode.PLAIN, new LinkedHashMap<>(globals), Map.of());
    Problems found = new Problems();
    Optional<Feel> feel =
        Parser.parse(Source.of("expression", text), scope.names(), found)
            .map(parsed -> Checker.check(parsed, scope, found))
            .map(typed -> new Feel(typed, globals, scope.slots()));
    problems.addAll(found.sorted());
    return found.isEmpty() ? feel : Optional.empty();
  }

  /// The type that the checker found: Any where only an evaluation can tell.
  public Type type() {
    return expr.type();
  }

  /// Evaluates the expression.
  ///
  /// @param values by the variables' names; a variable without a value is null, and so is one whose value is not of its type
  /// @param moment what `now()` and `today()` read
  /// @return the value, or a null with its reason
  /// @throws IllegalArgumentException where a value has the name of no variable
  public Value value(Map<String, Value> values, Moment moment) {
    Value[] given = new Value[variables.size()];
    Arrays.fill(given, Value.NULL);
    values.forEach((name, value) -> {
      Symbol.Global variable = variables.get(name);
      if (variable == null) {
        throw new IllegalArgumentException(
            "unknown variable `" + name + "`" + Suggestion.text(name, variables.keySet()));
      }
      given[variable.index()] =
          Operators.conform(value, variable.type(), "the variable `" + name + "`");
    });
    return new Interpreter(Mode.PLAIN, new Variables(List.of(given), moment))
        .evaluate(expr, new Value[slots]);
  }

  /// The surroundings of an expression that stands alone.
  private record Variables(List<Value> values, Moment moment) implements Host {
    @Override
    public Value global(int index) {
      return values.get(index);
    }

    @Override
    public Value function(int index, Value[] arguments) {
      throw new IllegalStateException("an expression that stands alone knows no functions");
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      // Nobody listens.
    }
  }
}
