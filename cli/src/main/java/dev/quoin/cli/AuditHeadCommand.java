package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.registry.Registry;
import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Keys;
import dev.quoin.registry.audit.SignedHead;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the end of the audit log.
@Command(
    name = "head",
    description =
        "Prints the number and the hash of the last entry of the audit log. Keep it elsewhere:"
            + " `quoin audit verify --head` holds the log against it.",
    footer = {
      "",
      "A key for --sign, and its public half for --public-key of `quoin audit verify`:",
      "  openssl genpkey -algorithm ed25519 -out head.key",
      "  openssl pkey -in head.key -pubout -out head.pub"
    })
final class AuditHeadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--sign",
      paramLabel = "KEY.pem",
      description =
          "Sign it with a private key of Ed25519, which the database's host does not have.")
  private @Nullable String key;

  @Mixin private DatabaseOption database = new DatabaseOption();

  AuditHeadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Optional<PrivateKey> signing = Optional.empty();
    if (key != null) {
      signing = Keys.privateKey(new String(TypedFile.read(key, terminal), UTF_8));
      if (signing.isEmpty()) {
        terminal
            .err()
            .println(
                "quoin: `%s` holds no private key of Ed25519 in PEM, without a password (expected: what `openssl genpkey -algorithm ed25519` writes)"
                    .formatted(key));
        return ExitCode.COULD_NOT_RUN;
      }
    }
    try (Database open = database.open(terminal)) {
      Head head = Registry.of(open).head();
      terminal
          .out()
          .println(
              signing
                  .map(with -> SignedHead.sign(head, with))
                  .orElse(new SignedHead(head, Optional.empty())));
      return ExitCode.FINE;
    } catch (DatabaseException e) {
      terminal.err().println("quoin: " + Report.escaped(String.valueOf(e.getMessage())));
      return ExitCode.COULD_NOT_RUN;
    }
  }
}
