package dev.quoin.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchingTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final UUID ID = UUID.fromString("019f0c3e-8f3a-7c11-9f0e-3d1f0a6b2c55");
  private static final Node NOTHING = new Node.Mapping(List.of(), new Place("trip", 0, 0));

  @Test
  void every_golden_case_has_the_price_in_a_batch_that_it_has_alone() {
    for (Cases file : Seoul.cases()) {
      Batch batch = priced(file);
      for (int i = 0; i < batch.items().size(); i++) {
        assertThat(text(batch.items().get(i))).isEqualTo(text(alone(file, i)));
      }
    }
  }

  /// The trip is read once for all cars, whatever is wrong with it.
  @Test
  void a_car_has_in_a_batch_what_it_has_alone_with_the_same_trip() {
    for (Cases file : Seoul.cases()) {
      for (Cases.Case golden : file.cases().stream().limit(50).toList()) {
        List<Node.Mapping.Entry> whole = ((Node.Mapping) golden.inputs()).entries();
        trips(whole, "2026-02-30").forEach(trip -> assertSameAsAlone(file.service(), trip));
      }
    }
  }

  /// The trip, and it with a slip in each of its inputs.
  private static List<List<Node.Mapping.Entry>> trips(List<Node.Mapping.Entry> whole, String slip) {
    List<Node.Mapping.Entry> trip = new ArrayList<>(whole);
    trip.removeIf(entry -> entry.key().equals("model"));
    List<List<Node.Mapping.Entry>> trips = new ArrayList<>(List.of(trip));
    for (int i = 0; i < trip.size(); i++) {
      Node.Mapping.Entry entry = trip.get(i);
      List<Node.Mapping.Entry> other = new ArrayList<>(trip);
      Node wrong = new Node.Scalar(Node.Kind.TEXT, slip, entry.value().place());
      other.set(i, new Node.Mapping.Entry(entry.key(), wrong, entry.place()));
      trips.add(other);
    }
    return trips;
  }

  private static void assertSameAsAlone(String service, List<Node.Mapping.Entry> trip) {
    List<Node> cars = new ArrayList<>();
    List<Batch.Item> alone = new ArrayList<>();
    for (String model : List.of("K8", "RAY", "none such", "K8")) {
      Place place = new Place("cars", 0, 0);
      Node.Mapping.Entry own =
          new Node.Mapping.Entry("model", new Node.Scalar(Node.Kind.TEXT, model, place), place);
      cars.add(new Node.Mapping(List.of(own), place));
      List<Node.Mapping.Entry> together = new ArrayList<>(trip);
      together.add(own);
      alone.add(item(service, new Node.Mapping(together, place)));
    }
    Node shared = new Node.Mapping(trip, new Place("trip", 0, 0));
    switch (Batching.price(Seoul.RELEASE, service, shared, cars, AT, ID)) {
      case Verdict.Given<Batch>(Batch batch) ->
          assertThat(batch.items())
              .extracting(BatchingTest::text)
              .isEqualTo(alone.stream().map(BatchingTest::text).toList());
      case Verdict.Rejected<Batch>(Rejection rejection) ->
          assertThat(rejection.flaws())
              .containsExactlyElementsOf(
                  alone.stream()
                      .flatMap(item -> ((Batch.Item.Rejected) item).rejection().flaws().stream())
                      .distinct()
                      .toList());
    }
  }

  @Test
  void what_is_kept_of_a_batch_is_read_as_it_was() {
    for (Cases file : Seoul.cases()) {
      Batch batch = priced(file);
      String inputs = KeptBatch.inputs(batch);
      String outcomes = KeptBatch.outcomes(batch);
      List<Batch.Item> items = KeptBatch.items(Seoul.RELEASE, file.service(), inputs, outcomes);
      assertThat(items).hasSameSizeAs(batch.items());
      for (int i = 0; i < items.size(); i++) {
        assertThat(text(items.get(i))).isEqualTo(text(batch.items().get(i)));
      }
      Batch again = new Batch(ID, Seoul.RELEASE, file.service(), AT, batch.validUntil(), items);
      assertThat(KeptBatch.inputs(again)).isEqualTo(inputs);
      assertThat(KeptBatch.outcomes(again)).isEqualTo(outcomes);
    }
  }

  @Test
  void a_field_stands_in_the_trip_or_in_the_car() {
    Node.Mapping golden = (Node.Mapping) Seoul.cases().getFirst().cases().getFirst().inputs();
    Verdict<Batch> verdict =
        Batching.price(Seoul.RELEASE, "rental", golden, List.of(golden), AT, ID);
    assertThat(
            verdict instanceof Verdict.Rejected<Batch>(Rejection rejection)
                ? rejection.flaws()
                : List.<Flaw>of())
        .extracting(Flaw::code)
        .isNotEmpty()
        .containsOnly("duplicate-key");
  }

  private static Batch priced(Cases file) {
    List<Node> cars = new ArrayList<>();
    file.cases().stream().limit(Batching.MAX_CARS).forEach(golden -> cars.add(golden.inputs()));
    return switch (Batching.price(Seoul.RELEASE, file.service(), NOTHING, cars, AT, ID)) {
      case Verdict.Given<Batch>(Batch batch) -> batch;
      case Verdict.Rejected<Batch>(Rejection rejection) ->
          throw new AssertionError(rejection.toString());
    };
  }

  private static Batch.Item alone(Cases file, int index) {
    return item(file.service(), file.cases().get(index).inputs());
  }

  private static Batch.Item item(String service, Node inputs) {
    Verdict<Batch.Item> item =
        Quoting.read(Seoul.RELEASE, service, inputs)
            .then(request ->
                Quoting.price(Seoul.RELEASE, service, request, AT)
                    .map(outcome -> new Batch.Item.Answered(request, outcome)));
    return switch (item) {
      case Verdict.Given<Batch.Item>(Batch.Item given) -> given;
      case Verdict.Rejected<Batch.Item>(Rejection rejection) -> new Batch.Item.Rejected(rejection);
    };
  }

  private static String text(Batch.Item item) {
    return switch (item) {
      case Batch.Item.Answered answered -> answered.request().inputs() + " " + answered.outcome();
      case Batch.Item.Rejected rejected -> rejected.toString();
    };
  }
}
