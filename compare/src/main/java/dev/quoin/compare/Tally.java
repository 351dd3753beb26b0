package dev.quoin.compare;

import dev.quoin.ratebook.NoPrice;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of some of the requests: a partial result. Two of them add up to that of both their requests, in any
/// order and however the requests were parted; so threads, and machines, can each make one of their own.
final class Tally {
  private final Comparison.Options options;
  private final Optional<Variants> between;
  private final Sums sums;
  private final Cell all = new Cell();
  private final Differences differences = new Differences();
  private final List<Breakdown> breakdowns = new ArrayList<>();
  private final Movers repriced;
  private final Movers refused;
  private final Movers offered;
  private final SortedMap<String, Long> refusalsBefore = new TreeMap<>();
  private final SortedMap<String, Long> refusalsAfter = new TreeMap<>();
  private final SortedMap<String, Long> failuresBefore = new TreeMap<>();
  private final SortedMap<String, Long> failuresAfter = new TreeMap<>();
  private final SortedMap<String, Long> newlyRefused = new TreeMap<>();
  private final SortedMap<String, Long> newlyOffered = new TreeMap<>();

  /// @param between the policies between the two, where it is asked what causes the difference
  Tally(Comparison.Options options, Optional<Variants> between) {
    this.options = options;
    this.between = between;
    this.sums = new Sums(between.map(Variants::count).orElse(0));
    options.by().forEach(by -> breakdowns.add(new Breakdown(by)));
    this.repriced = new Movers(options.movers());
    this.refused = new Movers(options.movers());
    this.offered = new Movers(options.movers());
  }

  /// Takes in what a block of requests costs under each of the policies between the two.
  void add(List<Priced> priced) {
    sums.add(priced);
  }

  /// Takes a block of requests in.
  void add(Asked asked, Priced before, Priced after) {
    for (int lane = 0; lane < asked.size(); lane++) {
      Kind kindBefore = before.kind(lane);
      Kind kindAfter = after.kind(lane);
      long from = before.units(lane);
      long to = after.units(lane);
      all.add(kindBefore, from, kindAfter, to);
      if (kindBefore == Kind.PRICED && kindAfter == Kind.PRICED) {
        differences.add(to - from, 1);
        if (to != from) {
          move(repriced, Math.abs(to - from), asked, lane, from, to);
        }
      } else if (kindBefore == Kind.PRICED && kindAfter == Kind.REFUSED) {
        move(refused, Math.abs(from), asked, lane, from, to);
      } else if (kindBefore == Kind.REFUSED && kindAfter == Kind.PRICED) {
        move(offered, Math.abs(to), asked, lane, from, to);
      }
    }
    breakdowns.forEach(breakdown -> breakdown.add(asked, before, after));
    before
        .without()
        .forEach((lane, why) -> {
          count(why, why.isRefusal() ? refusalsBefore : failuresBefore);
          if (why.isRefusal() && after.kind(lane) == Kind.PRICED) {
            count(why, newlyOffered);
          }
        });
    after
        .without()
        .forEach((lane, why) -> {
          count(why, why.isRefusal() ? refusalsAfter : failuresAfter);
          if (why.isRefusal() && before.kind(lane) == Kind.PRICED) {
            count(why, newlyRefused);
          }
        });
  }

  /// What all of them come to by now.
  Cell all() {
    Cell copy = new Cell();
    copy.add(all);
    return copy;
  }

  private static void move(Movers movers, long size, Asked asked, int lane, long from, long to) {
    if (movers.mayTake(size)) {
      movers.add(
          new Movers.Moved(
              asked.id(lane), asked.positions()[lane], size, from, to, asked.written(lane)));
    }
  }

  private static void count(NoPrice why, Map<String, Long> counts) {
    why.codes().forEach(code -> counts.merge(code, 1L, Long::sum));
  }

  /// Takes in what another one knows, of the same options.
  void add(Tally other) {
    all.add(other.all);
    sums.add(other.sums);
    differences.add(other.differences);
    for (int i = 0; i < breakdowns.size(); i++) {
      breakdowns.get(i).add(other.breakdowns.get(i));
    }
    repriced.add(other.repriced);
    refused.add(other.refused);
    offered.add(other.offered);
    add(other.refusalsBefore, refusalsBefore);
    add(other.refusalsAfter, refusalsAfter);
    add(other.failuresBefore, failuresBefore);
    add(other.failuresAfter, failuresAfter);
    add(other.newlyRefused, newlyRefused);
    add(other.newlyOffered, newlyOffered);
  }

  private static void add(Map<String, Long> from, Map<String, Long> to) {
    from.forEach((code, count) -> to.merge(code, count, Long::sum));
  }

  void write(Wire.Writer wire) {
    all.write(wire);
    sums.write(wire);
    differences.write(wire);
    wire.number(breakdowns.size());
    breakdowns.forEach(breakdown -> breakdown.write(wire));
    movers().forEach(movers -> movers.write(wire));
    codes().forEach(wire::counts);
  }

  /// Takes in what another one has written, of the same options.
  void read(Wire.Reader wire) {
    all.read(wire);
    sums.read(wire);
    differences.read(wire);
    wire.require(breakdowns.size());
    breakdowns.forEach(breakdown -> breakdown.read(wire));
    movers().forEach(movers -> movers.read(wire));
    codes().forEach(wire::counts);
  }

  private List<Movers> movers() {
    return List.of(repriced, refused, offered);
  }

  private List<SortedMap<String, Long>> codes() {
    return List.of(
        refusalsBefore, refusalsAfter, failuresBefore, failuresAfter, newlyRefused, newlyOffered);
  }

  /// What is known, as the result of a comparison.
  ///
  /// @param again makes the requests that are shown once more
  Comparison comparison(Policy before, Policy after, Again again) {
    Optional<Attribution> attribution = between.map(variants -> sums.attribution(variants.units()));
    attribution.ifPresent(this::requireWhole);
    Traces traces = new Traces(before, after, options.at(), between, again);
    return new Comparison(
        before,
        after,
        options,
        all.figures(),
        differences.distribution(),
        breakdowns.stream().map(Breakdown::segments).toList(),
        new Comparison.Codes(refusalsBefore, failuresBefore),
        new Comparison.Codes(refusalsAfter, failuresAfter),
        newlyRefused,
        newlyOffered,
        attribution,
        traces.of(repriced.list()),
        traces.of(refused.list()),
        traces.of(offered.list()));
  }

  /// Nothing of the difference is without a cause.
  private void requireWhole(Attribution attribution) {
    BigInteger caused = attribution.difference().add(attribution.apart().total());
    if (!caused.equals(all.figures().difference())) {
      throw new IllegalStateException(
          "the causes add up to %s, the difference is %s"
              .formatted(caused, all.figures().difference()));
    }
  }
}
