package dev.quoin.feel.check;

import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import java.util.List;

/// What a name in scope stands for.
public sealed interface Symbol {

  Type type();

  boolean nullable();

  /// An input or a decision of the program.
  record Global(int index, Type type, boolean nullable) implements Symbol {}

  /// A variable within a definition.
  record Local(int slot, Type type, boolean nullable) implements Symbol {}

  /// A business knowledge model; the type is its result's.
  record Function(int index, List<Value.Function.Parameter> parameters, Type type, boolean nullable)
      implements Symbol {
    public Function {
      parameters = List.copyOf(parameters);
    }
  }
}
