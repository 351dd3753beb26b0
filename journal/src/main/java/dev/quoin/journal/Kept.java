package dev.quoin.journal;

/// What became of an entry: under its request id, in the last 24 hours, exactly one answer is kept.
public sealed interface Kept extends Outcome {
  /// It is durable.
  record Stored(Entry entry) implements Kept {}

  /// The same request was answered before under the same request id: this is what was answered.
  record Repeated(Entry first) implements Kept {}

  /// Another request was answered before under the same request id.
  record Conflicting(Entry first) implements Kept {}

  /// What an entry is beside the one that came first under its request id.
  static Kept beside(Entry first, Fingerprint fingerprint) {
    return first.fingerprint().equals(fingerprint) ? new Repeated(first) : new Conflicting(first);
  }
}
