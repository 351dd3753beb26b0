package dev.quoin.journal.replay;

import dev.quoin.journal.Kind;
import dev.quoin.journal.Period;
import dev.quoin.journal.PricedAsOf;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Explained.Difference;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Replaying;
import dev.quoin.ratebook.AsOf;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// Prices again all that the journal holds of a period, each answer under its own release. The same has to come out, to the last bit:
/// what does not is found, counted and shown.
///
/// A page of answers is read by one thread while the others price theirs, so that memory is that of a page for each.
public final class Replay {
  private final Function<String, Optional<Release>> releases;
  private final Engine engine;

  /// Why releases cannot be had, by their digests.
  private final Map<String, String> missing = new ConcurrentHashMap<>();

  /// @param releases by their digests; asked by many threads, often
  /// @param engine what prices now
  public Replay(Function<String, Optional<Release>> releases, Engine engine) {
    this.releases = releases;
    this.engine = engine;
  }

  /// Replays what comes of the period.
  ///
  /// @param threads how many work at once; it does not show in the result
  /// @param progress is told how many rows of the journal were replayed; by any thread
  public Replayed run(Period period, int threads, LongConsumer progress)
      throws SQLException, InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    List<Callable<Tally>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(() -> work(period, progress, ended));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      Tally all = new Tally();
      for (Future<Tally> counted : executor.invokeAll(workers)) {
        all.add(counted.get());
      }
      return all.replayed(engine);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private Tally work(Period period, LongConsumer progress, AtomicBoolean ended)
      throws SQLException {
    Tally tally = new Tally();
    try {
      for (List<Period.Recorded> page = period.next();
          !page.isEmpty() && !ended.get();
          page = period.next()) {
        page.forEach(recorded -> count(recorded, tally));
        progress.accept(page.size());
      }
      return tally;
    } catch (RuntimeException | SQLException | Error e) {
      ended.set(true);
      throw e;
    }
  }

  private void count(Period.Recorded recorded, Tally tally) {
    Optional<Release> release = release(recorded.digest());
    if (release.isEmpty()) {
      tally.add(recorded, without(recorded.digest()));
      return;
    }
    Optional<AsOf> asOf = PricedAsOf.of(release.get(), recorded);
    if (asOf.isPresent()) {
      tally.add(recorded, Replaying.replay(release.get(), kept(recorded, asOf.get())));
    } else {
      tally.skip(recorded);
    }
  }

  private static Replaying.Kept kept(Period.Recorded recorded, AsOf asOf) {
    return new Replaying.Kept(
        recorded.service(),
        recorded.kind() == Kind.BATCH,
        asOf,
        recorded.inputs(),
        recorded.answer());
  }

  private Optional<Release> release(String digest) {
    if (missing.containsKey(digest)) {
      return Optional.empty();
    }
    try {
      Optional<Release> release = releases.apply(digest);
      if (release.isEmpty()) {
        missing.put(digest, "it was not kept");
      }
      return release;
    } catch (IllegalStateException e) {
      missing.put(digest, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Replaying.Replayed without(String digest) {
    List<Difference> why =
        List.of(new Difference("release", digest, missing.getOrDefault(digest, "")));
    return new Replaying.Replayed(1, new TreeMap<>(Map.of(AnswerId.ALONE, why)));
  }

  private static SQLException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failed -> throw failed;
      case Error broken -> throw broken;
      case SQLException failed -> failed;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
