package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Joint;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Prices;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.testkit.Seeded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Under two releases together a request gets what it gets under each alone: whatever was edited between them.
class JointPricerTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  /// By default as many as a build has time for.
  private static final int PAIRS = Integer.getInteger("quoin.pairs", 12);

  private static final int REQUESTS = 2_500;

  /// Levers, cells, texts of decisions and functions, a new decision, days and ends of a calendar, what may be asked.
  private static final List<String[]> EDITS =
      List.of(
          lever("demand busy", "1.10", "1.14"),
          lever("late night factor", "0.70", "0.83"),
          lever("one way limit", "70", "40"),
          edit("K8,>= 2024-06-07,109340,143880,250", "K8,>= 2024-06-07,119990,143880,260"),
          edit("캐스퍼,>= 2024-06-07,", "캐스퍼,>= 2024-06-07,1"),
          edit("\nbusiness,10,0,", "\nbusiness,15,3,"),
          edit("\n2,30,100,90,", "\n2,30,100,85,"),
          edit("\n[2..3],10,", "\n[2..3],11,"),
          edit("\nlight,21,1,", "\nlight,25,2,"),
          edit("round half up(total / 11, 0)", "round half up(total / 12, 0)"),
          edit("end &lt; start + duration(\"PT30M\")}", "end &lt; start + duration(\"PT50M\")}"),
          edit("+ demand) * membership percent / 100", "+ demand) * membership percent / 101"),
          edit(
              "sum(line items.amount)",
              "sum(line items.amount) + (if count(line items) > 3 then 1 else 0)"),
          edit("[\"one-way-too-far\"]", "[\"way-too-far\"]"),
          edit(
              "  <decision id=\"dec_offer\" name=\"offer\">",
              "  <decision id=\"dec_new\" name=\"new\"><variable id=\"dec_new_variable\" name=\"new\""
                  + " typeRef=\"number\"/><literalExpression id=\"dec_new_expression\" typeRef=\"number\">"
                  + "<text>1 + 1</text></literalExpression></decision>\n"
                  + "  <decision id=\"dec_offer\" name=\"offer\">"),
          edit("\n2025-01-27,임시공휴일", "\n2025-07-07,임시공휴일"),
          edit("horizon: 2018-01-01..2027-12-31", "horizon: 2018-01-01..2026-03-31"),
          edit("<text>[0..100]</text>", "<text>[0..60]</text>"),
          edit("\"licence date > birth date\"", "\"licence date >= birth date\""));

  private static final List<Value> ODD =
      List.of(
          Value.NULL,
          Value.of("K8"),
          Value.of(Decimal.of(-5)),
          Value.of(Decimal.parse("12345678901234567890.5")),
          Value.TRUE);

  private static String[] lever(String id, String from, String to) {
    String head =
        "  - id: %s\n    binds: in_%s\n    type: number\n    value: "
            .formatted(id, id.replace(' ', '_'));
    return edit(head + from + "\n", head + to + "\n");
  }

  private static String[] edit(String text, String other) {
    return new String[] {text, other};
  }

  @Test
  void every_edit_alone() {
    Policy before = Policy.of(Seoul.AS_IT_IS, "rental");
    for (String[] edit : EDITS) {
      agree(
          before, Policy.of(edited(List.<String[]>of(edit)), "rental"), Seeded.of(3), REQUESTS / 5);
    }
  }

  @Test
  void random_edits_on_either_side() {
    Seeded.forAll(
        PAIRS,
        27,
        random -> {
          Policy before = Policy.of(edited(some(random)), "rental");
          Policy after = Policy.of(edited(some(random)), "rental");
          agree(before, after, random, REQUESTS);
        });
  }

  @Test
  void a_release_under_other_levers() {
    Policy now = Policy.of(Seoul.AS_IT_IS, "rental");
    Policy tried = Policy.of(edited(List.of(EDITS.getFirst(), EDITS.get(2))), "rental");
    ColumnPricer dearer = now.pricer().with(tried.ratebook().levers());
    Map<String, Column> requests = requests(Seeded.of(5), REQUESTS, true);
    List<Prices> together =
        now.pricer()
            .with(dearer, now.pricer(), tried.pricer())
            .price(List.of(requests, requests, requests, requests), REQUESTS, AT);
    List<Object> expected = told(tried.pricer().price(requests, REQUESTS, AT));
    assertThat(told(together.get(0))).isEqualTo(told(now.pricer().price(requests, REQUESTS, AT)));
    assertThat(told(together.get(1))).isEqualTo(expected);
    assertThat(told(together.get(2))).isEqualTo(told(together.get(0))).isNotEqualTo(expected);
    assertThat(told(together.get(3))).isEqualTo(expected);
  }

  /// Some edits, no two of one text.
  private static List<String[]> some(Seeded random) {
    return EDITS.stream().filter(_ -> random.oneIn(5)).toList();
  }

  private static Ratebook edited(List<String[]> edits) {
    Seoul seoul = Seoul.changed();
    edits.forEach(edit -> seoul.writing(edit[0], edit[1]));
    return seoul.ratebook();
  }

  private static void agree(Policy before, Policy after, Seeded random, int size) {
    Map<String, Column> requests = requests(random, size, true);
    List<Prices> together =
        before.pricer().with(after.pricer()).price(List.of(requests, requests), size, AT);
    assertThat(told(together.getFirst()))
        .isEqualTo(told(before.pricer().price(requests, size, AT)));
    assertThat(told(together.getLast())).isEqualTo(told(after.pricer().price(requests, size, AT)));
    decisionsAgree(before.ratebook(), after.ratebook(), requests(random, size, false), size);
  }

  /// What each lane was told: its price to the last digit, or why there is none.
  private static List<Object> told(Prices prices) {
    List<Object> told = new ArrayList<>();
    for (int lane = 0; lane < prices.totals().size(); lane++) {
      NoPrice without = prices.without().get(lane);
      told.add(
          without == null
              ? Values.text(prices.totals().value(lane))
              : List.of(without, prices.noRequests().contains(lane)));
    }
    return told;
  }

  /// Every decision that a rental asks, its lines and problems among them.
  private static void decisionsAgree(
      Ratebook before, Ratebook after, Map<String, Column> requests, int size) {
    List<Evaluator> evaluators =
        List.of(Compiler.compile(before.program()), Compiler.compile(after.program()));
    List<Joint.Question> questions =
        List.of(question(before, requests, size), question(after, requests, size));
    List<List<Outcome>> together =
        evaluators.getFirst().with(List.of(evaluators.getLast())).evaluate(questions);
    for (int i = 0; i < 2; i++) {
      Joint.Question question = questions.get(i);
      List<Outcome> alone =
          evaluators.get(i).evaluate(question.batch(), question.decisions(), question.moment());
      for (int decision = 0; decision < alone.size(); decision++) {
        assertThat(together.get(i).get(decision).problems())
            .isEqualTo(alone.get(decision).problems());
        assertThat(shown(together.get(i).get(decision), size))
            .isEqualTo(shown(alone.get(decision), size));
      }
    }
  }

  private static List<String> shown(Outcome outcome, int size) {
    return IntStream.range(0, size)
        .mapToObj(lane -> Values.text(outcome.values().value(lane)))
        .toList();
  }

  private static Joint.Question question(
      Ratebook ratebook, Map<String, Column> requests, int size) {
    Program program = ratebook.program();
    Ratebook.Service service = Policy.of(ratebook, "rental").service();
    @Nullable Column[] columns = new Column[program.globals().size()];
    List<Integer> decisions = new ArrayList<>();
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Input) {
        columns[global.index()] = requests.get(global.name());
        ratebook.levers().stream()
            .filter(lever -> lever.binds().equals(global.id()))
            .forEach(lever -> columns[global.index()] = new Column.Same(lever.at(AT), size));
      }
    }
    decisions.addAll(service.shown());
    service.refusals().ifPresent(decisions::add);
    decisions.add(service.lines());
    decisions.add(service.total());
    return new Joint.Question(Batch.of(size, columns), decisions, new Moment(AT, ratebook.zone()));
  }

  /// Requests of the generator.
  ///
  /// @param odd whether in some of them an input is wrong
  private static Map<String, Column> requests(Seeded random, int size, boolean odd) {
    Generator generator = Seoul.AS_IT_IS.generator("rental", new Problems()).orElseThrow();
    Map<String, Value[]> values = new LinkedHashMap<>();
    for (int lane = 0; lane < size; lane++) {
      Map<String, Value> inputs = new LinkedHashMap<>(generator.inputs(random.seed(), lane));
      if (odd && random.oneIn(40)) {
        inputs.put(random.pick(List.copyOf(inputs.keySet())), random.pick(ODD));
      }
      int each = lane;
      inputs.forEach(
          (name, value) -> values.computeIfAbsent(name, _ -> new Value[size])[each] = value);
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    values.forEach((name, column) -> columns.put(name, Column.of(column)));
    return columns;
  }
}
