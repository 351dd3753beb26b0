package dev.quoin.compiler.run;

import dev.quoin.compiler.plan.Likeness;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Same;
import dev.quoin.feel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Evaluates a batch by columns, chunk by chunk, and gathers what the decisions answer.
public final class Batches {
  private final Program program;
  private final Batch batch;
  private final BitSet reached;
  private final Lanes lanes;
  private final Function<Value[], Run> rows;
  private final List<Asked> asked = new ArrayList<>();

  /// A decision that is asked.
  private record Asked(int global, Gathered answers, NavigableMap<Integer, Problem> problems) {}

  /// Begins to ask the decisions in all selected lanes.
  ///
  /// @param reached the globals that may be read
  /// @param lanes a new evaluation of the columns form
  /// @param rows begins an evaluation of the row form
  public Batches(
      Program program,
      Batch batch,
      List<Integer> decisions,
      BitSet reached,
      Lanes lanes,
      Function<Value[], Run> rows) {
    this.program = program;
    this.batch = batch;
    this.reached = reached;
    this.lanes = lanes;
    this.rows = rows;
    lanes.open(reached, Math.min(Lanes.CHUNK, batch.size()));
    for (int decision : decisions) {
      asked.add(new Asked(decision, gathered(decision), new TreeMap<>()));
    }
  }

  /// Takes over from another one what is the same there. Both are asked together, the other one first.
  ///
  /// @param likeness of the other one's program and of this one
  public void follow(Batches earlier, Likeness likeness) {
    lanes.follow(
        new Earlier(
            program,
            lanes,
            earlier.lanes,
            likeness,
            input -> isSame(earlier, likeness.counterpart(input), input)));
  }

  private boolean isSame(Batches earlier, int before, int input) {
    if (before < 0 || !reached.get(input)) {
      return false;
    }
    Column one = earlier.batch.input(before);
    Column other = batch.input(input);
    return one instanceof Column.Same(Value value, int _)
        ? other instanceof Column.Same(Value beside, int _) && Same.values(value, beside)
        : one.equals(other); // of the same arrays
  }

  /// Asks the decisions of a batch.
  public List<Outcome> evaluate() {
    return evaluate(List.of(this)).getFirst();
  }

  /// Asks the decisions of several batches of one size.
  public static List<List<Outcome>> evaluate(List<Batches> together) {
    int size = together.getFirst().batch.size();
    for (int base = 0; base < size; base += Lanes.CHUNK) {
      for (Batches one : together) {
        one.chunk(base);
      }
    }
    return together.stream().map(Batches::outcomes).toList();
  }

  private List<Outcome> outcomes() {
    return asked.stream().map(one -> new Outcome(one.answers.column(), one.problems)).toList();
  }

  private void chunk(int base) {
    int[] chunk = batch.selected(base, Math.min(base + Lanes.CHUNK, batch.size()));
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] -= base;
    }
    if (chunk.length > 0) {
      chunk(base, chunk);
    }
  }

  private Gathered gathered(int global) {
    if (program.globals().get(global) instanceof Program.Input) {
      return new Gathered.Given(batch.input(global));
    }
    Lanes.Apart apart = lanes.apart(global);
    return apart == null
        ? Gathered.of(global, lanes.column(global), batch.size(), batch.isWhole())
        : new Gathered.Contexts(
            apart.keys(),
            Arrays.stream(apart.entries())
                .mapToObj(
                    entry -> Gathered.of(entry, lanes.column(entry), batch.size(), batch.isWhole()))
                .toArray(Gathered[]::new),
            new boolean[batch.size()]);
  }

  /// @param chunk the selected lanes, from 0 within the chunk
  private void chunk(int base, int[] chunk) {
    lanes.begin(base, chunk);
    reached.stream()
        .filter(global -> program.globals().get(global) instanceof Program.Input)
        .forEach(input -> lanes.give(input, batch.input(input)));
    lanes.begun();
    for (Asked one : asked) {
      if (program.globals().get(one.global) instanceof Program.Decision) {
        lanes.need(state(one.global), chunk, chunk.length);
      }
    }
    for (Asked one : asked) {
      if (program.globals().get(one.global) instanceof Program.Decision) {
        gather(one, base, chunk);
      }
    }
    for (int lane : chunk) {
      if (lanes.isExhausted(lane)) {
        again(base + lane);
      }
    }
  }

  /// The column that has the state of a decision's answers.
  private int state(int decision) {
    Lanes.Apart apart = lanes.apart(decision);
    return apart == null ? decision : apart.entries()[0];
  }

  private void gather(Asked one, int base, int[] chunk) {
    int state = state(one.global);
    int[] done = lanes.done(state, chunk);
    one.answers.take(lanes, base, done);
    if (done.length < chunk.length) {
      for (int lane : chunk) {
        if (!lanes.isDone(state, lane)) {
          fail(one, base + lane, lanes.failure(state, lane));
        }
      }
    }
  }

  private static void fail(Asked one, int lane, EvaluationException failure) {
    one.problems.put(lane, failure.problem());
    one.answers.put(lane, Value.NULL);
  }

  /// Asks all decisions of a lane once more, by the row form.
  private void again(int lane) {
    Run row = rows.apply(batch.lane(program, lane));
    for (Asked one : asked) {
      one.problems.remove(lane);
      try {
        one.answers.put(lane, row.value(one.global));
      } catch (EvaluationException failure) {
        fail(one, lane, failure);
      }
    }
  }
}
