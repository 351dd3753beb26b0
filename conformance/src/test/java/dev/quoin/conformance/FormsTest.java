package dev.quoin.conformance;

import static dev.quoin.testkit.model.ModelText.invocation;
import static dev.quoin.testkit.model.ModelText.literal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.testkit.model.ModelText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What all forms of a model answer.
class FormsTest {
  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  @Nested
  class Recursion {
    private final ModelText factorial =
        new ModelText("m")
            .input("n", "number")
            .function(
                "factorial",
                "number",
                Map.of("k", "number"),
                literal("if k <= 1 then 1 else k * factorial(k - 1)"),
                List.of("factorial"))
            .decision("d", "", literal("factorial(n)"), List.of("n", "factorial"));

    @ParameterizedTest
    @EnumSource
    void a_function_calls_itself(Mode mode) {
      assertThat(answer(factorial, mode, Value.of(5))).isEqualTo(Value.of(120));
      assertThat(answer(factorial, mode, Value.of(0))).isEqualTo(Value.of(1));
    }

    @Test
    void a_function_that_never_ends_is_null_in_plain_feel() {
      Value answer = answer(endless("1 + f(k + 1)"), Mode.PLAIN, Value.of(1));
      assertThat(answer).isInstanceOf(Value.Null.class);
      Value passed = answer(endless("f(k + 1)"), Mode.PLAIN, Value.of(1));
      assertThat(passed)
          .isEqualTo(Value.error("too-deep", "functions call each other more than 256 deep"));
    }

    @Test
    void a_function_that_never_ends_ends_the_evaluation_of_a_strict_program() {
      ModelText endless = endless("1 + f(k + 1)");
      assertThatThrownBy(() -> answer(endless, Mode.STRICT, Value.of(1)))
          .isInstanceOfSatisfying(
              EvaluationException.class,
              thrown ->
                  assertThat(thrown.problem().sentence())
                      .isEqualTo("functions call each other more than 256 deep"));
    }

    @Test
    void a_function_that_calls_itself_twice_for_ever_meets_its_budget() {
      Value answer = answer(endless("f(k + 1) = f(k + 2)"), Mode.PLAIN, Value.of(1));
      assertThat(answer).isIn(Value.TRUE, Value.FALSE);
    }

    /// As deep as it may go, in a body that is deep itself: how much of the stack that takes differs from form to form.
    @Test
    void a_deep_body_in_a_deep_recursion_is_a_value_or_too_deep() {
      String deep = "if k <= 0 then 0 else " + "(1 + ".repeat(90) + "f(k - 1)" + ")".repeat(90);
      Program program = program(endless(deep).xml(), Mode.PLAIN);
      for (Evaluator form : List.of(new ModelInterpreter(program), Compiler.compile(program))) {
        assertThat(form.start(new Value[] {Value.of(250), Value.NULL}, MOMENT).value(1))
            .isIn(
                Value.of(250 * 90),
                Value.error("too-deep", "functions call each other more than 256 deep"));
      }
    }

    @ParameterizedTest
    @EnumSource
    void functions_call_each_other(Mode mode) {
      ModelText model =
          new ModelText("m")
              .input("n", "number")
              .function(
                  "is even",
                  "boolean",
                  Map.of("k", "number"),
                  literal("if k = 0 then true else is odd(k - 1)"),
                  List.of("is odd"))
              .function(
                  "is odd",
                  "boolean",
                  Map.of("k", "number"),
                  literal("if k = 0 then false else is even(k: k - 1)"),
                  List.of("is even"))
              .decision(
                  "d",
                  "",
                  invocation("is even", Map.of("k", literal("n"))),
                  List.of("n", "is even"));
      assertThat(answer(model, mode, Value.of(10))).isEqualTo(Value.TRUE);
      assertThat(answer(model, mode, Value.of(7))).isEqualTo(Value.FALSE);
    }

    @Test
    void a_box_needs_no_arrow_to_itself_in_plain_feel() {
      ModelText model =
          new ModelText("m")
              .input("n", "number")
              .function(
                  "sum up",
                  "",
                  Map.of("k", "number"),
                  literal("if k = 0 then 0 else k + sum up(k - 1)"),
                  List.of())
              .decision("d", "", literal("sum up(n)"), List.of("n", "sum up"));
      assertThat(answer(model, Mode.PLAIN, Value.of(4))).isEqualTo(Value.of(10));
    }

    private ModelText endless(String body) {
      return new ModelText("m")
          .input("n", "number")
          .function("f", "", Map.of("k", "number"), literal(body), List.of("f"))
          .decision("d", "", literal("f(n)"), List.of("n", "f"));
    }
  }

  @Nested
  class AFilterWhoseConditionMayBeAPosition {
    private final ModelText model =
        new ModelText("m")
            .input("x", "")
            .decision("d", "", literal("[10, 20, 30][x]"), List.of("x"))
            .decision(
                "boxed", "", ModelText.filter(literal("[10, 20, 30]"), literal("x")), List.of("x"));

