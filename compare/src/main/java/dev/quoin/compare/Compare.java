package dev.quoin.compare;

import dev.quoin.feel.EvaluationException;
import dev.quoin.ratebook.JointPricer;
import dev.quoin.ratebook.Prices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

// A block of requests is made, priced under both policies by columns and counted by one thread,
// while the others do the same with other blocks. What a thread has counted is its own until the
// end; then all of it is added up. So memory is that of some blocks and of what is counted, and
// grows with the number of threads and of segments, not with that of requests.

/// Prices the same requests under two policies, and counts what changes.
public final class Compare {
  private final Policy before;
  private final Policy after;
  private final Comparison.Options options;
  private final Money money;
  private final JointPricer both;
  private final Optional<Variants> between;

  /// @throws IllegalArgumentException where the policies are not of one currency
  public Compare(Policy before, Policy after, Comparison.Options options) {
    this(before, after, options, UnaryOperator.identity());
  }

  /// @param between what is made of the policies between the two
  Compare(
      Policy before, Policy after, Comparison.Options options, UnaryOperator<Variants> between) {
    if (!before.ratebook().currency().equals(after.ratebook().currency())) {
      throw new IllegalArgumentException("prices of two currencies");
    }
    this.before = before;
    this.after = after;
    this.options = options;
    this.money = Money.of(before.ratebook().currency());
    this.both = before.pricer().with(after.pricer());
    this.between =
        options.attributes()
            ? Optional.of(between.apply(Variants.between(before, after)))
            : Optional.empty();
  }

  /// Counts all of the requests, and makes the result of it.
  ///
  /// @see #count(Requests, int, LongConsumer)
  /// @see #comparison(Counted, Again)
  public Optional<Comparison> run(Requests requests, int threads, LongConsumer progress)
      throws IOException, InterruptedException {
    return comparison(count(requests, threads, progress), requests);
  }

  /// Prices and counts all of the requests.
  ///
  /// @param threads how many work at once; it does not show in the result
  /// @param progress is told what was done, as a part of the length of the requests; by any thread
  public Counted count(Requests requests, int threads, LongConsumer progress)
      throws IOException, InterruptedException {
    return count(requests, threads, (length, _) -> progress.accept(length), Optional.empty());
  }

  /// Prices and counts all of the requests.
  ///
  /// @param pairs is given each of them; of those in which something is wrong, or which cannot be counted whole, only some
  public Counted count(Requests requests, int threads, Progress progress, Optional<Pairs> pairs)
      throws IOException, InterruptedException {
    List<Counting> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Counting(new Counted(i, new Tally(options, between), new Flaws()), pairs));
    }
    Counted all = new Counted(0, new Tally(options, between), requests.flaws());
    LongConsumer told = length -> progress.done(length, () -> soFar(workers, requests.flaws()));
    new Workers(requests, told).together(workers).forEach(all::add);
    return all;
  }

  private static Optional<Figures> soFar(List<Counting> workers, Flaws flaws) {
    Cell all = new Cell();
    workers.forEach(worker -> all.add(worker.soFar));
    return flaws.count() > 0 ? Optional.empty() : Optional.of(all.figures());
  }

  /// What no requests come to.
  public Counted nothing() {
    return new Counted(0, new Tally(options, between), new Flaws());
  }

  /// Counts a part of the requests, in this thread. Whoever adds up what all parts come to has what the requests come to.
  ///
  /// @param number of the part: where several fail, the first tells why
  public Counted count(Requests part, long number) throws IOException {
    Counted counted = new Counted(number, new Tally(options, between), part.flaws());
    return new Workers(part, _ -> {}).alone(new Counting(counted, Optional.empty()));
  }

  /// Reads what a part has come to that another process has counted, in the same comparison.
  ///
  /// @throws IllegalArgumentException where it was written by another version
  public Counted read(byte[] counted) {
    return Counted.read(counted, nothing());
  }

  /// What all of the requests have come to, as the result.
  ///
  /// @param again makes the requests that are shown once more
  /// @return nothing where something is wrong with the requests: their flaws tell
  /// @throws EvaluationException where a generator has no value
  /// @throws TooMuch where the result would need more memory than it may have
  public Optional<Comparison> comparison(Counted all, Again again) {
    all.requireWhole();
    return all.flaws().count() > 0
        ? Optional.empty()
        : Optional.of(all.tally().comparison(before, after, again));
  }

  /// Why requests could not be counted is counted, too: it is told where all of them are added up.
  private final class Counting implements Workers.Worker<Counted> {
    private final Counted counted;
    private final Optional<Pairs> pairs;
    private final Pairing pairing = new Pairing(options);
    private List<Pair> paired = List.of();

    /// INVARIANT: nobody changes it any more, for others read it while this one goes on.
    private volatile Cell soFar = new Cell();

    Counting(Counted counted, Optional<Pairs> pairs) {
      this.counted = counted;
      this.pairs = pairs;
    }

    @Override
    public void count(Asked asked) {
      List<Prices> prices =
          both.price(
              List.of(asked.before().inputs(), asked.after().inputs()), asked.size(), options.at());
      Priced old = Priced.of(prices.getFirst(), asked.before().wrong(), money);
      Priced changed = Priced.of(prices.getLast(), asked.after().wrong(), money);
      counted.tally().add(asked, old, changed);
      between.ifPresent(variants ->
          counted.tally().add(variants.priced(asked, old, changed, options.at(), money)));
      soFar = counted.tally().all();
      if (pairs.isPresent()) {
        paired = pairing.of(asked, old, changed);
      }
    }

    @Override
    public Optional<Turns.Rest> rest() {
      return pairs.map(all -> () -> all.add(paired));
    }

    @Override
    public Counted counted() {
      return counted;
    }

    @Override
    public Counted failed(RuntimeException why) {
      switch (why) {
        case TooMuch tooMuch -> counted.fail(tooMuch);
        case EvaluationException impossible -> counted.fail(impossible);
        default -> throw why;
      }
      return counted;
    }
  }
}
