package dev.quoin.dmn;

import dev.quoin.feel.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The inputs of many evaluations, a column for each input, and which lanes are to be evaluated.
public final class Batch {
  private final int size;
  private final @Nullable Column[] inputs;
  private final int @Nullable [] lanes;

  private Batch(int size, @Nullable Column[] inputs, int @Nullable [] lanes) {
    this.size = size;
    this.inputs = inputs;
    this.lanes = lanes;
  }

  /// A batch of all its lanes.
  ///
  /// @param inputs by the index of the global; what is not an input is ignored, and may be null (Java's)
  public static Batch of(int size, @Nullable Column[] inputs) {
    for (Column column : inputs) {
      if (column != null && column.size() != size) {
        throw new IllegalArgumentException(
            "a column of %,d lanes in a batch of %,d".formatted(column.size(), size));
      }
    }
    return new Batch(size, inputs.clone(), null);
  }

  /// The same inputs, of which only these lanes are evaluated: the *selection*, in ascending order.
  public Batch only(int[] selection) {
    for (int i = 0; i < selection.length; i++) {
      if (selection[i] < (i == 0 ? 0 : selection[i - 1] + 1) || selection[i] >= size) {
        throw new IllegalArgumentException("the lanes of a selection ascend from 0 to the size");
      }
    }
    return new Batch(size, inputs, selection.clone());
  }

  /// How many lanes there are, selected or not.
  public int size() {
    return size;
  }

  /// The lanes that are evaluated, in order.
  public int[] selected() {
    return selected(0, size);
  }

  /// Those of the lanes from one to before another that are evaluated, in order.
  public int[] selected(int from, int to) {
    if (lanes == null) {
      int[] all = new int[to - from];
      for (int i = 0; i < all.length; i++) {
        all[i] = from + i;
      }
      return all;
    }
    return Arrays.copyOfRange(lanes, place(from), place(to));
  }

  /// How many selected lanes stand before that one.
  private int place(int lane) {
    int found = Arrays.binarySearch(Objects.requireNonNull(lanes), lane);
    return found >= 0 ? found : -1 - found;
  }

  /// Whether all lanes are evaluated.
  public boolean isWhole() {
    return lanes == null || lanes.length == size;
  }

  /// The column of an input; all null where none was given.
  public Column input(int global) {
    Column column = global < inputs.length ? inputs[global] : null;
    return column == null ? new Column.Same(Value.NULL, size) : column;
  }

  /// The inputs of one lane, as one evaluation takes them.
  ///
  /// @param program whose inputs they are
  public Value[] lane(Program program, int lane) {
    List<Program.Global> globals = program.globals();
    Value[] values = new Value[globals.size()];
    for (Program.Global global : globals) {
      if (global instanceof Program.Input) {
        values[global.index()] = input(global.index()).value(lane);
      }
    }
    return values;
  }
}
