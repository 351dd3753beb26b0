package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.generate.Generator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes requests that a ratebook's generator makes.
@Command(
    name = "generate",
    description =
        "Makes requests of a service as customers would send them, one JSON object a line.",
    footer = {
      "",
      "The same seed gives the same requests: --from 1000 --count 10 gives the lines 1,001 to 1,010"
          + " of --count 2000."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final int PROGRESS = 10_000;

  private final Terminal terminal;

  @Parameters(paramLabel = "SERVICE", description = "What is asked for, such as rental.")
  private String service = "";

  @Mixin private RatebookOption ratebook = new RatebookOption();

  @Option(names = "--count", required = true, paramLabel = "N", description = "How many requests.")
  private @Nullable Long count;

  @Option(names = "--seed", paramLabel = "S", description = "A whole number; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--from",
      paramLabel = "K",
      description = "The number of the first request; 0 by default.")
  private long from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where they go; - prints them.")
  private String out = "";

  GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    long wanted = count == null ? 0 : count;
    if (wanted < 0 || from < 0) {
      terminal.err().println("quoin: --count and --from are not below 0");
      return ExitCode.COULD_NOT_RUN;
    }
    RatebookFolder folder = new RatebookFolder(ratebook.typed(), "", terminal);
    Answers answers = new Answers(folder, false, terminal);
    Problems problems = new Problems();
    Optional<Ratebook> loaded = folder.load(problems);
    if (loaded.isPresent() && !loaded.get().services().containsKey(service)) {
      return answers.unknown("service", service, loaded.get().services().keySet());
    }
    Optional<Generator> generator = loaded.flatMap(book -> book.generator(service, problems));
    if (generator.isEmpty()) {
      return answers.problems(problems.sorted());
    }
    try {
      if (out.equals("-")) {
        write(generator.get(), wanted, terminal.out());
      } else {
        toFile(generator.get(), wanted);
      }
    } catch (EvaluationException e) {
      return answers.problems(List.of(e.problem()));
    }
    return ExitCode.FINE;
  }

  private void toFile(Generator generator, long wanted) throws IOException {
    try (BufferedWriter file = Files.newBufferedWriter(terminal.path(out), UTF_8)) {
      write(generator, wanted, file);
    } catch (IOException e) {
      throw new FileSystemException(out, null, TypedFile.why(e));
    } finally {
      terminal.progress("");
    }
  }

  private void write(Generator generator, long wanted, Writer writer) throws IOException {
    for (long number = 0; number < wanted; number++) {
      writer.write(generator.json(seed, from + number));
      writer.write('\n');
      if ((number + 1) % PROGRESS == 0) {
        terminal.progress("%,d of %,d requests".formatted(number + 1, wanted));
      }
    }
  }
}
