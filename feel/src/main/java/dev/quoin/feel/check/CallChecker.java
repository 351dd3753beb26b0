package dev.quoin.feel.check;

import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Answered;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.syntax.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Resolves calls: which function a name means, which argument belongs to which parameter, whether they fit.
final class CallChecker {
  private final Checker checker;

  CallChecker(Checker checker) {
    this.checker = checker;
  }

  /// An argument as it was written, in order or for a parameter.
  record Argument(Optional<String> name, TypedExpr value) {}

  TypedExpr check(Expr.Call call) {
    return call(
        call.function(),
        () ->
            call.arguments().stream()
                .map(argument -> new Argument(argument.name(), checker.check(argument.value())))
                .toList(),
        call.span());
  }

  /// A call whose arguments are asked for once it is known what is called.
  TypedExpr call(Expr called, Supplier<List<Argument>> arguments, Span span) {
    if (!(called instanceof Expr.Name name) || checker.isVariable(name.name())) {
      return value(checker.check(called), arguments.get(), span);
    }
    Optional<Symbol> symbol = checker.scope().find(name.name());
    if (symbol.isPresent() && symbol.get() instanceof Symbol.Function function) {
      return function(function, name.name(), arguments.get(), span);
    }
    List<Builtin> overloads = Builtin.named(name.name());
    if (!overloads.isEmpty()) {
      return builtin(overloads, arguments.get(), span);
    }
    boolean mayBeEntry =
        checker.scope().item().filter(item -> checker.mayHaveEntries(item.type())).isPresent();
    if (mayBeEntry || name.name().contains(".")) {
      return value(checker.check(called), arguments.get(), span);
    }
    TreeSet<String> known = new TreeSet<>(Builtin.names());
    known.addAll(checker.scope().symbols());
    return checker.problem(
        name.span(),
        "unknown-name",
        "unknown function `" + name.name() + "`" + Suggestion.text(name.name(), known));
  }

  // Functions that are values.

  TypedExpr value(TypedExpr function, List<Argument> arguments, Span span) {
    Type result = Simple.ANY;
    if (function.type() instanceof Type.FunctionType type) {
      if (checker.strict() && type.parameters().size() != arguments.size()) {
        return checker.problem(
            span,
            "wrong-arguments",
            "`%s` wants %d arguments, not %d"
                .formatted(function.span().text(), type.parameters().size(), arguments.size()));
      }
      result = type.result();
    } else if (!function.type().equals(Simple.ANY)) {
      return checker.problem(
          function.span(),
          "not-a-function",
          "`" + function.span().text() + "` is no function but a " + function.type());
    }
    boolean certain = checker.partNullable(result) || function instanceof TypedExpr.FunctionOf;
    TypedExpr call =
        new TypedExpr.CallValue(
            function,
            arguments.stream().flatMap(argument -> argument.name().stream()).toList(),
            arguments.stream().map(Argument::value).toList(),
            certain ? result : Simple.ANY,
            !certain || checker.partNullable(result),
            span);
    return certain
        ? call
        : new TypedExpr.CallNative(
            new Answered(result, Checker.shortened(span)), List.of(call), result, false, span);
  }

  // Business knowledge models.

  private TypedExpr function(
      Symbol.Function function, String name, List<Argument> given, Span span) {
    List<TypedExpr> arguments = new ArrayList<>();
    for (@Nullable Argument argument : arrange(function, name, given, span)) {
      if (argument == null) {
        return Checker.placeholder(span);
      }
      arguments.add(argument.value());
    }
    return function(function, name, span, arguments);
  }

