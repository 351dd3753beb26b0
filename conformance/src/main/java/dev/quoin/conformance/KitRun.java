package dev.quoin.conformance;

import dev.quoin.conformance.TestFile.Case;
import dev.quoin.conformance.TestFile.Given;
import dev.quoin.conformance.TestFile.Wanted;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelFolder;
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
    String name = String.valueOf(file.model().getFileName());
    try {
      return ModelFolder.read(file.model(), name, Files.readAllBytes(file.model()), problems)
          .flatMap(model -> Builder.buildForgiving(model, problems));
    } catch (NoSuchFileException _) {
      problems.add(
          new Place(String.valueOf(file.path().getFileName()), 0, 0),
          "unknown-reference",
          "no file `" + name + "`");
      return Optional.empty();
    }
  }

  private static Failure refused(TestFile file, Case testCase, List<Problem> problems) {
    String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
    return new Failure(file, testCase.id(), "", "a model that loads", problems.getFirst() + more);
  }

  private final class OneCase {
    private final TestFile file;
    private final Case testCase;
    private final Evaluator evaluator;
    private final Program program;
    private final List<Failure> failures = new ArrayList<>();

    OneCase(TestFile file, Case testCase, Evaluator evaluator) {
      this.file = file;
      this.testCase = testCase;
      this.evaluator = evaluator;
      this.program = evaluator.program();
    }

    List<Failure> failures() {
      if (testCase.service().isPresent()) {
        program
            .service(testCase.service().get())
            .ifPresentOrElse(
                this::ask,
                () -> fail(testCase.service().get(), "a decision service", "the model has none"));
      } else {
        Evaluator.Evaluation evaluation = evaluator.start(inputs(), moment);
        testCase.results().forEach(wanted -> check(wanted, evaluation));
      }
      return failures;
    }

    private Value[] inputs() {
      Value[] values = new Value[program.globals().size()];
      Arrays.fill(values, Value.NULL);
      for (Given given : testCase.inputs()) {
        Optional<Program.Global> input = input(given);
        if (input.isEmpty()) {
          fail(given.name(), "an input", "the model has none");
        }
        input.ifPresent(one -> values[one.index()] = conformed(given.value(), one));
      }
      return values;
    }

    /// The input of that name; of an imported model, by its namespace and the end of its name.
    private Optional<Program.Global> input(Given given) {
      return given.namespace().isEmpty()
          ? program.global(given.name())
          : program.globals().stream()
              .filter(global -> global.id().startsWith(given.namespace() + "#"))
              .filter(global -> ("." + global.name()).endsWith("." + given.name()))
              .findFirst()
              .or(() -> program.global(given.name()));
    }

    private static Value conformed(Value value, Program.Global global) {
      return Operators.conform(value, global.type(), "`" + global.name() + "`");
    }

    /// Calls a decision service: its answer is that of its output, or a context with all of them.
    private void ask(Program.Service service) {
      Value[] arguments =
          service.inputs().stream()
              .map(program.globals()::get)
              .map(global ->
                  testCase.inputs().stream()
                      .filter(given -> given.name().equals(global.name()))
                      .findFirst()
                      .map(given -> conformed(given.value(), global))
                      .orElse(Value.NULL))
              .toArray(Value[]::new);
      Value answer =
          evaluator
              .start(new Value[program.globals().size()], moment)
              .call(service.function().orElseThrow(), arguments);
      for (Wanted wanted : testCase.results()) {
        check(wanted, service.output(wanted.name(), answer));
      }
    }

    private void check(Wanted wanted, Evaluator.Evaluation evaluation) {
      program
          .global(wanted.name())
          .ifPresentOrElse(
              decision -> check(wanted, evaluation.value(decision.index())),
              () -> fail(wanted.name(), shown(wanted), "the model has no such decision"));
    }

    private void check(Wanted wanted, Value got) {
      boolean passes =
          wanted.error() ? got instanceof Value.Null : Likeness.alike(wanted.value(), got);
      if (!passes) {
        fail(wanted.name(), shown(wanted), shown(got));
      }
    }

    private void fail(String node, String expected, String got) {
      failures.add(new Failure(file, testCase.id(), node, expected, got));
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
