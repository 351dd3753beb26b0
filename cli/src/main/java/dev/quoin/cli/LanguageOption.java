package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--lang`.
final class LanguageOption {
  @Option(
      names = "--lang",
      paramLabel = "ko|en",
      description = "The language of the texts; by default that of the environment.")
  private @Nullable Language language;

  /// What was typed, or the language of the environment.
  Language language(Terminal terminal) {
    return language == null ? terminal.language() : language;
  }
}
