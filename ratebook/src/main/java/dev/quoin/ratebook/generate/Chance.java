package dev.quoin.ratebook.generate;

/// The random numbers of one draw of one request: a pure function of the seed, the request's number and the draw's
/// name. So any range of requests can be made again, in any order and on any number of threads, and a new draw in a
/// generator leaves the values of the others as they were.
///
/// The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), its
/// mixing function David Stafford's variant 13 of MurmurHash3's finalizer. It is written out here because what it gives
/// is a part of what a ratebook's generator promises, and must not change with a Java release.
public final class Chance {
  /// 2^64 divided by the golden ratio, made odd.
  private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private long state;

  private Chance(long state) {
    this.state = state;
  }

  /// The random numbers of a draw.
  public static Chance of(long seed, long number, long draw) {
    return of(request(seed, number), draw);
  }

  /// What all draws of a request have in common.
  static long request(long seed, long number) {
    return mix(mix(seed + GAMMA) + number);
  }

  /// The random numbers of a draw of such a request.
  static Chance of(long request, long draw) {
    return new Chance(mix(request + draw));
  }

  /// What stands for a name in `of`: 64-bit FNV-1a over its UTF-16 units.
  static long nameOf(String text) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x0000_0100_0000_01b3L;
    }
    return hash;
  }

  /// A number from 0 to below the bound, each as likely (Lemire: Fast Random Integer Generation in an Interval, 2019).
  public long below(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("nothing is below " + bound);
    }
    long random = next();
    long low = random * bound;
    if (Long.compareUnsigned(low, bound) < 0) {
      long threshold = Long.remainderUnsigned(-bound, bound);
      while (Long.compareUnsigned(low, threshold) < 0) {
        random = next();
        low = random * bound;
      }
    }
    return Math.unsignedMultiplyHigh(random, bound);
  }

  private long next() {
    state += GAMMA;
    return mix(state);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ (mixed >>> 31);
  }
}
