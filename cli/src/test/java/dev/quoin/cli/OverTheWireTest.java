package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.value.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What callers in one process get from a server in another is what the ratebook says offline: to the won, to the line, in both
/// languages. The requests are those of the ratebook's generators; what the server supplies of a booking is supplied here from the
/// answers of before.
class OverTheWireTest {
  private static final int REQUESTS = 1_000;
  private static final int CALLERS = 16;
  private static final int CARS = 3;
  private static final long SEED = Long.getLong("quoin.seed", 20_260_601);

  private static final Path SEOUL = Quoin.checkout().resolve("ratebooks/seoul-carshare");
  private static final Ratebook RATEBOOK = Ratebook.load(SEOUL, new Problems()).orElseThrow();
  private static final Pricer PRICER = new Pricer(RATEBOOK, Compiler::compile);
  private static final Map<String, Generator> GENERATORS =
      List.of("rental", "waiver", "settlement", "cancellation").stream()
          .collect(
              toMap(
                  service -> service,
                  service -> RATEBOOK.generator(service, new Problems()).orElseThrow()));
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static UpProcess up;

  private final AtomicInteger refused = new AtomicInteger();

  enum Protocol {
    GRPC,
    REST;

    Wire open() throws InterruptedException {
      return this == GRPC ? new GrpcWire(up.grpc()) : new RestWire(up.url());
    }
  }

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.startOptimizing(folder.resolve("data"));
  }

  /// All that was answered comes out again, of every kind, without the server.
  @AfterAll
  static void stop_and_replay() throws IOException {
    up.close();
    Quoin.Ran ran =
        Quoin.in(folder).run("replay", "--data", folder.resolve("data").toString(), "--json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.FINE);
    JsonNode replayed = JSON.readTree(ran.out());
    assertThat(replayed.required("answers").intValue()).isGreaterThan(8 * REQUESTS);
    assertThat(replayed.required("differing").intValue()).isZero();
    assertThat(replayed.required("origins").findValuesAsText("kind"))
        .contains("quote", "batch", "booking", "settlement", "cancellation");
  }

  @ParameterizedTest
  @EnumSource
  void rentals_cost_what_they_cost_offline(Protocol protocol) throws Exception {
    try (Wire wire = protocol.open()) {
      askUntilPriced(number -> isPrice(quoted(wire, "rental", drawn("rental", number))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void waivers_cost_what_they_cost_offline(Protocol protocol) throws Exception {
    try (Wire wire = protocol.open()) {
      askUntilPriced(number -> isPrice(quoted(wire, "waiver", drawn("waiver", number))));
    }
  }

  /// With cars that others asked for, of which some are not offered on the day.
  @ParameterizedTest
  @EnumSource
  void batches_cost_what_each_car_costs_offline(Protocol protocol) throws Exception {
    try (Wire wire = protocol.open()) {
      askUntilPriced(number -> isBatchPriced(wire, number));
    }
  }

  @ParameterizedTest
  @EnumSource
  void settlements_cost_what_they_cost_offline(Protocol protocol) throws Exception {
    try (Wire wire = protocol.open()) {
      askUntilPriced(number -> isSettled(wire, protocol + "-settled-" + number, number));
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancellations_cost_what_they_cost_offline(Protocol protocol) throws Exception {
    try (Wire wire = protocol.open()) {
      askUntilPriced(number -> isCancelled(wire, protocol + "-cancelled-" + number, number));
    }
  }

  /// The request that `quoin up` prints is the same for a shell, for gRPC and for `quoin quote`.
  @Test
  void the_request_that_it_prints_costs_what_quoin_quote_says() throws Exception {
    assumeTrue(UpProcess.has("curl"), "there is no curl on this machine");
    ObjectNode answer = (ObjectNode) JSON.readTree(UpProcess.shell(up.curl()));
    Path request = folder.resolve("request.json");
    JsonNode body = JSON.readTree(up.curl().replaceFirst("(?s).* -d '(.*)'$", "$1"));
    Files.writeString(request, body.required("inputs").toString());
    Quoin.Ran ran =
        Quoin.inCheckout()
            .run(
                "quote",
                "rental",
                "--ratebook",
                SEOUL.toString(),
                "--request",
                request.toString(),
                "--at",
                answer.required("priced_at").textValue(),
                "--json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.FINE);
    assertThat(answer.remove(List.of("id", "valid_until"))).isEqualTo(JSON.readTree(ran.out()));
    try (Wire wire = Protocol.GRPC.open()) {
      quoted(wire, "rental", read("rental", Files.readString(request)).inputs());
    }
  }

  /// Asks for one thing.
  @FunctionalInterface
  private interface Ask {
    /// @return whether the policy gave a price
    boolean isPriced(long number);
  }

  /// Asks, by many at a time, until enough have a price. What is refused on the way is compared like a price.
  private void askUntilPriced(Ask ask) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger priced = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        running.add(
            callers.submit(() -> {
              while (priced.get() < REQUESTS) {
                if (ask.isPriced(next.getAndIncrement())) {
                  priced.getAndIncrement();
                }
              }
            }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    }
    assertThat(refused.get()).as("some are refused").isPositive();
  }

  private Answer quoted(Wire wire, String service, Map<String, Value> inputs) {
    return same(wire.quote(service, inputs), service, inputs, validity(service));
  }

  private boolean isBatchPriced(Wire wire, long number) {
    Map<String, Value> trip = drawn("rental", number);
    List<Map<String, Value>> cars = new ArrayList<>();
    for (int i = 0; i < CARS; i++) {
      cars.add(only(drawn("rental", number + i), "model"));
    }
    trip.remove("model");
    List<Told> told = wire.batch(trip, cars);
    assertThat(told).hasSameSizeAs(cars);
    boolean isPriced = false;
    for (int i = 0; i < told.size(); i++) {
      Map<String, Value> inputs = with(trip, cars.get(i));
      isPriced |= isPrice(same(told.get(i), "rental", inputs, validity("rental")));
    }
    return isPriced;
  }

  /// Settlement n of a seed ends rental n.
  private boolean isSettled(Wire wire, String booking, long number) {
    Map<String, Value> settlement = drawn("settlement", number);
    Map<String, Value> rental = drawn("rental", number);
    rental.replaceAll((name, value) -> settlement.getOrDefault(name, value));
    return booked(wire, booking, rental)
        .map(booked -> extended(wire, booked, settlement))
        .map(booked -> {
          settlement.put("extended end", booked.extendedEnd());
          Told told =
              wire.event(
                  Wire.Event.SETTLE, booking, only(settlement, "returned at", "driven distance"));
          return isPrice(same(told, "settlement", settlement, Optional.empty()));
        })
        .orElse(false);
  }

  /// Cancellation n of a seed is one of rental n, too.
  private boolean isCancelled(Wire wire, String booking, long number) {
    Map<String, Value> cancellation = drawn("cancellation", number);
    Map<String, Value> rental = drawn("rental", number);
    assertThat(rental).containsAllEntriesOf(only(cancellation, "start", "end"));
    return booked(wire, booking, rental)
        .map(booked -> extended(wire, booked, drawn("settlement", number)))
        .map(booked -> {
          cancellation.putAll(only(booked.inputs(), "end"));
          cancellation.put("paid amount", new Value.Num(booked.total()));
          Told told =
              wire.event(Wire.Event.CANCEL, booking, only(cancellation, "cancelled at", "paid at"));
          return isPrice(same(told, "cancellation", cancellation, Optional.empty()));
        })
        .orElse(false);
  }

  /// What is booked so far.
  ///
  /// @param inputs of the rental as it is now
  /// @param extendedEnd null where it was not extended
  private record Booked(String id, Map<String, Value> inputs, Value extendedEnd, Decimal total) {}

  /// Quotes a rental and books it; empty where it is refused.
  private Optional<Booked> booked(Wire wire, String id, Map<String, Value> rental) {
    Told quoted = wire.quote("rental", rental);
    if (!(same(quoted, "rental", rental, validity("rental")) instanceof Answer.Quote price)) {
      return Optional.empty();
    }
    same(wire.book(quoted.id(), id), "rental", rental, Optional.empty());
    return Optional.of(new Booked(id, rental, Value.NULL, price.total()));
  }

  /// Extends it where that makes it longer.
  private Booked extended(Wire wire, Booked booked, Map<String, Value> settlement) {
    Map<String, Value> end = Map.of("end", value(settlement, "extended end"));
    if (end.containsValue(Value.NULL) || booked.inputs().entrySet().containsAll(end.entrySet())) {
      return booked;
    }
    Told told = wire.event(Wire.Event.EXTEND, booked.id(), end);
    Map<String, Value> inputs = with(booked.inputs(), end);
    Answer answer = offline("rental", inputs, told.at());
    Told.Facts expected = Told.offline(RATEBOOK, "rental", answer, Optional.empty());
    if (!(answer instanceof Answer.Quote price)) {
      assertSame(told, inputs, expected);
      return booked;
    }
    expected.difference(price.total().minus(booked.total()).toPlainText());
    assertSame(told, inputs, expected);
    return new Booked(booked.id(), inputs, value(inputs, "end"), price.total());
  }

  /// Asserts that the server told what the ratebook says offline.
  ///
  /// @return what it says
  private Answer same(
      Told told, String service, Map<String, Value> inputs, Optional<Duration> validity) {
    Answer answer = offline(service, inputs, told.at());
    assertSame(told, inputs, Told.offline(RATEBOOK, service, answer, validity));
    if (answer instanceof Answer.Refusal) {
      refused.getAndIncrement();
    }
    return answer;
  }

  private static void assertSame(Told told, Map<String, Value> inputs, Told.Facts offline) {
    assertThat(told.says())
        .as(() -> "seed %d, at %s: %s".formatted(SEED, told.at(), json(inputs)))
        .isEqualTo(offline.all());
  }

  /// As `quoin quote` does it.
  private static Answer offline(String service, Map<String, Value> inputs, Instant at) {
    return PRICER.quote(service, read(service, json(inputs)), at);
  }

  private static Request read(String service, String json) {
    Problems problems = new Problems();
    return Request.read(RATEBOOK, service, "request", json.getBytes(UTF_8), problems)
        .orElseThrow(() -> new AssertionError(json + problems.sorted()));
  }

  private static Optional<Duration> validity(String service) {
    return Optional.of(RATEBOOK.validity(service));
  }

  private static boolean isPrice(Answer answer) {
    return answer instanceof Answer.Quote;
  }

  /// Request n of the ratebook's generator.
  private static Map<String, Value> drawn(String service, long number) {
    return requireNonNull(GENERATORS.get(service)).inputs(SEED, number);
  }

  private static String json(Map<String, Value> inputs) {
    return Written.json(new Value.Context(inputs));
  }

  private static Map<String, Value> only(Map<String, Value> inputs, String... names) {
    Map<String, Value> some = new LinkedHashMap<>();
    for (String name : names) {
      some.put(name, value(inputs, name));
    }
    return some;
  }

  private static Value value(Map<String, Value> inputs, String name) {
    return requireNonNull(inputs.get(name), name);
  }

  private static Map<String, Value> with(Map<String, Value> inputs, Map<String, Value> more) {
    Map<String, Value> all = new LinkedHashMap<>(inputs);
    all.putAll(more);
    return all;
  }
}
