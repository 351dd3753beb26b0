package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.testkit.Seeded;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final long SEED = 5;

  /// Three rows and one lever, each a text of a file and what is written instead.
  private static final List<String[]> PLANTED =
      List.of(
          new String[] {
            "id: demand busy\n    binds: in_demand_busy\n    type: number\n    value: 1.10",
            "id: demand busy\n    binds: in_demand_busy\n    type: number\n    value: 1.17"
          },
          new String[] {"business,10,0,", "business,15,0,"},
          new String[] {"2,30,100,90,", "2,30,100,85,"},
          new String[] {
            "K8,>= 2024-06-07,109340,143880,250", "K8,>= 2024-06-07,119990,143880,260"
          });

  /// Two rows of one table, a function, a decision and a lever that all of these meet.
  private static final List<String[]> ENTANGLED =
      List.of(
          new String[] {
            "id: late night factor\n    binds: in_late_night_factor\n    type: number\n    value: 0.70",
            "id: late night factor\n    binds: in_late_night_factor\n    type: number\n    value: 0.83"
          },
          new String[] {"K8,>= 2024-06-07,109340,143880,250", "K8,>= 2024-06-07,119990,143880,260"},
          new String[] {"캐스퍼,>= 2024-06-07,", "캐스퍼,>= 2024-06-07,1"},
          new String[] {
            "band weight(band, kilometres)) * kilometre rate / 100",
            "band weight(band, kilometres)) * kilometre rate / 103"
          });

  @Test
  void three_rows_and_a_lever_cause_what_they_add_over_all_orders() throws Exception {
    assertThat(asOverAllOrders(PLANTED, 200).shares())
        .extracting(share -> share.unit().text())
        .containsExactly(
            "lever demand busy: 1.1 → 1.17",
            "row of memberships: membership business: rental percent 10 → 15",
            "row of mileage bands: band 2: percent 90 → 85",
            "row of rate sheet: model K8, day >= 2024-06-07: weekday rate 109340 → 119990, kilometre rate 250 → 260");
  }

  @Test
  void so_do_changes_that_meet_in_one_decision() throws Exception {
    asOverAllOrders(ENTANGLED, 120);
  }

  @Test
  void knowing_what_a_request_has_to_do_with_changes_no_figure() throws Exception {
    for (List<String[]> changes : List.of(PLANTED, ENTANGLED)) {
      Ratebook changed = ratebook(changes, (1 << changes.size()) - 1);
      assertThat(compare(changed, 800, Variants::knowingNothing).attribution())
          .isEqualTo(compare(changed, 800).attribution());
    }
  }

  /// What is caused, after it was held against the prices of all subsets, one by one.
  private static Attribution asOverAllOrders(List<String[]> changes, int count) throws Exception {
    Comparison compared = compare(changes, count);
    Attribution attribution = compared.attribution().orElseThrow();
    List<List<OptionalLong>> prices = new ArrayList<>();
    for (int subset = 0; subset < 1 << changes.size(); subset++) {
      prices.add(oneByOne(ratebook(changes, subset), count));
    }
    BigInteger[] expected = new BigInteger[changes.size()];
    Arrays.fill(expected, BigInteger.ZERO);
    for (int request = 0; request < count; request++) {
      int asked = request;
      if (prices.stream().allMatch(all -> all.get(asked).isPresent())) {
        for (List<Integer> order : orders(changes.size())) {
          int made = 0;
          for (int unit : order) {
            int next = made | 1 << unit;
            expected[unit] =
                expected[unit].add(
                    BigInteger.valueOf(
                        prices.get(next).get(request).getAsLong()
                            - prices.get(made).get(request).getAsLong()));
            made = next;
          }
        }
      }
    }
    assertThat(attribution.shares())
        .extracting(Attribution.Share::exact)
        .containsExactlyInAnyOrder(expected)
        .doesNotContain(BigInteger.ZERO);
    assertThat(attribution.difference().add(attribution.apart().total()))
        .isEqualTo(compared.all().difference());
    return attribution;
  }

  @Test
  void what_decides_whether_there_is_a_price_at_all_is_told_apart() throws Exception {
    List<String[]> changes = new ArrayList<>(PLANTED.subList(1, 3));
    changes.add(
        new String[] {
          "binds: in_one_way_limit\n    type: number\n    value: 70",
          "binds: in_one_way_limit\n    type: number\n    value: 40"
        });
    Comparison compared = compare(changes, 1_500);
    Attribution attribution = compared.attribution().orElseThrow();
    assertThat(attribution.apart().requests())
        .isPositive()
        .isEqualTo(compared.all().newlyRefused().requests());
    assertThat(attribution.apart().total())
        .isEqualTo(compared.all().newlyRefused().total().negate());
    assertThat(attribution.difference().add(attribution.apart().total()))
        .isEqualTo(compared.all().difference());
  }

  @Test
  void changes_that_cannot_be_without_each_other_count_as_one() throws Exception {
    List<String[]> renamed =
        List.of(
            new String[] {
              "https://quoin.dev/ratebooks/seoul-carshare/rental",
              "https://quoin.dev/ratebooks/seoul-carshare/rental/2"
            },
            new String[] {"round half up(total / 11, 0)", "round half up(total / 12, 0)"},
            PLANTED.getFirst());
    Comparison compared = compare(renamed, 200);
    assertThat(compared.attribution().orElseThrow().difference())
        .isEqualTo(compared.all().difference())
        .isPositive();
  }

  @Test
  void what_differs_in_nothing_that_is_known_causes_the_difference_all_the_same() throws Exception {
    Ratebook renamed = Seoul.changed().writing("Rental fee}", "Fee of the rental}").ratebook();
    assertThat(compare(renamed, 50).attribution().orElseThrow().shares())
        .extracting(share -> share.unit().text())
        .containsExactly("everything else");
  }

  @Test
  void rows_of_one_table_count_as_one_where_there_are_too_many() throws Exception {
    Ratebook dearer = Seoul.changed().writing(",240,\"sheet", ",245,\"sheet").ratebook();
    Attribution attribution = compare(dearer, 200).attribution().orElseThrow();
    assertThat(attribution.shares()).hasSize(1);
    assertThat(attribution.shares().getFirst().unit().text())
        .matches("rows of rate sheet \\(\\d+ changes\\)");
  }

  @Test
  void shares_are_rounded_so_that_they_add_up() {
    Seeded.forAll(
        500,
        8,
        seeded -> {
          int units = seeded.between(1, 8);
          List<BigInteger> values = new ArrayList<>();
          for (int subset = 0; subset < 1 << units; subset++) {
            values.add(BigInteger.valueOf(seeded.between(-1_000L, 1_000L)));
          }
          BigInteger parts = Shapley.factorial(units);
          List<BigInteger> exact = Shapley.values(values);
          List<BigInteger> rounded = Shapley.rounded(exact, parts);
          BigInteger whole = values.getLast().subtract(values.getFirst());
          assertThat(sum(exact)).isEqualTo(whole.multiply(parts));
          assertThat(sum(rounded)).isEqualTo(whole);
          for (int unit = 0; unit < units; unit++) {
            assertThat(rounded.get(unit).multiply(parts).subtract(exact.get(unit)).abs())
                .isLessThan(parts);
          }
        });
  }

  private static BigInteger sum(List<BigInteger> numbers) {
    return numbers.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static Comparison compare(List<String[]> changes, int count) throws Exception {
    return compare(ratebook(changes, (1 << changes.size()) - 1), count);
  }

  private static Comparison compare(Ratebook changed, int count) throws Exception {
    return compare(changed, count, UnaryOperator.identity());
  }

  private static Comparison compare(Ratebook changed, int count, UnaryOperator<Variants> between)
      throws Exception {
    Policy before = Policy.of(Seoul.AS_IT_IS, "rental");
    Policy after = Policy.of(changed, "rental");
    return new Compare(before, after, new Comparison.Options(List.of(), 3, AT, true), between)
        .run(new GeneratedRequests(generator(), SEED, count, 128), 2, _ -> {})
        .orElseThrow();
  }

  private static Generator generator() {
    return Seoul.AS_IT_IS.generator("rental", new Problems()).orElseThrow();
  }

  private static Ratebook ratebook(List<String[]> changes, int subset) {
    Seoul seoul = Seoul.changed();
    for (int i = 0; i < changes.size(); i++) {
      if ((subset & 1 << i) != 0) {
        seoul.writing(changes.get(i)[0], changes.get(i)[1]);
      }
    }
    return seoul.ratebook();
  }

  private static List<OptionalLong> oneByOne(Ratebook ratebook, int count) {
    Policy policy = Policy.of(ratebook, "rental");
    Generator generator = generator();
    List<OptionalLong> prices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Value> inputs = generator.inputs(SEED, i);
      Request request =
          Request.of(ratebook, policy.service(), inputs, _ -> new Place("r", 0, 0), new Problems())
              .orElseThrow();
      prices.add(
          policy.release().pricer().quote("rental", request, AT) instanceof Answer.Quote quote
              ? OptionalLong.of(quote.total().longValueExact())
              : OptionalLong.empty());
    }
    return prices;
  }

  private static List<List<Integer>> orders(int units) {
    List<List<Integer>> orders = List.of(List.of());
    for (int i = 0; i < units; i++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> order : orders) {
        for (int unit = 0; unit < units; unit++) {
          if (!order.contains(unit)) {
            List<Integer> next = new ArrayList<>(order);
            next.add(unit);
            longer.add(next);
          }
        }
      }
      orders = longer;
    }
    return orders;
  }
}
