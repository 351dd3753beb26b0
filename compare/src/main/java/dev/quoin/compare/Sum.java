package dev.quoin.compare;

import java.math.BigInteger;

/// A sum of longs without a bound. What a `long` cannot hold any more moves into the part that has none.
final class Sum {
  private long low;
  private BigInteger rest = BigInteger.ZERO;

  void add(long value) {
    long sum = low + value;
    if (((low ^ sum) & (value ^ sum)) < 0) {
      rest = rest.add(BigInteger.valueOf(low));
      sum = value;
    }
    low = sum;
  }

  void add(Sum other) {
    rest = rest.add(other.rest);
    add(other.low);
  }

  void write(Wire.Writer wire) {
    wire.number(value());
  }

  void read(Wire.Reader wire) {
    rest = rest.add(wire.bigNumber());
  }

  BigInteger value() {
    return rest.add(BigInteger.valueOf(low));
  }
}
