package dev.quoin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What works with accounts.
@Command(
    name = "users",
    description = "Works with the accounts of a server: who may do what.",
    synopsisSubcommandLabel = "COMMAND")
final class UsersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
