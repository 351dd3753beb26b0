package dev.quoin.ratebook.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.value.Plain;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTableTest {
  private static final Span MODEL = new Span(Source.of("m.dmn", "<bkm/>"), 0, 6);
  private static final List<Program.Parameter> PARAMETERS =
      List.of(
          new Program.Parameter(0, "model", Simple.STRING, false, new CellTest.Any()),
          new Program.Parameter(1, "days", Simple.NUMBER, false, new CellTest.Any()));

  private final Problems problems = new Problems();

  @Nested
  class Reading {
    @Test
    void a_header_says_role_type_and_step_and_a_row_is_a_rule() {
      RateTable table =
          read("in model: string,in days: number step 1,note,out rate: number\n"
                  + "K8,[2..3],x,143880\n")
              .orElseThrow();
      assertThat(table.ins())
          .containsExactly(
              new RateTable.In("model", Simple.STRING, Optional.empty(), new Place("t.csv", 1, 1)),
              new RateTable.In(
                  "days", Simple.NUMBER, Optional.of(Decimal.ONE), new Place("t.csv", 1, 18)));
      assertThat(table.outs()).extracting(RateTable.Out::name).containsExactly("rate");
      RateTable.Row row = table.rows().getFirst();
      assertThat(row.tests())
          .containsExactly(
              new CellTest.Points(List.of(Value.of("K8"))),
              new CellTest.Interval(true, Value.of(2), Value.of(3), true));
      assertThat(row.place()).isEqualTo(new Place("t.csv", 2, 1));
    }

    @Test
    void cells_are_values_lists_ranges_comparisons_negations_null_and_dashes() {
      assertThat(test("number", "23")).isEqualTo(points(Value.of(23)));
      assertThat(test("number", "1; 2;3")).isEqualTo(points(Value.of(1), Value.of(2), Value.of(3)));
      assertThat(test("number", "(1..3]"))
          .isEqualTo(new CellTest.Interval(false, Value.of(1), Value.of(3), true));
      assertThat(test("number", ">= 5"))
          .isEqualTo(new CellTest.Interval(true, Value.of(5), null, false));
      assertThat(test("number", "<5"))
          .isEqualTo(new CellTest.Interval(false, null, Value.of(5), false));
      assertThat(test("number", "-5")).isEqualTo(points(Value.of(-5)));
      assertThat(test("number", "[1..2]; 5"))
          .isEqualTo(
              new CellTest.AnyOf(
                  List.of(
                      points(Value.of(5)),
                      new CellTest.Interval(true, Value.of(1), Value.of(2), true))));
      assertThat(test("string", "not(a; b)"))
          .isEqualTo(new CellTest.Not(points(Value.of("a"), Value.of("b"))));
      assertThat(test("string", "null")).isEqualTo(points(Value.NULL));
      assertThat(test("string", "-")).isEqualTo(new CellTest.Any());
      assertThat(test("string", "\"\"\"-\"\"\"")).isEqualTo(points(Value.of("-")));
      assertThat(test("string", "\"\"\"a;b\"\"; c\""))
          .isEqualTo(points(Value.of("a;b"), Value.of("c")));
      assertThat(test("date", "2026-05-01"))
          .isEqualTo(points(new Value.Date(LocalDate.of(2026, 5, 1))));
      assertThat(test("boolean", "true")).isEqualTo(points(Value.TRUE));
      assertThat(test("boolean", "FALSE")).isEqualTo(points(Value.FALSE));
    }

    @Test
    void equal_cells_of_a_column_are_one_object() {
      RateTable table =
          read("in days: number,out rate: number\n[1..2],5\n[3..4],5\n[1..2],6\n").orElseThrow();
      assertThat(table.rows().get(0).tests().getFirst())
          .isSameAs(table.rows().get(2).tests().getFirst());
      assertThat(table.rows().get(0).entries().getFirst())
          .isSameAs(table.rows().get(1).entries().getFirst());
    }

    @Test
    void every_wrong_cell_is_reported_at_its_place() {
      assertThat(
              read(
                  "in model: string,in days: number,in on: date,out rate: number\n,[3..1],2026-02-30,1,\n"
                          .replace(",1,\n", ",\"1,000\"\n")
                      + "<a,1..2,2026-01-01,\n"))
          .isEmpty();
      assertThat(found())
          .containsExactly(
              "t.csv:2:1: blank-cell: an empty cell (expected: a value, or `-` for everything)",
              "t.csv:2:2: empty-range: `[3..1]` contains nothing",
              "t.csv:2:9: bad-value: `2026-02-30` is no date of the calendar",
              "t.csv:2:20: bad-value: `1,000` is no number (expected: such as 1200.5)",
              "t.csv:3:1: bad-cell: `<a` is a range, but the column is of type string (expected: a"
                  + " value; a text like this in quotes)",
              "t.csv:3:4: bad-cell: `1..2` is no number; did you mean `[1..2]`?",
              "t.csv:3:20: blank-cell: an empty cell (expected: a value, or `null`)");
    }

    @ParameterizedTest
    @CsvSource({
      "number, 4-72, [4..72]",
      "number, 4 - 72, [4..72]",
      "number, -5--1, [-5..-1]",
      "number, 4...72, [4..72]",
      "number, 4 to 72, [4..72]",
      "number, 4~72, [4..72]",
      "number, 4+, >= 4",
      "number, 4 or more, >= 4",
      "number, => 4, >= 4",
      "number, 4 이상, >= 4",
      "number, 4초과, > 4",
      "number, 3 or less, <= 3",
      "number, up to 3, <= 3",
      "number, ≤3, <= 3",
      "number, 3이하, <= 3",
      "number, 3 미만, < 3",
      "number, 1; 4-72, [4..72]",
      "date, 2026-05-01-2026-05-31, [2026-05-01..2026-05-31]",
      "date, 2026-05-01 to 2026-05-31, [2026-05-01..2026-05-31]"
    })
    void a_range_as_people_write_it_is_shown_as_a_cell_has_it(
        String type, String cell, String meant) {
      assertThat(read("in a: " + type + ",out r: number\n" + cell + ",1\n")).isEmpty();
      assertThat(found())
          .singleElement()
          .asString()
          .startsWith("t.csv:2:1: bad-cell: ")
          .endsWith(" is no " + type + "; did you mean `" + meant + "`?");
    }

    @Test
    void what_is_neither_value_nor_range_is_shown_what_could_stand_there() {
      assertThat(
              read(
                  "in a: number,in b: date,in c: boolean,out r: number\n"
                      + "72-4,1 May,yes,4-72\n"))
          .isEmpty();
      assertThat(found())
          .containsExactly(
              "t.csv:2:1: bad-value: `72-4` is no number (expected: such as 1200.5, `<= 3`, `>= 4` or"
                  + " `[4..72]`)",
              "t.csv:2:6: bad-value: `1 May` is no date (expected: such as 2026-05-01, `>= 2026-05-01`"
                  + " or `[2026-05-01..2026-05-31]`)",
              "t.csv:2:12: bad-value: `yes` is no boolean (expected: such as true or false)",
              "t.csv:2:16: bad-value: `4-72` is no number (expected: such as 1200.5)");
    }

    @Test
    void every_wrong_column_is_reported_at_its_place() {
      assertThat(
              read(
                  "days,in model: strin,in a: number,in a: number,in b: string step 1,in c: number"
                      + " step 0,out r: number\n"))
          .isEmpty();
      assertThat(found())
          .containsExactly(
              "t.csv:1:1: bad-header: `days` is no column (expected: `in NAME: TYPE`, `in NAME:"
                  + " TYPE step N`, `out NAME: TYPE` or `note`)",
              "t.csv:1:6: unknown-type: unknown type `strin`; did you mean `string`?",
              "t.csv:1:35: duplicate-column: column `in a: number` occurs twice",
              "t.csv:1:48: bad-header: `step 1` in a column of type string (expected: only where"
                  + " numbers or dates go in)",
              "t.csv:1:68: bad-header: `step 0` (expected: a number above 0)");
    }
  }

  @Nested
  class Bound {
    @Test
    void a_table_tests_the_parameters_and_answers_what_the_model_declares() {
      RateTable rates =
          read("in days: number,in model: string,out rate: number\n[2..3],K8,143880\n")
              .orElseThrow();
      TypedExpr.Table table =
          (TypedExpr.Table) rates.body(PARAMETERS, Simple.NUMBER, MODEL, problems);
      assertThat(found()).isEmpty();
      assertThat(table.columns())
          .containsExactly(
              new TypedExpr.Table.Column(
                  "days", new TypedExpr.Local(1, "days", Simple.NUMBER, false, MODEL), 1),
              new TypedExpr.Table.Column(
                  "model", new TypedExpr.Local(0, "model", Simple.STRING, false, MODEL), 0));
      assertThat(table.file()).isEqualTo("t.csv");
      assertThat(table.rules().getFirst().number()).isEqualTo(1);
      assertThat(table.rules().getFirst().entries().getFirst())
          .isEqualTo(
              new TypedExpr.Constant(
                  Value.of(143880),
                  Simple.NUMBER,
                  new Source(new Place("t.csv", 2, 11), "143880").whole()));
      assertThat(table.type()).isEqualTo(Simple.NUMBER);
      assertThat(table.nullable()).isFalse();
    }

    @Test
    void outputs_come_in_the_order_of_the_models_context() {
      RateTable rates =
          read("in days: number,in model: string,out cap: number,out rate: number\n-,-,2,1\n")
              .orElseThrow();
      TypedExpr.Table table =
          (TypedExpr.Table) rates.body(PARAMETERS, context("rate", "cap"), MODEL, problems);
      assertThat(table.outputs())
          .extracting(TypedExpr.Table.Output::name)
          .containsExactly("rate", "cap");
      assertThat(table.rules().getFirst().entries())
          .extracting(entry -> ((TypedExpr.Constant) entry).value())
          .containsExactly(Value.of(1), Value.of(2));
    }

    @Test
    void unknown_missing_and_wrongly_typed_columns_are_all_reported() {
      RateTable rates =
          read("in day: number,in model: number,out price: string\n-,-,x\n").orElseThrow();
      rates.body(PARAMETERS, context("rate", "cap"), MODEL, problems);
      assertThat(found())
          .containsExactly(
              "t.csv:1:1: missing-column: no column `in days: number` for the parameter of the"
                  + " model",
              "t.csv:1:1: missing-column: no column `out cap: number` for the entry of the model's"
                  + " result",
              "t.csv:1:1: missing-column: no column `out rate: number` for the entry of the model's"
                  + " result",
              "t.csv:1:1: unknown-column: column `day` is no parameter of the business knowledge"
                  + " model; did you mean `days`?",
              "t.csv:1:16: wrong-type: column `model` is of type number (expected: string, as in"
                  + " the model)",
              "t.csv:1:33: unknown-column: column `price` is no entry of the model's result"
                  + " (expected: one of `cap`, `rate`)");
    }

    @Test
    void null_goes_out_only_where_the_model_lets_it() {
      RateTable rates =
          read("in days: number,in model: string,out rate: number,out cap: number\n-,-,1,null\n")
              .orElseThrow();
      rates.body(PARAMETERS, context("rate", "cap"), MODEL, problems);
      assertThat(found()).singleElement().asString().startsWith("t.csv:2:7: null-output:");
    }

    @Test
    void a_policy_with_many_answers_needs_a_list() {
      RateTable rates =
          new RateTable(
              "t",
              "t.csv",
              HitPolicy.RULE_ORDER,
              false,
              List.of(),
              List.of(new RateTable.Out("rate", Simple.NUMBER, new Place("t.csv", 1, 1))),
              List.of());
      rates.body(List.of(), Simple.NUMBER, MODEL, problems);
      assertThat(found())
          .singleElement()
          .asString()
          .startsWith("m.dmn:1:1: wrong-type: the result is of type number");
    }
  }

  private CellTest test(String type, String cell) {
    RateTable table =
        read("in a: " + type + ",out r: number\n" + cell + ",1\n")
            .orElseThrow(() -> new AssertionError(found().toString()));
    return table.rows().getFirst().tests().getFirst();
  }

  private static CellTest points(Value... values) {
    return new CellTest.Points(List.of(values));
  }

  private static Type context(String... names) {
    Map<String, Type> entries = new LinkedHashMap<>();
    for (String name : names) {
      entries.put(name, Simple.NUMBER);
    }
    return new Type.ContextType(entries);
  }

  private Optional<RateTable> read(String csv) {
    return Csv.read("t.csv", csv.getBytes(StandardCharsets.UTF_8), problems)
        .flatMap(read ->
            RateTable.read(
                "t", read, HitPolicy.UNIQUE, true, new Plain(ZoneId.of("Asia/Seoul"), problems)));
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
