package dev.quoin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What has to do with golden cases.
@Command(
    name = "case",
    description = "Makes golden cases of what a server answered.",
    synopsisSubcommandLabel = "COMMAND")
final class CaseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
