package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelFolder;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Evaluates any DMN file with FEEL's own semantics: an error is null, and the evaluation goes on.
@Command(
    name = "eval",
    description = "Evaluates a decision, a decision service or all decisions of a DMN file.",
    footer = {
      "",
      "Semantics are those of FEEL: an error gives null. Why a value is null is noted on stderr."
    })
final class DmnEvalCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "MODEL.dmn", description = "The model's file.")
  private String model = "";

  /// What is asked; all decisions where neither is given.
  static final class Asked {
    @Option(names = "--decision", paramLabel = "N", description = "A decision's name.")
    private @Nullable String decision;

    @Option(names = "--service", paramLabel = "N", description = "A decision service's name.")
    private @Nullable String service;
  }

  @ArgGroup(exclusive = true)
  private Asked asked = new Asked();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F",
      description = "A JSON file with the inputs; - reads stdin. What is missing is null.")
  private String input = "";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = PricingInstant.class,
      description = "The instant that now() and today() read; now by default.")
  private @Nullable Instant at;

  @Mixin private JsonOption json = new JsonOption();

  DmnEvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder files = new RatebookFolder(model, input, terminal);
    Problems problems = new Problems();
    byte[] content = files.readRequest();
    Moment moment = new Moment(at == null ? terminal.clock().get() : at, ZoneOffset.UTC);
    byte[] file = TypedFile.read(model, terminal);
    Optional<Program> program =
        ModelFolder.read(terminal.path(model), model, file, problems)
            .flatMap(read -> Builder.build(read, Map.of(), Mode.PLAIN, problems));
    if (program.isPresent()) {
      Optional<String> unknown = unknown(program.get());
      if (unknown.isPresent()) {
        terminal.err().println("quoin: " + unknown.get());
        return ExitCode.COULD_NOT_RUN;
      }
      Optional<Program.Service> service =
          Optional.ofNullable(asked.service).flatMap(program.get()::service);
      Value[] inputs =
          inputs(program.get(), service, files.requestName(), content, moment, problems);
      if (problems.isEmpty()) {
        Evaluator.Evaluation evaluation = Compiler.compile(program.get()).start(inputs, moment);
        print(
            service
                .map(asked -> answers(asked, program.get(), inputs, evaluation))
                .orElseGet(() -> answers(decisions(program.get()), evaluation)));
        return ExitCode.FINE;
      }
    }
    return problems(problems.sorted());
  }

  private int problems(List<Problem> problems) {
    if (json.asked()) {
      terminal
          .out()
          .println(
              JsonTree.write(
                  JsonTree.object("problems", problems.stream().map(JsonTree::of).toList())));
    }
    Report.write(problems, terminal);
    return ExitCode.FINDINGS;
  }

  /// What is asked for and not there.
  private Optional<String> unknown(Program program) {
    if (asked.service != null && program.service(asked.service).isEmpty()) {
      List<String> services = program.services().stream().map(Program.Service::name).toList();
      return Optional.of(unknown("decision service", asked.service, services));
    }
    if (asked.decision != null && decisions(program).isEmpty()) {
      List<String> decisions = all(program).map(Program.Global::name).toList();
      return Optional.of(unknown("decision", asked.decision, decisions));
    }
    return Optional.empty();
  }

  private static String unknown(String what, String name, List<String> known) {
    return "unknown %s `%s`%s".formatted(what, name, Suggestion.text(name, known));
  }

  /// The decision that is asked for, or all.
  private List<Program.Global> decisions(Program program) {
    return all(program)
        .filter(decision -> asked.decision == null || decision.name().equals(asked.decision))
        .toList();
  }

  private static Stream<Program.Global> all(Program program) {
    return program.globals().stream().filter(Program.Decision.class::isInstance);
  }

  private static Map<String, Value> answers(
      List<Program.Global> decisions, Evaluator.Evaluation evaluation) {
    Map<String, Value> answers = new LinkedHashMap<>();
    decisions.forEach(decision -> answers.put(decision.name(), evaluation.value(decision.index())));
    return answers;
  }

  /// The outputs of a decision service, which is called with what it takes: input data, and decisions that others make.
  private static Map<String, Value> answers(
      Program.Service service, Program program, Value[] inputs, Evaluator.Evaluation evaluation) {
    Value[] arguments = service.inputs().stream().map(index -> inputs[index]).toArray(Value[]::new);
    Value answer = evaluation.call(service.function().orElseThrow(), arguments);
    Map<String, Value> answers = new LinkedHashMap<>();
    for (int output : service.outputs()) {
      String name = program.globals().get(output).name();
      answers.put(name, service.output(name, answer));
    }
    return answers;
  }

  private static Value[] inputs(
      Program program,
      Optional<Program.Service> service,
      String file,
      byte[] content,
      Moment moment,
      Problems problems) {
    Value[] values = new Value[program.globals().size()];
    Arrays.fill(values, Value.NULL);
    Optional<Node> root = dev.quoin.ratebook.source.Json.read(file, content, problems);
    if (root.isEmpty()) {
      return values;
    }
    if (!(root.get() instanceof Node.Mapping mapping)) {
      problems.add(
          root.get().place(),
          "wrong-type",
          "the input is " + root.get().what() + " (expected: an object with the inputs)");
      return values;
    }
    Map<String, Program.Global> inputs = new LinkedHashMap<>();
    program.globals().stream()
        .filter(Program.Input.class::isInstance)
        .forEach(input -> inputs.putIfAbsent(input.name(), input));
    service.stream()
        .flatMap(asked -> asked.inputs().stream())
        .map(program.globals()::get)
        .forEach(input -> inputs.put(input.name(), input));
    PlainInputs reader = new PlainInputs(problems, moment);
    for (Node.Mapping.Entry entry : mapping.entries()) {
      Program.Global one = inputs.get(entry.key());
      if (one == null) {
        problems.add(
            entry.place(),
            "unknown-field",
            "unknown field `%s`%s"
                .formatted(entry.key(), Suggestion.text(entry.key(), inputs.keySet())));
      } else {
        reader
            .read(entry.value(), one.type(), "`" + one.name() + "`")
            .ifPresent(value -> values[one.index()] = value);
      }
    }
    return values;
  }

  private void print(Map<String, Value> answers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    answers.forEach((name, value) -> {
      tree.put(name, JsonTree.of(value));
      if (!json.asked()) {
        terminal.out().println(name + " = " + Values.text(value));
      }
      if (value instanceof Value.Null missing && missing.reason().isPresent()) {
        terminal
            .err()
            .println(
                "note: `%s` is null: %s: %s"
                    .formatted(
                        name, missing.reason().get().code(), missing.reason().get().sentence()));
      }
    });
    if (json.asked()) {
      terminal.out().println(JsonTree.write(tree));
    }
  }
}
