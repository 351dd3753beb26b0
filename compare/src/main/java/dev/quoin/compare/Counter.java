package dev.quoin.compare;

import java.io.IOException;

/// Counts parts of a comparison that somebody else has asked for. Many threads may share one.
public final class Counter {
  private final Compare compare;
  private final Parted requests;

  Counter(Compare compare, Parted requests) {
    this.compare = compare;
    this.requests = requests;
  }

  /// What a part has come to, written down.
  ///
  /// @throws IOException where the file of the requests cannot be read, or is another one
  public byte[] count(Part part) throws IOException {
    try (Requests some = requests.part(part)) {
      return compare.count(some, part.number()).toBytes();
    }
  }
}
