package dev.quoin.bench.race;

import java.util.Map;

/// One who answers the requests of a workload, by their numbers. It has made of the requests beforehand whatever it
/// takes, and is asked by one thread.
public interface Contender {
  /// Answers in the contender's own terms: this is what is measured.
  Object answer(int request);

  /// An answer in the terms of the workload: at least the entries of the right answer, by their names; numbers as
  /// `BigDecimal`, texts as `String`.
  Map<String, Object> told(Object answer);
}