    @ParameterizedTest
    @EnumSource
    void takes_a_number_for_a_position(Mode mode) {
      assertThat(answers(model, mode, Value.of(2)).values()).containsOnly(Value.of(20));
      assertThat(answers(model, mode, Value.of(-1)).values()).containsOnly(Value.of(30));
    }

    @ParameterizedTest
    @EnumSource
    void takes_a_truth_for_each_element(Mode mode) {
      assertThat(answers(model, mode, Value.TRUE).values())
          .containsOnly(new Value.Items(List.of(Value.of(10), Value.of(20), Value.of(30))));
      assertThat(answers(model, mode, Value.FALSE).values())
          .containsOnly(new Value.Items(List.of()));
    }

    @Test
    void keeps_nothing_for_what_is_neither_in_plain_feel() {
      assertThat(answers(model, Mode.PLAIN, Value.of("x")).values())
          .containsOnly(new Value.Items(List.of()));
    }

    @Test
    void takes_what_looks_at_the_element_for_a_condition() {
      ModelText looking =
          new ModelText("m")
              .input("x", "")
              .decision("d", "", literal("[3, 2, 1][item]"), List.of())
              .decision("e", "", literal("[{a: true, b: 1}, {a: x, b: 2}][a].b"), List.of("x"));
      assertThat(answers(looking, Mode.PLAIN, Value.of(1)))
          .isEqualTo(
              Map.of("d", new Value.Items(List.of()), "e", new Value.Items(List.of(Value.of(1)))));
    }
  }

  @Nested
  class InPlainFeel {

    /// Null equals null, whatever it is the value of.
    @Test
    void a_cell_that_is_null_is_passed_by_null() {
      ModelText model =
          new ModelText("m")
              .input("x", "number")
              .decision(
                  "d",
                  "",
                  table("number", List.of("x", "? = x", "not(x)", "null", "< x", "not(< x)")),
                  List.of("x"));
      assertThat(answer(model, Mode.PLAIN, Value.NULL))
          .isEqualTo(texts("x", "? = x", "null", "not(< x)"));
      assertThat(answer(model, Mode.PLAIN, Value.of(1))).isEqualTo(texts("x", "? = x", "not(< x)"));
    }

    /// Where nothing but null can stand, too: there a boolean is no condition.
    @Test
    void a_boolean_cell_is_not_passed_by_null() {
      ModelText model =
          new ModelText("m")
              .input("x", "number")
              .decision("nothing", "", literal("null"), List.of())
              .decision(
                  "d",
                  "",
                  tableOf("nothing", "", List.of("true", "false", "not(true)")),
                  List.of("nothing"));
      assertThat(answers(model, Mode.PLAIN, Value.of(1)).get("d")).isEqualTo(texts("not(true)"));
    }

    @Test
    void a_cell_may_name_what_the_input_never_is() {
      ModelText model =
          new ModelText("m")
              .input("x", "tSize")
              .decision("d", "", table("tSize", List.of("\"XL\"", "\"S\"")), List.of("x"));
      assertThat(answer(model, Mode.PLAIN, Value.of("S"))).isEqualTo(texts("\"S\""));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"COLLECT", "RULE ORDER", "COLLECT\" aggregation=\"COUNT", "FIRST", "UNIQUE"})
    void a_table_of_which_no_rule_matches_is_null_or_its_default(String hitPolicy) {
      for (String otherwise : List.of("", "7")) {
        ModelText model =
            new ModelText("m")
                .input("x", "number")
                .decision(
                    "d",
                    "",
                    ModelText.table(
                        hitPolicy,
                        Map.of("x", "number"),
                        List.of(new ModelText.Output("", "", "", otherwise)),
                        List.of(new ModelText.Rule(List.of("1"), List.of("2")))),
                    List.of("x"));
        assertThat(answer(model, Mode.PLAIN, Value.of(5)))
            .isInstanceOf(otherwise.isEmpty() ? Value.Null.class : Value.Num.class);
      }
    }

    @Test
    void a_filter_of_the_empty_list_may_name_any_entry() {
      ModelText model =
          new ModelText("m")
              .input("x", "")
              .decision("d", "", literal("[][car = \"a\"]"), List.of());
      assertThat(answer(model, Mode.PLAIN, Value.NULL)).isEqualTo(texts());
    }

    /// A table that tests `x` and collects the cells that it passes.
    private static String table(String typeRef, List<String> cells) {
      return tableOf("x", typeRef, cells);
    }

    private static String tableOf(String input, String typeRef, List<String> cells) {
      return ModelText.table(
          "COLLECT",
          Map.of(input, typeRef),
          List.of(new ModelText.Output("", "", "", "")),
          cells.stream()
              .map(cell ->
                  new ModelText.Rule(
                      List.of(cell), List.of("\"" + cell.replace("\"", "\\\"") + "\"")))
              .toList());
    }

