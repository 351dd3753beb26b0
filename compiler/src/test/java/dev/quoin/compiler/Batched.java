package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Asks the columns form, and what evaluates lane by lane, the same batches.
final class Batched {
  /// More than a chunk.
  private static final int MANY = 1_300;

  private Batched() {}

  /// Random batches of these requests agree: of no lanes, of few and of many, all of them selected or some.
  ///
  /// @param requests the inputs by global
  static void agree(
      Program program,
      Evaluator compiled,
      Evaluator referee,
      List<Value[]> requests,
      Seeded random) {
    int size =
        random.oneIn(50) ? MANY : random.pick(0, 1, requests.size(), 2 * requests.size() - 1);
    int[] places =
        IntStream.range(0, size).map(_ -> random.between(0, requests.size() - 1)).toArray();
    Column[] inputs = new Column[program.globals().size()];
    for (int global = 0; global < inputs.length; global++) {
      if (program.globals().get(global) instanceof Program.Input) {
        int input = global;
        inputs[global] =
            column(
                IntStream.of(places)
                    .mapToObj(place -> requests.get(place)[input])
                    .toArray(Value[]::new),
                random);
      }
    }
    Batch batch = Batch.of(size, inputs);
    if (random.oneIn(3)) {
      batch = batch.only(IntStream.range(0, size).filter(_ -> random.yes()).toArray());
    }
    List<Integer> asked = new ArrayList<>();
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision || random.oneIn(8)) {
        asked.add(global.index());
      }
    }
    if (random.yes()) {
      Collections.reverse(asked);
    }
    agree(compiled, referee, batch, asked);
  }

  private static Column column(Value[] values, Seeded random) {
    boolean isSame = values.length > 0 && Stream.of(values).allMatch(values[0]::equals);
    return isSame && random.yes()
        ? new Column.Same(values[0], values.length)
        : random.oneIn(3) ? new Column.Values(values) : Column.of(values);
  }

  /// The batch has the same values and the same problems in every selected lane.
  static void agree(Evaluator compiled, Evaluator referee, Batch batch, List<Integer> asked) {
    List<Outcome> expected = referee.evaluate(batch, asked, Recorded.MOMENT);
    List<Outcome> answered = compiled.evaluate(batch, asked, Recorded.MOMENT);
    for (int i = 0; i < asked.size(); i++) {
      String name = compiled.program().globals().get(asked.get(i)).name();
      assertThat(answered.get(i).problems()).as(name).isEqualTo(expected.get(i).problems());
      assertThat(shown(answered.get(i), batch)).as(name).isEqualTo(shown(expected.get(i), batch));
    }
  }

  private static List<String> shown(Outcome outcome, Batch batch) {
    return IntStream.of(batch.selected())
        .mapToObj(lane -> Recorded.shown(outcome.values().value(lane)))
        .toList();
  }
}
