package dev.quoin.ratebook;

import dev.quoin.dmn.Column;
import dev.quoin.dmn.Joint;
import dev.quoin.dmn.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Prices the same requests under one policy and then under others, which takes less the more they have in common. Many threads may
/// share one.
///
/// The twin is [ColumnPricer]: what a request gets here under a policy is what it gets there.
public final class JointPricer {
  private final List<ColumnPricer> pricers;
  private final Joint evaluators;

  /// By policy: whether it is asked as the first one, so that what is wrong with a request is wrong for both.
  private final boolean[] areLikeFirst;

  /// @param others to which most of the first is common
  JointPricer(ColumnPricer first, List<ColumnPricer> others) {
    this.pricers = new ArrayList<>(others);
    this.pricers.addFirst(first);
    this.evaluators = first.evaluator().with(others.stream().map(ColumnPricer::evaluator).toList());
    this.areLikeFirst = new boolean[pricers.size()];
    for (int i = 1; i < areLikeFirst.length; i++) {
      areLikeFirst[i] = pricers.get(i).isLike(first);
    }
  }

  /// What requests get under each policy.
  ///
  /// @param given for each policy, by the names of its inputs; one that is missing is null everywhere. A column that stands in
  ///     several of them is common to these policies
  /// @param size how many requests there are
  /// @param at the pricing instant
  /// @return in the order of the policies
  public List<Prices> price(List<Map<String, Column>> given, int size, Instant at) {
    int[] lanes = IntStream.range(0, size).toArray();
    List<ColumnPricer.Asking> asked = new ArrayList<>();
    for (int i = 0; i < pricers.size(); i++) {
      ColumnPricer.Asking alike = isLikeFirst(given, i) ? asked.getFirst() : null;
      asked.add(pricers.get(i).asking(given.get(i), size, at, lanes, alike));
    }
    List<List<Outcome>> outcomes =
        evaluators.evaluate(asked.stream().map(ColumnPricer.Asking::question).toList());
    List<ColumnPricer.Reading> read = new ArrayList<>();
    for (int i = 0; i < pricers.size(); i++) {
      ColumnPricer.Reading alike = isLikeFirst(given, i) ? read.getFirst() : null;
      read.add(pricers.get(i).reading(asked.get(i), outcomes.get(i), alike));
    }
    return read.stream().map(ColumnPricer.Reading::prices).toList();
  }

  @SuppressWarnings("ReferenceEquality") // the same requests, not some like them
  private boolean isLikeFirst(List<Map<String, Column>> given, int policy) {
    return areLikeFirst[policy] && given.get(policy) == given.getFirst();
  }
}
