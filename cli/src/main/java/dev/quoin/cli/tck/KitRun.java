package dev.quoin.cli.tck;

import dev.quoin.cli.tck.TestFile.Case;
import dev.quoin.cli.tck.TestFile.Given;
import dev.quoin.cli.tck.TestFile.Wanted;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Runs cases and tells which of their result nodes are not what they must be.
///
/// @param engine what evaluates a program
/// @param moment what `now()` and `today()` read
public record KitRun(Function<Program, Evaluator> engine, Moment moment) {

  /// A result node that is not as expected.
  public record Failure(TestFile file, String testCase, String node, String expected, String got) {}

  /// What became of a file's cases.
  public record Outcome(int passed, int failed, List<Failure> failures) {
    public Outcome {
      failures = List.copyOf(failures);
    }
  }

  public Outcome run(TestFile file) throws IOException {
    Problems problems = new Problems();
    Optional<Evaluator> evaluator = load(file, problems).map(engine);
    List<Failure> failures = new ArrayList<>();
    int failed = 0;
    for (Case testCase : file.cases()) {
      List<Failure> ofCase =
          evaluator.isPresent()
              ? new OneCase(file, testCase, evaluator.get()).failures()
              : List.of(refused(file, testCase, problems.sorted()));
      failures.addAll(ofCase);
      failed += ofCase.isEmpty() ? 0 : 1;
    }
    return new Outcome(file.cases().size() - failed, failed, failures);
  }

  private static Optional<Program> load(TestFile file, Problems problems) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file.model());
    } catch (NoSuchFileException missing) {
      problems.add(
          new Place(file.path().toString(), 0, 0),
          "unknown-file",
          "no file `" + file.model() + "`");
      return Optional.empty();
    }
    return ModelReader.read(String.valueOf(file.model().getFileName()), content, problems)
        .flatMap(model -> Builder.buildForgiving(model, problems));
  }

  private static Failure refused(TestFile file, Case testCase, List<Problem> problems) {
    String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
    return new Failure(file, testCase.id(), "", "a model that loads", problems.getFirst() + more);
  }

  private final class OneCase {
    private final TestFile file;
    private final Case testCase;
    private final Program program;
    private final Evaluator.Evaluation evaluation;
    private final List<String> unknown = new ArrayList<>();

    OneCase(TestFile file, Case testCase, Evaluator evaluator) {
      this.file = file;
      this.testCase = testCase;
      this.program = evaluator.program();
      this.evaluation = evaluator.start(inputs(), moment);
    }

    List<Failure> failures() {
      List<Failure> failures = new ArrayList<>();
      unknown.forEach(name -> failures.add(failure(name, "an input", "the model has none")));
      testCase.results().forEach(wanted -> check(wanted).ifPresent(failures::add));
      return failures;
    }

    private Value[] inputs() {
      Value[] values = new Value[program.globals().size()];
      Arrays.fill(values, Value.NULL);
      for (Given given : testCase.inputs()) {
        Optional<Program.Global> input = program.global(given.name());
        if (input.isEmpty()) {
          unknown.add(given.name());
        }
        input.ifPresent(one ->
            values[one.index()] =
                Operators.conform(given.value(), one.type(), "the input `" + given.name() + "`"));
      }
      return values;
    }

    private Optional<Failure> check(Wanted wanted) {
      Optional<Program.Global> decision = program.global(wanted.name());
      if (decision.isEmpty()) {
        return Optional.of(failure(wanted.name(), shown(wanted), "the model has no such decision"));
      }
      Value got = evaluation.value(decision.get().index());
      boolean passes =
          wanted.error() ? got instanceof Value.Null : Likeness.alike(wanted.value(), got);
      return passes
          ? Optional.empty()
          : Optional.of(failure(wanted.name(), shown(wanted), shown(got)));
    }

    private Failure failure(String node, String expected, String got) {
      return new Failure(file, testCase.id(), node, expected, got);
    }

    private static String shown(Wanted wanted) {
      return wanted.error() ? "an error" : Values.text(wanted.value());
    }

    private static String shown(Value value) {
      return value instanceof Value.Null missing && missing.reason().isPresent()
          ? "null: " + missing.reason().get().sentence()
          : Values.text(value);
    }
  }
}
