package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.registry.Registry;
import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Verified;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds the audit log against itself, and against a head that was kept elsewhere.
@Command(
    name = "verify",
    description =
        "Tells whether the audit log, and what it tells of, is as it was written; if not, names the"
            + " first entry that is not, and ends with 1.",
    footer = {
      "",
      "Whoever may write to the database as they like can write the whole log anew. A head that is kept"
          + " elsewhere, by `quoin audit head`, shows that, too."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "What `quoin audit head` printed before, `-` for stdin.")
  private @Nullable String head;

  @Mixin private DatabaseOption database = new DatabaseOption();

  AuditVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Head> kept = Optional.empty();
    if (head != null) {
      byte[] text =
          head.equals("-") ? terminal.in().readAllBytes() : TypedFile.read(head, terminal);
      kept = Head.read(new String(text, UTF_8));
      if (kept.isEmpty()) {
        terminal
            .err()
            .println(
                "quoin: `%s` holds no head (expected: what `quoin audit head` printed)"
                    .formatted(head));
        return ExitCode.COULD_NOT_RUN;
      }
    }
    try (Database open = database.open(terminal)) {
      return switch (Registry.of(open).verify(kept)) {
        case Verified.Intact(long entries, Head _) -> {
          terminal
              .out()
              .println(
                  (entries == 1 ? "1 entry is" : "%,d entries are".formatted(entries))
                      + " as written"
                      + kept.map(before ->
                              ", and the head of entry %,d is among them"
                                  .formatted(before.number()))
                          .orElse(""));
          yield ExitCode.FINE;
        }
        case Verified.Broken(long number, String sentence) -> {
          terminal
              .err()
              .println(
                  "quoin: the audit log is broken at entry %,d: %s"
                      .formatted(number, Report.escaped(sentence)));
          yield ExitCode.FINDINGS;
        }
      };
    } catch (DatabaseException e) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }
}
