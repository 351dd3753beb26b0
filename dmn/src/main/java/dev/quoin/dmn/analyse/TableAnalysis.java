package dev.quoin.dmn.analyse;

import dev.quoin.dmn.analyse.Axis.UndecidedException;
import dev.quoin.dmn.analyse.Finding.Kind;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.check.TypedExpr.Table.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds rules of a table that overlap, inputs that no rule covers, and rules that nothing reaches.
///
/// Each column becomes an axis of pieces ([Axis]), each rule a box: per column a set of pieces. The space is then split
/// recursively: a column is chosen, the boxes' ends cut it into stretches, and each stretch is a smaller space with the
/// rules that reach into it. A space without rules is a gap; one in which a single rule is left has no overlap; where all
/// columns are split, the rules that are left overlap. The column is the one whose stretches keep the fewest rules, which
/// makes a table with a key column fall apart at once.
///
/// The alternative, comparing all pairs, needs five billion comparisons for 100,000 rows and finds no gaps. What hurts
/// this one: many wide ranges in many columns, for the stretches multiply. So the work has a budget, and where it is used
/// up the analysis says that it did not decide.
public final class TableAnalysis {
  /// So many findings of each kind are told; a person mends a few and looks again.
  public static final int MAX_FINDINGS = 100;

  private static final long BUDGET = 50_000_000; // rules looked at: some seconds

  private final Table table;
  private final List<Axis> axes;
  private final int[][][] boxes; // rule, column: ranges of pieces
  private final Value[] example;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> undecided = new HashSet<>();
  private long budget;
  private int found;

  private TableAnalysis(Table table, List<Axis> axes) {
    this.table = table;
    this.axes = axes;
    this.boxes = new int[table.rules().size()][axes.size()][];
    this.example = new Value[axes.size()];
    for (int i = 0; i < boxes.length; i++) {
      for (int column = 0; column < axes.size(); column++) {
        boxes[i][column] = axes.get(column).ranges(table.rules().get(i).tests().get(column));
      }
    }
  }

