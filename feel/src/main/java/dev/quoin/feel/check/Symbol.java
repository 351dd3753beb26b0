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
  ///
  /// @param recursive whether it is called by what it calls: then the call counts, as one of a function that is a value does
  record Function(
      int index,
      List<Value.Function.Parameter> parameters,
      Type type,
      boolean nullable,
      boolean recursive)
      implements Symbol {
    public Function {
      parameters = List.copyOf(parameters);
    }

    public Function(
        int index, List<Value.Function.Parameter> parameters, Type type, boolean nullable) {
      this(index, parameters, type, nullable, false);
    }
  }
}
