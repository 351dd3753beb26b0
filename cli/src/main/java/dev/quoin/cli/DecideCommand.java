package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.json.QuoteJson;
import dev.quoin.ratebook.worksheet.Worksheet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Evaluates one decision of a ratebook.
@Command(
    name = "decide",
    description = "Evaluates any decision of a ratebook, with its levers and tables.",
    footer = {
      "",
      "Reasons for a refusal are a value like any other here: the command ends with 0."
    })
final class DecideCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RatebookOption ratebook = new RatebookOption();

  @Option(
      names = "--decision",
      required = true,
      paramLabel = "NAME",
      description = "The decision's name in the model.")
  private String decision = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F",
      description = "A JSON file with the inputs that the decision needs; - reads stdin.")
  private String input = "";

  @Mixin private AtOption at = new AtOption();

  @Mixin private ExplainOption explain = new ExplainOption();
  @Mixin private JsonOption json = new JsonOption();

  DecideCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook.typed(), input, terminal);
    Answers answers = new Answers(folder, json.asked(), terminal);
    byte[] content = folder.readRequest();
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isPresent()) {
      List<String> decisions =
          loaded.get().program().globals().stream()
              .filter(Program.Decision.class::isInstance)
              .map(Program.Global::name)
              .toList();
      if (!decisions.contains(decision)) {
        return answers.unknown("decision", decision, decisions);
      }
    }
    Optional<Request> asked =
        loaded.flatMap(book ->
            Request.readForDecision(book, decision, folder.requestName(), content, problems));
    if (loaded.isEmpty() || asked.isEmpty()) {
      return answers.problems(problems.sorted());
    }
    Instant instant = at.instant(terminal);
    Pricer pricer = new Pricer(loaded.get(), Compiler::compile);
    Explanation explanation =
        explain.asked()
            ? pricer.decideExplained(decision, asked.get(), instant)
            : new Explanation(pricer.decide(decision, asked.get(), instant), List.of());
    return switch (explanation.answer()) {
      case Answer.Decided decided -> print(loaded.get(), decided, explanation);
      case Answer.Failure failure -> answers.problems(failure.problems());
      case Answer.Quote _, Answer.Refusal _ ->
          throw new IllegalStateException("no answer to a decision: " + explanation.answer());
    };
  }

  private int print(Ratebook book, Answer.Decided decided, Explanation explanation) {
    if (json.asked()) {
      Map<String, Object> tree =
          JsonTree.object(
              "ratebook",
              book.id(),
              "release",
              book.digest(),
              "decision",
              decision,
              "value",
              JsonTree.of(decided.value()));
      if (explain.asked()) {
        tree.put("explanation", QuoteJson.of(explanation.steps()));
      }
      terminal.out().println(JsonTree.write(tree));
    } else {
      Worksheet worksheet = new Worksheet(book, terminal.language());
      terminal.out().println(decision + " = " + worksheet.value(decided.value()));
      if (explain.asked()) {
        worksheet.explanation(explanation, explain.full()).forEach(terminal.out()::println);
      }
    }
    return ExitCode.FINE;
  }
}
