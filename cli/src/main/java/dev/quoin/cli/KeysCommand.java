package dev.quoin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What works with the keys of programs.
@Command(
    name = "keys",
    description = "Works with the API keys of programs that call a server.",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
