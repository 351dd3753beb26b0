package dev.quoin.compare;

/// What became of one request under one policy.
enum Kind {
  PRICED(0),
  REFUSED(1),
  FAILED(2);

  static final Kind[] ALL = values();

  private final int index;

  Kind(int index) {
    this.index = index;
  }

  /// A number from 0.
  int index() {
    return index;
  }
}
