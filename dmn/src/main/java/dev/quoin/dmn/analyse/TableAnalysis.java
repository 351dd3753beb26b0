package dev.quoin.dmn.analyse;

import dev.quoin.dmn.analyse.Cuts.Cut;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.check.TypedExpr.Table.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds rules of a table that overlap, inputs that no rule covers, and rules that nothing reaches.
///
/// Each column becomes an axis of pieces ([Axis]), each rule a box: per column a set of pieces ([Boxes]). The space of all
/// inputs is then cut in two, again and again, each part with the rules that reach into it; where to cut is chosen by
/// [Cuts]. What is asked is decided where a part is simple:
///
/// - overlaps: few rules are compared in pairs. A pair may meet in many parts; it belongs to the one in which its first
///   common point lies.
/// - gaps: a part without rules is a gap, one that a rule fills has none. Of rules that do not overlap it is enough to
///   count points: where theirs are as many as the part's, there is no gap. A gap that was found grows as far as no rule
///   is in the way, so that one gap is told once.
/// - rules that are reached: in each part the first of its rules is reached. Rules behind the last one of which nothing is
///   known yet do not matter, and of the space only where such rules are.
///
/// The alternative, comparing all pairs, needs five billion comparisons for 100,000 rows and finds no gaps. A sweep along
/// each column in turn, which this was before, makes as many parts as a column has ends, and each of them again. What
/// hurts this one is what hurts every known way: many rules that are wide in many columns. So the work has a budget, and
/// where it is used up the analysis says so, and where it did not look.
///
/// A rule with a test that cannot be laid out, such as an expression, is *unsure*: it counts as one that passes everything
/// there where gaps are looked for, and as one that passes nothing where rules may overlap or cover others. So what is
/// found is true, and what may be there besides is said.
public final class TableAnalysis {
  /// So many findings of each kind are told; a person mends a few and looks again.
  public static final int MAX_FINDINGS = 100;

  /// Cells looked at for each kind of finding: some seconds.
  private static final long BUDGET = 1_000_000_000;

  private static final int FEW = 12; // rules are compared in pairs rather than separated
  private static final int NOT_TOO_MANY = 3_000; // and so are these, where they do not separate

  private final Table table;
  private final List<Axis> axes;
  private final Boxes boxes;
  private final Cuts cuts;
  private final int[] answers; // the same number, the same entries
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> undecided = new TreeSet<>();
  private final long allowed;
  private long budget;
  private int found;
  private long parts; // that were not looked at
  private @Nullable Space firstPart;

  private TableAnalysis(Table table, List<Axis> axes, long allowed) {
    this.table = table;
    this.axes = axes;
    this.allowed = allowed;
    this.boxes = new Boxes(table, axes);
    this.cuts = new Cuts(boxes);
    this.answers = Answers.classes(table);
  }

  /// Analyses a table: overlaps under UNIQUE, contradicting ones under ANY, rules covered by those before them under
  /// FIRST or by better ones under PRIORITY, rules that no input passes, and gaps where the hit policy has one answer and
  /// there is no default.
  ///
  /// @param domains one per column
  public static Analysis analyse(Table table, List<ColumnDomain> domains) {
    return analyse(table, domains, BUDGET);
  }

