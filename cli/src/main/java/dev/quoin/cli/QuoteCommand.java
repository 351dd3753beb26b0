package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Mapping;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prices one request.
@Command(
    name = "quote",
    description = "Prices a request, line by line.",
    footer = {
      "",
      "A refusal by the policy's own rules prints its reasons and ends with 1, as a wrong request"
          + " does."
    })
final class QuoteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "SERVICE", description = "What is priced, such as rental.")
  private String service = "";

  @Mixin private RatebookOption ratebook = new RatebookOption();

  @Option(
      names = "--request",
      required = true,
      paramLabel = "F",
      description =
          "A JSON file with the inputs, or with the body of a call to the API; - reads stdin.")
  private String request = "";

  @Mixin private AtOption at = new AtOption();

  @Mixin private LanguageOption language = new LanguageOption();

  @Option(
      names = "--mapping",
      paramLabel = "ID",
      description =
          "A mapping of the ratebook: the request and the answer are those of the older system.")
  private @Nullable String mapping;

  @Mixin private ExplainOption explain = new ExplainOption();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write it, explained, as a page that needs nothing else, to pass on.")
  private @Nullable String report;

  QuoteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RatebookFolder folder = new RatebookFolder(ratebook.typed(), request, terminal);
    Answers answers = new Answers(folder, json.asked(), terminal);
    byte[] content = folder.readRequest();
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isPresent() && !loaded.get().services().containsKey(service)) {
      return answers.unknown("service", service, loaded.get().services().keySet());
    }
    if (loaded.isPresent() && mapping != null) {
      return mapped(loaded.get(), mapping, content, answers);
    }
    Optional<Request> asked =
        loaded.flatMap(
            book -> Request.read(book, service, folder.requestName(), content, problems));
    if (loaded.isEmpty() || asked.isEmpty()) {
      return answers.problems(problems.sorted());
    }
    Instant instant = at.instant(terminal);
    Pricer pricer = new Pricer(loaded.get(), Compiler::compile);
    Explanation explanation =
        explain.asked() || report != null
            ? pricer.quoteExplained(service, asked.get(), instant)
            : new Explanation(pricer.quote(service, asked.get(), instant), List.of());
    if (report != null && explanation.answer() instanceof Answer.Outcome outcome) {
      Worksheet.Priced priced =
          new Worksheet.Priced(
              Optional.empty(),
              Objects.requireNonNull(loaded.get().services().get(service)),
              asked.get().inputs(),
              instant,
              outcome);
      Worksheet worksheet = new Worksheet(loaded.get(), language.language(terminal));
      TypedFile.write(report, worksheet.page(priced, explanation, explain.full()), terminal);
    } else if (report != null) {
      terminal.err().println("quoin: there is no answer, so `" + report + "` is not written");
    }
    return print(loaded.get(), explanation, instant, answers);
  }

  private int mapped(Ratebook book, String id, byte[] content, Answers answers) {
    Optional<Mapping> found = book.mapping(id);
    if (found.isEmpty()) {
      return answers.unknown("mapping", id, book.mappings().stream().map(Mapping::id).toList());
    }
    if (!found.get().service().equals(service)
        || explain.asked()
        || json.asked()
        || report != null) {
      terminal
          .err()
          .println(
              found.get().service().equals(service)
                  ? "quoin: `--mapping` answers in the older system's shape alone, without `--json`,"
                      + " `--explain` and `--report`"
                  : "quoin: mapping `%s` asks for service `%s`"
                      .formatted(id, found.get().service()));
      return ExitCode.COULD_NOT_RUN;
    }
    return mapped(book, found.get(), content, answers);
  }

  private int mapped(Ratebook book, Mapping found, byte[] content, Answers answers) {
    Instant instant = at.instant(terminal);
    Mapping.Call call = found.call(answers.folder().requestName(), content);
    Answer answer = found.answer(call, new Pricer(book, Compiler::compile), instant);
    Mapping.Reply reply = found.reply(call, answer, Mapping.About.offline(book, service, instant));
    terminal.out().println(new String(reply.body(), UTF_8));
    return answer instanceof Answer.Failure failure
        ? answers.problems(failure.problems())
        : answer instanceof Answer.Quote ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private int print(Ratebook book, Explanation explanation, Instant instant, Answers answers) {
    Answer answer = explanation.answer();
    Ratebook.Service priced = book.services().get(service);
    Language chosen = language.language(terminal);
    if (answer instanceof Answer.Failure failure) {
      return answers.problems(
          failure.problems(),
          problem -> Optional.ofNullable(priced).flatMap(asked -> asked.text(problem)),
          chosen);
    }
    if (json.asked()) {
      Map<String, Object> tree = QuoteJson.of(book, service, instant, answer);
      if (explain.asked()) {
        tree.put("explanation", QuoteJson.of(explanation.steps()));
      }
      terminal.out().println(JsonTree.write(tree));
    } else if (priced != null) {
      Worksheet worksheet = new Worksheet(book, chosen);
      if (!(answer instanceof Answer.Outcome outcome)) {
        throw new IllegalStateException("no answer to a quote: " + answer);
      }
      worksheet.receipt(priced, instant, outcome).forEach(terminal.out()::println);
      if (explain.asked()) {
        worksheet.explanation(priced, explanation, explain.full()).forEach(terminal.out()::println);
      }
    }
    return answer instanceof Answer.Quote ? ExitCode.FINE : ExitCode.FINDINGS;
  }
}
