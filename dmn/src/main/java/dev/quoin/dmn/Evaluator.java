package dev.quoin.dmn;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that can be asked: by the interpreter, or compiled. All forms give the same answers, the same problems and
/// the same trace.
public interface Evaluator {

  /// What is evaluated.
  Program program();

  /// The value of a decision, or the answer of a decision service: of its output, a context of several.
  ///
  /// @param inputs by name; an input without a value is null. A value that is not of its input's type, or none of its allowed
  ///     values, is null with a reason
  /// @param moment what `now()` and `today()` read
  /// @throws IllegalArgumentException where the program has no such decision or input
  /// @throws dev.quoin.feel.EvaluationException in a strict program, where FEEL would have turned an error into null
  default Value decide(String decision, Map<String, Value> inputs, Moment moment) {
    return Asked.answer(this, decision, inputs, moment);
  }

  /// Begins an evaluation. One evaluation belongs to one thread; the evaluator itself to as many as one likes.
  ///
  /// @param inputs by the index of the global; what is not an input is ignored, and may be null (Java's)
  Evaluation start(Value[] inputs, Moment moment);

  /// The same, telling the tracer what happens.
  Evaluation start(Value[] inputs, Moment moment, Tracer tracer);

  /// Evaluates decisions for many inputs at once. Each lane is an evaluation of its own, which is asked for the decisions in
  /// their order: values, problems and budgets are those of [#start].
  ///
  /// @param decisions the indexes of the globals that are asked
  /// @return what each of them answers, in their order
  default List<Outcome> evaluate(Batch batch, List<Integer> decisions, Moment moment) {
    return RowByRow.evaluate(this, batch, decisions, moment);
  }

  /// This program and others that are asked about the same lanes, one after the other: about the same requests under several
  /// policies. Each answers what it answers alone; where they have much in common, all of them together take less.
  default Joint with(List<Evaluator> others) {
    return questions -> {
      List<List<Outcome>> answers = new ArrayList<>();
      answers.add(questions.getFirst().asked(this));
      for (int i = 0; i < others.size(); i++) {
        answers.add(questions.get(i + 1).asked(others.get(i)));
      }
      return answers;
    };
  }

  /// One evaluation.
  interface Evaluation {
    /// The value of an input or decision. A decision is evaluated when it is first asked for, and once.
    ///
    /// @throws dev.quoin.feel.EvaluationException in a strict program, where FEEL would have turned an error into null
    Value value(int global);

    /// Calls the function that a decision service is.
    ///
    /// @param function the index in the program, as its service tells it
    /// @param arguments as many as there are parameters, of their types
    /// @throws dev.quoin.feel.EvaluationException in a strict program, where FEEL would have turned an error into null
    Value call(int function, Value[] arguments);
  }
}
