package dev.quoin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What works with the answers of a server.
@Command(
    name = "quotes",
    description = "Works with the answers that a server gave.",
    synopsisSubcommandLabel = "COMMAND")
final class QuotesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
