package dev.quoin.bench;

import dev.quoin.feel.Value;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One rental quote of `ratebooks/seoul-carshare` by hand and compiled, in alternating rounds of one process: on a shared
/// machine the least of many rounds is what noise touches least, and both meet the same noise. `RentalQuoteBenchmark`
/// measures the same with a fork for each.
public final class RentalQuoteRounds {
  /// As many as `RentalQuoteBenchmark` asks.
  private static final int REQUESTS = 4096;

  private static final long SEED = 1;

  private RentalQuoteRounds() {}

  /// Prices the request of that number.
  private interface Contender {
    Object price(int request);
  }

  /// Prints the least times.
  ///
  /// @param arguments how many rounds; 400 where nothing is said
  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
    Path folder = Path.of(System.getProperty("quoin.ratebook", "ratebooks/seoul-carshare"));
    HandWrittenRental byHand = HandWrittenRental.load(folder);
    EngineService compiled = SeoulRatebook.load(folder).compiled("rental");
    List<RentalRequest> requests = RentalRequests.realistic(REQUESTS, SEED);
    Value[][] inputs =
        requests.stream()
            .map(request -> compiled.inputs(EngineInputs.of(request)))
            .toArray(Value[][]::new);
    long[] least =
        leastOf(
            rounds,
            request -> byHand.quote(requests.get(request)),
            request -> compiled.evaluate(inputs[request]));
    System.out.printf(
        Locale.ROOT,
        "least of %d alternating rounds: %d ns by hand, %d ns compiled, %.2f ×%n",
        rounds,
        least[0] / REQUESTS,
        least[1] / REQUESTS,
        least[1] / (double) least[0]);
  }

  private static long[] leastOf(int rounds, Contender... contenders) {
    // Answers are kept for a round, so that the JIT compiler leaves none of them out.
    Object[] answers = new Object[REQUESTS];
    long[] least = new long[contenders.length];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.length; i++) {
        least[i] = Math.min(least[i], round(contenders[i], answers));
      }
    }
    return least;
  }

  private static long round(Contender contender, Object[] answers) {
    long start = System.nanoTime();
    for (int request = 0; request < answers.length; request++) {
      answers[request] = contender.price(request);
    }
    return System.nanoTime() - start;
  }
}
