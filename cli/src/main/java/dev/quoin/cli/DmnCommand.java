package dev.quoin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What works with any DMN file, without a ratebook.
@Command(
    name = "dmn",
    description = "Works with any DMN file.",
    synopsisSubcommandLabel = "COMMAND")
final class DmnCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
