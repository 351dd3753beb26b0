package dev.quoin.compare;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Explanation;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What changes from one policy to another for a number of requests. Amounts are whole numbers of the currency's smallest
/// unit.
///
/// @param all what changes for all requests
/// @param distribution how the prices change of those that have one under both policies
/// @param segments what changes for parts of them, one for each question
/// @param codesBefore why requests have no price before
/// @param newlyRefused the codes by which requests are refused after that had a price before
/// @param newlyOffered the codes by which requests were refused before that have a price after
/// @param attribution what causes the difference, where that is asked
/// @param movers those whose price changes most
/// @param refusedMovers of those that are newly refused the dearest
/// @param offeredMovers of those that are newly offered the dearest
public record Comparison(
    Policy before,
    Policy after,
    Options options,
    Figures all,
    Distribution distribution,
    List<Segments> segments,
    Codes codesBefore,
    Codes codesAfter,
    SortedMap<String, Long> newlyRefused,
    SortedMap<String, Long> newlyOffered,
    Optional<Attribution> attribution,
    List<Mover> movers,
    List<Mover> refusedMovers,
    List<Mover> offeredMovers) {
  /// The quantiles that are shown, in percent: 0 is the greatest fall, 100 the greatest rise.
  public static final List<Integer> QUANTILES = List.of(0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100);

  public Comparison {
    segments = List.copyOf(segments);
    newlyRefused = copy(newlyRefused);
    newlyOffered = copy(newlyOffered);
    movers = List.copyOf(movers);
    refusedMovers = List.copyOf(refusedMovers);
    offeredMovers = List.copyOf(offeredMovers);
  }

  private static SortedMap<String, Long> copy(Map<String, Long> counts) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /// What is asked of a comparison.
  ///
  /// @param by the questions by which requests are put into segments
  /// @param movers how many of those that moved most are shown
  /// @param at the pricing instant, which `now()` and `today()` read
  /// @param attributes whether it is asked what causes the difference
  public record Options(List<By> by, int movers, Instant at, boolean attributes) {
    public Options {
      by = List.copyOf(by);
    }

    /// By what segments are made, each once.
    public List<By.Axis> axes() {
      return by.stream().flatMap(one -> one.axes().stream()).distinct().toList();
    }
  }

  /// How many requests have no price, by the codes of their reasons; one request may have several.
  public record Codes(SortedMap<String, Long> refusals, SortedMap<String, Long> failures) {
    public Codes {
      refusals = copy(refusals);
      failures = copy(failures);
    }
  }

  /// A request that moved, with how both of its answers came to be.
  ///
  /// @param before its price; 0 where it has none
  /// @param shares what causes the difference, where that is asked and can be said
  public record Mover(
      String id,
      Map<String, Value> inputs,
      long before,
      long after,
      List<Attribution.Share> shares,
      Explanation explainedBefore,
      Explanation explainedAfter) {
    public Mover {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      shares = List.copyOf(shares);
    }

    public long difference() {
      return after - before;
    }
  }

  /// The currency of the amounts.
  public Money money() {
    return Money.of(before.ratebook().currency());
  }
}
