package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Counts requests by segments. It is one thread's.
final class Breakdown {
  static final int MOST_SEGMENTS = 20_000;

  private final By by;
  private final List<Labels> axes;

  /// The numbers of the segments: by the number of the segment so far and that of the next label.
  private final List<Map<Long, Integer>> pairs = new ArrayList<>();

  private final List<List<Label>> labels = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();

  Breakdown(By by) {
    this.by = by;
    this.axes = by.axes().stream().map(Labels::new).toList();
    by.axes().forEach(_ -> pairs.add(new HashMap<>()));
  }

  void add(Asked asked, Priced before, Priced after) {
    int[][] found = axes.stream().map(axis -> axis.of(asked)).toArray(int[][]::new);
    int[] numbers = new int[found.length];
    for (int lane = 0; lane < asked.size(); lane++) {
      for (int axis = 0; axis < numbers.length; axis++) {
        numbers[axis] = found[axis][lane];
      }
      cell(numbers).add(before.kind(lane), before.units(lane), after.kind(lane), after.units(lane));
    }
  }

  /// The cell of a segment.
  ///
  /// @param numbers of its labels, one for each axis
  private Cell cell(int[] numbers) {
    if (numbers.length == 1) {
      // The labels are numbered as the segments are.
      while (cells.size() <= numbers[0]) {
        open(new int[] {cells.size()});
      }
      return cells.get(numbers[0]);
    }
    int last = numbers.length - 1;
    long soFar = 0;
    for (int axis = 0; axis < last; axis++) {
      Map<Long, Integer> known = pairs.get(axis);
      soFar = known.computeIfAbsent(soFar << 32 | numbers[axis], _ -> known.size());
    }
    return cells.get(
        pairs.get(last).computeIfAbsent(soFar << 32 | numbers[last], _ -> open(numbers)));
  }

  private int open(int[] numbers) {
    if (cells.size() == MOST_SEGMENTS) {
      throw new TooMuch(
          new Problem(
              new Place("--by", 0, 0),
              "too-many-segments",
              "`%s` makes more than %,d segments (expected: fewer, such as `distance step 10` instead of `distance`)"
                  .formatted(by.written(), MOST_SEGMENTS)));
    }
    labels.add(
        IntStream.range(0, numbers.length)
            .mapToObj(axis -> axes.get(axis).label(numbers[axis]))
            .toList());
    cells.add(new Cell());
    return cells.size() - 1;
  }

  void add(Breakdown other) {
    for (int i = 0; i < other.cells.size(); i++) {
      cell(other.labels.get(i)).add(other.cells.get(i));
    }
  }

  private Cell cell(List<Label> of) {
    return cell(
        IntStream.range(0, axes.size()).map(axis -> axes.get(axis).number(of.get(axis))).toArray());
  }

  /// In the order in which the segments are shown.
  void write(Wire.Writer wire) {
    List<Integer> sorted = sorted();
    wire.number(sorted.size());
    for (int segment : sorted) {
      labels.get(segment).forEach(wire::label);
      cells.get(segment).write(wire);
    }
  }

  void read(Wire.Reader wire) {
    for (int left = wire.count(); left > 0; left--) {
      cell(Stream.generate(wire::label).limit(axes.size()).toList()).read(wire);
    }
  }

  Segments segments() {
    return new Segments(
        by,
        sorted().stream()
            .map(i -> new Segments.Segment(labels.get(i), cells.get(i).figures()))
            .toList());
  }

  /// The numbers of the segments with requests, in the order of their labels.
  private List<Integer> sorted() {
    return IntStream.range(0, cells.size())
        .filter(i -> cells.get(i).figures().requests() > 0)
        .boxed()
        .sorted((one, other) -> compare(labels.get(one), labels.get(other)))
        .toList();
  }

  private static int compare(List<Label> one, List<Label> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
