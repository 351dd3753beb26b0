package dev.quoin.feel.builtin;

import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls of functions that are values: which argument belongs to which parameter, and whether it is of its type
/// (DMN 1.5, 10.3.2.13).
public final class Calls {
  private Calls() {}

  /// No overloaded function reads it.
  private static final Moment NEVER = new Moment(Instant.EPOCH, ZoneOffset.UTC);

  /// What the function answers; an error is a null with its reason.
  ///
  /// @param names the parameters' names that the call gives, one for each argument; empty where arguments stand in order
  public static Value call(Value function, List<String> names, Value[] arguments) {
    if (!(function instanceof Value.Function called)) {
      return function instanceof Value.Null met
          ? Errors.nothing("a call", met)
          : Value.error(
              "not-a-function",
              Values.quoted(function) + " is called, but is " + Values.kind(function));
    }
    if (called.overloaded()) {
      return names.isEmpty()
          ? called.body().call(arguments)
          : Value.error(
              "wrong-arguments", Values.quoted(called) + " takes its arguments in order only here");
    }
    if (arguments.length != called.parameters().size()) {
      return Value.error(
          "wrong-arguments",
          "%s wants %d arguments, not %d"
              .formatted(Values.quoted(called), called.parameters().size(), arguments.length));
    }
    Value[] arranged = new Value[arguments.length];
    Value.Null misfit =
        names.isEmpty()
            ? inOrder(called, arguments, arranged)
            : byName(called, names, arguments, arranged);
    return misfit != null ? misfit : called.body().call(arranged);
  }

  /// A built-in function as a value: its overloads are told apart when it is called.
  ///
  /// @param overloads of a function that does not read the clock
  public static Value overloaded(List<Builtin> overloads) {
    Builtin first = overloads.getFirst();
    List<Value.Function.Parameter> parameters =
        first.parameters().stream()
            .map(each -> new Value.Function.Parameter(each.name(), each.type(), true))
            .toList();
    return new Value.Function(
        parameters,
        Type.Simple.ANY,
        true,
        Mode.PLAIN, // Its overloads look at what they are given.
        arguments ->
            overloads.stream()
                .filter(overload -> overload.takes(arguments.length))
                .findFirst()
                .map(overload -> overload.apply(arguments, NEVER))
                .orElseGet(() ->
                    Value.error(
                        "wrong-arguments",
                        "`%s` does not take %d arguments"
                            .formatted(first.feelName(), arguments.length))));
  }

  private static Value.@Nullable Null inOrder(
      Value.Function function, Value[] arguments, Value[] arranged) {
    for (int i = 0; i < arguments.length; i++) {
      Value.Null misfit = put(function, i, arguments[i], arranged);
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static Value.@Nullable Null byName(
      Value.Function function, List<String> names, Value[] arguments, @Nullable Value[] arranged) {
    List<String> known =
        function.parameters().stream().map(Value.Function.Parameter::name).toList();
    for (int i = 0; i < arguments.length; i++) {
      int position = known.indexOf(names.get(i));
      if (position < 0 || arranged[position] != null) {
        return Value.error(
            "wrong-arguments",
            "%s has no parameter %s, or is given it twice (expected: %s)"
                .formatted(
                    Values.quoted(function),
                    Values.quoted(names.get(i)),
                    known.stream().map(Values::quoted).collect(Collectors.joining(", "))));
      }
      Value.Null misfit = put(function, position, arguments[i], arranged);
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  /// Puts an argument in its place; the answer is what does not fit, or Java's null.
  private static Value.@Nullable Null put(
      Value.Function function, int position, Value argument, @Nullable Value[] arranged) {
    Value.Function.Parameter parameter = function.parameters().get(position);
    if (argument instanceof Value.Null met) {
      arranged[position] = met;
      return parameter.nullable() ? null : Errors.nothing(parameter.name(), met);
    }
    Value fitted =
        Typing.conform(
            argument,
            parameter.type(),
            "the parameter `" + parameter.name() + "`",
            function.mode() == Mode.PLAIN);
    arranged[position] = fitted;
    return fitted instanceof Value.Null misfit ? misfit : null;
  }
}
