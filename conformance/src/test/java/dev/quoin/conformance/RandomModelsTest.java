package dev.quoin.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.model.ModelText;
import dev.quoin.testkit.model.PortableModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// All forms of made-up models agree on made-up inputs: on the value, the null with its reason, the problem, the trace.
class RandomModelsTest {
  /// As many as a build has time for; a soak asks for more.
  private static final int PROGRAMS = Integer.getInteger("quoin.programs", 2_000);

  private static final int TIMES = 3;

  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  private int evaluated;
  private int answered;

  @Test
  void random_models_have_one_answer() {
    Seeded.forAll(PROGRAMS, 20_261_127, this::agree);
    if (System.getProperty("quoin.seed") == null) {
      assertThat(evaluated).isGreaterThan(PROGRAMS);
      assertThat(answered).isGreaterThan(evaluated / 2);
    }
  }

  /// A model that is refused as a whole is asked as the specification reads it: then what is wrong in it is null.
  private void agree(Seeded random) {
    PortableModel made = PortableModel.of(random, TIMES);
    random.note("model", made.xml());
    Mode mode = random.oneIn(3) ? Mode.STRICT : Mode.PLAIN;
    Program program = program(made.xml(), mode).orElseGet(() -> forgiving(made.xml()));
    Evaluator evaluator = new Agreeing(program);
    for (Map<String, String> inputs : made.inputs()) {
      random.note("inputs", inputs);
      Value[] values = values(program, inputs);
      if (!fit(program, values)) {
        continue;
      }
      Evaluator.Evaluation evaluation = evaluator.start(values, MOMENT);
      for (Program.Global global : program.globals()) {
        if (global instanceof Program.Decision) {
          evaluated++;
          try {
            answered += evaluation.value(global.index()) instanceof Value.Null ? 0 : 1;
          } catch (EvaluationException _) {
            // All forms ended so.
          }
        }
      }
    }
  }

  /// Whether no input of a strict program is null that must not be: whoever takes inputs from outside refuses such.
  private static boolean fit(Program program, Value[] values) {
    return program.globals().stream()
        .filter(Program.Input.class::isInstance)
        .allMatch(input -> input.nullable() || !(values[input.index()] instanceof Value.Null));
  }

  private static Optional<Program> program(String xml, Mode mode) {
    Problems problems = new Problems();
    return ModelReader.read("m.dmn", xml.getBytes(UTF_8), problems)
        .flatMap(model -> Builder.build(model, Map.of(), mode, problems));
  }

  private static Program forgiving(String xml) {
    Problems problems = new Problems();
    return ModelReader.read("m.dmn", xml.getBytes(UTF_8), problems)
        .flatMap(model -> Builder.buildForgiving(model, problems))
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  /// The inputs are FEEL texts: a model of decisions without requirements gives their values.
  private static Value[] values(Program program, Map<String, String> texts) {
    ModelText model = new ModelText("inputs");
    texts.forEach((name, text) -> model.decision(name, "", ModelText.literal(text), List.of()));
    Program constants = forgiving(model.xml());
    Evaluator.Evaluation evaluation =
        new ModelInterpreter(constants).start(new Value[constants.globals().size()], MOMENT);
    Value[] values = new Value[program.globals().size()];
    constants
        .globals()
        .forEach(constant ->
            values[program.global(constant.name()).orElseThrow().index()] =
                evaluation.value(constant.index()));
    return values;
  }
}
