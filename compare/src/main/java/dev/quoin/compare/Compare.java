package dev.quoin.compare;

import dev.quoin.feel.EvaluationException;
import dev.quoin.ratebook.ColumnPricer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
    this.between =
        options.attributes()
            ? Optional.of(between.apply(Variants.between(before, after)))
            : Optional.empty();
  }

  /// Prices and counts all of the requests.
  ///
  /// @param threads how many work at once; it does not show in the result
  /// @param progress is told what was done, as a part of the length of the requests; by any thread
  /// @return nothing where something is wrong with the requests: their flaws tell
  /// @throws EvaluationException where a generator has no value
  /// @throws TooMuch where the result would need more memory than it may have
  public Optional<Comparison> run(Requests requests, int threads, LongConsumer progress)
      throws IOException, InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    List<Callable<Tally>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(() -> work(requests, progress, ended));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      Tally all = new Tally(options, between);
      for (Future<Tally> counted : executor.invokeAll(workers)) {
        all.add(counted.get());
      }
      return requests.flaws().count() > 0
          ? Optional.empty()
          : Optional.of(all.comparison(before, after));
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private Tally work(Requests requests, LongConsumer progress, AtomicBoolean ended)
      throws IOException {
    Tally tally = new Tally(options, between);
    try {
      for (Optional<Requests.Block> block = requests.next();
          block.isPresent() && !ended.get();
          block = requests.next()) {
        count(block.get().requests(), tally);
        progress.accept(block.get().length());
      }
      return tally;
    } catch (RuntimeException | IOException | Error e) {
      ended.set(true);
      throw e;
    }
  }

  private void count(Asked asked, Tally tally) {
    Priced old = priced(before.pricer(), asked.before(), asked);
    Priced changed = priced(after.pricer(), asked.after(), asked);
    tally.add(asked, old, changed);
    between.ifPresent(
        variants -> tally.add(variants.priced(asked, old, changed, options.at(), money)));
  }

  private Priced priced(ColumnPricer pricer, Asked.Side side, Asked asked) {
    return Priced.of(pricer.price(side.inputs(), asked.size(), options.at()), side.wrong(), money);
  }

  static IOException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failed -> throw failed;
      case Error broken -> throw broken;
      case IOException failed -> failed;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
