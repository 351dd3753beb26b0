package dev.quoin.feel.builtin;

import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;

/// What a function that is a value answered, as one of its type's result, in a strict program.
///
/// A built-in function that is a value goes for a function of every type, for only a call tells which overload it is: what
/// it then answers may be something else, or the null that it found somewhere.
///
/// @param call the call's text
public record Answered(Type type, String call) implements NativeFunction {
  @Override
  public String name() {
    return call;
  }

  @Override
  public Value call(Value[] arguments) {
    Value answer = arguments[0];
    String what = "`" + call + "`";
    return answer instanceof Value.Null
        ? Value.error("wrong-type", "the value of " + what + " is null (expected: " + type + ")")
        : Typing.conform(answer, type, what, false);
  }
}
