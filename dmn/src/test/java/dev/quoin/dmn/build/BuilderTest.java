package dev.quoin.dmn.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.dmn.read.ModelReaderTest;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.testkit.QuoinData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BuilderTest {
  private static final Moment NOW =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String DMN =
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">\n";

  private final Problems problems = new Problems();

  @Nested
  class WithEveryKind {
    private final Program program = allKinds();
    private final Evaluator.Evaluation evaluation =
        evaluate(program, Map.of("trip", trip("S"), "driver days", Value.of(3)));

    @Test
    void every_boxed_expression_has_its_value() {
      assertThat(problems.sorted()).isEmpty();
      assertThat(value("a table")).isEqualTo(Value.of(2));
      assertThat(value("a context")).isEqualTo(Value.of(2));
      assertThat(value("an invocation")).isEqualTo(Value.of(6));
      assertThat(value("a list")).isEqualTo(items(1, 2));
      assertThat(value("a relation")).isEqualTo(new Value.Items(List.of(row("a", 1), row("b", 2))));
      assertThat(value("a conditional")).isEqualTo(Value.of("short"));
      assertThat(value("a for")).isEqualTo(items(2, 4));
      assertThat(value("a some")).isEqualTo(Value.TRUE);
      assertThat(value("an every")).isEqualTo(Value.FALSE);
      assertThat(value("a filter")).isEqualTo(new Value.Items(List.of(row("b", 2))));
    }

    @Test
    void a_table_without_a_matching_rule_answers_its_default() {
      Evaluator.Evaluation other =
          evaluate(program, Map.of("trip", trip("M"), "driver days", Value.of(3)));
      assertThat(other.value(index("a table"))).isEqualTo(Value.of(1));
    }

    @Test
    void a_decision_stands_behind_what_it_requires() {
      for (int i = 0; i < program.globals().size(); i++) {
        int index = i;
        assertThat(program.globals().get(i).index()).isEqualTo(i);
        if (program.globals().get(i) instanceof Program.Decision decision) {
          assertThat(decision.requires()).allMatch(required -> required < index);
        }
      }
      assertThat(program.functions())
          .extracting(Program.Function::name)
          .containsExactly("scaled", "day rate");
    }

    @Test
    void types_are_those_of_the_item_definitions() {
      assertThat(program.globals().get(index("trip")).type())
          .hasToString("context<size: string, distances: list<number>>");
      assertThat(program.globals().get(index("trip")).nullable()).isFalse();
      assertThat(program.globals().get(index("a table")).type()).isEqualTo(Type.Simple.NUMBER);
    }

    @Test
    void a_service_knows_its_globals() {
      Program.Service service = program.service("everything").orElseThrow();
      assertThat(service.outputs()).containsExactly(index("a table"), index("a filter"));
      assertThat(service.inputs()).containsExactly(index("trip"), index("driver days"));
    }

    @Test
    void the_tracer_is_told_what_happens_in_order() {
      List<String> told = new ArrayList<>();
      Evaluator.Evaluation traced =
          new ModelInterpreter(program)
              .start(
                  inputs(program, Map.of("trip", trip("S"), "driver days", Value.of(3))),
                  NOW,
                  listener(told));
      traced.value(index("an invocation"));
      traced.value(index("a table"));
      traced.value(index("a table"));
      assertThat(told)
          .containsExactly(
              "enter an invocation",
              "enter a context",
              "leave 2",
              "call scaled 2",
              "leave 6",
              "leave 6",
              "enter a table",
              "used trip",
              "used driver days",
              "matched a table [0]",
              "leave 2",
              "used a table");
    }

    private Value value(String name) {
      return evaluation.value(index(name));
    }

    private int index(String name) {
      return program.global(name).orElseThrow().index();
    }
  }

  @Nested
  class WithMistakes {
    @Test
    void references_are_followed() {
      build(
          """
          <inputData id="in_days" name="days"><variable name="days" typeRef="number"/></inputData>
          <decision id="a" name="a"><informationRequirement><requiredInput href="#in_day"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>
          <decision id="b" name="b"><informationRequirement><requiredInput href="#a"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>
          <decision id="c" name="c"><informationRequirement><requiredDecision href="urn:x#a"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>
          <decisionService id="s" name="s"><outputDecision href="#in_days"/></decisionService>
          """);
      assertProblems(
          "m.dmn:3:72: unknown-reference: `#in_day` leads nowhere; expected `#` and the id of input data; did you mean `in_days`?",
          "m.dmn:4:72: wrong-element: `#a` is a decision; expected input data",
          "m.dmn:5:75: unknown-reference: `urn:x#a` leads to a namespace that no file of the model has",
          "m.dmn:6:56: wrong-element: `#in_days` is input data; expected a decision");
    }

    @Test
    void an_id_without_a_hash_is_one_of_the_same_file_in_plain_models() {
      String model = decision("rate", "3") + decision("fee", "rate * 2", "rate").replace("#", "");
      Program plain = Builder.build(read(model), Map.of(), Mode.PLAIN, problems).orElseThrow();
      assertThat(evaluate(plain, Map.of()).value(1)).isEqualTo(Value.of(6));
      build(model);
      assertProblems(
          "m.dmn:3:139: unknown-reference: `rate` leads nowhere; expected `#` and the id of a decision; did you mean `#rate`?");
    }

    @Test
    void an_id_that_no_element_has_leads_nowhere() {
      String model = decision("fee", "2", "rate").replace("#", "");
      assertThat(Builder.build(read(model), Map.of(), Mode.PLAIN, problems)).isEmpty();
      assertProblems(
          "m.dmn:2:132: unknown-reference: `rate` leads nowhere; expected `#` and the id of a decision");
    }

    @Test
    void what_a_broken_requirement_may_have_meant_is_no_second_problem() {
      build(
          """
          <inputData id="in_days" name="days"><variable name="days" typeRef="number"/></inputData>
          <businessKnowledgeModel id="f" name="twice"><encapsulatedLogic><formalParameter name="x" typeRef="number"/><literalExpression><text>x * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
          <decision id="a" name="a"><informationRequirement><requiredInput href="#in_day"/></informationRequirement><literalExpression><text>days + 1</text></literalExpression></decision>
          <decision id="b" name="b"><informationRequirement><requiredDecision href="#in_days"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#g"/></knowledgeRequirement><literalExpression><text>twice(days) + hours</text></literalExpression></decision>
          """);
      assertThat(problems.sorted())
          .extracting(problem -> problem.place().line() + " " + problem.code())
          .containsExactly(
              "4 unknown-reference", "5 wrong-element", "5 unknown-reference", "5 unknown-name");
      assertThat(problems.sorted().getLast().sentence()).isEqualTo("unknown name `hours`");
    }

    @Test
    void what_is_meant_of_a_model_that_is_not_there_is_no_second_problem() {
      build(
          """
          <import name="shared" namespace="urn:shared" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
          <itemDefinition name="tFee"><typeRef>shared.tFee</typeRef></itemDefinition>
          <decision id="a" name="a"><variable name="a" typeRef="tFee"/><informationRequirement><requiredDecision href="urn:shared#rate"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="urn:shared#f"/></knowledgeRequirement><literalExpression><text>shared.f(shared.rate) + 1</text></literalExpression></decision>
          <businessKnowledgeModel id="g" name="g"><encapsulatedLogic><formalParameter name="x" typeRef="shared.tFee"/><literalExpression><text>shared.f(x)</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="urn:shared#f"/></knowledgeRequirement></businessKnowledgeModel>
          """);
      assertProblems(
          "m.dmn:2:1: not-supported: an `import` of another file, `urn:shared`, is not supported here");
    }

    @Test
    void a_cycle_is_named() {
      build(
          decision("a", "b + 1", "b") + decision("b", "c + 1", "c") + decision("c", "a + 1", "a"));
      assertProblems(
          "m.dmn:2:1: cyclic-requirement: decisions require each other: `a` → `b` → `c` → `a`");
    }

    @Test
    void a_name_that_is_not_required_is_explained() {
      build(
          decision("driver age", "21")
              + decision("fee", "1 + driver age")
              + decision("other", "1 + driver wage"));
      assertThat(problems.sorted().getFirst())
          .hasToString(
              "m.dmn:3:60: unknown-name: unknown name `driver age`: the model has it, but the decision `fee` does not require it (expected: a requirement of it)");
      assertThat(problems.sorted().getLast().place().line()).isEqualTo(4);
    }

    @Test
    void a_variable_that_is_not_called_like_its_element_is_explained() {
      build(
          """
          <decision id="a" name="dailyFee"><variable name="Daily fee" typeRef="number"/><literalExpression><text>3</text></literalExpression></decision>
          <decision id="b" name="b"><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>dailyFee</text></literalExpression></decision>
          """);
      assertProblems(
          "m.dmn:3:130: unknown-name: unknown name `dailyFee`: it is the name of an element whose variable is `Daily fee` (expected: one name for both)");
    }

    @Test
    void a_text_of_another_language_is_not_read() {
      build(
          """
          <decision id="a" name="a"><decisionTable>
          <input><inputExpression expressionLanguage="Javascript"><text>Math.floor(x);</text></inputExpression></input>
          <output typeRef="number"/>
          <rule><inputEntry expressionLanguage="juel"><text>== 5</text></inputEntry><outputEntry expressionLanguage="juel"><text>a ? 1 : 2;</text></outputEntry></rule>
          </decisionTable></decision>
          <decision id="b" name="b"><literalExpression expressionLanguage="juel"><text>$;</text></literalExpression></decision>
          <decision id="c" name="c"><invocation><literalExpression expressionLanguage="juel"><text>$f</text></literalExpression></invocation></decision>
          """);
      assertThat(problems.sorted())
          .extracting(problem -> problem.place().line() + " " + problem.code())
          .containsExactly(
              "3 expression-language",
              "5 expression-language",
              "5 expression-language",
              "7 expression-language",
              "8 expression-language");
    }

    @Test
    void a_dash_is_no_value_of_an_output() {
      build(
          """
          <decision id="a" name="a"><decisionTable>
          <input><inputExpression><text>1</text></inputExpression></input>
          <output/>
          <rule><inputEntry><text>-</text></inputEntry><outputEntry><text> - </text></outputEntry></rule>
          </decisionTable></decision>
          """);
      assertProblems(
          "m.dmn:5:65: syntax: `-` is no value of an output; expected an expression, or `null`");
    }

    @Test
    void the_place_of_a_slip_behind_an_entity_is_exact() {
      build(decision("a", "1 &lt; 2 and nothing"));
      assertThat(problems.sorted().getFirst().toString())
          .startsWith("m.dmn:2:65: unknown-name: unknown name `nothing`");
    }

    @Test
    void types_must_be_known() {
      build(
          """
          <itemDefinition name="tFee"><typeRef>nunber</typeRef></itemDefinition>
          <itemDefinition name="tRate"><typeRef>tRates</typeRef></itemDefinition>
          <itemDefinition name="tA"><typeRef>tB</typeRef></itemDefinition>
          <itemDefinition name="tB"><itemComponent name="a"><typeRef>tA</typeRef></itemComponent></itemDefinition>
          <inputData id="i" name="i"><variable name="i" typeRef="tFees"/></inputData>
          """);
      assertProblems(
          "m.dmn:2:38: unknown-type: unknown type `nunber`; did you mean `number`?",
          "m.dmn:3:39: unknown-type: unknown type `tRates`",
          "m.dmn:4:23: not-supported: the type `tA` contains itself: tA → tB → tA",
          "m.dmn:6:56: unknown-type: unknown type `tFees`; did you mean `tFee`?");
    }

    @Test
    void a_literal_outside_the_declared_values_is_not_allowed() {
      build(
          """
          <inputData id="size" name="size"><variable name="size" typeRef="string"/></inputData>
          <decision id="d" name="d"><informationRequirement><requiredInput href="#size"/></informationRequirement><decisionTable>
          <input><inputExpression><text>size</text></inputExpression><inputValues><text>"S", "M"</text></inputValues></input>
          <output typeRef="number"><outputValues><text>[1..5]</text></outputValues></output>
          <rule><inputEntry><text>"S", "L"</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>
          <rule><inputEntry><text>not("M")</text></inputEntry><outputEntry><text>6</text></outputEntry></rule>
          </decisionTable></decision>
          """);
      assertProblems(
          "m.dmn:6:25: not-allowed: `\"L\"` is none of the values that the input `size` declares",
          "m.dmn:7:72: not-allowed: `6` is none of the values that the output `d` declares");
    }

    @Test
    void a_declared_type_that_can_never_fit_is_a_problem() {
      build(
          "<decision id=\"a\" name=\"a\"><variable name=\"a\" typeRef=\"number\"/><literalExpression><text>\"one\"</text></literalExpression></decision>\n");
      assertThat(problems.sorted()).extracting(Problem::code).containsExactly("wrong-type");
    }

    @Test
    void an_invocation_names_the_parameters() {
      build(
          """
          <businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="x" typeRef="number"/><formalParameter name="y" typeRef="number"/><literalExpression><text>x + y</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
          <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement><invocation><literalExpression><text>f</text></literalExpression>
          <binding><parameter name="x"/><literalExpression><text>1</text></literalExpression></binding>
          <binding><parameter name="z"/><literalExpression><text>1</text></literalExpression></binding>
          </invocation></decision>
          """);
      assertThat(problems.sorted())
          .extracting(
              problem -> problem.place().line() + " " + problem.code() + " " + problem.sentence())
          .containsExactly(
              "3 wrong-arguments `f(x, y)` is called without its parameter `y`",
              "5 wrong-arguments `f(x, y)` has no parameter `z`; did you mean `x`?");
    }

    @Test
    void functions_of_other_languages_are_refused_by_name() {
      build(
          """
          <decision id="a" name="a"><functionDefinition kind="PMML"/></decision>
          <decision id="b" name="b"><functionDefinition kind="Java"/></decision>
          """);
      assertProblems(
          "m.dmn:2:53: not-supported: a function of the kind `PMML` is not supported (expected: `FEEL` or `Java`)",
          "m.dmn:3:53: not-supported: an external function in a strict program is not supported here: `Java`");
    }

    @Test
    void a_plain_program_calls_the_methods_of_allowed_classes_only() {
      String model =
          """
          <decision id="a" name="a"><literalExpression><text>(function(x) external {java: {class: "java.lang.Math", method signature: "abs(int)"}})(-3)</text></literalExpression></decision>
          <decision id="b" name="b"><literalExpression><text>function(x) external {java: {class: "java.lang.System", method signature: "exit(int)"}}</text></literalExpression></decision>
          <decision id="c" name="c"><literalExpression><text>function(x) external {java: {class: "java.lang.Integer", method signature: "getInteger(java.lang.String)"}}</text></literalExpression></decision>
          """;
      Program program = Builder.buildForgiving(read(model), new Problems()).orElseThrow();
      Evaluator.Evaluation evaluation = evaluate(program, Map.of());
      assertThat(evaluation.value(0)).isEqualTo(Value.of(3));
      assertThat(evaluation.value(1)).isInstanceOf(Value.Null.class);
      assertThat(evaluation.value(2)).isInstanceOf(Value.Null.class);
    }

    @Test
    void a_class_that_may_not_be_called_is_told_where_it_is_named() {
      String model =
          """
          <decision id="a" name="a"><functionDefinition kind="Java"><context>
          <contextEntry><variable name="class"/><literalExpression><text>"java.lang.%s"</text></literalExpression></contextEntry>
          <contextEntry><variable name="method signature"/><literalExpression><text>"exit(int)"</text></literalExpression></contextEntry>
          </context></functionDefinition></decision>
          """;
      assertThat(places(model.formatted("System"))).containsExactly("m.dmn:3:64");
      assertThat(places(model.formatted("Math"))).containsExactly("m.dmn:4:75");
    }

    private List<String> places(String model) {
      Problems found = new Problems();
      assertThat(Builder.build(read(model), Map.of(), Mode.PLAIN, found)).isEmpty();
      return found.sorted().stream().map(problem -> problem.place().toString()).toList();
    }

    @Test
    void a_decision_service_is_a_function_of_its_inputs() {
      Program program =
          Builder.build(
                  read(
                      """
                      <inputData id="km" name="km"><variable name="km" typeRef="number"/></inputData>
                      <decision id="twice" name="twice"><variable name="twice" typeRef="number"/><informationRequirement><requiredInput href="#km"/></informationRequirement><literalExpression><text>km * 2</text></literalExpression></decision>
                      <decision id="more" name="more"><variable name="more" typeRef="number"/><informationRequirement><requiredDecision href="#twice"/></informationRequirement><literalExpression><text>twice + 1</text></literalExpression></decision>
                      <decisionService id="s" name="s"><outputDecision href="#more"/><encapsulatedDecision href="#twice"/><inputData href="#km"/></decisionService>
                      <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement><literalExpression><text>s(5) + s(km: 1)</text></literalExpression></decision>
                      """),
                  Map.of(),
                  Mode.STRICT,
                  problems)
              .orElseThrow();
      assertThat(evaluate(program, Map.of()).value(program.global("d").orElseThrow().index()))
          .isEqualTo(Value.of(14));
    }

    @Test
    void an_expression_that_is_missing_is_a_problem_of_strict_programs() {
      String model = "<decision id=\"a\" name=\"a\"/>\n";
      build(model);
      assertProblems("m.dmn:2:1: missing-expression: an expression is missing");
      Program plain =
          Builder.build(read(model), Map.of(), Mode.PLAIN, new Problems()).orElseThrow();
      assertThat(evaluate(plain, Map.of()).value(0)).isInstanceOf(Value.Null.class);
    }
  }

  @Nested
  class WithoutABody {
    private static final String MODEL =
        """
        <businessKnowledgeModel id="bkm_rate" name="day rate"><variable name="day rate" typeRef="number"/><encapsulatedLogic><formalParameter name="days" typeRef="number"/></encapsulatedLogic></businessKnowledgeModel>
        <decision id="fee" name="fee"><knowledgeRequirement><requiredKnowledge href="#bkm_rate"/></knowledgeRequirement><literalExpression><text>day rate(3) + 1</text></literalExpression></decision>
        """;

    @Test
    void a_knowledge_model_is_unbound() {
      build(MODEL);
      assertProblems(
          "m.dmn:2:1: unbound: the business knowledge model `day rate` has no body, and nothing is bound to it");
    }

    @Test
    void plain_programs_answer_null_with_the_reason() {
      Program program = Builder.build(read(MODEL), Map.of(), Mode.PLAIN, problems).orElseThrow();
      Value value = evaluate(program, Map.of()).value(0);
      assertThat(value)
          .isInstanceOfSatisfying(
              Value.Null.class, nothing -> assertThat(nothing.reason()).isPresent());
    }

    @Test
    void a_binding_is_the_body() {
      Binding triple =
          (parameters, result, span, into) ->
              new TypedExpr.ContextOf(
                  List.of(),
                  new TypedExpr.Arithmetic(
                      dev.quoin.feel.syntax.Expr.ArithmeticOperator.TIMES,
                      new TypedExpr.Local(
                          parameters.getFirst().slot(), "days", Type.Simple.NUMBER, false, span),
                      new TypedExpr.Constant(Value.of(3), Type.Simple.NUMBER, span),
                      result,
                      false,
                      span),
                  result,
                  false,
                  span);
      Program program =
          Builder.build(read(MODEL), Map.of("bkm_rate", triple), Mode.STRICT, problems)
              .orElseThrow();
      assertThat(evaluate(program, Map.of()).value(0)).isEqualTo(Value.of(10));
    }
  }

  @Nested
  class WithAllowedValues {
    private static final String MODEL =
        """
        <itemDefinition name="tSize"><typeRef>string</typeRef><allowedValues><text>"S", "M"</text></allowedValues></itemDefinition>
        <itemDefinition name="tMaybe"><typeRef>number</typeRef><allowedValues><text>null, [0..9]</text></allowedValues></itemDefinition>
        <inputData id="i1" name="size"><variable name="size" typeRef="tSize"/></inputData>
        <inputData id="i2" name="maybe"><variable name="maybe" typeRef="tMaybe"/></inputData>
        <inputData id="i3" name="free"/>
        <inputData id="i4" name="number"><variable name="number" typeRef="number"/></inputData>
        """;

    @Test
    void strict_inputs_are_nullable_only_where_null_is_named_or_no_type_is() {
      Program program = Builder.build(read(MODEL), Map.of(), Mode.STRICT, problems).orElseThrow();
      assertThat(program.globals())
          .extracting(Program.Global::nullable)
          .containsExactly(false, true, true, false);
    }

    @Test
    void plain_inputs_are_nullable() {
      Program program = Builder.build(read(MODEL), Map.of(), Mode.PLAIN, problems).orElseThrow();
      assertThat(program.globals()).extracting(Program.Global::nullable).containsOnly(true);
    }

    @Test
    void an_input_carries_its_test_and_its_text() {
      Program program = Builder.build(read(MODEL), Map.of(), Mode.STRICT, problems).orElseThrow();
      Program.Input size = (Program.Input) program.globals().getFirst();
      assertThat(size.allowed())
          .isEqualTo(new TypedExpr.CellTest.Points(List.of(Value.of("S"), Value.of("M"))));
      assertThat(size.allowedText()).isEqualTo("\"S\", \"M\"");
    }
  }

  @Test
  void an_error_ends_a_strict_evaluation_where_it_happens() {
    Program program =
        Builder.build(read(decision("a", "1 / 0")), Map.of(), Mode.STRICT, problems).orElseThrow();
    Evaluator.Evaluation evaluation = evaluate(program, Map.of());
    assertThatThrownBy(() -> evaluation.value(0))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            thrown ->
                assertThat(thrown.problem().toString()).startsWith("m.dmn:2:52: division-by-zero"));
  }

  @Test
  void no_file_of_strangers_throws() throws IOException {
    Path folder = QuoinData.orSkip("dmn-models");
    int built = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".dmn")).sorted().toList()) {
        for (Mode mode : Mode.values()) {
          Problems found = new Problems();
          Optional<Program> program =
              ModelReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file), found)
                  .flatMap(model -> Builder.build(model, Map.of(), mode, found));
          assertThat(program.isPresent()).as(file.toString()).isEqualTo(found.isEmpty());
          built += program.isPresent() ? 1 : 0;
        }
      }
    }
    assertThat(built).isPositive();
  }

  @Nested
  class WithoutInputData {

    @Test
    void a_table_asks_for_the_inputs_of_a_plain_model() {
      Model model = read(table("guests", "order.total"));
      Program program = Builder.build(model, Map.of(), Mode.PLAIN, problems).orElseThrow();
      assertThat(program.globals().stream().map(Program.Global::name))
          .containsExactly("guests", "order", "dish");
      assertThat(program.globals().getFirst().type()).isEqualTo(Type.Simple.NUMBER);
      Value order = new Value.Context(Map.of("total", Value.of(7)));
      assertThat(
              evaluate(program, Map.of("guests", Value.of(3), "order", order))
                  .value(program.globals().size() - 1))
          .isEqualTo(Value.of("soup"));
    }

    @Test
    void a_name_of_the_model_itself_is_no_input() {
      assertThat(
              Builder.build(
                  read(table("dish", "guests") + decision("other", "1")),
                  Map.of(),
                  Mode.PLAIN,
                  problems))
          .isEmpty();
      assertThat(problems.sorted())
          .singleElement()
          .extracting(Problem::sentence)
          .asString()
          .startsWith("unknown name `dish`");
    }

    @Test
    void a_required_table_is_known_by_its_outputs_and_its_id() {
      String model =
          table("guests", "order.total")
              + decision("wine", "if course = \"soup\" then 1 else 2", "dish")
              + decision("water", "if table1 = \"soup\" then 3 else course", "dish");
      Program program =
          Builder.build(
                  read(
                      model
                          .replace("\"dish\" name", "\"table1\" name")
                          .replace("#dish", "#table1")),
                  Map.of(),
                  Mode.PLAIN,
                  problems)
              .orElseThrow();
      Value order = new Value.Context(Map.of("total", Value.of(7)));
      Evaluator.Evaluation evaluation =
          evaluate(program, Map.of("guests", Value.of(3), "order", order));
      assertThat(evaluation.value(program.global("wine").orElseThrow().index()))
          .isEqualTo(Value.of(1));
      assertThat(evaluation.value(program.global("water").orElseThrow().index()))
          .isEqualTo(Value.of(3));
    }

    @Test
    void each_of_several_outputs_is_known_by_its_name() {
      String model =
          table("guests", "guests")
                  .replace(
                      "<output name=\"course\"/>",
                      "<output name=\"course\"/><output name=\"cup\"/>")
                  .replace("</rule>", "<outputEntry><text>8</text></outputEntry></rule>")
                  .replace("&gt; 6", "&gt; 2")
              + decision("sum", "cup + 1", "dish")
              + decision("other", "cup");
      assertThat(Builder.build(read(model), Map.of(), Mode.PLAIN, problems)).isEmpty();
      assertThat(problems.sorted())
          .singleElement()
          .extracting(Problem::sentence)
          .isEqualTo("unknown name `cup`");
      Program program =
          Builder.build(
                  read(model.substring(0, model.indexOf("<decision id=\"other"))),
                  Map.of(),
                  Mode.PLAIN,
                  new Problems())
              .orElseThrow();
      assertThat(evaluate(program, Map.of("guests", Value.of(3))).value(2)).isEqualTo(Value.of(9));
    }

    @Test
    void a_name_that_may_mean_two_things_is_unknown() {
      String dish = table("guests", "guests");
      String other = dish.replace("\"dish\"", "\"side\"");
      for (String each : List.of(other, other.replace("course", "dish"))) {
        Problems own = new Problems();
        String meant = each.equals(other) ? "course" : "table1";
        String model =
            (dish + each + decision("wine", meant, "dish", "side"))
                .replace("id=\"dish\"", "id=\"table1\"")
                .replace("#dish", "#table1")
                .replace("<output name=\"dish\"", "<output name=\"table1\"");
        assertThat(Builder.build(read(model), Map.of(), Mode.PLAIN, own)).isEmpty();
        assertThat(own.sorted())
            .singleElement()
            .extracting(Problem::sentence)
            .asString()
            .startsWith("unknown name `" + meant + "`");
      }
    }

    @Test
    void a_strict_model_says_what_it_takes() {
      build(table("guests", "guests").replace(" typeRef=\"integer\"", ""));
      assertThat(problems.sorted()).extracting(Problem::sentence).contains("unknown name `guests`");
    }

    private static String table(String first, String second) {
      return """
      <decision id="dish" name="dish"><decisionTable>
      <input><inputExpression typeRef="integer"><text>%s</text></inputExpression></input>
      <input><inputExpression typeRef="integer"><text>%s</text></inputExpression></input>
      <output name="course"/>
      <rule><inputEntry><text>&lt; 5</text></inputEntry><inputEntry><text>&gt; 6</text></inputEntry><outputEntry><text>"soup"</text></outputEntry></rule>
      </decisionTable></decision>
      """
          .formatted(first, second);
    }
  }

  private static String decision(String name, String text, String... requires) {
    StringBuilder xml =
        new StringBuilder(
            "<decision id=\""
                + name.replace(' ', '_')
                + "\" name=\""
                + name
                + "\"><literalExpression><text>"
                + text
                + "</text></literalExpression>");
    for (String id : requires) {
      xml.append("<informationRequirement><requiredDecision href=\"#")
          .append(id)
          .append("\"/></informationRequirement>");
    }
    return xml.append("</decision>\n").toString();
  }

  private void build(String elements) {
    assertThat(Builder.build(read(elements), Map.of(), Mode.STRICT, problems)).isEmpty();
  }

  private void assertProblems(String... expected) {
    assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(expected);
  }

  private Model read(String elements) {
    return ModelReader.read("m.dmn", (DMN + elements + "</definitions>").getBytes(UTF_8), problems)
        .orElseThrow();
  }

  private Program allKinds() {
    try (InputStream in = ModelReaderTest.class.getResourceAsStream("all-kinds.dmn")) {
      byte[] content = Objects.requireNonNull(in).readAllBytes();
      Model model = ModelReader.read("all-kinds.dmn", content, problems).orElseThrow();
      Binding one =
          (parameters, result, span, into) ->
              new TypedExpr.Constant(Value.of(1), Type.Simple.NUMBER, span);
      return Builder.build(model, Map.of("bkm_rate", one), Mode.STRICT, problems)
          .orElseThrow(() -> new AssertionError(problems.sorted()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Evaluator.Evaluation evaluate(Program program, Map<String, Value> given) {
    return new ModelInterpreter(program).start(inputs(program, given), NOW);
  }

  private static Value[] inputs(Program program, Map<String, Value> given) {
    Value[] inputs = new Value[program.globals().size()];
    given.forEach((name, value) -> inputs[program.global(name).orElseThrow().index()] = value);
    return inputs;
  }

  private static Value trip(String size) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("size", Value.of(size));
    entries.put("distances", items(1, 2));
    return new Value.Context(entries);
  }

  private static Value items(long... numbers) {
    List<Value> values = new ArrayList<>();
    for (long number : numbers) {
      values.add(Value.of(number));
    }
    return new Value.Items(values);
  }

  private static Value row(String code, long amount) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("code", Value.of(code));
    entries.put("amount", Value.of(amount));
    return new Value.Context(entries);
  }

  private static Tracer listener(List<String> told) {
    return new Tracer() {
      @Override
      public void enter(Program.Decision decision) {
        told.add("enter " + decision.name());
      }

      @Override
      public void enter(Program.Function function, Value[] arguments) {
        told.add("call " + function.name() + " " + shown(arguments[0]));
      }

      @Override
      public void leave(Value value) {
        told.add("leave " + shown(value));
      }

      @Override
      public void used(Program.Global global, Value value) {
        told.add("used " + global.name());
      }

      @Override
      public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
        told.add("matched " + table.name() + " " + java.util.Arrays.toString(rules));
      }
    };
  }

  private static String shown(Value value) {
    return value instanceof Value.Num number ? number.value().toPlainText() : value.toString();
  }
}
