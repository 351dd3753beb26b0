package dev.quoin.feel.builtin;

import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Value;

/// Ranges that are written as a comparison with one value: `(= 10)` and `(!= 10)` (DMN 1.5, 10.3.2.7).
public enum Points implements NativeFunction {
  EQUAL("="),
  EXCEPT("!=");

  private final String symbol;

  Points(String symbol) {
    this.symbol = symbol;
  }

  @Override
  public Value call(Value[] arguments) {
    Value point = arguments[0];
    if (point instanceof Value.Null met) {
      return Errors.nothing(symbol, met);
    }
    boolean equal = this == EQUAL;
    return new Value.Range(
        equal, point, point, equal, equal ? Value.Range.Form.POINT : Value.Range.Form.EXCEPT);
  }
}
