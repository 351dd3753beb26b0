package dev.quoin.server.metrics;

import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts and times requests: by service, kind and outcome, from the moment at which the request was read to the one at
/// which its answer is durable; and problems by code.
public final class Requests {
  /// Where callers draw lines: a page should be there in 100 ms, so a price of it in 20.
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  /// Where the service is known only from the answer.
  public static final String ANY = "any";

  /// In the place of a service that no ratebook has.
  public static final String UNKNOWN = "unknown";

  private final MeterRegistry meters;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> problems = new ConcurrentHashMap<>();

  private record Key(String service, String kind, String outcome) {}

  public Requests(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Measures a request.
  ///
  /// @param service one of the ratebooks' services, never what a caller makes up
  /// @param kind such as `quote`
  /// @param outcome of what was asked for, such as `price` or `refusal`
  public <T> CompletableFuture<Verdict<T>> measure(
      String service,
      String kind,
      Function<T, String> outcome,
      Supplier<CompletableFuture<Verdict<T>>> request) {
    long start = System.nanoTime();
    return request
        .get()
        .whenComplete((verdict, failure) ->
            timer(new Key(service, kind, outcome(verdict, outcome)))
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
  }

  /// The outcome of an answer.
  public static String outcome(Quoted quoted) {
    return switch (quoted.outcome()) {
      case Answer.Quote _ -> "price";
      case Answer.Refusal _ -> "refusal";
    };
  }

  private <T> String outcome(@Nullable Verdict<T> verdict, Function<T, String> outcome) {
    return switch (verdict) {
      case null -> name(Rejection.Kind.BROKEN);
      case Verdict.Given<T>(T value) -> outcome.apply(value);
      case Verdict.Rejected<T>(Rejection rejection) -> name(rejection.kind());
    };
  }

  private static String name(Rejection.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Counts the problems that a caller is told of, whoever found them.
  public void told(Rejection rejection) {
    for (Flaw flaw : rejection.flaws()) {
      problems.computeIfAbsent(flaw.code(), this::counter).increment();
    }
  }

  private Counter counter(String code) {
    return Counter.builder("quoin.problems")
        .description("Problems that callers were told of, by code")
        .tag("code", code)
        .register(meters);
  }

  private Timer timer(Key key) {
    return timers.computeIfAbsent(
        key,
        asked ->
            Timer.builder("quoin.requests")
                .description("Requests, from read to durably answered")
                .tag("service", asked.service())
                .tag("kind", asked.kind())
                .tag("outcome", asked.outcome())
                .serviceLevelObjectives(BUCKETS)
                .register(meters));
  }
}
