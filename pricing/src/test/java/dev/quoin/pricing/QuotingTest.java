package dev.quoin.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each flaw is told with the field that callers know.
class QuotingTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final String GOOD =
      """
      {"start": "2026-06-12T18:00", "end": "2026-06-14T21:00", "model": "K8", "distance": 180, "utilisation": 70,
       "membership": "none", "coupon percent": 0, "coupon amount": 0, "birth date": "1990-05-20", "licence date": "2015-03-02"}
      """;

  @Test
  void what_is_wrong_missing_or_unknown_is_told_at_once_by_field() {
    assertThat(flaws(GOOD.replace("\"K8\"", "3").replace("\"distance\"", "\"distanse\"")))
        .extracting(Flaw::field, Flaw::code)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("model", "wrong-type"),
            org.assertj.core.groups.Tuple.tuple("distanse", "unknown-field"),
            org.assertj.core.groups.Tuple.tuple("distance", "missing-field"));
  }

  @Test
  void a_requirement_blames_its_input() {
    assertThat(flaws(GOOD.replace("2026-06-14T21:00", "2026-06-12T17:00")))
        .containsExactly(
            new Flaw("end", "end-not-after-start", "the rental must end after it begins"));
  }

  @Test
  void a_time_beyond_the_calendar_is_the_callers_fault() {
    Rejection rejection = rejection(GOOD.replace("2026-06-1", "2036-06-1"));
    assertThat(rejection.kind()).isEqualTo(Rejection.Kind.WRONG);
    assertThat(rejection.flaws())
        .extracting(Flaw::field, Flaw::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("start", "outside-calendar"));
  }

  @Test
  void an_unknown_service_is_not_found() {
    assertThat(Quoting.read(Seoul.RELEASE, "rentl", node(GOOD)))
        .isEqualTo(
            Verdict.rejected(
                Rejection.Kind.UNKNOWN,
                "service",
                "unknown-service",
                "unknown service `rentl`; did you mean `rental`?"));
  }

  @Test
  void a_long_text_is_cut_where_it_is_told() {
    assertThat(new Flaw("f".repeat(1000), "bad-value", "x".repeat(100_000)).sentence())
        .hasSizeLessThan(600);
  }

  private static List<Flaw> flaws(String json) {
    return rejection(json).flaws();
  }

  private static Rejection rejection(String json) {
    return switch (Quoting.read(Seoul.RELEASE, "rental", node(json))
        .then(request -> Quoting.price(Seoul.RELEASE, "rental", request, AT))) {
      case Verdict.Rejected<?>(Rejection rejection) -> rejection;
      case Verdict.Given<?>(Object given) -> throw new AssertionError("given: " + given);
    };
  }

  private static Node node(String json) {
    Problems problems = new Problems();
    return Json.read("request", json.getBytes(UTF_8), problems)
        .orElseGet(() -> new Node.Listing(List.of(), new Place("request", 0, 0)));
  }
}