  /// Analyses a table: overlaps under UNIQUE, contradicting ones under ANY, rules covered by those before them under
  /// FIRST, rules that no input passes, and gaps where the hit policy has one answer and there is no default.
  ///
  /// @param domains one per column
  public static Analysis analyse(Table table, List<ColumnDomain> domains) {
    if (domains.size() != table.columns().size()) {
      throw new IllegalArgumentException(
          domains.size() + " domains for " + table.columns().size() + " columns");
    }
    List<Axis> axes = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int column = i;
      List<CellTest> tests = table.rules().stream().map(rule -> rule.tests().get(column)).toList();
      try {
        axes.add(new Axis(table.columns().get(i), domains.get(i), tests));
      } catch (UndecidedException e) {
        undecided.add("column `" + table.columns().get(i).label() + "`: " + e.getMessage());
      }
    }
    return undecided.isEmpty()
        ? new TableAnalysis(table, axes).analyse()
        : new Analysis(List.of(), undecided);
  }

  private Analysis analyse() {
    int[] reachable = emptyBoxes();
    BitSet columns = new BitSet();
    columns.set(0, axes.size());
    HitPolicy policy = table.hitPolicy();
    if (policy == HitPolicy.UNIQUE || policy == HitPolicy.ANY) {
      begin();
      overlaps(reachable, columns, new HashSet<>());
      end("overlapping rules");
    }
    if (policy == HitPolicy.FIRST) {
      begin();
      BitSet reached = new BitSet();
      reach(reachable, columns, reached);
      if (end("unreachable rules")) {
        covered(reachable, reached);
      }
    }
    if (policy.isSingle()
        && table.defaults().isEmpty()
        && axes.stream().allMatch(a -> a.size() > 0)) {
      begin();
      gaps(reachable, columns);
      end("gaps");
    }
    return new Analysis(findings, undecided.stream().sorted().toList());
  }

  private void begin() {
    budget = BUDGET;
    found = 0;
    for (int i = 0; i < example.length; i++) {
      example[i] = axes.get(i).size() == 0 ? Value.NULL : axes.get(i).example(0);
    }
  }

  /// Whether the work was done within the budget.
  private boolean end(String what) {
    if (budget < 0) {
      undecided.add("the table is too entangled to find all " + what);
    }
    return budget >= 0;
  }

  private boolean over() {
    return budget < 0 || found >= MAX_FINDINGS;
  }

  /// Reports the rules that no input passes, and gives the others.
  private int[] emptyBoxes() {
    int[] others = new int[boxes.length];
    int count = 0;
    int empty = 0;
    for (int i = 0; i < boxes.length; i++) {
      if (Arrays.stream(boxes[i]).allMatch(ranges -> ranges.length > 0)) {
        others[count++] = i;
      } else if (empty++ < MAX_FINDINGS) {
        Rule rule = table.rules().get(i);
        unreachable(
            rule,
            "rule "
                + rule.number()
                + " of `"
                + table.name()
                + "` is passed by no input that its columns allow");
      }
    }
    return Arrays.copyOf(others, count);
  }

  private void unreachable(Rule rule, String sentence) {
    findings.add(new Finding(Kind.UNREACHABLE, List.of(rule), List.of(), rule.place(), sentence));
  }

  private void covered(int[] rules, BitSet reached) {
    for (int i : rules) {
      if (!reached.get(i) && found++ < MAX_FINDINGS) {
        Rule rule = table.rules().get(i);
        unreachable(
            rule,
            "rule "
                + rule.number()
                + " of `"
                + table.name()
                + "` is never reached: the rules before it cover it");
      }
    }
  }

  private void overlaps(int[] rules, BitSet columns, Set<Long> told) {
    if (rules.length < 2 || over()) {
      return;
    }
    if (columns.isEmpty()) {
      for (int i = 0; i < rules.length && !over(); i++) {
        for (int j = i + 1; j < rules.length && !over(); j++) {
          budget--;
          int first = Math.min(rules[i], rules[j]);
          int second = Math.max(rules[i], rules[j]);
          if (told.add((long) first << 32 | second)) {
            overlap(table.rules().get(first), table.rules().get(second));
          }
        }
      }
      return;
    }
    int column = choose(rules, columns);
    columns.clear(column);
    new Sweep(rules, column) {
      @Override
      void stretch(int[] inside) {
        overlaps(inside, columns, told);
      }
    }.run();
    columns.set(column);
  }

  private void overlap(Rule first, Rule second) {
    if (table.hitPolicy() == HitPolicy.ANY && agree(first, second)) {
      return;
    }
    found++;
    String policy =
        table.hitPolicy() == HitPolicy.ANY
            ? "and differ, but the hit policy is ANY"
            : "but the hit policy is UNIQUE";
    findings.add(
        new Finding(
            Kind.OVERLAP,
            List.of(first, second),
            List.of(example),
            second.place(),
            "rule "
                + second.number()
                + " of `"
                + table.name()
                + "` overlaps rule "
                + first.number()
                + " at "
                + first.place()
                + " where "
                + shown()
                + ", "
                + policy));
  }

  private boolean agree(Rule first, Rule second) {
    for (int i = 0; i < first.entries().size(); i++) {
      TypedExpr a = first.entries().get(i);
      TypedExpr b = second.entries().get(i);
      if (a instanceof TypedExpr.Constant left && b instanceof TypedExpr.Constant right) {
        if (!left.value().equals(right.value())) {
          return false;
        }
      } else if (!a.span().text().strip().equals(b.span().text().strip())) {
        undecided.add(
            "whether rules " + first.number() + " and " + second.number() + " answer the same");
      }
    }
    return true;
  }

  /// Marks the rules that are the first of all where some input passes them.
  private void reach(int[] rules, BitSet columns, BitSet reached) {
    if (budget < 0 || Arrays.stream(rules).allMatch(reached::get)) {
      return;
    }
    int first = Arrays.stream(rules).min().orElseThrow();
    boolean whole = columns.stream().allMatch(column -> isWhole(first, column));
    if (whole) {
      reached.set(first);
      return;
    }
    int column = choose(rules, columns);
    columns.clear(column);
    new Sweep(rules, column) {
      @Override
      void stretch(int[] inside) {
        reach(inside, columns, reached);
      }
    }.run();
    columns.set(column);
  }

  private boolean isWhole(int rule, int column) {
    int[] ranges = boxes[rule][column];
    return ranges.length == 2 && ranges[0] == 0 && ranges[1] == axes.get(column).size();
  }

  private void gaps(int[] rules, BitSet columns) {
    if (over()) {
      return;
    }
    if (rules.length == 0) {
      found++;
      findings.add(
          new Finding(
              Kind.GAP,
              List.of(),
              List.of(example),
              place(),
              "no rule of `" + table.name() + "` covers " + shown()));
      return;
    }
    if (Arrays.stream(rules)
        .anyMatch(rule -> columns.stream().allMatch(column -> isWhole(rule, column)))) {
      return;
    }
    int column = choose(rules, columns);
    Value before = example[column];
    columns.clear(column);
    new Sweep(rules, column) {
      @Override
      void stretch(int[] inside) {
        gaps(inside, columns);
      }
    }.run();
    columns.set(column);
    example[column] = before;
  }

  private Place place() {
    return table.span().place();
  }

  private String shown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < example.length; i++) {
      text.append(i == 0 ? "`" : ", `")
          .append(table.columns().get(i).label())
          .append("` is ")
          .append(Shown.of(example[i]));
    }
    return example.length == 0 ? "an input" : text.toString();
  }

  /// The column whose stretches keep the fewest rules, each with its square, for that is what splitting it costs next.
  private int choose(int[] rules, BitSet columns) {
    int best = columns.nextSetBit(0);
    if (columns.cardinality() == 1) {
      return best;
    }
    long least = Long.MAX_VALUE;
    for (int column = best; column >= 0; column = columns.nextSetBit(column + 1)) {
      int[] events = events(rules, column);
      budget -= rules.length;
      long cost = 0;
      long inside = 0;
      for (int i = 0; i < events.length; i++) {
        inside += (events[i] & 1) == 1 ? 1 : -1;
        if (i + 1 == events.length || events[i + 1] >> 1 != events[i] >> 1) {
          cost += inside * inside;
        }
      }
      if (cost < least) {
        least = cost;
        best = column;
      }
    }
    return best;
  }

  /// Where ranges of the rules begin (odd) and end (even), in ascending order.
  private int[] events(int[] rules, int column) {
    int count = 0;
    for (int rule : rules) {
      count += boxes[rule][column].length;
    }
    int[] events = new int[count];
    int at = 0;
    for (int rule : rules) {
      int[] ranges = boxes[rule][column];
      for (int i = 0; i < ranges.length; i++) {
        events[at++] = ranges[i] << 1 | (i % 2 == 0 ? 1 : 0);
      }
    }
    Arrays.sort(events);
    return events;
  }

  /// Walks along a column and stops in every stretch in which the same rules hold.
  private abstract class Sweep {
    private final int[] rules;
    private final int column;

    Sweep(int[] rules, int column) {
      this.rules = rules;
      this.column = column;
    }

    abstract void stretch(int[] inside);

    void run() {
      long[] starts = bounds(0);
      long[] ends = bounds(1);
      int size = axes.get(column).size();
      int[] active = new int[rules.length];
      int[] positions = new int[rules.length]; // of a rule, by its position in `rules`, in `active`
      int count = 0;
      int nextStart = 0;
      int nextEnd = 0;
      int at = 0;
      while (at < size && !over()) {
        while (nextEnd < ends.length && (ends[nextEnd] >> 32) == at) {
          int gone = positions[(int) ends[nextEnd++]];
          active[gone] = active[--count];
          positions[active[gone]] = gone;
        }
        while (nextStart < starts.length && (starts[nextStart] >> 32) == at) {
          int rule = (int) starts[nextStart++];
          positions[rule] = count;
          active[count++] = rule;
        }
        int[] inside = new int[count];
        for (int i = 0; i < count; i++) {
          inside[i] = rules[active[i]];
        }
        budget -= count + 1;
        example[column] = axes.get(column).example(at);
        stretch(inside);
        long next = size;
        if (nextStart < starts.length) {
          next = Math.min(next, starts[nextStart] >> 32);
        }
        if (nextEnd < ends.length) {
          next = Math.min(next, ends[nextEnd] >> 32);
        }
        at = (int) next;
      }
    }

    /// The beginnings (0) or ends (1) of the ranges, each with its rule's position, in ascending order.
    private long[] bounds(int which) {
      int count = 0;
      for (int rule : rules) {
        count += boxes[rule][column].length / 2;
      }
      long[] bounds = new long[count];
      int at = 0;
      for (int i = 0; i < rules.length; i++) {
        int[] ranges = boxes[rules[i]][column];
        for (int j = which; j < ranges.length; j += 2) {
          bounds[at++] = (long) ranges[j] << 32 | i;
        }
      }
      Arrays.sort(bounds);
      return bounds;
    }
  }
}
