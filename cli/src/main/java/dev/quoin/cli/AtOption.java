package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--at`.
final class AtOption {
  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = PricingInstant.class,
      description = "The pricing instant, with its offset; now by default.")
  private @Nullable Instant at;

  boolean isGiven() {
    return at != null;
  }

  /// The pricing instant: what was typed, or now.
  Instant instant(Terminal terminal) {
    return at == null ? terminal.clock().get() : at;
  }
}
