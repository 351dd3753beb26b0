package dev.quoin.dmn.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TableAnalysisTest {
  private static final Span SPAN = Source.of("rates.csv", "rates").whole();
  private static final CellTest ANY = new CellTest.Any();
  private static final ColumnDomain WHOLE =
      new ColumnDomain(Optional.empty(), Optional.of(Decimal.ONE));

  @Nested
  class WithOneColumnOfNumbers {
    @Test
    void unique_hit_policy_reports_both_rules_and_an_input() {
      Analysis analysis =
          numbers(HitPolicy.UNIQUE, ColumnDomain.ALL, below(5), range(4, 7), above(7));
      assertThat(analysis.findings())
          .extracting(Finding::sentence)
          .containsExactly(
              "rule 2 of `rates` overlaps rule 1 at rates.csv:2 where `days` is `4`, but the hit"
                  + " policy is UNIQUE");
      assertThat(analysis.problems().getFirst())
          .hasToString(
              "rates.csv:3: overlapping-rules: " + analysis.findings().getFirst().sentence());
    }

    @Test
    void whole_numbers_leave_no_gap_between_neighbours() {
      CellTest[] tests = {below(1), range(1, 1), range(2, 3), above(3)};
      assertThat(numbers(HitPolicy.UNIQUE, WHOLE, tests).findings()).isEmpty();
      assertThat(numbers(HitPolicy.UNIQUE, ColumnDomain.ALL, tests).findings())
          .extracting(Finding::sentence)
          .containsExactly("no rule of `rates` covers `days` is `1.5`");
    }

    @Test
    void a_finer_step_shows_a_gap() {
      ColumnDomain tenths = new ColumnDomain(Optional.empty(), Optional.of(Decimal.parse("0.1")));
      assertThat(
              numbers(HitPolicy.UNIQUE, tenths, below(1), range(1, 1), range(2, 3), above(3))
                  .findings())
          .extracting(Finding::sentence)
          .containsExactly("no rule of `rates` covers `days` is `1.1`");
    }

    @Test
    void allowed_values_bound_what_must_be_covered() {
      ColumnDomain domain = new ColumnDomain(Optional.of(range(1, 30)), Optional.of(Decimal.ONE));
      assertThat(numbers(HitPolicy.UNIQUE, domain, range(1, 7), range(8, 30)).findings()).isEmpty();
      assertThat(numbers(HitPolicy.UNIQUE, domain, range(1, 7), range(9, 31)).findings())
          .extracting(Finding::example)
          .containsExactly(List.of(Value.of(8)));
    }

    @Test
    void a_default_fills_the_gaps() {
      Table table =
          table(
              HitPolicy.UNIQUE,
              List.of(column("days", Type.Simple.NUMBER, false)),
              List.of(List.of(below(1))),
              List.of(number(0)));
      assertThat(TableAnalysis.analyse(table, List.of(WHOLE)).findings()).isEmpty();
    }

    @Test
    void a_rule_between_two_steps_is_unreachable() {
      Analysis analysis =
          numbers(
              HitPolicy.COLLECT,
              WHOLE,
              new CellTest.Interval(false, Value.of(3), Value.of(4), false));
      assertThat(analysis.findings())
          .extracting(Finding::sentence)
          .containsExactly("rule 1 of `rates` is passed by no input that its columns allow");
      assertThat(analysis.findings())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.UNREACHABLE);
    }

    @Test
    void first_hit_policy_reports_a_rule_that_two_others_cover_together() {
      assertThat(numbers(HitPolicy.FIRST, WHOLE, below(4), above(3), range(2, 6)).findings())
          .extracting(Finding::sentence)
          .containsExactly("rule 3 of `rates` is never reached: the rules before it cover it");
    }

    @Test
    void not_passes_what_its_test_does_not() {
      assertThat(
              numbers(
                      HitPolicy.UNIQUE,
                      ColumnDomain.ALL,
                      new CellTest.Not(range(1, 3)),
                      range(1, 3))
                  .findings())
          .isEmpty();
      assertThat(
              numbers(HitPolicy.UNIQUE, WHOLE, new CellTest.Not(range(1, 3)), range(1, 2))
                  .findings())
          .extracting(Finding::example)
          .containsExactly(List.of(Value.of(3)));
    }
  }

  @Nested
  class WithOtherKinds {
    @Test
    void a_text_that_no_rule_names_is_a_gap() {
      assertThat(
              one(
                      HitPolicy.UNIQUE,
                      Type.Simple.STRING,
                      false,
                      ColumnDomain.ALL,
                      text("K3"),
                      text("K5"))
                  .findings())
          .extracting(Finding::sentence)
          .containsExactly("no rule of `rates` covers `c` is `\"other\"`");
    }

    @Test
    void allowed_texts_need_no_other() {
      ColumnDomain domain =
          new ColumnDomain(
              Optional.of(
                  new CellTest.Points(List.of(Value.of("K3"), Value.of("K5"), Value.of("K8")))),
              Optional.empty());
      assertThat(
              one(HitPolicy.UNIQUE, Type.Simple.STRING, false, domain, text("K3"), text("K5"))
                  .findings())
          .extracting(Finding::example)
          .containsExactly(List.of(Value.of("K8")));
    }

    @Test
    void both_truths_must_be_covered() {
      assertThat(
              one(
                      HitPolicy.UNIQUE,
                      Type.Simple.BOOLEAN,
                      false,
                      ColumnDomain.ALL,
                      new CellTest.Points(List.of(Value.TRUE)))
                  .findings())
          .extracting(Finding::example)
          .containsExactly(List.of(Value.FALSE));
    }

    @Test
    void null_must_be_covered_only_where_it_can_come() {
      CellTest both = new CellTest.Points(List.of(Value.TRUE, Value.FALSE));
      assertThat(
              one(HitPolicy.UNIQUE, Type.Simple.BOOLEAN, false, ColumnDomain.ALL, both).findings())
          .isEmpty();
      assertThat(
              one(HitPolicy.UNIQUE, Type.Simple.BOOLEAN, true, ColumnDomain.ALL, both).findings())
          .extracting(Finding::example)
          .containsExactly(List.of(Value.NULL));
    }

    @Test
    void dates_go_by_days() {
      assertThat(
              one(
                      HitPolicy.UNIQUE,
                      Type.Simple.DATE,
                      false,
                      ColumnDomain.ALL,
                      new CellTest.Interval(false, null, date(2026, 4, 30), true),
                      new CellTest.Interval(true, date(2026, 5, 1), date(2026, 5, 31), true),
                      new CellTest.Interval(true, date(2026, 6, 2), null, false))
                  .findings())
          .extracting(Finding::sentence)
          .containsExactly("no rule of `rates` covers `c` is `2026-06-01`");
    }

    @Test
    void a_column_without_a_type_may_get_anything() {
      assertThat(one(HitPolicy.UNIQUE, Type.Simple.ANY, false, ColumnDomain.ALL, ANY).findings())
          .isEmpty();
      assertThat(
              one(HitPolicy.UNIQUE, Type.Simple.ANY, false, ColumnDomain.ALL, text("a"), below(3))
                  .findings())
          .extracting(Finding::sentence)
          .containsExactly(
              "no rule of `rates` covers `c` is `3`",
              "no rule of `rates` covers `c` is `\"other\"`");
    }

    @Test
    void an_expression_leaves_the_column_undecided() {
      CellTest holds =
          new CellTest.Holds(new TypedExpr.Constant(Value.TRUE, Type.Simple.BOOLEAN, SPAN));
      Analysis analysis =
          one(HitPolicy.UNIQUE, Type.Simple.NUMBER, false, ColumnDomain.ALL, holds, range(1, 2));
      assertThat(analysis.findings()).isEmpty();
      assertThat(analysis.undecided())
          .containsExactly("column `c`: the test `rates` is an expression");
    }
  }

  @Test
  void an_expression_hides_nothing_of_the_other_rules() {
    CellTest holds =
        new CellTest.Holds(new TypedExpr.Constant(Value.TRUE, Type.Simple.BOOLEAN, SPAN));
    List<Table.Column> columns =
        List.of(
            column("days", Type.Simple.NUMBER, false), column("age", Type.Simple.NUMBER, false));
    List<List<CellTest>> rows =
        List.of(
            List.of(below(5), below(20)),
            List.of(range(4, 9), ANY),
            List.of(above(20), holds),
            List.of(range(10, 20), range(1, 0)));
    Analysis analysis =
        TableAnalysis.analyse(
            table(HitPolicy.UNIQUE, columns, rows, List.of()), List.of(WHOLE, WHOLE));
    assertThat(analysis.undecided())
        .containsExactly("column `age`: the test `rates` is an expression");
    assertThat(analysis.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "rule 4 of `rates` is passed by no input that its columns allow",
            "rule 2 of `rates` overlaps rule 1 at rates.csv:2 where `days` is `4`, `age` is `-1`,"
                + " but the hit policy is UNIQUE",
            "no rule of `rates` covers `days` is `3`, `age` is `20`",
            "no rule of `rates` covers `days` is `10`, `age` is `-1`");
  }

  @Test
  void a_budget_that_is_used_up_says_where_nobody_looked() {
    CellTest[] tests = new CellTest[40];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = range(i, i);
    }
    Table table =
        table(
            HitPolicy.FIRST,
            List.of(column("days", Type.Simple.NUMBER, false)),
            rows(tests),
            List.of());
    assertThat(TableAnalysis.analyse(table, List.of(WHOLE), 100).undecided())
        .containsExactly(
            "the table is too entangled to find all gaps of `rates` with 100 steps: not looked at"
                + " is where `days` is from `8` to `9` and in 2 more regions",
            "the table is too entangled to find all unreachable rules of `rates` with 100 steps:"
                + " not looked at is where `days` is from `20` to `39`");
  }

  @Test
  void any_hit_policy_reports_only_overlaps_that_contradict() {
    List<Table.Column> columns = List.of(column("days", Type.Simple.NUMBER, false));
    List<Table.Rule> rules =
        List.of(
            new Table.Rule(1, List.of(below(5)), List.of(number(1)), new Place("rates.csv", 2, 0)),
            new Table.Rule(2, List.of(below(9)), List.of(number(1)), new Place("rates.csv", 3, 0)),
            new Table.Rule(3, List.of(ANY), List.of(number(2)), new Place("rates.csv", 4, 0)));
    Table table =
        new Table(
            "rates",
            "rates.csv",
            columns,
            List.of(),
            rules,
            HitPolicy.ANY,
            List.of(),
            Type.Simple.NUMBER,
            false,
            SPAN);
    assertThat(TableAnalysis.analyse(table, List.of(WHOLE)).findings())
        .extracting(finding -> finding.rules().stream().map(Table.Rule::number).toList())
        .containsExactlyInAnyOrder(List.of(1, 3), List.of(2, 3));
  }

  @Test
  void ten_thousand_rows_are_decided_and_the_one_slip_is_found() {
    List<List<CellTest>> rows = new ArrayList<>();
    for (int model = 0; model < 100; model++) {
      for (int day = 0; day < 100; day++) {
        rows.add(
            List.of(
                text("K" + model), day == 99 ? above(98) : day == 0 ? below(1) : range(day, day)));
      }
    }
    rows.set(5_050, List.of(text("K50"), range(50, 51)));
    Table table =
        table(
            HitPolicy.UNIQUE,
            List.of(
                column("model", Type.Simple.STRING, false),
                column("days", Type.Simple.NUMBER, false)),
            rows,
            List.of());
    Analysis analysis = TableAnalysis.analyse(table, List.of(ColumnDomain.ALL, WHOLE));
    assertThat(analysis.undecided()).isEmpty();
    assertThat(analysis.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "rule 5052 of `rates` overlaps rule 5051 at rates.csv:5052 where `model` is `\"K50\"`,"
                + " `days` is `51`, but the hit policy is UNIQUE",
            "no rule of `rates` covers `model` is `\"other\"`, `days` is `0`");
  }

  @Test
  void at_most_a_hundred_findings_of_a_kind_are_told() {
    CellTest[] tests = new CellTest[2_000];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = range(0, i);
    }
    assertThat(
            numbers(HitPolicy.UNIQUE, WHOLE, tests).findings().stream()
                .filter(f -> f.kind() == Finding.Kind.OVERLAP))
        .hasSize(TableAnalysis.MAX_FINDINGS);
  }

  /// The same questions asked of every point of a small grid.
  @Test
  void analysis_says_what_trying_every_input_says() {
    Seeded.forAll(
        20_000,
        7,
        seeded -> {
          int width = seeded.between(1, 3);
          boolean nullable = seeded.oneIn(3);
          List<Table.Column> columns = new ArrayList<>();
          List<ColumnDomain> domains = new ArrayList<>();
          for (int i = 0; i < width; i++) {
            columns.add(column("c" + i, Type.Simple.NUMBER, nullable));
            CellTest grid = range(0, 5);
            domains.add(
                new ColumnDomain(
                    Optional.of(
                        nullable
                            ? new CellTest.AnyOf(
                                List.of(grid, new CellTest.Points(List.of(Value.NULL))))
                            : grid),
                    Optional.of(Decimal.ONE)));
          }
          List<List<CellTest>> rows =
              seeded.list(0, 6, () -> seeded.list(width, width, () -> test(seeded, 2)));
          HitPolicy policy = seeded.pick(HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY);
          Table table = seeded.note("table", table(policy, columns, rows, List.of()));
          Analysis analysis = seeded.note("analysis", TableAnalysis.analyse(table, domains));

          Set<List<Integer>> overlaps = new HashSet<>();
          Set<Integer> reached = new HashSet<>();
          Set<Integer> passed = new HashSet<>();
          boolean gap = false;
          for (List<Value> point : grid(width, nullable)) {
            List<Integer> hits = hits(rows, point);
            gap |= hits.isEmpty();
            passed.addAll(hits);
            if (!hits.isEmpty()) {
              reached.add(hits.getFirst());
            }
            for (int a : hits) {
              for (int b : hits) {
                if (a < b && policy != HitPolicy.FIRST) {
                  overlaps.add(List.of(a, b));
                }
              }
            }
          }
          Set<Integer> unreachable = new HashSet<>();
          for (int i = 1; i <= rows.size(); i++) {
            if (!(policy == HitPolicy.FIRST ? reached : passed).contains(i)) {
              unreachable.add(i);
            }
          }
          Set<List<Integer>> foundOverlaps = new HashSet<>();
          Set<Integer> foundUnreachable = new HashSet<>();
          boolean foundGap = false;
          for (Finding finding : analysis.findings()) {
            List<Integer> numbers = finding.rules().stream().map(Table.Rule::number).toList();
            switch (finding.kind()) {
              case OVERLAP -> {
                assertThat(hits(rows, finding.example())).containsAll(numbers);
                assertThat(foundOverlaps.add(numbers)).isTrue();
              }
              case GAP -> {
                assertThat(hits(rows, finding.example())).isEmpty();
                assertThat(grid(width, nullable)).contains(finding.example());
                foundGap = true;
              }
              case UNREACHABLE -> assertThat(foundUnreachable.add(numbers.getFirst())).isTrue();
            }
          }
          assertThat(analysis.undecided()).isEmpty();
          assertThat(foundOverlaps).isEqualTo(overlaps);
          assertThat(foundUnreachable).isEqualTo(unreachable);
          assertThat(foundGap).isEqualTo(gap);
        });
  }

  private static CellTest test(Seeded seeded, int depth) {
    return switch (seeded.between(0, depth == 0 ? 3 : 5)) {
      case 0 -> ANY;
      case 1 ->
          new CellTest.Points(
              seeded.list(
                  1, 3, () -> seeded.oneIn(5) ? Value.NULL : Value.of(seeded.between(-1, 6))));
      case 2 ->
          new CellTest.Interval(
              seeded.yes(),
              seeded.oneIn(4) ? null : Value.of(seeded.between(-1, 3)),
              Value.of(seeded.between(2, 6)),
              seeded.yes());
      case 3 ->
          new CellTest.Interval(
              seeded.yes(), Value.of(Decimal.of(seeded.between(0, 50), 1)), null, false);
      case 4 -> new CellTest.Not(test(seeded, depth - 1));
      default -> new CellTest.AnyOf(seeded.list(1, 3, () -> test(seeded, depth - 1)));
    };
  }

  private static List<List<Value>> grid(int width, boolean nullable) {
    List<List<Value>> points = List.of(List.of());
    for (int i = 0; i < width; i++) {
      List<List<Value>> wider = new ArrayList<>();
      for (List<Value> point : points) {
        for (int value = nullable ? -1 : 0; value <= 5; value++) {
          List<Value> longer = new ArrayList<>(point);
          longer.add(value < 0 ? Value.NULL : Value.of(value));
          wider.add(longer);
        }
      }
      points = wider;
    }
    return points;
  }

  private static List<Integer> hits(List<List<CellTest>> rows, List<Value> point) {
    List<Integer> hits = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      boolean all = true;
      for (int j = 0; j < point.size(); j++) {
        all &= passes(rows.get(i).get(j), point.get(j));
      }
      if (all) {
        hits.add(i + 1);
      }
    }
    return hits;
  }

  private static boolean passes(CellTest test, Value value) {
    return switch (test) {
      case CellTest.Any _ -> true;
      case CellTest.Points points -> points.values().contains(value);
      case CellTest.Interval interval ->
          value instanceof Value.Num number
              && above(number.value(), interval.low(), interval.lowClosed())
              && below(number.value(), interval.high(), interval.highClosed());
      case CellTest.AnyOf any -> any.tests().stream().anyMatch(each -> passes(each, value));
      case CellTest.Not not -> !passes(not.test(), value);
      case CellTest.Holds _ -> throw new AssertionError();
    };
  }

  private static boolean above(Decimal value, @Nullable Value low, boolean closed) {
    return !(low instanceof Value.Num number)
        || value.compareTo(number.value()) >= (closed ? 0 : 1);
  }

  private static boolean below(Decimal value, @Nullable Value high, boolean closed) {
    return !(high instanceof Value.Num number)
        || value.compareTo(number.value()) <= (closed ? 0 : -1);
  }

  private static Analysis numbers(HitPolicy policy, ColumnDomain domain, CellTest... tests) {
    return TableAnalysis.analyse(
        table(policy, List.of(column("days", Type.Simple.NUMBER, false)), rows(tests), List.of()),
        List.of(domain));
  }

  private static Analysis one(
      HitPolicy policy, Type type, boolean nullable, ColumnDomain domain, CellTest... tests) {
    return TableAnalysis.analyse(
        table(policy, List.of(column("c", type, nullable)), rows(tests), List.of()),
        List.of(domain));
  }

  private static List<List<CellTest>> rows(CellTest... tests) {
    List<List<CellTest>> rows = new ArrayList<>();
    for (CellTest test : tests) {
      rows.add(List.of(test));
    }
    return rows;
  }

  private static Table table(
      HitPolicy policy,
      List<Table.Column> columns,
      List<List<CellTest>> rows,
      List<TypedExpr> defaults) {
    List<Table.Rule> rules = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      rules.add(
          new Table.Rule(i + 1, rows.get(i), List.of(number(i)), new Place("rates.csv", i + 2, 0)));
    }
    return new Table(
        "rates",
        "rates.csv",
        columns,
        List.of(),
        rules,
        policy,
        defaults,
        Type.Simple.NUMBER,
        false,
        SPAN);
  }

  private static Table.Column column(String label, Type type, boolean nullable) {
    return new Table.Column(label, new TypedExpr.Local(0, label, type, nullable, SPAN), 1);
  }

  private static TypedExpr number(long value) {
    return new TypedExpr.Constant(Value.of(value), Type.Simple.NUMBER, SPAN);
  }

  private static CellTest range(long low, long high) {
    return new CellTest.Interval(true, Value.of(low), Value.of(high), true);
  }

  private static CellTest below(long high) {
    return new CellTest.Interval(false, null, Value.of(high), false);
  }

  private static CellTest above(long low) {
    return new CellTest.Interval(false, Value.of(low), null, false);
  }

  private static CellTest text(String value) {
    return new CellTest.Points(List.of(Value.of(value)));
  }

  private static Value date(int year, int month, int day) {
    return new Value.Date(LocalDate.of(year, month, day));
  }
}
