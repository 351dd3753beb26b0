package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compiler.Compiler;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.feel.Problems;
import dev.quoin.journal.Kind;
import dev.quoin.journal.Period;
import dev.quoin.journal.PricedAsOf;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Batch;
import dev.quoin.pricing.KeptBatch;
import dev.quoin.pricing.KeptJson;
import dev.quoin.pricing.Quoted;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Masked;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.WrittenCase;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.server.release.Releases;
import dev.quoin.server.run.RegistryShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a golden case of an answer.
@Command(
    name = "from",
    description = "Makes a golden case of an answer of a server, without what no rule reads.",
    footer = {
      "",
      "Neither the customer nor the caller is in a case, and no id. What rules read stays as it was: look at it"
          + " before it goes into a ratebook.",
      "Ends with 1 where the case does not pass: under its own release, or in the folder of --ratebook."
    })
final class CaseFromCommand implements Callable<Integer> {
  private static final int SHORT_DIGEST = 12;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID",
      description = "Of a quote, of a car of a batch, or of what became of a booking.")
  private String id = "";

  @Option(
      names = "--ratebook",
      paramLabel = "R",
      description = "Also try the case in this folder, and say what comes out otherwise there.")
  private @Nullable String ratebook;

  @Option(
      names = "--into",
      paramLabel = "FILE.csv",
      description = "Add it to a file of cases; printed by default, with a header.")
  private @Nullable String into;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "What the case is called; by default after its service and its day.")
  private @Nullable String name;

  @Mixin private DatabaseOption database = new DatabaseOption();

  CaseFromCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Why there is no case, in one sentence.
  private static final class NoCase extends Exception {
    private static final long serialVersionUID = 1L;

    NoCase(String sentence) {
      super(sentence);
    }
  }

  @Override
  public Integer call() throws IOException {
    try {
      Optional<Ratebook> working = Optional.empty();
      if (ratebook != null) {
        RatebookFolder folder = new RatebookFolder(ratebook, "", terminal);
        Problems problems = new Problems();
        working = folder.load(problems);
        if (working.isEmpty()) {
          return new Answers(folder, false, terminal).problems(problems.sorted());
        }
      }
      return made(answer(), working);
    } catch (NoCase | DatabaseException e) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  /// The answer as it was given, with its release.
  private Quoted answer() throws NoCase {
    AnswerId asked =
        AnswerId.read(id)
            .orElseThrow(() ->
                new NoCase(
                    "`"
                        + id
                        + "` is no id of an answer (expected: such as in `quoin quotes find`)"));
    try (Database open = database.open(terminal)) {
      Period.Recorded recorded =
          Period.find(open, asked.id())
              .orElseThrow(() -> new NoCase("the database has no answer `" + id + "`"));
      Release release =
          new Releases(RegistryShelf.reading(open))
              .byDigest(recorded.digest())
              .orElseThrow(() ->
                  new NoCase("release " + recorded.digest() + " of `" + id + "` was not kept"));
      return quoted(asked, recorded, release)
          .orElseThrow(() -> new NoCase("there is no answer `" + id + "` in its batch"));
    } catch (SQLException e) {
      throw new NoCase("the journal cannot be read: " + e.getMessage());
    } catch (IllegalStateException e) {
      throw new NoCase(String.valueOf(e.getMessage()));
    } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new NoCase("answer `" + id + "` cannot be read as it was kept");
    }
  }

  private static Optional<Quoted> quoted(AnswerId asked, Period.Recorded recorded, Release release)
      throws NoCase {
    AsOf asOf =
        PricedAsOf.of(release, recorded)
            .orElseThrow(() ->
                new NoCase(
                    "the quote of booking `%s` is gone, and with it the instant as of which it was priced"
                        .formatted(asked.id())));
    boolean isBatch = recorded.kind() == Kind.BATCH;
    if (isBatch != (asked.item() != AnswerId.ALONE)) {
      return Optional.empty();
    }
    if (isBatch) {
      List<Batch.Item> items =
          KeptBatch.items(release, recorded.service(), recorded.inputs(), recorded.answer());
      return new Batch(asked.id(), release, recorded.service(), asOf.now(), Optional.empty(), items)
          .item(asked.item());
    }
    return Optional.of(
        new Quoted(
            asked,
            release,
            recorded.service(),
            KeptJson.request(release, recorded.service(), recorded.inputs()),
            recorded.at(),
            asOf,
            Optional.empty(),
            KeptJson.outcome(release, recorded.service(), recorded.answer())));
  }

  private int made(Quoted answer, Optional<Ratebook> working) throws IOException, NoCase {
    Ratebook own = answer.release().ratebook();
    Ratebook.Service service = Objects.requireNonNull(own.services().get(answer.service()));
    Masked masked = Masked.of(own, service, answer.request());
    WrittenCase written =
        WrittenCase.of(
            answer.service(),
            name == null ? name(answer, own.zone()) : name,
            masked.inputs(),
            at(answer),
            answer.outcome(),
            own.zone(),
            "a real answer of release " + shortDigest(own));
    boolean passes = tells(written, answer.release().pricer(), "release " + shortDigest(own));
    if (passes) {
      write(written);
    }
    tell("left out, for no rule reads it", masked.leftOut());
    tell("another value, for no rule reads it", masked.replaced());
    tell("as it was, although no rule reads it", masked.kept());
    boolean passesThere =
        working.isEmpty()
            || tells(
                written,
                new Pricer(working.get(), Compiler::compile),
                Objects.requireNonNull(ratebook));
    return passes && passesThere ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static String name(Quoted answer, ZoneId zone) {
    return "%s of %s".formatted(answer.service(), answer.at().atZone(zone).toLocalDate());
  }

  private static String shortDigest(Ratebook ratebook) {
    return ratebook.digest().substring(0, SHORT_DIGEST);
  }

  /// The pricing instant, where the answer is another one at that of a case without one. A case has one instant: the levers' is
  /// taken where the answer comes out with it and not with the other one.
  private static Optional<Instant> at(Quoted answer) {
    if (isSame(answer, Cases.DEFAULT_AT)) {
      return Optional.empty();
    }
    AsOf asOf = answer.asOf();
    return Optional.of(
        !isSame(answer, asOf.now()) && isSame(answer, asOf.levers()) ? asOf.levers() : asOf.now());
  }

  private static boolean isSame(Quoted answer, Instant at) {
    return answer.release().pricer().quote(answer.service(), answer.request(), at)
            instanceof Answer.Outcome outcome
        && KeptJson.of(outcome).equals(KeptJson.of(answer.outcome()));
  }

  /// Says what comes out otherwise than the case expects.
  ///
  /// @return whether nothing does
  private boolean tells(WrittenCase written, Pricer pricer, String where) {
    Problems problems = new Problems();
    Optional<CaseRunner.Result> result = written.run(pricer, problems);
    problems.sorted().forEach(problem -> tell(where, problem.code() + ": " + problem.sentence()));
    result
        .map(CaseRunner.Result::differences)
        .orElse(List.of())
        .forEach(difference ->
            tell(
                where,
                "%s is %s (expected: %s)"
                    .formatted(difference.what(), difference.got(), difference.expected())));
    boolean passes = result.isPresent() && result.get().passed();
    if (passes) {
      tell(where, "the case passes");
    }
    return passes;
  }

  private void tell(String what, List<String> inputs) {
    if (!inputs.isEmpty()) {
      tell(what, String.join(", ", inputs));
    }
  }

  private void tell(String what, String text) {
    terminal.err().println(Report.escaped(what + ": " + text));
  }

  private void write(WrittenCase written) throws IOException, NoCase {
    if (into == null) {
      terminal.out().print(written.csv());
      return;
    }
    byte[] content = TypedFile.read(into, terminal);
    Problems problems = new Problems();
    Csv file =
        Csv.read(into, content, problems)
            .orElseThrow(() -> new NoCase("`" + into + "` is no CSV file"));
    List<String> missing = written.missingIn(file);
    if (!missing.isEmpty()) {
      throw new NoCase(
          "`%s` has no column `%s` (expected: all that the case has)"
              .formatted(into, String.join("`, `", missing)));
    }
    String line = unlike(written, file).lineOf(file);
    boolean endsLine = content.length == 0 || content[content.length - 1] == '\n';
    Files.writeString(
        terminal.path(into), (endsLine ? "" : "\n") + line, UTF_8, StandardOpenOption.APPEND);
  }

  /// Under a name that no other case of the file has.
  private static WrittenCase unlike(WrittenCase written, Csv file) {
    int column = 0;
    while (!file.header().text(column).equals("case")) {
      column++;
    }
    Set<String> names = new HashSet<>();
    for (Csv.Row row : file.rows()) {
      names.add(row.text(column));
    }
    WrittenCase unlike = written;
    for (int number = 2; names.contains(unlike.name()); number++) {
      unlike = written.named(written.name() + ", " + number);
    }
    return unlike;
  }
}
