package dev.quoin.cli;

import picocli.CommandLine.Option;

/// `--help` of each command.
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  boolean help;
}
