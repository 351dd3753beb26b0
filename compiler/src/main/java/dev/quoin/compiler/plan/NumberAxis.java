package dev.quoin.compiler.plan;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Finds the class of a number among sorted ends.
///
/// The ends are written as whole numbers at the finest scale that one of them needs, and doubled: an end `e` is the key
/// `2e`, and whatever lies between `e` and the next number of that scale is `2e + 1`. So a number of any scale becomes
/// one key, exactly, without an object. Numbers of more than 18 digits, and ends that do not fit, are compared as
/// decimals.
///
/// @param keys null where the ends are no such keys
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record NumberAxis(Decimal[] ends, int[] classes, int scale, @Nullable LongAxis keys) {

  private static final int MAX_PLACES = 18;

  private static final long[] POWERS = powers();

  static NumberAxis of(Decimal[] allEnds, int[] allClasses) {
    int[] kept = LongAxis.parting(allClasses);
    Decimal[] ends = new Decimal[kept.length];
    for (int i = 0; i < kept.length; i++) {
      ends[i] = allEnds[kept[i]];
    }
    int[] classes = LongAxis.classesAround(kept, allClasses);
    int scale = scale(ends);
    return new NumberAxis(ends, classes, scale, keys(ends, scale, classes));
  }

  private static int scale(Decimal[] ends) {
    int finest = 0;
    for (Decimal end : ends) {
      finest = Math.max(finest, end.toBigDecimal().stripTrailingZeros().scale());
    }
    return finest;
  }

  private static @Nullable LongAxis keys(Decimal[] ends, int scale, int[] classes) {
    if (scale > MAX_PLACES) {
      return null;
    }
    long[] keys = new long[ends.length];
    for (int i = 0; i < ends.length; i++) {
      BigDecimal end = ends[i].toBigDecimal();
      // Room for the doubling; and a huge exponent is not written out.
      if (end.precision() - end.scale() + scale > MAX_PLACES) {
        return null;
      }
      keys[i] = 2 * end.setScale(scale).unscaledValue().longValueExact();
    }
    return new LongAxis(keys, classes);
  }

  int classOf(Decimal number) {
    LongAxis axis = keys;
    if (axis == null || !number.isCompact()) {
      return compared(number);
    }
    return axis.classOf(key(number.unscaledLong(), scale - number.scale()));
  }

  int classOfPacked(long packed) {
    LongAxis axis = keys;
    return axis == null
        ? compared(Packed.decimal(packed))
        : axis.classOf(key(Packed.coefficient(packed), scale - Packed.scale(packed)));
  }

  /// @param places how many places finer the ends are than the number
  private static long key(long unscaled, int places) {
    if (places >= 0) {
      if (places > MAX_PLACES) {
        return beyond(unscaled);
      }
      long power = POWERS[places];
      long room = POWERS[MAX_PLACES - places];
      // The ends have 18 digits at most: a number that has no room is beyond them all.
      return unscaled > room || unscaled < -room ? beyond(unscaled) : 2 * unscaled * power;
    }
    if (places < -MAX_PLACES) {
      // Less than one unit of the ends' scale.
      return unscaled == 0 ? 0 : unscaled > 0 ? 1 : -1;
    }
    long power = POWERS[-places];
    long whole = Math.floorDiv(unscaled, power);
    return 2 * whole + (whole * power == unscaled ? 0 : 1);
  }

  private static long beyond(long unscaled) {
    return unscaled == 0 ? 0 : unscaled > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private int compared(Decimal number) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = ends[middle].compareTo(number);
      if (order == 0) {
        return classes[2 * middle + 1];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return classes[2 * low];
  }

  private static long[] powers() {
    long[] powers = new long[MAX_PLACES + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }
}
