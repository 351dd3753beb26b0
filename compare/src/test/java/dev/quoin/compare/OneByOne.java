package dev.quoin.compare;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Request;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The slow twin of a comparison: prices one request after the other, keeps them all, and then asks each question of the
/// whole list.
final class OneByOne {
  private final Policy before;
  private final Policy after;
  private final Comparison.Options options;
  private final Money money;
  private final List<Pair> pairs = new ArrayList<>();

  /// One request with both of its prices; Java's null where there is none.
  private record Pair(long position, Map<String, Value> inputs, Told before, Told after) {
    boolean isPriced() {
      return before.isPriced() && after.isPriced();
    }

    long difference() {
      return after.units - before.units;
    }
  }

  private record Told(long units, Optional<NoPrice> why) {
    boolean isPriced() {
      return why.isEmpty();
    }

    boolean isRefused() {
      return why.isPresent() && why.get().isRefusal();
    }

    boolean isFailed() {
      return why.isPresent() && !why.get().isRefusal();
    }

    int kind() {
      return isPriced() ? 0 : isRefused() ? 1 : 2;
    }
  }

  private OneByOne(Policy before, Policy after, Comparison.Options options) {
    this.before = before;
    this.after = after;
    this.options = options;
    this.money = Money.of(before.ratebook().currency());
  }

  static Comparison compare(
      Policy before, Policy after, Comparison.Options options, List<Map<String, Value>> requests) {
    OneByOne slow = new OneByOne(before, after, options);
    for (int i = 0; i < requests.size(); i++) {
      slow.pairs.add(
          new Pair(
              i,
              requests.get(i),
              slow.told(before, requests.get(i)),
              slow.told(after, requests.get(i))));
    }
    return slow.comparison();
  }

  private Told told(Policy policy, Map<String, Value> inputs) {
    Problems problems = new Problems();
    Answer answer =
        Request.of(
                policy.ratebook(),
                policy.service(),
                inputs,
                _ -> new Place("request", 0, 0),
                problems)
            .map(request ->
                policy.release().pricer().quote(policy.service().name(), request, options.at()))
            .orElseGet(() -> new Answer.Failure(problems.sorted()));
    return answer instanceof Answer.Quote quote
        ? new Told(
            quote.total().toBigDecimal().movePointRight(money.digits()).longValueExact(),
            Optional.empty())
        : new Told(0, NoPrice.of(answer));
  }

  private Comparison comparison() {
    Traces traces =
        new Traces(
            before,
            after,
            options.at(),
            Optional.empty(),
            (position, _) -> {
              Map<String, Value> inputs = pairs.get((int) position).inputs;
              return new Asked.Both(inputs, inputs);
            });
    return new Comparison(
        before,
        after,
        options,
        figures(pairs),
        distribution(),
        options.by().stream().map(this::segments).toList(),
        new Comparison.Codes(
            codes(pairs.stream().map(Pair::before).toList(), true),
            codes(pairs.stream().map(Pair::before).toList(), false)),
        new Comparison.Codes(
            codes(pairs.stream().map(Pair::after).toList(), true),
            codes(pairs.stream().map(Pair::after).toList(), false)),
        codes(
            pairs.stream().filter(pair -> pair.before.isPriced()).map(Pair::after).toList(), true),
        codes(
            pairs.stream().filter(pair -> pair.after.isPriced()).map(Pair::before).toList(), true),
        Optional.empty(),
        traces.of(movers(pair -> pair.isPriced() && pair.difference() != 0)),
        traces.of(movers(pair -> pair.before.isPriced() && pair.after.isRefused())),
        traces.of(movers(pair -> pair.before.isRefused() && pair.after.isPriced())));
  }

  private static SortedMap<String, Long> codes(List<Told> told, boolean refusals) {
    SortedMap<String, Long> codes = new TreeMap<>();
    told.stream()
        .flatMap(one -> one.why.stream())
        .filter(why -> why.isRefusal() == refusals)
        .flatMap(why -> why.codes().stream())
        .forEach(code -> codes.merge(code, 1L, Long::sum));
    return codes;
  }

