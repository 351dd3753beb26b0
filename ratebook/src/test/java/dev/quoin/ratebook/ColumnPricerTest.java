package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.testkit.Checkout;
import dev.quoin.testkit.Seeded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// By columns a request gets what it gets alone, whatever is wrong with it or with the ratebook.
class ColumnPricerTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final Ratebook SEOUL = seoul(UnaryOperator.identity());

  /// Values that are wrong for one input or another.
  private static final List<Value> ODD =
      List.of(
          Value.NULL,
          Value.of("K8"),
          Value.of("nobody's"),
          Value.of(Decimal.of(-5)),
          Value.of(Decimal.parse("12345678901234567890.5")),
          Value.TRUE);

  @TestFactory
  Stream<DynamicTest> requests_of_customers() {
    return SEOUL.services().keySet().stream()
        .map(service -> DynamicTest.dynamicTest(service, () -> agree(SEOUL, service, 300, false)));
  }

  @TestFactory
  Stream<DynamicTest> requests_with_something_wrong() {
    return SEOUL.services().keySet().stream()
        .map(service -> DynamicTest.dynamicTest(service, () -> agree(SEOUL, service, 300, true)));
  }

  @Test
  void a_total_that_is_not_the_sum_of_its_lines() {
    Ratebook wrong =
        seoul(text ->
            text.replace(
                "sum(line items.amount)",
                "sum(line items.amount) + (if count(line items) > 3 then 1 else 0)"));
    agree(wrong, "rental", 300, false);
  }

  @Test
  void a_refusal_without_a_text() {
    agree(
        seoul(text -> text.replace("\"one-way-too-far\"", "\"way-too-far\"")),
        "rental",
        300,
        false);
  }

  @Test
  void a_line_without_a_text() {
    agree(
        seoul(text -> text.replace("\"demand\", amount", "\"demanded\", amount")),
        "rental",
        300,
        false);
  }

  @Test
  void other_levers_need_no_other_pricer() {
    Ratebook dearer =
        seoul(text ->
            text.replace(
                "id: demand busy\n    binds: in_demand_busy\n    type: number\n    value: 1.10",
                "id: demand busy\n    binds: in_demand_busy\n    type: number\n    value: 1.20"));
    assertThat(dearer.digest()).isNotEqualTo(SEOUL.digest());
    List<Map<String, Value>> requests = requests(SEOUL, "rental", 200, false);
    ColumnPricer pricer =
        ColumnPricer.of(SEOUL, service(SEOUL, "rental"), Compiler::compile).with(dearer.levers());
    assertThat(told(pricer.price(columns(SEOUL, "rental", requests), requests.size(), AT)))
        .isEqualTo(oneByOne(dearer, "rental", requests));
  }

  private static void agree(Ratebook ratebook, String service, int count, boolean odd) {
    List<Map<String, Value>> requests = requests(ratebook, service, count, odd);
    ColumnPricer pricer = ColumnPricer.of(ratebook, service(ratebook, service), Compiler::compile);
    assertThat(told(pricer.price(columns(ratebook, service, requests), count, AT)))
        .isEqualTo(oneByOne(ratebook, service, requests));
  }

  private static List<Map<String, Value>> requests(
      Ratebook ratebook, String service, int count, boolean odd) {
    Generator generator = ratebook.generator(service, new Problems()).orElseThrow();
    Seeded seeded = Seeded.of(7);
    List<Map<String, Value>> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Value> inputs = new LinkedHashMap<>(generator.inputs(7, i));
      while (odd && seeded.oneIn(2)) {
        String name = seeded.pick(List.copyOf(inputs.keySet()));
        inputs.put(
            name, seeded.oneIn(2) ? seeded.pick(ODD) : seeded.pick(List.copyOf(inputs.values())));
      }
      requests.add(inputs);
    }
    return requests;
  }

  private static Map<String, Column> columns(
      Ratebook ratebook, String service, List<Map<String, Value>> requests) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int index : service(ratebook, service).inputs()) {
      String name = ((Program.Input) ratebook.program().globals().get(index)).name();
      columns.put(
          name,
          Column.of(
              requests.stream()
                  .map(inputs -> inputs.getOrDefault(name, Value.NULL))
                  .toArray(Value[]::new)));
    }
    return columns;
  }

  /// What each lane was told: its price, or why there is none.
  private static List<Object> told(Prices prices) {
    List<Object> told = new ArrayList<>();
    for (int lane = 0; lane < prices.totals().size(); lane++) {
      NoPrice without = prices.without().get(lane);
      told.add(without == null ? prices.totals().value(lane) : without);
    }
    return told;
  }

  private static List<Object> oneByOne(
      Ratebook ratebook, String service, List<Map<String, Value>> requests) {
    Pricer pricer = new Pricer(ratebook, Compiler::compile);
    List<Object> told = new ArrayList<>();
    for (Map<String, Value> inputs : requests) {
      Problems problems = new Problems();
      Answer answer =
          Request.of(
                  ratebook, service(ratebook, service), inputs, _ -> new Place("r", 0, 0), problems)
              .map(request -> pricer.quote(service, request, AT))
              .orElseGet(() -> new Answer.Failure(problems.sorted()));
      Optional<NoPrice> without = NoPrice.of(answer);
      told.add(without.isPresent() ? without.get() : Value.of(((Answer.Quote) answer).total()));
    }
    return told;
  }

  private static Ratebook.Service service(Ratebook ratebook, String name) {
    return Optional.ofNullable(ratebook.services().get(name)).orElseThrow();
  }

  private static Ratebook seoul(UnaryOperator<String> change) {
    Ratebook seoul =
        Ratebook.load(Checkout.folder().resolve("ratebooks/seoul-carshare"), new Problems())
            .orElseThrow();
    SortedMap<String, byte[]> files = new TreeMap<>(seoul.files());
    files.replaceAll((name, content) -> change.apply(new String(content, UTF_8)).getBytes(UTF_8));
    Problems problems = new Problems();
    Optional<Ratebook> changed = Ratebook.load(files, problems);
    assertThat(problems.sorted()).isEmpty();
    return changed.orElseThrow();
  }
}
