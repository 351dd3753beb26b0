package dev.quoin.dmn;

import dev.quoin.feel.Moment;
import java.util.List;

/// Several programs that are asked about the same lanes. Many threads may share one.
@FunctionalInterface
public interface Joint {

  /// Asks each program what it is asked.
  ///
  /// @param questions one for each program, in their order; all batches are of one size, and may select other lanes
  /// @return what each of them answers
  List<List<Outcome>> evaluate(List<Question> questions);

  /// What a program is asked.
  ///
  /// @param decisions the indexes of the globals
  record Question(Batch batch, List<Integer> decisions, Moment moment) {
    public Question {
      decisions = List.copyOf(decisions);
    }

    List<Outcome> asked(Evaluator evaluator) {
      return evaluator.evaluate(batch, decisions, moment);
    }
  }
}
