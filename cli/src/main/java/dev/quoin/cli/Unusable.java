package dev.quoin.cli;

/// A command line that asks for what is not there or cannot be had, in one sentence.
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String sentence) {
    super(sentence);
  }
}