  static Analysis analyse(Table table, List<ColumnDomain> domains, long budget) {
    if (domains.size() != table.columns().size()) {
      throw new IllegalArgumentException(
          domains.size() + " domains for " + table.columns().size() + " columns");
    }
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int column = i;
      List<CellTest> tests = table.rules().stream().map(rule -> rule.tests().get(column)).toList();
      axes.add(new Axis(table.columns().get(i), domains.get(i), tests));
    }
    return new TableAnalysis(table, axes, budget).analyse();
  }

  private Analysis analyse() {
    for (int i = 0; i < axes.size(); i++) {
      for (String doubt : axes.get(i).doubts()) {
        undecided.add("column `" + table.columns().get(i).label() + "`: " + doubt);
      }
    }
    int[] rules = nonEmpty();
    HitPolicy policy = table.hitPolicy();
    Optional<List<int[]>> overlapping = Optional.empty();
    if (policy == HitPolicy.UNIQUE || policy == HitPolicy.ANY) {
      overlapping = overlaps(rules);
    }
    if (policy == HitPolicy.FIRST) {
      reach(rules, IntStream.range(0, table.rules().size()).toArray());
    }
    if (policy == HitPolicy.PRIORITY) {
      Answers.ranks(table)
          .ifPresentOrElse(
              ranks -> reach(rules, ranks),
              () ->
                  undecided.add(
                      "which rules of `" + table.name() + "` are of higher priority than others"));
    }
    if (policy.isSingle()
        && table.defaults().isEmpty()
        && axes.stream().allMatch(axis -> axis.size() > 0)) {
      gaps(rules, overlapping.filter(_ -> policy == HitPolicy.UNIQUE && boxes.areSure()));
    }
    return new Analysis(findings, List.copyOf(undecided));
  }

  private void begin() {
    budget = allowed;
    found = 0;
    parts = 0;
    firstPart = null;
  }

  /// Whether a part is not looked at: because the budget is used up, or enough was found.
  private boolean isOver(Space part) {
    if (found >= MAX_FINDINGS) {
      return true;
    }
    if (budget >= 0) {
      return false;
    }
    parts++;
    if (firstPart == null) {
      firstPart = part;
    }
    return true;
  }

  private void spend(int[] rules) {
    budget -= (long) rules.length * Math.max(1, boxes.columns());
  }

  /// Whether all parts were looked at.
  private boolean end(String what) {
    if (firstPart == null) {
      return true;
    }
    String others = parts > 1 ? " and in %,d more regions".formatted(parts - 1) : "";
    undecided.add(
        "the table is too entangled to find all %s of `%s` with %d steps: not looked at is %s%s"
            .formatted(what, table.name(), allowed, region(firstPart), others));
    return false;
  }

  /// Reports the rules that no input passes, and gives the others.
  private int[] nonEmpty() {
    int[] others = new int[table.rules().size()];
    int count = 0;
    int empty = 0;
    for (int i = 0; i < others.length; i++) {
      if (!boxes.isEmpty(i)) {
        others[count++] = i;
      } else if (empty++ < MAX_FINDINGS) {
        unreachable(i, "is passed by no input that its columns allow");
      }
    }
    return Arrays.copyOf(others, count);
  }

  private void unreachable(int index, String why) {
    Rule rule = table.rules().get(index);
    String sentence = "rule " + rule.number() + " of `" + table.name() + "` " + why;
    findings.add(
        new Finding(Finding.Kind.UNREACHABLE, List.of(rule), List.of(), rule.place(), sentence));
  }

  // Overlaps.

  /// Reports rules that overlap; gives the pairs, where all of them are known.
  private Optional<List<int[]>> overlaps(int[] rules) {
    begin();
    List<int[]> pairs = new ArrayList<>();
    overlaps(Arrays.stream(rules).filter(boxes::isSure).toArray(), boxes.space(), pairs);
    boolean all = end("overlapping rules") && found < MAX_FINDINGS;
    pairs.sort(Comparator.<int[]>comparingInt(pair -> pair[0]).thenComparingInt(pair -> pair[1]));
    for (int[] pair : pairs) {
      overlap(table.rules().get(pair[0]), table.rules().get(pair[1]), corner(pair[0], pair[1]));
    }
    return all ? Optional.of(pairs) : Optional.empty();
  }

  private void overlaps(int[] rules, Space space, List<int[]> pairs) {
    if (rules.length < 2 || answerTheSame(rules) || isOver(space)) {
      return;
    }
    if (rules.length <= FEW) {
      compare(rules, space, pairs);
      return;
    }
    spend(rules);
    Optional<Cut> chosen = cuts.choose(rules, space);
    if (chosen.isEmpty() || (!chosen.get().separates() && rules.length <= NOT_TOO_MANY)) {
      compare(rules, space, pairs);
      return;
    }
    Cut cut = chosen.get();
    for (Space half : halves(space, cut)) {
      overlaps(boxes.inside(rules, cut.column(), half), half, pairs);
    }
  }

  private static List<Space> halves(Space space, Cut cut) {
    int column = cut.column();
    return List.of(
        space.with(column, space.from(column), cut.at()),
        space.with(column, cut.at(), space.to(column)));
  }

  /// Under ANY rules that answer the same do not matter to each other.
  private boolean answerTheSame(int[] rules) {
    return table.hitPolicy() == HitPolicy.ANY
        && Arrays.stream(rules).allMatch(rule -> answers[rule] == answers[rules[0]]);
  }

  private void compare(int[] rules, Space space, List<int[]> pairs) {
    for (int i = 0; i < rules.length; i++) {
      budget -= rules.length - i;
      if (isOver(space)) {
        return;
      }
      for (int j = i + 1; j < rules.length && found < MAX_FINDINGS; j++) {
        int first = Math.min(rules[i], rules[j]);
        int second = Math.max(rules[i], rules[j]);
        if (meetFirstIn(space, first, second) && matters(first, second)) {
          found++;
          pairs.add(new int[] {first, second});
        }
      }
    }
  }

  /// Whether two rules share points, and the first of these lies in the space.
  private boolean meetFirstIn(Space space, int one, int other) {
    for (int column = 0; column < boxes.columns(); column++) {
      int shared = boxes.shared(one, other, column);
      if (shared < space.from(column) || shared >= space.to(column)) {
        return false;
      }
    }
    return true;
  }

  private boolean matters(int first, int second) {
    if (table.hitPolicy() != HitPolicy.ANY) {
      return true;
    }
    if (answers[first] == answers[second]) {
      return false;
    }
    Rule one = table.rules().get(first);
    Rule other = table.rules().get(second);
    if (Answers.differ(one, other)) {
      return true;
    }
    if (undecided.size() < MAX_FINDINGS) {
      undecided.add(
          "whether rules " + one.number() + " and " + other.number() + " answer the same");
    }
    return false;
  }

  /// The first point that two rules share.
  private List<Value> corner(int one, int other) {
    return IntStream.range(0, axes.size())
        .mapToObj(column -> axes.get(column).example(boxes.shared(one, other, column)))
        .toList();
  }

  private void overlap(Rule first, Rule second, List<Value> example) {
    String policy =
        table.hitPolicy() == HitPolicy.ANY
            ? "and differ, but the hit policy is ANY"
            : "but the hit policy is UNIQUE";
    findings.add(
        new Finding(
            Finding.Kind.OVERLAP,
            List.of(first, second),
            example,
            second.place(),
            "rule %d of `%s` overlaps rule %d at %s where %s, %s"
                .formatted(
                    second.number(),
                    table.name(),
                    first.number(),
                    first.place(),
                    shown(example),
                    policy)));
  }

  // Rules that are reached.

  /// Reports the rules that others cover.
  ///
  /// @param ranks of each rule of the table: of those that an input passes, the ones of the lowest rank answer
  private void reach(int[] rules, int[] ranks) {
    begin();
    BitSet reached = new BitSet();
    int[] ordered =
        Arrays.stream(rules)
            .boxed()
            .sorted(Comparator.comparingInt((Integer rule) -> ranks[rule]))
            .mapToInt(Integer::intValue)
            .toArray();
    reach(ordered, boxes.space(), ranks, reached);
    if (!end("unreachable rules")) {
      return;
    }
    for (int rule : rules) {
      if (!reached.get(rule) && found++ < MAX_FINDINGS) {
        unreachable(
            rule,
            table.hitPolicy() == HitPolicy.FIRST
                ? "is never reached: the rules before it cover it"
                : "never answers: rules of higher priority cover it");
      }
    }
  }

  /// @param rules in the order of their ranks
  private void reach(int[] rules, Space space, int[] ranks, BitSet reached) {
    markReached(rules, ranks, reached);
    int count = upToTheLastUnknown(rules, upToTheFirstThatFills(rules, space, ranks), reached);
    if (count == 0 || isOver(space)) {
      return;
    }
    int[] rest = Arrays.copyOf(rules, count);
    spend(rest);
    Space narrow = aroundUnknown(rest, space, reached);
    for (int column = 0; column < boxes.columns(); column++) {
      if (narrow.from(column) > space.from(column) || narrow.to(column) < space.to(column)) {
        rest = boxes.inside(rest, column, narrow);
      }
    }
    markReached(rest, ranks, reached);
    Optional<Cut> cut = cuts.choose(rest, narrow);
    if (cut.isPresent()) {
      for (Space half : halves(narrow, cut.get())) {
        reach(boxes.inside(rest, cut.get().column(), half), half, ranks, reached);
      }
    }
  }

  /// Marks all rules of a space that no sure one of a lower rank precedes.
  private void markReached(int[] rules, int[] ranks, BitSet reached) {
    int lowest = Integer.MAX_VALUE;
    for (int rule : rules) {
      if (ranks[rule] > lowest) {
        break;
      }
      reached.set(rule);
      if (boxes.isSure(rule)) {
        lowest = ranks[rule];
      }
    }
  }

  /// How many rules there are up to the first that fills the space, and others of its rank.
  private int upToTheFirstThatFills(int[] rules, Space space, int[] ranks) {
    int i = 0;
    while (i < rules.length && !(boxes.isSure(rules[i]) && boxes.fills(rules[i], space))) {
      i++;
    }
    int behind = i + 1;
    while (behind < rules.length && ranks[rules[behind]] == ranks[rules[i]]) {
      behind++;
    }
    return Math.min(behind, rules.length);
  }

  private static int upToTheLastUnknown(int[] rules, int count, BitSet reached) {
    int left = count;
    while (left > 0 && reached.get(rules[left - 1])) {
      left--;
    }
    return left;
  }

  private Space aroundUnknown(int[] rules, Space space, BitSet reached) {
    Space narrow = space;
    for (int column = 0; column < boxes.columns(); column++) {
      int from = space.to(column);
      int to = space.from(column);
      for (int rule : rules) {
        if (!reached.get(rule)) {
          from = Math.min(from, boxes.first(rule, column, space.from(column), space.to(column)));
          to = Math.max(to, boxes.end(rule, column, space.from(column), space.to(column)));
        }
      }
      narrow = narrow.with(column, from, to);
    }
    return narrow;
  }

  // Gaps.

  /// @param overlapping all pairs of rules that overlap, where they are known
  private void gaps(int[] rules, Optional<List<int[]>> overlapping) {
    begin();
    List<Space> gaps = new ArrayList<>();
    gaps(rules, boxes.space(), overlapping, rules, gaps);
    end("gaps");
    gaps.sort(TableAnalysis::inOrder);
    for (Space gap : gaps) {
      List<Value> example =
          IntStream.range(0, axes.size())
              .mapToObj(column -> axes.get(column).example(gap.from(column)))
              .toList();
      findings.add(
          new Finding(
              Finding.Kind.GAP,
              List.of(),
              example,
              place(),
              "no rule of `" + table.name() + "` covers " + shown(example)));
    }
  }

  private void gaps(
      int[] rules, Space space, Optional<List<int[]>> overlapping, int[] all, List<Space> gaps) {
    if (isOver(space)) {
      return;
    }
    if (rules.length == 0) {
      if (gaps.stream().noneMatch(gap -> gap.contains(space))) {
        found++;
        gaps.add(grown(space, all));
      }
      return;
    }
    spend(rules);
    if (Arrays.stream(rules).anyMatch(rule -> boxes.fills(rule, space))) {
      return;
    }
    Optional<List<int[]>> inside = overlapping.map(pairs -> inside(pairs, space));
    if (inside.filter(List::isEmpty).isPresent() && boxes.fillTogether(rules, space)) {
      return;
    }
    Cut cut = cuts.choose(rules, space).orElseThrow();
    for (Space half : halves(space, cut)) {
      gaps(boxes.inside(rules, cut.column(), half), half, inside, all, gaps);
    }
  }

  /// The pairs of rules that may share points of a space.
  private List<int[]> inside(List<int[]> pairs, Space space) {
    return pairs.stream()
        .filter(pair -> boxes.meets(pair[0], space) && boxes.meets(pair[1], space))
        .toList();
  }

  /// A space without rules, as large as no rule is in the way.
  private Space grown(Space gap, int[] rules) {
    Space grown = gap;
    for (int column = 0; column < boxes.columns(); column++) {
      int size = axes.get(column).size();
      Space along = grown.with(column, 0, size);
      int from = 0;
      int to = size;
      for (int rule : rules) {
        if (boxes.meets(rule, along)) {
          from = Math.max(from, boxes.end(rule, column, 0, grown.from(column)));
          to = Math.min(to, boxes.first(rule, column, grown.to(column), size));
        }
      }
      grown = grown.with(column, from, to);
    }
    return grown;
  }

  private static int inOrder(Space one, Space other) {
    for (int column = 0; column < one.columns(); column++) {
      int order = Integer.compare(one.from(column), other.from(column));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private Place place() {
    return table.span().place();
  }

  private String shown(List<Value> example) {
    if (example.isEmpty()) {
      return "an input";
    }
    List<String> parts =
        IntStream.range(0, example.size())
            .mapToObj(
                i -> "`" + table.columns().get(i).label() + "` is " + Shown.of(example.get(i)))
            .toList();
    return String.join(", ", parts);
  }

  private String region(Space space) {
    List<String> stretches = new ArrayList<>();
    for (int column = 0; column < axes.size(); column++) {
      Axis axis = axes.get(column);
      int from = space.from(column);
      int to = space.to(column);
      String label = "`" + table.columns().get(column).label() + "`";
      if (to - from == 1) {
        stretches.add(label + " is " + Shown.of(axis.example(from)));
      } else if (to - from < axis.size()) {
        stretches.add(
            "%s is from %s to %s"
                .formatted(label, Shown.of(axis.example(from)), Shown.of(axis.example(to - 1))));
      }
    }
    return stretches.isEmpty() ? "anything" : "where " + String.join(", ", stretches);
  }
}