  private static Figures figures(List<Pair> pairs) {
    List<Pair> priced = pairs.stream().filter(Pair::isPriced).toList();
    return new Figures(
        pairs.size(),
        pairs.stream()
            .filter(pair ->
                pair.isPriced() ? pair.difference() != 0 : pair.before.kind() != pair.after.kind())
            .count(),
        side(pairs.stream().map(Pair::before).toList()),
        side(pairs.stream().map(Pair::after).toList()),
        new Figures.Repriced(
            priced.size(),
            sum(priced.stream().map(pair -> pair.before.units).toList()),
            sum(priced.stream().map(pair -> pair.after.units).toList())),
        part(priced, pair -> pair.difference() < 0),
        part(priced, pair -> pair.difference() > 0),
        single(pairs, pair -> pair.before.isPriced() && pair.after.isRefused()),
        single(pairs, pair -> pair.before.isRefused() && pair.after.isPriced()),
        single(pairs, pair -> pair.before.isPriced() && pair.after.isFailed()),
        single(pairs, pair -> pair.before.isFailed() && pair.after.isPriced()));
  }

  private static Figures.Side side(List<Told> told) {
    return new Figures.Side(
        told.stream().filter(Told::isPriced).count(),
        told.stream().filter(Told::isRefused).count(),
        told.stream().filter(Told::isFailed).count(),
        sum(told.stream().map(Told::units).toList()));
  }

  private static Figures.Part part(List<Pair> pairs, Predicate<Pair> which) {
    List<Long> changes = pairs.stream().filter(which).map(Pair::difference).toList();
    return new Figures.Part(changes.size(), sum(changes));
  }

  private static Figures.Part single(List<Pair> pairs, Predicate<Pair> which) {
    List<Long> prices =
        pairs.stream().filter(which).map(pair -> pair.before.units + pair.after.units).toList();
    return new Figures.Part(prices.size(), sum(prices));
  }

  private static BigInteger sum(List<Long> units) {
    return units.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private Distribution distribution() {
    SortedMap<Long, Long> counts = new TreeMap<>();
    pairs.stream()
        .filter(Pair::isPriced)
        .forEach(pair -> counts.merge(pair.difference(), 1L, Long::sum));
    return new Distribution(
        counts.keySet().stream().mapToLong(Long::longValue).toArray(),
        counts.values().stream().mapToLong(Long::longValue).toArray());
  }

  private Segments segments(By by) {
    Map<String, List<Pair>> parts =
        pairs.stream()
            .collect(
                Collectors.groupingBy(
                    pair -> labels(by, pair).toString(), TreeMap::new, Collectors.toList()));
    return new Segments(
        by,
        parts.values().stream()
            .map(part -> new Segments.Segment(labels(by, part.getFirst()), figures(part)))
            .sorted(
                Comparator.comparing(
                    segment -> segment.labels(),
                    (one, other) -> {
                      for (int i = 0; i < one.size(); i++) {
                        if (one.get(i).compareTo(other.get(i)) != 0) {
                          return one.get(i).compareTo(other.get(i));
                        }
                      }
                      return 0;
                    }))
            .toList());
  }

  private static List<Label> labels(By by, Pair pair) {
    return by.axes().stream()
        .map(axis -> label(axis, pair.inputs.getOrDefault(axis.input(), Value.NULL)))
        .toList();
  }

  private static Label label(By.Axis axis, Value value) {
    if (value instanceof Value.DateTime moment) {
      LocalDateTime local = moment.value();
      return switch (axis.part()) {
        case VALUE -> Label.of(value);
        case DATE -> Label.date(local.toLocalDate().toEpochDay());
        case YEAR -> Label.number(Decimal.of(local.getYear()));
        case MONTH -> Label.month(local.getMonthValue());
        case WEEKDAY -> Label.weekday(local.getDayOfWeek().getValue());
        case HOUR -> Label.hour(local.getHour());
      };
    }
    if (axis.step().isPresent() && value instanceof Value.Num number) {
      Decimal step = axis.step().get();
      Decimal from = number.value().dividedBy(step).floor(0).times(step);
      return Label.range(from, step);
    }
    return Label.of(value);
  }

  private List<Movers.Moved> movers(Predicate<Pair> which) {
    return pairs.stream()
        .filter(which)
        .map(pair ->
            new Movers.Moved(
                Long.toString(pair.position),
                pair.position,
                pair.isPriced()
                    ? Math.abs(pair.difference())
                    : pair.before.units + pair.after.units,
                pair.before.units,
                pair.after.units,
                null))
        .sorted(
            Comparator.comparingLong((Movers.Moved moved) -> -moved.size())
                .thenComparingLong(Movers.Moved::position))
        .limit(options.movers())
        .toList();
  }
}
