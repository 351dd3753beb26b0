package dev.quoin.dmn;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Evaluates a batch one lane after the other: the slow twin of the columns form.
final class RowByRow {
  private RowByRow() {}

  static List<Outcome> evaluate(
      Evaluator evaluator, Batch batch, List<Integer> asked, Moment moment) {
    List<Value[]> values = new ArrayList<>();
    List<NavigableMap<Integer, Problem>> problems = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Value[] nulls = new Value[batch.size()];
      Arrays.fill(nulls, Value.NULL);
      values.add(nulls);
      problems.add(new TreeMap<>());
    }
    for (int lane : batch.selected()) {
      Evaluator.Evaluation evaluation =
          evaluator.start(batch.lane(evaluator.program(), lane), moment);
      for (int i = 0; i < asked.size(); i++) {
        try {
          values.get(i)[lane] = evaluation.value(asked.get(i));
        } catch (EvaluationException failed) {
          problems.get(i).put(lane, failed.problem());
        }
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      outcomes.add(new Outcome(new Column.Values(values.get(i)), problems.get(i)));
    }
    return outcomes;
  }
}