  /// A call with the arguments in the order of the parameters.
  ///
  /// In plain FEEL an argument that turns out not to be of its parameter's type makes the whole call null, not the argument:
  /// such a call is that of a value, which looks at its arguments.
  TypedExpr function(Symbol.Function function, String name, Span span, List<TypedExpr> arguments) {
    List<Value.Function.Parameter> parameters = function.parameters();
    boolean fit =
        IntStream.range(0, arguments.size())
            .allMatch(i -> arguments.get(i).type().conformsTo(parameters.get(i).type()));
    if (!fit && !checker.strict()) {
      TypedExpr called = checker.value(function, name, span);
      return new TypedExpr.CallValue(called, List.of(), arguments, function.type(), true, span);
    }
    List<TypedExpr> fitted = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      fitted.add(argument(arguments.get(i), parameters.get(i), name));
    }
    if (function.recursive()) {
      return new TypedExpr.CallValue(
          checker.value(function, name, span),
          List.of(),
          fitted,
          function.type(),
          function.nullable(),
          span);
    }
    return new TypedExpr.CallFunction(
        function.index(), name, fitted, function.type(), function.nullable(), span);
  }

  /// The written arguments in the order of the parameters; a null where one is missing, which was reported.
  private @Nullable Argument[] arrange(
      Symbol.Function function, String name, List<Argument> given, Span span) {
    List<String> names =
        function.parameters().stream().map(Value.Function.Parameter::name).toList();
    String signature = name + names.stream().collect(Collectors.joining(", ", "(", ")"));
    @Nullable Argument[] arranged = new Argument[names.size()];
    boolean fits = true;
    int position = 0;
    for (Argument argument : given) {
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
          span,
          "wrong-arguments",
          "`%s` wants %d arguments, not %d".formatted(signature, names.size(), given.size()));
    }
    if (!fits) {
      return new @Nullable Argument[] {null};
    }
    return arranged;
  }

  private TypedExpr argument(TypedExpr argument, Value.Function.Parameter parameter, String name) {
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
        "the parameter `" + parameter.name() + "` of `" + name + "`",
        checker);
  }

  // Built-in functions.

  private TypedExpr builtin(List<Builtin> overloads, List<Argument> given, Span span) {
    List<TypedExpr> values = given.stream().map(Argument::value).toList();
    for (Builtin overload : overloads) {
      Optional<List<TypedExpr>> arguments = fit(overload, given, span);
      if (arguments.isPresent()) {
        return call(overload, arguments.get(), span);
      }
    }
    String wanted =
        overloads.stream().map(CallChecker::signature).collect(Collectors.joining(" or "));
    String types =
        values.stream()
            .map(value -> value.type().toString())
            .collect(Collectors.joining(", ", "(", ")"));
    String sentence =
        "`%s` does not take %s (expected: %s)"
            .formatted(overloads.getFirst().feelName(), types, wanted);
    if (checker.strict()) {
      return checker.problem(span, "wrong-arguments", sentence);
    }
    return new TypedExpr.Constant(Value.error("wrong-arguments", sentence), Simple.ANY, span);
  }

  private static int most(Builtin builtin) {
    return builtin.variadic() ? Integer.MAX_VALUE : builtin.parameters().size();
  }

  TypedExpr call(Builtin builtin, List<TypedExpr> arguments, Span span) {
    Type result = result(builtin, arguments);
    // What hands out an element or entry gives null where the element is null, and that is no
    // error.
    boolean nullable = !checker.strict() || result.equals(Simple.ANY);
    return Folding.fold(new TypedExpr.CallBuiltin(builtin, arguments, result, nullable, span));
  }

  private Type result(Builtin builtin, List<TypedExpr> arguments) {
    return builtin.result(
        IntStream.range(0, arguments.size())
            .mapToObj(
                i -> builtin.keeps(i) ? checker.part(arguments.get(i)) : arguments.get(i).type())
            .toList());
  }

  /// The arguments in the order of the signature, if they can fit it.
  private Optional<List<TypedExpr>> fit(Builtin builtin, List<Argument> given, Span span) {
    boolean named = !given.isEmpty() && given.getFirst().name().isPresent();
    Optional<List<TypedExpr>> arranged =
        named
            ? byName(builtin, given, span)
            : byPosition(builtin, given.stream().map(Argument::value).toList());
    return arranged.filter(arguments -> fits(builtin, arguments));
  }

  private static Optional<List<TypedExpr>> byPosition(Builtin builtin, List<TypedExpr> values) {
    long required =
        builtin.parameters().stream().filter(parameter -> !parameter.optional()).count();
    return values.size() < required || values.size() > most(builtin)
        ? Optional.empty()
        : Optional.of(values);
  }

  private Optional<List<TypedExpr>> byName(Builtin builtin, List<Argument> given, Span span) {
    List<String> names = builtin.parameters().stream().map(Builtin.Parameter::name).toList();
    @Nullable TypedExpr[] arranged = new TypedExpr[names.size()];
    int last = 0;
    for (Argument argument : given) {
      int index = names.indexOf(argument.name().orElse(""));
      if (index < 0 || arranged[index] != null) {
        return Optional.empty();
      }
      arranged[index] = named(builtin, index, argument.value());
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
            argument != null ? argument : new TypedExpr.Constant(Value.NULL, Simple.NULL, span));
      }
    }
    return Optional.of(arguments);
  }

  /// An argument for a parameter that only this overload has: it must not turn out to be one for a sibling.
  private TypedExpr named(Builtin builtin, int index, TypedExpr argument) {
    Builtin.Parameter parameter = builtin.parameters().get(index);
    List<String> siblings =
        Builtin.named(builtin.feelName()).stream()
            .filter(sibling -> sibling != builtin && sibling.parameters().size() > index)
            .map(sibling -> sibling.parameters().get(index).name())
            .toList();
    boolean isOwn = !siblings.isEmpty() && !siblings.contains(parameter.name());
    return isOwn && !argument.type().conformsTo(parameter.type())
        ? new TypedExpr.Conform(
            argument,
            "the parameter `" + parameter.name() + "`",
            parameter.type(),
            argument.nullable() || !checker.strict(),
            argument.span())
        : argument;
  }

  private boolean fits(Builtin builtin, List<TypedExpr> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      Builtin.Parameter parameter =
          builtin.parameters().get(Math.min(i, builtin.parameters().size() - 1));
      Type type = arguments.get(i).type();
      boolean fits =
          OperatorTypes.maybe(type, parameter.type())
              // What a function takes and gives is seen when it is called.
              || (parameter.type() instanceof Type.FunctionType
                  && type instanceof Type.FunctionType)
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
