package dev.quoin.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// Counts the blocks of requests that are left, by one thread or by several, each into what is its own.
///
/// @param progress is told what was done, as a part of the length of the requests; by any thread
record Workers(Turns turns, LongConsumer progress) {
  Workers(Requests requests, LongConsumer progress) {
    this(new Turns(requests), progress);
  }

  /// One thread's part of it.
  ///
  /// @param <T> what it comes to
  interface Worker<T> {
    void count(Asked asked);

    /// What is left to do of the block that was just counted, when that is done of all before it.
    default Optional<Turns.Rest> rest() {
      return Optional.empty();
    }

    T counted();

    /// What it comes to where a request could not be made or counted.
    default T failed(RuntimeException why) {
      throw why;
    }
  }

  /// Lets each work in a thread of its own.
  ///
  /// @return what they come to, in their order
  <T> List<T> together(List<? extends Worker<T>> workers) throws IOException, InterruptedException {
    List<Callable<T>> working = new ArrayList<>();
    workers.forEach(worker -> working.add(() -> alone(worker)));
    try (ExecutorService executor = Executors.newFixedThreadPool(working.size())) {
      List<T> counted = new ArrayList<>();
      for (Future<T> one : executor.invokeAll(working)) {
        counted.add(one.get());
      }
      return counted;
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case IOException cause -> cause;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }

  /// Works in this thread.
  <T> T alone(Worker<T> worker) throws IOException {
    boolean isWhole = false;
    try {
      for (Optional<Turns.Taken> next = turns.take(); next.isPresent(); next = turns.take()) {
        Turns.Taken taken = next.get();
        worker.count(taken.block().requests());
        Optional<Turns.Rest> rest = worker.rest();
        if (rest.isPresent()) {
          turns.inTurn(taken, rest.get());
        }
        progress.accept(taken.block().length());
      }
      isWhole = true;
      return worker.counted();
    } catch (RuntimeException why) {
      return worker.failed(why);
    } finally {
      if (!isWhole) {
        turns.fail();
      }
    }
  }
}
