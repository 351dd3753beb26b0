package dev.quoin.feel.check;

import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.syntax.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Resolves calls: which function a name means, which argument belongs to which parameter, whether they fit.
final class CallChecker {
  private final Checker checker;

  CallChecker(Checker checker) {
    this.checker = checker;
  }

  TypedExpr check(Expr.Call call) {
    if (!(call.function() instanceof Expr.Name name)) {
      return checker.notSupported("a call of a function that is a value", call.span());
    }
    Optional<Symbol> symbol = checker.scope().find(name.name());
    if (symbol.isPresent()) {
      return symbol.get() instanceof Symbol.Function function
          ? function(function, name.name(), call)
          : checker.problem(
              name.span(),
              "not-a-function",
              "`" + name.name() + "` is no function but a " + symbol.get().type());
    }
    List<Builtin> overloads = Builtin.named(name.name());
    if (overloads.isEmpty()) {
      TreeSet<String> known = new TreeSet<>(Builtin.names());
      known.addAll(checker.scope().symbols());
      return checker.problem(
          name.span(),
          "unknown-name",
          "unknown function `" + name.name() + "`" + Suggestion.text(name.name(), known));
    }
    return builtin(overloads, call);
  }

  // Business knowledge models.

  private TypedExpr function(Symbol.Function function, String name, Expr.Call call) {
    List<TypedExpr> arguments = new ArrayList<>();
    for (Expr.Call.@Nullable Argument argument : arrange(function, name, call)) {
      if (argument == null) {
        return Checker.placeholder(call.span());
      }
      Symbol.Function.Parameter parameter = function.parameters().get(arguments.size());
      arguments.add(argument(checker.check(argument.value()), parameter, name));
    }
    return new TypedExpr.CallFunction(
        function.index(), name, arguments, function.type(), function.nullable(), call.span());
  }

  /// The written arguments in the order of the parameters; a null where one is missing, which was reported.
  private Expr.Call.@Nullable Argument[] arrange(
      Symbol.Function function, String name, Expr.Call call) {
    List<String> names =
        function.parameters().stream().map(Symbol.Function.Parameter::name).toList();
    String signature = name + names.stream().collect(Collectors.joining(", ", "(", ")"));
    Expr.Call.@Nullable Argument[] arranged = new Expr.Call.Argument[names.size()];
    boolean fits = true;
    int position = 0;
    for (Expr.Call.Argument argument : call.arguments()) {
      int index = argument.name().map(names::indexOf).orElse(position++);
      if (index < 0) {
        fits = false;
        String wrong = argument.name().orElseThrow();
        checker.problem(
            argument.value().span(),
            "wrong-arguments",
            "`" + signature + "` has no parameter `" + wrong + "`" + Suggestion.text(wrong, names));
      } else if (index < arranged.length && arranged[index] != null) {
        fits = false;
        checker.problem(
            argument.value().span(),
            "wrong-arguments",
            "`" + signature + "` is given its `" + names.get(index) + "` twice");
      } else if (index < arranged.length) {
        arranged[index] = argument;
      }
    }
    if (fits
        && (position > names.size()
            || Arrays.stream(arranged).anyMatch(argument -> argument == null))) {
      fits = false;
      checker.problem(
          call.span(),
          "wrong-arguments",
          "`%s` wants %d arguments, not %d"
              .formatted(signature, names.size(), call.arguments().size()));
    }
    if (!fits) {
      return new Expr.Call.Argument[] {null};
    }
    return arranged;
  }

  private TypedExpr argument(TypedExpr argument, Symbol.Function.Parameter parameter, String name) {
    if (checker.strict() && argument.nullable() && !parameter.nullable()) {
      return checker.problem(
          argument.span(),
          "may-be-null",
          "`%s` may be null, but the parameter `%s` of `%s` is not (expected: a type whose allowed values name null)"
              .formatted(argument.span().text(), parameter.name(), name));
    }
    return Conforming.conform(
        argument,
        parameter.type(),
        "parameter `" + parameter.name() + "` of `" + name + "`",
        checker);
  }

  // Built-in functions.

