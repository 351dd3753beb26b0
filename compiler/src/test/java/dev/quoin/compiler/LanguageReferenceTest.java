package dev.quoin.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.ReferencePage.Row;
import dev.quoin.dmn.Dmn;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.dmn.read.Boxed;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Feel;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Builtin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The language reference is true: each example is evaluated by the interpreter, compiled, and compiled with a trace, and every built-in
/// function, type, box and hit policy is in it. `-Dquoin.listings=write` writes the values into the pages instead.
final class LanguageReferenceTest {
  private static final boolean WRITING = "write".equals(System.getProperty("quoin.listings"));
  private static final String BOXES = "boxes.dmn";

  private static final Pattern LISTING = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> examples_of_feel() throws IOException {
    return tests("feel.md", LanguageReferenceTest::answered);
  }

  @TestFactory
  Stream<DynamicTest> examples_of_dmn() throws IOException {
    return tests("dmn.md", LanguageReferenceTest::answered);
  }

  private static Stream<DynamicTest> tests(String page, UnaryOperator<Row> answered)
      throws IOException {
    ReferencePage reference = ReferencePage.read(page);
    List<Row> examples =
        reference.rows().stream().filter(LanguageReferenceTest::isExample).toList();
    assertThat(examples).hasSizeGreaterThan(20);
    if (WRITING) {
      reference.write(examples.stream().map(answered).toList());
    }
    return examples.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                "%s:%d %s".formatted(page, row.line() + 1, row.cells()),
                () -> assertThat(answered.apply(row)).hasToString(row.toString())));
  }

  private static boolean isExample(Row row) {
    return row.begins("expression")
        || row.begins("function", "expression")
        || row.begins("test", "of", "passes")
        || row.begins("decision", "inputs", "answer");
  }

  /// The row with the answers that its expressions have.
  private static Row answered(Row row) {
    if (row.begins("test", "of", "passes")) {
      byte[] table = table(row.code("test"), row.code("of"));
      return row.with("passes", answer(table, "example", Map.of(), Mode.PLAIN));
    }
    if (row.begins("decision", "inputs", "answer")) {
      return row.with("answer", answer(boxes(), row.code("decision"), inputs(row), Mode.PLAIN));
    }
    byte[] model = model(row.code("expression"));
    return row.begins("expression", "plain", "strict")
        ? row.with("plain", answer(model, "example", Map.of(), Mode.PLAIN))
            .with("strict", answer(model, "example", Map.of(), Mode.STRICT))
        : row.with("value", answer(model, "example", Map.of(), Mode.PLAIN));
  }

  private static Map<String, Value> inputs(Row row) {
    String written = row.code("inputs");
    if (written.isEmpty()) {
      return Map.of();
    }
    Problems problems = new Problems();
    Feel context = Feel.read(written, Map.of(), problems).orElseThrow();
    return ((Value.Context) context.value(Map.of(), Recorded.MOMENT)).entries();
  }

  private static byte[] boxes() {
    try {
      return Files.readAllBytes(ReferencePage.FOLDER.resolve(BOXES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What a row's expression is evaluated in.

  private static byte[] model(String expression) {
    return definitions(
        "<literalExpression><text>" + escaped(expression) + "</text></literalExpression>");
  }

  private static byte[] table(String test, String of) {
    return definitions(
        """
        <decisionTable hitPolicy="FIRST">
          <input><inputExpression><text>%s</text></inputExpression></input>
          <output><defaultOutputEntry><text>false</text></defaultOutputEntry></output>
          <rule><inputEntry><text>%s</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
        </decisionTable>
        """
            .formatted(escaped(of), escaped(test)));
  }

  private static byte[] definitions(String box) {
    return """
    <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="example" namespace="example">
      <decision id="example" name="example"><variable name="example"/>%s</decision>
    </definitions>
    """
        .formatted(box)
        .getBytes(UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  // What it answers.

  private static String answer(
      byte[] model, String decision, Map<String, Value> inputs, Mode mode) {
    Problems problems = new Problems();
    Optional<Program> program = Dmn.read("example.dmn", model, mode, problems);
    if (program.isEmpty()) {
      return "*refused*: "
          + problems.sorted().stream()
              .map(Problem::code)
              .distinct()
              .map(code -> "`" + code + "`")
              .collect(Collectors.joining(", "));
    }
    Evaluator compiled = Compiler.compile(program.get());
    String answer = answer(new ModelInterpreter(program.get()), decision, inputs);
    assertThat(answer(compiled, decision, inputs)).as("compiled").isEqualTo(answer);
    assertThat(answer(traced(compiled), decision, inputs)).as("traced").isEqualTo(answer);
    return answer;
  }

  private static String answer(Evaluator evaluator, String decision, Map<String, Value> inputs) {
    try {
      Value value = evaluator.decide(decision, inputs, Recorded.MOMENT);
      return "`"
          + Values.text(value)
          + "`"
          + (value instanceof Value.Null nothing
              ? nothing.reason().map(reason -> ": `" + reason.code() + "`").orElse("")
              : "");
    } catch (EvaluationException failed) {
      return "*ends*: `" + failed.reason().code() + "`";
    }
  }

  private static Evaluator traced(Evaluator compiled) {
    return new Evaluator() {
      @Override
      public Program program() {
        return compiled.program();
      }

      @Override
      public Evaluation start(Value[] inputs, Moment moment) {
        return compiled.start(inputs, moment, Recorded.listing(new ArrayList<>()));
      }

      @Override
      public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
        return compiled.start(inputs, moment, tracer);
      }
    };
  }

  // Nothing is missing.

  @Test
  void every_built_in_function_is_there_with_its_parameters() throws IOException {
    Set<String> written =
        ReferencePage.read("feel.md").rows().stream()
            .filter(row -> row.begins("function", "expression"))
            .map(row -> row.code("function"))
            .filter(signature -> !signature.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        Arrays.stream(Builtin.values())
            .map(LanguageReferenceTest::signature)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(written).isEqualTo(known);
  }

  private static String signature(Builtin builtin) {
    String parameters =
        builtin.parameters().stream()
            .map(parameter -> parameter.name() + (parameter.optional() ? "?" : ""))
            .collect(Collectors.joining(", "));
    return builtin.feelName() + "(" + parameters + (builtin.variadic() ? ", …)" : ")");
  }

  @Test
  void every_function_has_an_example_that_calls_it() throws IOException {
    assertThat(
            ReferencePage.read("feel.md").rows().stream()
                .filter(row -> row.begins("function", "expression"))
                .filter(row -> !row.code("function").isEmpty())
                .filter(row -> {
                  String name = row.code("function").replaceFirst("\\(.*", "(");
                  return !row.code("expression").startsWith(name);
                }))
        .isEmpty();
  }

  @Test
  void every_type_is_there() throws IOException {
    Set<String> written = new TreeSet<>();
    for (Row row : ReferencePage.read("feel.md").rows()) {
      if (row.begins("type")) {
        written.add(row.code("type"));
      }
    }
    assertThat(written)
        .containsAll(Arrays.stream(Type.Simple.values()).map(Type.Simple::toString).toList())
        .contains("list<T>", "context<a: T, …>", "range<T>", "function<T, …> -> T");
  }

  @Test
  void every_box_and_every_hit_policy_is_in_the_model_of_the_page() throws IOException {
    String read = ModelReader.read(BOXES, boxes(), new Problems()).orElseThrow().toString();
    for (Class<?> box : Boxed.class.getPermittedSubclasses()) {
      assertThat(read).contains(box.getSimpleName() + "[");
    }
    for (HitPolicy policy : HitPolicy.values()) {
      assertThat(read).contains("hitPolicy=" + policy + ",");
    }
    Program program = Dmn.read(BOXES, boxes(), Mode.PLAIN, new Problems()).orElseThrow();
    Set<String> asked =
        ReferencePage.read("dmn.md").rows().stream()
            .filter(row -> row.begins("decision", "inputs", "answer"))
            .map(row -> row.code("decision"))
            .collect(Collectors.toSet());
    assertThat(asked)
        .containsAll(
            program.globals().stream()
                .filter(Program.Decision.class::isInstance)
                .map(Program.Global::name)
                .toList());
  }

  @Test
  void what_the_page_shows_of_the_model_stands_in_it() throws IOException {
    String model = new String(boxes(), UTF_8).replaceAll("\\s+", " ");
    Matcher listings = LISTING.matcher(ReferencePage.read("dmn.md").text());
    int shown = 0;
    while (listings.find()) {
      assertThat(model).contains(listings.group(1).strip().replaceAll("\\s+", " "));
      shown++;
    }
    assertThat(shown).isGreaterThan(8);
  }
}
