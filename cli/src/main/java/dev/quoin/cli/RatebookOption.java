package dev.quoin.cli;

import picocli.CommandLine.Option;

/// `--ratebook`.
final class RatebookOption {
  @Option(
      names = "--ratebook",
      required = true,
      paramLabel = "R",
      description = "The ratebook's folder.")
  private String folder = "";

  /// The folder as it was typed.
  String typed() {
    return folder;
  }
}
