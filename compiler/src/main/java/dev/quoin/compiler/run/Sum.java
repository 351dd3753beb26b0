package dev.quoin.compiler.run;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import org.jspecify.annotations.Nullable;

/// Adds up numbers: packed as long as the total fits, as decimals from then on.
public final class Sum {
  private long total = Packed.ZERO;
  private @Nullable Decimal wide;
  private boolean isEmpty = true;
  private boolean isTooLarge;

  public void add(long number, Run run) {
    isEmpty = false;
    long sum = wide == null ? Packed.plus(total, number) : Packed.NONE;
    if (sum != Packed.NONE) {
      total = sum;
    } else {
      addWide(run.decimal(number));
    }
  }

  void add(Decimal number) {
    isEmpty = false;
    long sum = wide == null ? Packed.plus(total, Packed.of(number)) : Packed.NONE;
    if (sum != Packed.NONE) {
      total = sum;
    } else {
      addWide(number);
    }
  }

  private void addWide(Decimal number) {
    if (isTooLarge) {
      return;
    }
    try {
      wide = (wide == null ? Packed.decimal(total) : wide).plus(number);
    } catch (ArithmeticException _) {
      isTooLarge = true;
    }
  }

  boolean isEmpty() {
    return isEmpty;
  }

  /// Whether there were numbers and their sum is one.
  boolean isThere() {
    return !isEmpty && !isTooLarge;
  }

  long total(Run run) {
    return wide == null ? total : Run.kept(wide, run);
  }
}
