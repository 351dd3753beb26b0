package dev.quoin.compiler;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Builds small programs from FEEL texts, without a model's file.
final class Programs {
  private final Mode mode;
  private final List<Program.Global> globals = new ArrayList<>();
  private final List<Program.Function> functions = new ArrayList<>();
  private final Map<String, Symbol> symbols = new LinkedHashMap<>();
  final Problems problems = new Problems();

  Programs(Mode mode) {
    this.mode = mode;
  }

  /// The same so far, to go on with apart.
  Programs copy() {
    Programs copy = new Programs(mode);
    copy.globals.addAll(globals);
    copy.functions.addAll(functions);
    copy.symbols.putAll(symbols);
    copy.problems.addAll(problems.sorted());
    return copy;
  }

  Programs input(String name, Type type, boolean nullable) {
    int index = globals.size();
    boolean mayBeNull = nullable || mode == Mode.PLAIN;
    globals.add(
        new Program.Input(
            index,
            "in" + index,
            name,
            type,
            mayBeNull,
            new TypedExpr.CellTest.Any(),
            "",
            "",
            place(name)));
    symbols.put(name, new Symbol.Global(index, type, mayBeNull));
    return this;
  }

  Programs decision(String name, String text) {
    return decision(name, (scope, found) -> checked(name, text, scope, found));
  }

  Programs decision(String name, BiFunction<Scope, Problems, TypedExpr> body) {
    Scope scope = Scope.of(mode, symbols, Map.of());
    TypedExpr typed = body.apply(scope, problems);
    int index = globals.size();
    globals.add(
        new Program.Decision(
            index,
            "d" + index,
            name,
            typed,
            scope.slots(),
            List.of(),
            List.of(),
            "",
            "",
            place(name)));
    symbols.put(name, new Symbol.Global(index, typed.type(), typed.nullable()));
    return this;
  }

  /// A function of numbers.
  Programs function(String name, List<String> parameters, String text) {
    Scope scope = Scope.of(mode, functionsOnly(), Map.of());
    List<Program.Parameter> declared = new ArrayList<>();
    List<Value.Function.Parameter> shown = new ArrayList<>();
    boolean nullable = mode == Mode.PLAIN;
    for (String parameter : parameters) {
      int slot = scope.newSlot();
      declared.add(
          new Program.Parameter(
              slot, parameter, Type.Simple.NUMBER, nullable, new TypedExpr.CellTest.Any()));
      shown.add(new Value.Function.Parameter(parameter, Type.Simple.NUMBER, nullable));
      scope = scope.with(parameter, new Symbol.Local(slot, Type.Simple.NUMBER, nullable));
    }
    TypedExpr body = checked(name, text, scope, problems);
    int index = functions.size();
    functions.add(
        new Program.Function(
            index, "f" + index, name, declared, body, scope.slots(), List.of(), "", place(name)));
    symbols.put(name, new Symbol.Function(index, shown, body.type(), body.nullable()));
    return this;
  }

  private Map<String, Symbol> functionsOnly() {
    Map<String, Symbol> only = new LinkedHashMap<>(symbols);
    only.values().removeIf(symbol -> !(symbol instanceof Symbol.Function));
    return only;
  }

  static TypedExpr checked(String name, String text, Scope scope, Problems problems) {
    Source source = Source.of(name, text);
    Optional<Expr> expr = Parser.parse(source, scope.names(), problems);
    return expr.map(parsed -> Checker.check(parsed, scope, problems))
        .orElseGet(() -> new TypedExpr.Constant(Value.NULL, Type.Simple.ANY, source.whole()));
  }

  Program build() {
    return new Program("test", mode, globals, functions, List.of());
  }

  private static Place place(String name) {
    return new Place(name, 1, 1);
  }
}
