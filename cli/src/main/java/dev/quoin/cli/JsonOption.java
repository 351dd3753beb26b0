package dev.quoin.cli;

import picocli.CommandLine.Option;

/// `--json`.
final class JsonOption {
  @Option(names = "--json", description = "Print JSON for machines; decimals are texts.")
  private boolean json;

  boolean asked() {
    return json;
  }
}
