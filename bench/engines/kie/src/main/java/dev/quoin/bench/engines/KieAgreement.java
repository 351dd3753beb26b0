package dev.quoin.bench.engines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.model.ModelText;
import dev.quoin.testkit.model.PortableModel;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNDecisionResult;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/// Asks Quoin and Apache KIE's DMN engine the same made-up models with the same inputs, and tells where they differ and why:
/// `docs/agreement.md`.
///
/// A decision that requires one on which they differ is not compared.
public final class KieAgreement {
  private static final long SEED = 20_261_128;
  private static final int TIMES = 3;
  private static final int EXAMPLES = 3;
  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  private int models;
  private int asked;
  private int agreed;
  private int behind;
  private final Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
  private final Map<Cause, List<Difference>> examples = new EnumMap<>(Cause.class);

  private KieAgreement() {}

  /// Compares and prints.
  ///
  /// @param arguments how many models, 1,000 where nothing is said; and how many of the same row to leave out before
  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int skipped = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    KieAgreement agreement = new KieAgreement();
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int i = 0; i < skipped + count; i++) {
      long seed = seeds.nextLong();
      if (i >= skipped) {
        agreement.compare(seed);
      }
    }
    agreement.print(System.out);
  }

  private void compare(long seed) {
    PortableModel made = PortableModel.of(Seeded.of(seed), TIMES);
    models++;
    Program program = program(made.xml());
    Evaluator evaluator = Compiler.compile(program);
    DMNRuntime runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(
                List.of(ResourceFactory.newByteArrayResource(made.xml().getBytes(UTF_8))))
            .getOrElseThrow(IllegalStateException::new);
    DMNModel model = runtime.getModels().getFirst();
    for (Map<String, String> texts : made.inputs()) {
      Value[] inputs = inputs(program, texts);
      DMNContext context = runtime.newContext();
      texts
          .keySet()
          .forEach(name ->
              context.set(name, KieValues.of(inputs[program.global(name).orElseThrow().index()])));
      Evaluator.Evaluation ours = evaluator.start(inputs, MOMENT);
      DMNResult theirs = runtime.evaluateAll(model, context);
      compare(program, ours, theirs, new Difference.Asked(seed, made.xml(), texts));
    }
  }

  private void compare(
      Program program, Evaluator.Evaluation ours, DMNResult theirs, Difference.Asked how) {
    Set<Integer> differing = new HashSet<>();
    for (Program.Global global : program.globals()) {
      if (!(global instanceof Program.Decision decision)) {
        continue;
      }
      asked++;
      Value own = ours.value(decision.index());
      DMNDecisionResult answer = theirs.getDecisionResultByName(decision.name());
      Value other = KieValues.value(answer.getResult());
      if (decision.requires().stream().anyMatch(differing::contains)) {
        differing.add(decision.index());
        behind++;
      } else if (own instanceof Value.Null
          ? other instanceof Value.Null
          : Operators.same(own, other)) {
        agreed++;
      } else {
        differing.add(decision.index());
        note(Difference.of(how, decision, own, other, theirs));
      }
    }
  }

  private void note(Difference difference) {
    Cause cause = Cause.of(difference);
    counts.merge(cause, 1, Integer::sum);
    List<Difference> known = examples.computeIfAbsent(cause, _ -> new ArrayList<>());
    boolean isNew = known.stream().noneMatch(one -> one.seed() == difference.seed());
    if (isNew && (known.size() < EXAMPLES || cause == Cause.UNEXPLAINED)) {
      known.add(difference);
    }
  }

  private static Program program(String xml) {
    Problems problems = new Problems();
    return ModelReader.read("m.dmn", xml.getBytes(UTF_8), problems)
        .flatMap(model -> Builder.buildForgiving(model, problems))
        .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
  }

  /// The inputs are FEEL texts: a model of decisions without requirements gives their values.
  private static Value[] inputs(Program program, Map<String, String> texts) {
    ModelText model = new ModelText("inputs");
    texts.forEach((name, text) -> model.decision(name, "", ModelText.literal(text), List.of()));
    Program constants = program(model.xml());
    Evaluator.Evaluation evaluation =
        new ModelInterpreter(constants).start(new Value[constants.globals().size()], MOMENT);
    Value[] inputs = new Value[program.globals().size()];
    constants
        .globals()
        .forEach(constant ->
            inputs[program.global(constant.name()).orElseThrow().index()] =
                evaluation.value(constant.index()));
    return inputs;
  }

  private void print(PrintStream out) {
    out.printf(
        "%,d models, %,d decisions asked: %,d alike, %,d behind a difference%n",
        models, asked, agreed, behind);
    counts.forEach((cause, count) -> out.printf("%,7d %s%n", count, cause));
    examples.forEach((cause, known) -> {
      out.printf("%n%s%n", cause);
      known.forEach(out::println);
    });
  }
}