    private static Value texts(String... texts) {
      return new Value.Items(Arrays.stream(texts).<Value>map(Value::of).toList());
    }
  }

  /// What is typed there is never null: where a value could be, the type says so, or the evaluation ends.
  @Nested
  class InAStrictProgram {
    @Test
    void a_part_that_is_null_is_not_of_its_type() {
      ModelText model =
          new ModelText("m")
              .input("x", "number")
              .decision(
                  "trip",
                  "tTrip",
                  literal(
                      "{distance: if x > 1 then x else null, car: \"K8\", start date: @\"2026-05-01\"}"),
                  List.of("x"))
              .decision("km", "number", literal("trip.distance"), List.of("trip"));
      assertThat(answers(program(model.xml(), Mode.STRICT), Value.of(5)))
          .containsEntry("km", Value.of(5));
      assertThatThrownBy(() -> answers(program(model.xml(), Mode.STRICT), Value.of(1)))
          .hasMessageContaining("{distance: null")
          .isInstanceOf(EvaluationException.class);
      assertThat(answers(program(model.xml(), Mode.PLAIN), Value.of(1)))
          .containsEntry("km", Value.NULL);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "append([1, 2], n)[3] + 1 | `+` was given null",
          "append([], n)[1] + 1 | `+` was given null",
          "for v in append([1], n) return v + 1 | `+` was given null",
          "insert before([1], 1, n)[1] + 1 | `+` was given null",
          "list replace([1], 1, n)[1] + 1 | `+` was given null",
          "list replace([1], function(a, b) true, n)[1] + 1 | `+` was given null",
          "sum(append([1], n)) | `sum` was given null",
          "f(function(xs: list<number>) xs[1] + 1, [n]) | the parameter `xs` is a list, `[null]`",
          "f(function(c: context<n: number>) c.n + 1, {n: n}) | the parameter `c` is a context, `{n: null}`",
          "f(first, [n]) | the parameter `xs` is a list, `[null]`",
          "f(function(o) get value(o, \"k\"), {k: n}) + 1 | `+` was given null"
        })
    void a_null_becomes_a_part_of_no_typed_value(String text, String sentence) {
      String xml =
          new ModelText("m")
              .input("x", "number")
              .function("first", "", Map.of("xs", "tNumbers"), literal("xs[1] + 1"), List.of())
              .decision(
                  "d",
                  "",
                  literal(
                      "{n: if x > 1 then x else null, f: function(g, a) g(a), r: %s}.r"
                          .formatted(text)),
                  List.of("x", "first"))
              .xml();
      String nulls =
          xml.replace(
              "name=\"tNumbers\" isCollection=\"true\"><typeRef>number</typeRef>",
              "name=\"tNumbers\" isCollection=\"true\"><typeRef>number</typeRef>"
                  + "<allowedValues><text>null, [0..9]</text></allowedValues>");
      for (String each : List.of(xml, nulls)) {
        Program program = program(each, Mode.STRICT);
        assertThat(answers(program, Value.of(5)).get("d")).isNotInstanceOf(Value.Null.class);
        assertThatThrownBy(() -> answers(program, Value.of(1)))
            .isInstanceOf(EvaluationException.class)
            .hasMessageContaining(sentence);
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "abs | number | string | string length(g(x)) | the value of `g(x)` is a number, `5` (expected: string)",
          "get value | context<k: Any>, string | number | g({k: null}, \"k\") + x | the value of `g({k: null}, \"k\")` is null (expected: number)",
          "append | list<number>, Any | list<number> | g([x], null)[2] + 1 | the value of `g([x], null)` is a list, `[5, null]` (expected: list<number>)"
        })
    void a_built_in_function_that_is_a_value_answers_what_its_type_says(
        String given, String parameters, String result, String body, String sentence) {
      assertThatThrownBy(
              () -> answers(passing(given, parameters, result, body), Mode.STRICT, Value.of(5)))
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining(sentence);
      assertThat(answer(passing("abs", "number", "number", "g(-x) + 1"), Mode.STRICT, Value.of(5)))
          .isEqualTo(Value.of(6));
    }

    private static ModelText passing(String given, String parameters, String result, String body) {
      return new ModelText("m")
          .input("x", "number")
          .decision(
              "d",
              "",
              literal(
                  "{f: function(g: function<%s> -> %s) %s, r: f(%s)}.r"
                      .formatted(parameters, result, body, given)),
              List.of("x"));
    }
  }

  private static Value answer(ModelText model, Mode mode, Value input) {
    return answers(model, mode, input).values().iterator().next();
  }

  /// The values of all decisions of a model, which has one input.
  private static Map<String, Value> answers(ModelText model, Mode mode, Value input) {
    return answers(program(model.xml(), mode), input);
  }

  private static Map<String, Value> answers(Program program, Value input) {
    Value[] inputs = new Value[program.globals().size()];
    inputs[0] = input;
    Evaluator.Evaluation evaluation = new Agreeing(program).start(inputs, MOMENT);
    Map<String, Value> answers = new LinkedHashMap<>();
    program.globals().stream()
        .filter(Program.Decision.class::isInstance)
        .forEach(decision -> answers.put(decision.name(), evaluation.value(decision.index())));
    return answers;
  }

  private static Program program(String xml, Mode mode) {
    Problems problems = new Problems();
    return ModelReader.read("m.dmn", xml.getBytes(UTF_8), problems)
        .flatMap(read -> Builder.build(read, Map.of(), mode, problems))
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }
}
