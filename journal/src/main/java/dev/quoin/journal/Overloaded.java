package dev.quoin.journal;

/// More answers wait to be kept than the journal lets wait. Nothing of this one is kept.
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1;

  Overloaded(String sentence) {
    super(sentence);
  }
}
