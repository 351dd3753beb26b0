package dev.quoin.pricing;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Prices one trip with many cars.
public final class Batching {
  /// As many as a search page can show, and then some.
  public static final int MAX_CARS = 1_000;

  private Batching() {}

  /// The prices of all cars. One that is wrong keeps no other from its price; only where all of them are, as they are where the
  /// trip is, the question as a whole is rejected.
  ///
  /// @param trip the inputs that all cars share
  /// @param cars the inputs that each adds
  public static Verdict<Batch> price(
      Release release, String service, Node trip, List<Node> cars, Instant at, UUID id) {
    if (cars.isEmpty() || cars.size() > MAX_CARS) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "cars",
          cars.isEmpty() ? "missing-field" : "too-large",
          "`cars` has %,d items (expected: 1 to %,d)".formatted(cars.size(), MAX_CARS));
    }
    if (!(trip instanceof Node.Mapping shared)) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "trip",
          "wrong-type",
          "`trip` is %s (expected: an object with the inputs)".formatted(trip.what()));
    }
    return Quoting.service(release, service)
        .then(asked -> price(release, asked, shared, cars, at, id));
  }

  private static Verdict<Batch> price(
      Release release,
      Ratebook.Service service,
      Node.Mapping trip,
      List<Node> cars,
      Instant at,
      UUID id) {
    Request.Reader reader = Request.reader(release.ratebook(), service);
    List<Batch.Item> items = new ArrayList<>(cars.size());
    boolean priced = false;
    for (Node car : cars) {
      Batch.Item item = item(release, service.name(), reader, trip, car, at);
      priced |=
          item instanceof Batch.Item.Answered answered
              && answered.outcome() instanceof Answer.Quote;
      items.add(item);
    }
    Optional<Instant> until =
        priced
            ? Optional.of(at.plus(release.ratebook().validity(service.name())))
            : Optional.empty();
    Batch batch = new Batch(id, release, service.name(), at, until, items);
    return batch
        .rejection()
        .<Verdict<Batch>>map(Verdict.Rejected::new)
        .orElseGet(() -> new Verdict.Given<>(batch));
  }

  private static Batch.Item item(
      Release release,
      String service,
      Request.Reader reader,
      Node.Mapping trip,
      Node car,
      Instant at) {
    Verdict<Batch.Item> item =
        together(trip, car)
            .then(inputs -> Quoting.read(reader, inputs))
            .then(request ->
                Quoting.price(release, service, request, at)
                    .map(outcome -> new Batch.Item.Answered(request, outcome)));
    return switch (item) {
      case Verdict.Given<Batch.Item>(Batch.Item given) -> given;
      case Verdict.Rejected<Batch.Item>(Rejection rejection) -> new Batch.Item.Rejected(rejection);
    };
  }

  private static Verdict<Node> together(Node.Mapping trip, Node car) {
    if (!(car instanceof Node.Mapping own)) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "cars",
          "wrong-type",
          "a car is %s (expected: an object with inputs)".formatted(car.what()));
    }
    List<Flaw> twice = new ArrayList<>();
    List<Node.Mapping.Entry> entries =
        new ArrayList<>(trip.entries().size() + own.entries().size());
    entries.addAll(trip.entries());
    for (Node.Mapping.Entry entry : own.entries()) {
      if (trip.entry(entry.key()).isPresent()) {
        twice.add(
            new Flaw(
                entry.key(),
                "duplicate-key",
                "`%s` stands in the trip and in the car".formatted(entry.key())));
      }
      entries.add(entry);
    }
    return twice.isEmpty()
        ? new Verdict.Given<>(new Node.Mapping(entries, own.place()))
        : new Verdict.Rejected<>(new Rejection(Rejection.Kind.WRONG, twice));
  }
}
