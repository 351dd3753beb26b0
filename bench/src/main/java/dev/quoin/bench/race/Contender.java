package dev.quoin.bench.race;

import java.util.Map;

/// One who answers the requests of a workload, by their numbers. It has made of the requests beforehand whatever it
/// takes, and is asked by one thread.
public interface Contender {
  /// Answers in the contender's own terms: this is what is measured.
  Object answer(int request);

  /// Answers the requests from the first on, one by one, or all at once if that is the contender's way.
  ///
  /// @param answers where answers are kept, so that the JIT compiler leaves none of them out
  /// @param asked how many requests there are to answer
  /// @param until when there is no more time, by `System.nanoTime`
  /// @return how many were answered
  default int answer(Object[] answers, int asked, long until) {
    int answered = 0;
    while (answered < asked) {
      answers[answered] = answer(answered);
      answered++;
      if ((answered & (answered - 1)) == 0 && System.nanoTime() - until > 0) {
        return answered;
      }
    }
    return answered;
  }

  /// An answer in the terms of the workload: at least the entries of the right answer, by their names; numbers as
  /// `BigDecimal`, texts as `String`.
  Map<String, Object> told(Object answer);
}
