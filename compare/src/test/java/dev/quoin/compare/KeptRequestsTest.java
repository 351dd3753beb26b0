package dev.quoin.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compare.KeptRequests.Kept;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.KeptJson;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptRequestsTest {
  private static final Policy SEOUL = Policy.of(Seoul.AS_IT_IS, "rental");
  private static final String ANSWER =
      "{\"shapes\":[{\"price\":[]},{\"WRONG\":[]}],\"shape\":[0,1]}";

  @Test
  void the_quotes_of_the_service_are_compared_and_all_else_is_counted_by_its_reason()
      throws Exception {
    NotCompared notCompared =
        compare(
            SEOUL,
            SEOUL,
            2,
            kept("quote", "rental", inputs()),
            kept("booking", "rental", inputs()),
            kept("extension", "rental", inputs()),
            kept("quote", "waiver", inputs()),
            kept("quote", "parking", inputs()),
            new Kept(id(), "quote", "rental", "another", inputs(), ANSWER),
            kept("quote", "rental", "[]"),
            kept("batch", "rental", "{\"shared\":" + inputs() + ",\"columns\":{}}"));
    assertThat(reasons(notCompared))
        .containsExactly(
            "OTHER_RATEBOOK another rental quote 1",
            "OTHER_SERVICE seoul-carshare waiver quote 1",
            "SERVICE_OF_NEITHER seoul-carshare parking quote 1",
            "OF_BOOKING seoul-carshare rental booking 1",
            "OF_BOOKING seoul-carshare rental extension 1",
            "REJECTED seoul-carshare rental batch 1",
            "DAMAGED seoul-carshare rental quote 1");
  }

  @Test
  void a_settlement_is_compared_where_settlements_are() throws Exception {
    Policy settlement = Policy.of(Seoul.AS_IT_IS, "settlement");
    NotCompared notCompared =
        compare(
            settlement,
            settlement,
            1,
            kept("settlement", "settlement", drawn("settlement")),
            kept("quote", "rental", inputs()));
    assertThat(notCompared.count()).isEqualTo(1);
  }

  @Test
  void an_input_that_was_added_after_is_told_with_the_first_request_without_it() throws Exception {
    Policy added = Policy.of(renamed(), "rental");
    Kept first = kept("quote", "rental", inputs());
    NotCompared notCompared = compare(SEOUL, added, 0, first, kept("quote", "rental", inputs()));
    assertThat(reasons(notCompared))
        .containsExactly("UNREADABLE_AFTER seoul-carshare rental quote 2");
    assertThat(notCompared.causes())
        .containsExactly(
            Map.entry(
                new NotCompared.Cause(true, "occupancy", "missing-field"),
                new NotCompared.Told(
                    2, first.id().toString(), "`occupancy` is missing (expected: a number)")));
  }

  @Test
  void an_input_that_neither_asks_for_any_more_is_passed_over_and_told() throws Exception {
    Policy renamed = Policy.of(renamed(), "rental");
    String both = inputs().replaceFirst("\\{", "{\"occupancy\":10,");
    NotCompared notCompared = compare(renamed, renamed, 1, kept("quote", "rental", both));
    assertThat(notCompared.count()).isZero();
    assertThat(notCompared.unasked()).containsExactly(Map.entry("utilisation", 1L));
  }

  @Test
  void no_ratebook_here_reads_the_clock_but_one_that_does_is_known() {
    assertThat(SEOUL.dependsOnInstant()).isFalse();
    Ratebook today =
        Seoul.changed().writing("<text>date(start)</text>", "<text>today()</text>").ratebook();
    assertThat(Policy.of(today, "rental").dependsOnInstant()).isTrue();
  }

  /// With another name for an input, which is one more that is asked for and one less.
  private static Ratebook renamed() {
    return Seoul.changed().writing("utilisation", "occupancy").ratebook();
  }

  private static List<String> reasons(NotCompared notCompared) {
    return notCompared.groups().entrySet().stream()
        .map(entry ->
            "%s %s %s %s %d"
                .formatted(
                    entry.getKey().why(),
                    entry.getKey().ratebook(),
                    entry.getKey().service(),
                    entry.getKey().kind(),
                    entry.getValue()))
        .toList();
  }

  private static NotCompared compare(Policy before, Policy after, int compared, Kept... kept)
      throws Exception {
    Comparison.Options options =
        new Comparison.Options(List.of(), 5, Instant.parse("2026-06-01T00:00:00Z"), false);
    try (KeptRequests requests = new KeptRequests(new Pages(List.of(kept)), before, after)) {
      Comparison comparison =
          new Compare(before, after, options).run(requests, 2, _ -> {}).orElseThrow();
      assertThat(comparison.all().requests()).isEqualTo(compared);
      return requests.notCompared();
    }
  }

  /// Pages of two.
  private static final class Pages implements KeptRequests.Source {
    private final Iterator<Kept> kept;

    Pages(List<Kept> kept) {
      this.kept = kept.iterator();
    }

    @Override
    public List<Kept> next() {
      List<Kept> page = new ArrayList<>();
      while (page.size() < 2 && kept.hasNext()) {
        page.add(kept.next());
      }
      return page;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.empty();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static long ids;

  private static UUID id() {
    return new UUID(7, ids++);
  }

  private static Kept kept(String kind, String service, String inputs) {
    return new Kept(id(), kind, service, "seoul-carshare", inputs, ANSWER);
  }

  private static String inputs() {
    return drawn("rental");
  }

  private static String drawn(String service) {
    Problems problems = new Problems();
    return KeptJson.of(
        Request.of(
                Seoul.AS_IT_IS,
                requireNonNull(Seoul.AS_IT_IS.services().get(service)),
                Seoul.AS_IT_IS.generator(service, problems).orElseThrow().inputs(3, 0),
                _ -> new Place("drawn", 0, 0),
                problems)
            .orElseThrow());
  }
}
