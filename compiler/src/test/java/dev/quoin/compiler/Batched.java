package dev.quoin.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Joint;
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

  /// Two programs that are asked together agree with each alone: random batches, of which most inputs are common to both.
  ///
  /// @param referees of the two programs, whose inputs are the same
  static void agree(
      List<Evaluator> compiled, List<Evaluator> referees, List<Value[]> requests, Seeded random) {
    int size = random.oneIn(20) ? MANY : random.between(0, 3 * requests.size());
    int[] places =
        IntStream.range(0, size).map(_ -> random.between(0, requests.size() - 1)).toArray();
    Batch first = batch(referees.getFirst().program(), requests, places, random);
    int[] others = places.clone();
    for (int lane = 0; lane < size; lane++) {
      others[lane] = random.oneIn(4) ? random.between(0, requests.size() - 1) : places[lane];
    }
    Batch other = batch(referees.getLast().program(), requests, others, random);
    Program second = referees.getLast().program();
    Column[] inputs = new Column[second.globals().size()];
    for (Program.Global global : second.globals()) {
      if (global instanceof Program.Input) {
        inputs[global.index()] =
            random.oneIn(8) ? other.input(global.index()) : first.input(global.index());
      }
    }
    agree(
        compiled,
        referees,
        List.of(some(first, random), some(Batch.of(size, inputs), random)),
        List.of(
            asked(referees.getFirst().program(), random),
            asked(referees.getLast().program(), random)));
  }

  private static Batch batch(Program program, List<Value[]> requests, int[] places, Seeded random) {
    Column[] inputs = new Column[program.globals().size()];
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Input input) {
        inputs[input.index()] =
            column(
                IntStream.of(places)
                    .mapToObj(place -> requests.get(place)[input.index()])
                    .toArray(Value[]::new),
                random);
      }
    }
    return Batch.of(places.length, inputs);
  }

  private static Batch some(Batch batch, Seeded random) {
    return random.oneIn(3)
        ? batch.only(IntStream.range(0, batch.size()).filter(_ -> random.yes()).toArray())
        : batch;
  }

  private static List<Integer> asked(Program program, Seeded random) {
    List<Integer> asked = new ArrayList<>();
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision && !random.oneIn(3)) {
        asked.add(global.index());
      }
    }
    if (random.yes()) {
      Collections.reverse(asked);
    }
    return asked;
  }

  /// What programs answer that are asked together is what the referees answer alone.
  static void agree(
      List<Evaluator> compiled,
      List<Evaluator> referees,
      List<Batch> batches,
      List<List<Integer>> asked) {
    List<Joint.Question> questions = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      questions.add(new Joint.Question(batches.get(i), asked.get(i), Recorded.MOMENT));
    }
    List<List<Outcome>> answered =
        compiled.getFirst().with(compiled.subList(1, compiled.size())).evaluate(questions);
    for (int i = 0; i < batches.size(); i++) {
      agree(
          referees.get(i).program(),
          referees.get(i).evaluate(batches.get(i), asked.get(i), Recorded.MOMENT),
          answered.get(i),
          batches.get(i),
          asked.get(i));
    }
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
    agree(
        referee.program(),
        expected,
        compiled.evaluate(batch, asked, Recorded.MOMENT),
        batch,
        asked);
  }

  private static void agree(
      Program program,
      List<Outcome> expected,
      List<Outcome> answered,
      Batch batch,
      List<Integer> asked) {
    for (int i = 0; i < asked.size(); i++) {
      String name = program.globals().get(asked.get(i)).name();
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
