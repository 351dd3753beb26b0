package dev.quoin.bench;

import dev.quoin.feel.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One rental quote of `ratebooks/seoul-carshare`: by hand in Java, compiled, interpreted. All three are asked the same
/// requests in the same order, as ready values; no JSON, no explanation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RentalQuoteBenchmark {
  private static final int REQUESTS =
      4096; // more than branch predictors learn by heart; a power of two
  private static final long SEED = 1;

  private HandWrittenRental byHand;
  private EngineService compiled;
  private EngineService interpreted;
  private RentalRequest[] requests;
  private Value[][] inputs;
  private int next;

  /// Reads the ratebook, `ratebooks/seoul-carshare` below the working folder or where `-Dquoin.ratebook` says.
  @Setup
  public void load() {
    Path folder = Path.of(System.getProperty("quoin.ratebook", "ratebooks/seoul-carshare"));
    SeoulRatebook seoul = SeoulRatebook.load(folder);
    byHand = HandWrittenRental.load(folder);
    compiled = seoul.compiled("rental");
    interpreted = seoul.interpreted("rental");
    List<RentalRequest> all = RentalRequests.realistic(REQUESTS, SEED);
    requests = all.toArray(RentalRequest[]::new);
    inputs =
        all.stream()
            .map(request -> compiled.inputs(EngineInputs.of(request)))
            .toArray(Value[][]::new);
  }

  @Benchmark
  public Object byHand() {
    return byHand.quote(requests[next()]);
  }

  @Benchmark
  public Object compiled() {
    return compiled.evaluate(inputs[next()]);
  }

  @Benchmark
  public Object interpreted() {
    return interpreted.evaluate(inputs[next()]);
  }

  private int next() {
    next = (next + 1) & (REQUESTS - 1);
    return next;
  }
}
