package dev.quoin.feel.builtin;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.util.List;

/// The built-in functions, one constant per overload (DMN 1.5, 10.3.4).
public enum Builtin {
  NOW("now", List.of(), Type.Simple.DATE_TIME);

  private final String feelName;
  private final List<Parameter> parameters;
  private final Type result;

  Builtin(String feelName, List<Parameter> parameters, Type result) {
    this.feelName = feelName;
    this.parameters = parameters;
    this.result = result;
  }

  /// A parameter.
  public record Parameter(String name, Type type, boolean optional) {}

  public String feelName() {
    return feelName;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /// The type of the result, given those of the arguments.
  public Type result(List<Type> arguments) {
    return result;
  }

  /// Applies the function; an error is a null with its reason.
  public Value apply(Value[] arguments, Moment moment) {
    return Value.error("not-supported", "`" + feelName + "`");
  }
}
