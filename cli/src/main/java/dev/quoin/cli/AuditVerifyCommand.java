package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.identity.Identity;
import dev.quoin.registry.Registry;
import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Keys;
import dev.quoin.registry.audit.SignedHead;
import dev.quoin.registry.audit.Verified;
import java.io.IOException;
import java.security.PublicKey;
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

  @Option(
      names = "--public-key",
      paramLabel = "KEY.pem",
      description =
          "Take the head only if it was signed by this key's private half: `quoin audit head"
              + " --sign`.")
  private @Nullable String publicKey;

  @Mixin private DatabaseOption database = new DatabaseOption();

  AuditVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      return verified(kept());
    } catch (Unusable unusable) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(unusable.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }

  /// The head that was kept elsewhere; one that somebody else wrote is none.
  private Optional<Head> kept() throws IOException, Unusable {
    if (head == null) {
      if (publicKey != null) {
        throw new Unusable("`--public-key` is that of a head (expected: `--head` beside it)");
      }
      return Optional.empty();
    }
    byte[] text = head.equals("-") ? terminal.in().readAllBytes() : TypedFile.read(head, terminal);
    SignedHead read =
        SignedHead.read(new String(text, UTF_8))
            .orElseThrow(() ->
                new Unusable(
                    "`%s` holds no head (expected: what `quoin audit head` printed)"
                        .formatted(head)));
    if (publicKey != null) {
      PublicKey key =
          Keys.publicKey(new String(TypedFile.read(publicKey, terminal), UTF_8))
              .orElseThrow(() ->
                  new Unusable(
                      "`%s` holds no public key of Ed25519 in PEM (expected: what `openssl pkey -pubout` writes)"
                          .formatted(publicKey)));
      if (!read.isSignedBy(key)) {
        throw new Unusable(
            "the head in `%s` is %s"
                .formatted(
                    head,
                    read.signature().isEmpty()
                        ? "not signed"
                        : "not signed by the key in `" + publicKey + "`, or was changed since"));
      }
    }
    return Optional.of(read.head());
  }

  private int verified(Optional<Head> kept) {
    try (Database open = database.open(terminal)) {
      return switch (Registry.of(open).verify(kept, Identity::audited)) {
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