  private TypedExpr builtin(List<Builtin> overloads, Expr.Call call) {
    List<TypedExpr> values =
        call.arguments().stream().map(argument -> checker.check(argument.value())).toList();
    for (Builtin overload : overloads) {
      Optional<List<TypedExpr>> arguments = fit(overload, call, values);
      if (arguments.isPresent()) {
        return call(overload, arguments.get(), call.span());
      }
    }
    String wanted =
        overloads.stream().map(CallChecker::signature).collect(Collectors.joining(" or "));
    String given =
        values.stream()
            .map(value -> value.type().toString())
            .collect(Collectors.joining(", ", "(", ")"));
    String sentence =
        "`%s` does not take %s (expected: %s)"
            .formatted(overloads.getFirst().feelName(), given, wanted);
    if (checker.strict()
        || values.size() > overloads.stream().mapToInt(CallChecker::most).max().orElse(0)) {
      return checker.problem(call.span(), "wrong-arguments", sentence);
    }
    return new TypedExpr.Constant(
        Value.error("wrong-arguments", sentence), Simple.ANY, call.span());
  }

  private static int most(Builtin builtin) {
    return builtin.variadic() ? Integer.MAX_VALUE : builtin.parameters().size();
  }

  private TypedExpr call(Builtin builtin, List<TypedExpr> arguments, Span span) {
    List<Type> types = arguments.stream().map(TypedExpr::type).toList();
    boolean nullable = !checker.strict() || mayGiveNull(builtin, arguments);
    return Folding.fold(
        new TypedExpr.CallBuiltin(builtin, arguments, builtin.result(types), nullable, span));
  }

  /// A function that hands out an element or entry gives null where the element is null, and that is no error.
  private boolean mayGiveNull(Builtin builtin, List<TypedExpr> arguments) {
    return builtin.result(arguments.stream().map(TypedExpr::type).toList()).equals(Simple.ANY);
  }

  /// The arguments in the order of the signature, if they can fit it.
  private Optional<List<TypedExpr>> fit(Builtin builtin, Expr.Call call, List<TypedExpr> values) {
    boolean named = !call.arguments().isEmpty() && call.arguments().getFirst().name().isPresent();
    Optional<List<TypedExpr>> arranged =
        named ? byName(builtin, call, values) : byPosition(builtin, values);
    return arranged.filter(arguments -> fits(builtin, arguments));
  }

  private static Optional<List<TypedExpr>> byPosition(Builtin builtin, List<TypedExpr> values) {
    long required =
        builtin.parameters().stream().filter(parameter -> !parameter.optional()).count();
    return values.size() < required || values.size() > most(builtin)
        ? Optional.empty()
        : Optional.of(values);
  }

  private static Optional<List<TypedExpr>> byName(
      Builtin builtin, Expr.Call call, List<TypedExpr> values) {
    List<String> names = builtin.parameters().stream().map(Builtin.Parameter::name).toList();
    @Nullable TypedExpr[] arranged = new TypedExpr[names.size()];
    int last = 0;
    for (int i = 0; i < values.size(); i++) {
      int index = names.indexOf(call.arguments().get(i).name().orElse(""));
      if (index < 0 || arranged[index] != null) {
        return Optional.empty();
      }
      arranged[index] = values.get(i);
      last = Math.max(last, index + 1);
    }
    List<TypedExpr> arguments = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      TypedExpr argument = arranged[i];
      if (argument == null && !builtin.parameters().get(i).optional()) {
        return Optional.empty();
      }
      if (i < last) {
        arguments.add(
            argument != null
                ? argument
                : new TypedExpr.Constant(Value.NULL, Simple.NULL, call.span()));
      }
    }
    return Optional.of(arguments);
  }

  private boolean fits(Builtin builtin, List<TypedExpr> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      Builtin.Parameter parameter =
          builtin.parameters().get(Math.min(i, builtin.parameters().size() - 1));
      Type type = arguments.get(i).type();
      boolean fits =
          OperatorTypes.maybe(type, parameter.type())
              || type.equals(Simple.NULL)
              || (parameter.type() instanceof Type.ListType list
                  && OperatorTypes.maybe(type, list.element()))
              || (parameter.type() instanceof Type.ListType
                  && type instanceof Type.ListType list
                  && list.element().equals(Simple.ANY))
              || (!checker.strict()
                  && type instanceof Type.ListType list
                  && OperatorTypes.maybe(list.element(), parameter.type()));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static String signature(Builtin builtin) {
    String parameters =
        builtin.parameters().stream()
            .map(parameter ->
                parameter.name() + ": " + parameter.type() + (parameter.optional() ? "?" : ""))
            .collect(Collectors.joining(", "));
    return "`" + builtin.feelName() + "(" + parameters + (builtin.variadic() ? ", …" : "") + ")`";
  }
}
