package dev.quoin.compiler.plan;

import static dev.quoin.compiler.plan.Tables.ANY;
import static dev.quoin.compiler.plan.Tables.HOLDS;
import static dev.quoin.compiler.plan.Tables.between;
import static dev.quoin.compiler.plan.Tables.number;
import static dev.quoin.compiler.plan.Tables.points;
import static dev.quoin.compiler.plan.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.plan.Tables.Matter;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.testkit.QuoinData;
import dev.quoin.testkit.Seeded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlannerTest {

  /// The node behind the last level; on its way each step is taken by the value's own method, too.
  private static int walk(TableIndex index, List<Value> values) {
    int node = index.root();
    for (int step = 0; step < index.levels(); step++) {
      Level level = index.level(step);
      Value value = values.get(level.column());
      int next = level.step(node, value);
      assertThat(typedStep(level, node, value)).as("step by type for %s", value).isEqualTo(next);
      node = next;
    }
    return node;
  }

  private static int typedStep(Level level, int node, Value value) {
    return switch (value) {
      case Value.Null _ -> level.stepNull(node);
      case Value.Num number -> level.stepNumber(node, number.value());
      case Value.Text text -> level.step(node, text);
      case Value.Bool bool -> level.stepBoolean(node, bool.value());
      case Value.Date date -> level.stepDate(node, date.value());
      case Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          level.step(node, value);
    };
  }

  /// The rules that match by the index and what it leaves to ask.
  private static List<Integer> matching(TableIndex index, Table table, List<Value> values) {
    int node = walk(index, values);
    int[] candidates = index.candidates(node);
    assertThat(candidates).isSorted();
    assertThat(index.firsts()[node]).isEqualTo(candidates.length == 0 ? -1 : candidates[0]);
    List<Integer> matching = new ArrayList<>();
    for (int rule : candidates) {
      if (passesRemainder(index, table, rule, values)) {
        matching.add(rule);
      }
    }
    return matching;
  }

  private static boolean passesRemainder(
      TableIndex index, Table table, int rule, List<Value> values) {
    for (int column : index.remainder(rule)) {
      assertThat(index.remainderColumns()).contains(column);
      Value value = values.get(column);
      boolean passes =
          index.isKnown(rule, column)
              ? index.passes(rule, column, value)
              : LinearScan.passes(table.rules().get(rule).tests().get(column), value);
      if (!passes) {
        return false;
      }
    }
    return true;
  }

  private static void agree(TableIndex index, Table table, List<Value> values) {
    List<Integer> right = LinearScan.matching(table, values);
    List<Integer> found = matching(index, table, values);
    if (table.hitPolicy() == HitPolicy.FIRST) {
      right = right.stream().limit(1).toList();
      found = found.stream().limit(1).toList();
    }
    if (!found.equals(right)) {
      throw new AssertionError(
          "asked %s: the index found %s, the scan %s\n%s".formatted(values, found, right, index));
    }
  }

  private static void agree(Seeded seeded, List<Matter> matters, int rules, int questions) {
    Table table = Tables.random(seeded, matters, rules);
    if (rules < 40) {
      seeded.note("rules", table.rules().stream().map(Table.Rule::tests).toList());
    }
    TableIndex index = Planner.plan(table);
    assertThat(index.size()).isLessThanOrEqualTo(Planner.budget(table).ints());
    for (int i = 0; i < questions; i++) {
      agree(index, table, matters.stream().map(matter -> Tables.question(seeded, matter)).toList());
    }
  }

  private static List<Integer> candidates(TableIndex index, Value... values) {
    List<Integer> rules = new ArrayList<>();
    for (int rule : index.candidates(walk(index, List.of(values)))) {
      rules.add(rule);
    }
    return rules;
  }

  @Nested
  class AgainstTheLinearScan {
    @Test
    void small_tables_of_all_kinds_agree() {
      Seeded.forAll(
          600,
          20261122,
          seeded ->
              agree(
                  seeded,
                  seeded.list(1, 6, () -> seeded.pick(Matter.values())),
                  seeded.between(0, seeded.pick(2, 10, 60, 300)),
                  300));
    }

    @Test
    void tables_of_3000_rules_agree() {
      Seeded.forAll(
          6,
          3000,
          seeded ->
              agree(
                  seeded,
                  seeded.list(
                      2,
                      6,
                      () -> seeded.pick(Matter.WHOLE, Matter.TEXT, Matter.DATE, Matter.NUMBER)),
                  3_000,
                  600));
    }

    @Test
    void ranges_that_overlap_in_six_columns_stay_within_the_budget() {
      Seeded seeded = Seeded.of(5_000);
      List<List<CellTest>> rules = new ArrayList<>();
      for (int rule = 0; rule < 5_000; rule++) {
        List<CellTest> tests = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
          int low = seeded.between(0, 1_000_000);
          tests.add(between(low, seeded.between(low, 1_000_000)));
        }
        rules.add(tests);
      }
      Table table = table(HitPolicy.COLLECT, 6, rules);
      TableIndex index = Planner.plan(table);
      assertThat(index.size()).isLessThanOrEqualTo(Planner.budget(table).ints());
      assertThat(index.hasRemainder()).isTrue();
      assertThat(index.picture()).contains("too large to be asked");
      for (int i = 0; i < 300; i++) {
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
          values.add(Value.of(seeded.between(-10, 1_000_010)));
        }
        agree(index, table, values);
      }
    }

    @Test
    void the_benchmark_table_gives_the_right_rows() throws IOException {
      Path folder =
          QuoinData.find()
              .map(data -> data.resolveSibling("bench"))
              .filter(bench -> Files.exists(bench.resolve("w2-rows.csv.gz")))
              .orElse(null);
      if (folder == null) {
        System.err.println("skipped: no `bench/w2-rows.csv.gz` beside the data folder");
        Assumptions.abort("no benchmark table");
        return;
      }
      List<List<CellTest>> rules = new ArrayList<>();
      for (String line : lines(folder.resolve("w2-rows.csv.gz")).stream().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        rules.add(
            List.of(
                text(cells[1]),
                text(cells[2]),
                between(Long.parseLong(cells[3]), Long.parseLong(cells[4])),
                between(Long.parseLong(cells[5]), Long.parseLong(cells[6])),
                text(cells[7]),
                text(cells[8])));
      }
      TableIndex index = Planner.plan(table(HitPolicy.FIRST, 6, rules));
      assertThat(index.hasRemainder()).isFalse();
      Pattern input =
          Pattern.compile(
              "\"zone\":\"(.*)\",\"carClass\":\"(.*)\",\"days\":(.*),\"age\":(.*),\"grade\":\"(.*)\",\"channel\":\"(.*)\"},\"row\":(\\d+),.*");
      int asked = 0;
      for (String line : lines(folder.resolve("w2-inputs.jsonl.gz"))) {
        Matcher in = input.matcher(line);
        assertThat(in.find()).as(line).isTrue();
        List<Value> values =
            List.of(
                Value.of(in.group(1)),
                Value.of(in.group(2)),
                number(in.group(3)),
                number(in.group(4)),
                Value.of(in.group(5)),
                Value.of(in.group(6)));
        assertThat(index.firsts()[walk(index, values)])
            .as(line)
            .isEqualTo(Integer.parseInt(in.group(7)));
        asked++;
      }
      assertThat(asked).isEqualTo(20_000);
    }

    private static CellTest text(String cell) {
      return cell.isEmpty() ? ANY : points(Value.of(cell));
    }

    private static List<String> lines(Path gzipped) throws IOException {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(gzipped)), StandardCharsets.UTF_8))) {
        return reader.lines().toList();
      }
    }
  }

  @Nested
  class Numbers {
    private final TableIndex index =
        Planner.plan(
            table(
                HitPolicy.COLLECT,
                1,
                List.of(
                    List.of(between(1, 3)),
                    List.of(points(number("2.5"))),
                    List.of(new CellTest.Interval(false, Value.of(3), null, false)))));

    @Test
    void are_found_at_any_scale() {
      assertThat(candidates(index, number("2.500000"))).containsExactly(0, 1);
      assertThat(candidates(index, number("3.00"))).containsExactly(0);
      assertThat(candidates(index, number("0.1E1"))).containsExactly(0);
    }

    @Test
    void between_two_steps_of_the_ends_fall_between_the_ends() {
      assertThat(candidates(index, number("2.5000000000000001"))).containsExactly(0);
      assertThat(candidates(index, number("2.5000000000000000000000000001"))).containsExactly(0);
      assertThat(candidates(index, number("0.99999999999999999"))).isEmpty();
      assertThat(candidates(index, number("3.000000000000000000000000000000001")))
          .containsExactly(2);
    }

    @Test
    void beyond_all_ends_fall_beyond_them() {
      assertThat(candidates(index, number("999999999999999999"))).containsExactly(2);
      assertThat(candidates(index, number("1E+6000"))).containsExactly(2);
      assertThat(candidates(index, number("-1E+6000"))).isEmpty();
      assertThat(candidates(index, number("-999999999999999999"))).isEmpty();
    }
  }

  @Nested
  class NullAndWrongTypes {
    private final TableIndex index =
        Planner.plan(
            table(
                HitPolicy.COLLECT,
                1,
                List.of(
                    List.of(ANY),
                    List.of(points(Value.NULL, Value.of(1))),
                    List.of(new CellTest.Not(points(Value.of(1)))),
                    List.of(new CellTest.Not(points(Value.NULL))),
                    List.of(between(0, 9)))));

    @Test
    void null_passes_what_names_it_and_what_excludes_only_values() {
      assertThat(candidates(index, Value.NULL)).containsExactly(0, 1, 2);
      assertThat(candidates(index, Value.error("division-by-zero", "1 / 0")))
          .containsExactly(0, 1, 2);
    }

    @Test
    void a_wrong_type_passes_no_test_of_a_value() {
      assertThat(candidates(index, Value.of("one"))).containsExactly(0, 3);
      assertThat(index.fits(0, Value.of("one"))).isFalse();
      assertThat(index.level(0).fits(Value.of("one"))).isFalse();
    }

    @Test
    void null_and_the_types_that_are_tested_fit() {
      assertThat(index.fits(0, Value.NULL)).isTrue();
      assertThat(index.fits(0, Value.of(77))).isTrue();
    }

    @Test
    void everything_fits_a_column_that_tests_no_value() {
      TableIndex open =
          Planner.plan(
              table(
                  HitPolicy.COLLECT,
                  2,
                  List.of(List.of(ANY, new CellTest.Not(points(Value.NULL))))));
      assertThat(open.fits(0, Value.of("one"))).isTrue();
      assertThat(open.fits(1, Value.TRUE)).isTrue();
    }
  }

  @Nested
  class FirstHitPolicy {
    @Test
    void candidates_end_with_the_first_rule_that_has_no_remainder() {
      TableIndex index =
          Planner.plan(
              table(
                  HitPolicy.FIRST,
                  2,
                  List.of(
                      List.of(between(0, 5), HOLDS),
                      List.of(between(0, 9), ANY),
                      List.of(ANY, ANY))));
      assertThat(candidates(index, Value.of(3), Value.of("x"))).containsExactly(0, 1);
      assertThat(candidates(index, Value.of(7), Value.of("x"))).containsExactly(1);
      assertThat(candidates(index, Value.of(70), Value.of("x"))).containsExactly(2);
      assertThat(index.remainder(0)).containsExactly(1);
      assertThat(index.remainder(1)).isEmpty();
      assertThat(index.isKnown(0, 1)).isFalse();
    }

    @Test
    void general_rules_below_special_ones_do_not_multiply() {
      List<List<CellTest>> rules = new ArrayList<>();
      for (int column = 0; column < 6; column++) {
        for (int value = 0; value < 50; value++) {
          List<CellTest> tests = new ArrayList<>(List.of(ANY, ANY, ANY, ANY, ANY, ANY));
          tests.set(column, points(Value.of(value)));
          rules.add(tests);
        }
      }
      TableIndex index = Planner.plan(table(HitPolicy.FIRST, 6, rules));
      assertThat(index.hasRemainder()).isFalse();
    }
  }

  @Nested
  class SmallestTables {
    @Test
    void a_table_without_rules_has_no_candidates() {
      assertThat(candidates(Planner.plan(table(HitPolicy.UNIQUE, 1, List.of())), Value.of(1)))
          .isEmpty();
    }

    @Test
    void a_table_without_columns_answers_with_all_its_rules() {
      TableIndex index = Planner.plan(table(HitPolicy.COLLECT, 0, List.of(List.of(), List.of())));
      assertThat(candidates(index)).containsExactly(0, 1);
    }

    @Test
    void rules_that_test_nothing_need_no_level() {
      TableIndex index =
          Planner.plan(table(HitPolicy.COLLECT, 1, List.of(List.of(ANY), List.of(ANY))));
      assertThat(index.levels()).isZero();
      assertThat(index.hasRemainder()).isFalse();
      assertThat(candidates(index, Value.of(1))).containsExactly(0, 1);
    }
  }

  @Test
  void the_same_table_has_the_same_picture() {
    Table table =
        table(
            HitPolicy.FIRST,
            3,
            List.of(
                List.of(points(Value.of("SUV")), between(1, 1), ANY),
                List.of(points(Value.of("SUV")), between(2, 3), HOLDS),
                List.of(ANY, ANY, ANY)));
    assertThat(Planner.plan(table).picture())
        .isEqualTo(
            """
            `rates`: 3 rules, 3 columns, FIRST; 21 of at most 10,144 ints
              asks `column 0`: 2 classes of 5 pieces; 2 nodes, 1 edges, array of 4 ints
              asks `column 1`: 3 classes of 9 pieces; 3 nodes, 2 edges, array of 9 ints
              answers: 4, of 2 rules at most
              leaves `column 2`: expressions\
            """)
        .isEqualTo(Planner.plan(table).picture());
  }
}
