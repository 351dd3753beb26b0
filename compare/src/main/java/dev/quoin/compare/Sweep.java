package dev.quoin.compare;

import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.JointPricer;
import dev.quoin.ratebook.Prices;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

// The requests pass once, whatever the number of values: each block is priced as it is, and then
// under each value, so that all values are held against the same requests, even where more of them
// come meanwhile. A value costs its prices and nothing else, for a lever is bound when a block is
// priced, and nothing is compiled anew.

/// Prices the same requests under several values of one lever.
public final class Sweep {
  private final Policy policy;
  private final List<Ratebook.Lever> values;
  private final List<Policy> tried;
  private final Comparison.Options options;
  private final Money money;
  private final JointPricer all;

  /// @param values the lever with each of its values, without the one that is in force
  /// @param at the pricing instant
  public Sweep(Policy policy, List<Ratebook.Lever> values, Instant at) {
    this.policy = policy;
    this.values = List.copyOf(values);
    this.tried = values.stream().map(policy::with).toList();
    this.options = new Comparison.Options(List.of(), 0, at, false);
    this.money = Money.of(policy.ratebook().currency());
    this.all =
        policy.pricer().with(tried.stream().map(Policy::pricer).toArray(ColumnPricer[]::new));
  }

  /// What came of it.
  ///
  /// @param points one for each value, in their order
  public record Swept(Policy policy, List<Point> points) {
    public Swept {
      points = List.copyOf(points);
    }

    public Money money() {
      return Money.of(policy.ratebook().currency());
    }
  }

  /// What one value does.
  ///
  /// @param lever with the value
  /// @param comparison before is as it is, after is with the value
  public record Point(Ratebook.Lever lever, Comparison comparison) {}

  /// Prices and counts all of the requests.
  ///
  /// @param threads how many work at once; it does not show in the result
  /// @param progress is told what was done, as a part of the length of the requests; by any thread
  /// @return nothing where something is wrong with the requests: their flaws tell
  /// @throws dev.quoin.feel.EvaluationException where a generator has no value
  /// @throws TooMuch where the result would need more memory than it may have
  public Optional<Swept> run(Requests requests, int threads, LongConsumer progress)
      throws IOException, InterruptedException {
    List<Counting> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Counting(nothing()));
    }
    List<Tally> all = nothing();
    new Workers(requests, progress).together(workers).forEach(counted -> add(counted, all));
    return requests.flaws().count() > 0 ? Optional.empty() : Optional.of(swept(all, requests));
  }

  private List<Tally> nothing() {
    return values.stream().map(_ -> new Tally(options, Optional.empty())).toList();
  }

  private static void add(List<Tally> counted, List<Tally> all) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).add(counted.get(i));
    }
  }

  /// Counts into a tally for each value.
  private final class Counting implements Workers.Worker<List<Tally>> {
    private final List<Tally> counted;

    Counting(List<Tally> counted) {
      this.counted = counted;
    }

    @Override
    public void count(Asked asked) {
      Asked.Side side = asked.before();
      List<Prices> prices =
          all.price(
              Collections.nCopies(tried.size() + 1, side.inputs()), asked.size(), options.at());
      Priced now = Priced.of(prices.getFirst(), side.wrong(), money);
      for (int i = 0; i < counted.size(); i++) {
        counted.get(i).add(asked, now, Priced.of(prices.get(i + 1), side.wrong(), money));
      }
    }

    @Override
    public List<Tally> counted() {
      return counted;
    }
  }

  private Swept swept(List<Tally> all, Again again) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      points.add(new Point(values.get(i), all.get(i).comparison(policy, tried.get(i), again)));
    }
    return new Swept(policy, points);
  }
}
