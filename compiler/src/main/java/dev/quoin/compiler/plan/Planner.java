package dev.quoin.compiler.plan;

import dev.quoin.compiler.plan.ColumnPieces.Classes;
import dev.quoin.compiler.plan.Diagram.Budget;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// Idea. A table is a function from its columns' values to the set of rules that match, and a
// function of few variables is a decision diagram: one level per column, one edge per value. Values
// without number become few when a column is cut at the ends that its tests name. Between two
// neighbouring ends all values pass the same tests, and pieces that pass the same tests, neighbours
// or not, are one class (ColumnPieces). A node is the set of rules that are still possible; nodes
// with equal sets are one node (RuleSets), so tables whose rules differ in few columns stay small.
// Where only the first match is wanted, a set ends with the first rule that has nothing more to
// ask: that makes many more sets equal, and keeps "specific rules first, a general one below" from
// multiplying. A look-up is then one search per column (a table by key, a hash, or halving) and one
// array access: it never meets a rule.
//
// The order of the columns decides the size. Finding the best order is NP-hard, so four are tried
// that have reasons: few classes per rule first, few classes first, few rules per class first, and
// the table's own. Large tables are tried with a sample of their rules.
//
// Left: a hash table over the equality columns, then a scan of each bucket, which is what one
// writes by hand. It is as fast while every bucket is short; one column of wildcards makes one long
// bucket. Also left: one bitmap of rules per class and column, and-ed together (Lakshman and
// Stiliadis 1998). Its size is safe, but a look-up reads rules/64 words per column, and 100,000
// rules are no longer like ten.
//
// What hurts it: rules that overlap in many columns at once, ranges that are all different above
// all. With n such rules a column has up to 2n classes of n/3 rules each, and the sets multiply
// level by level; no order helps. Hence the budgets: when all orders go beyond, the column that is
// passed by the most classes per rule is left out and asked of each candidate, which takes time
// that grows with the candidates. Any table loads, and the picture says what was left out.
//
// R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, IEEE ToC 1986 (ordered,
// reduced, shared); M. Fujita et al., Multi-Terminal Binary Decision Diagrams, FMSD 1997; M. Gouda
// and A. Liu, Firewall Design: Consistency, Completeness, and Compactness, ICDCS 2004 (the same
// over ranges, first match wins); J. Hopcroft, An n log n Algorithm for Minimizing States, 1971
// (the refinement).

/// Turns a table into its index: which columns to ask, in which order, and what remains to be asked of the rules that
/// are left.
public final class Planner {

  /// How many ints an index may take for each cell of its table: about as many bytes as the cells take as objects.
  private static final long INTS_PER_CELL = 16;

  /// How many times a rule may be put into a set, for each cell: some nanoseconds each.
  private static final long WORK_PER_CELL = 64;

  /// What small tables may take beyond.
  private static final long SPARE = 10_000;

  private static final long MOST_INTS = 1L << 28;

  /// Tables with more rules are tried with about so many of them.
  private static final int SAMPLE = 4_096;

  private final Table table;
  private final int rules;
  private final List<ColumnPieces> pieces;

  /// By column; null where no level can ask it.
  private final List<@Nullable Classes> classes;

  private final Budget budget;

  private Planner(Table table) {
    this.table = table;
    this.rules = table.rules().size();
    this.budget = budget(table);
    List<Cut> cuts =
        IntStream.range(0, table.columns().size()).parallel().mapToObj(this::cut).toList();
    this.pieces = cuts.stream().map(Cut::pieces).toList();
    this.classes = new ArrayList<>();
    cuts.forEach(cut -> classes.add(cut.classes()));
  }

  private record Cut(ColumnPieces pieces, @Nullable Classes classes) {}

  /// Cuts a column; no other has a part in that, so that all cores can.
  private Cut cut(int column) {
    List<CellTest> cells = new ArrayList<>(rules);
    table.rules().forEach(rule -> cells.add(rule.tests().get(column)));
    ColumnPieces pieces = new ColumnPieces(cells);
    return new Cut(
        pieces,
        pieces.hasTests() ? pieces.classes(WORK_PER_CELL * rules + SPARE).orElse(null) : null);
  }

  /// The table's index; the same table has the same index always.
  public static TableIndex plan(Table table) {
    return new Planner(table).plan();
  }

  /// How large the table's index may become.
  static Budget budget(Table table) {
    long cells = (long) table.rules().size() * table.columns().size();
    return new Budget(
        WORK_PER_CELL * cells + SPARE, Math.min(INTS_PER_CELL * cells + SPARE, MOST_INTS));
  }

  private TableIndex plan() {
    List<Integer> asked = new ArrayList<>();
    for (int column = 0; column < pieces.size(); column++) {
      if (classes.get(column) != null) {
        asked.add(column);
      }
    }
    Optional<Diagram> diagram = smallest(asked);
    while (diagram.isEmpty()) {
      Integer widest = asked.stream().max(Comparator.comparingLong(this::spread)).orElseThrow();
      asked.removeIf(widest::equals);
      diagram = smallest(asked);
    }
    return index(diagram.get());
  }

  private long spread(int column) {
    return known(column).spread();
  }

  private Classes known(int column) {
    Classes known = classes.get(column);
    if (known == null) {
      throw new IllegalStateException("column " + column + " has no classes");
    }
    return known;
  }

  /// The smallest diagram of those columns, in the orders that are tried.
  private Optional<Diagram> smallest(List<Integer> asked) {
    int[] all = IntStream.range(0, rules).toArray();
    int every = (rules + SAMPLE - 1) / SAMPLE;
    if (every <= 1) {
      return orders(asked)
          .map(order -> Diagram.build(input(order, all), order, budget))
          .flatMap(Optional::stream)
          .min(Comparator.comparingLong(Diagram::ints));
    }
    int[] sample = IntStream.of(all).filter(rule -> rule % every == 0).toArray();
    List<Diagram> tries =
        orders(asked)
            .parallel()
            .map(order -> Diagram.build(input(order, sample), order, budget))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingLong(Diagram::ints))
            .toList();
    return tries.stream()
        .map(tried -> Diagram.build(input(tried.order(), all), tried.order(), budget))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Stream<int[]> orders(List<Integer> asked) {
    Comparator<Integer> bySpread = Comparator.comparingLong(this::spread);
    Comparator<Integer> byClasses = Comparator.comparingInt(column -> known(column).count());
    // By the quotient of spread and classes, compared crosswise.
    Comparator<Integer> byRulesPerClass =
        (one, other) ->
            Long.compare(spread(one) * known(other).count(), spread(other) * known(one).count());
    return List.of(
            sorted(asked, bySpread.thenComparing(byClasses)),
            sorted(asked, byClasses.thenComparing(bySpread)),
            sorted(asked, byRulesPerClass.thenComparing(byClasses)),
            asked)
        .stream()
        .distinct()
        .map(order -> order.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<Integer> sorted(List<Integer> columns, Comparator<Integer> order) {
    return columns.stream().sorted(order).toList();
  }

  private Diagram.Input input(int[] order, int[] included) {
    boolean[] open = new boolean[rules];
    boolean[] isAsked = isAsked(order);
    for (int rule = 0; rule < rules; rule++) {
      for (int column = 0; column < pieces.size() && !open[rule]; column++) {
        open[rule] = isLeft(rule, column, isAsked);
      }
    }
    return new Diagram.Input(pieces, classes, included, table.hitPolicy() == HitPolicy.FIRST, open);
  }

  private boolean[] isAsked(int[] order) {
    boolean[] isAsked = new boolean[pieces.size()];
    for (int column : order) {
      isAsked[column] = true;
    }
    return isAsked;
  }

  /// Whether the levels leave the rule's test in that column to be asked.
  private boolean isLeft(int rule, int column, boolean[] isAsked) {
    int test = pieces.get(column).testOf(rule);
    return test == ColumnPieces.OPEN || (test != ColumnPieces.ANY && !isAsked[column]);
  }

  private TableIndex index(Diagram diagram) {
    int[] order = diagram.order();
    boolean[] isAsked = isAsked(order);
    int columns = pieces.size();
    Axes[] axes = new Axes[columns];
    @Nullable ColumnPieces[] leftOut = new @Nullable ColumnPieces[columns];
    for (int column = 0; column < columns; column++) {
      ColumnPieces cut = pieces.get(column);
      axes[column] = isAsked[column] ? cut.axes(known(column).ofPiece()) : cut.axes();
      leftOut[column] = !isAsked[column] && cut.hasTests() ? cut : null;
    }
    Level[] levels = new Level[order.length];
    for (int i = 0; i < levels.length; i++) {
      Children children = Children.of(known(order[i]).count(), diagram.edges().get(i));
      levels[i] = new Level(order[i], axes[order[i]], children);
    }
    int[] left =
        IntStream.range(0, columns)
            .filter(
                column -> IntStream.range(0, rules).anyMatch(rule -> isLeft(rule, column, isAsked)))
            .toArray();
    return new TableIndex(
        levels,
        diagram.root(),
        diagram.answers(),
        left.length == 0 ? new int[0][] : remainders(left, isAsked),
        left,
        axes,
        leftOut,
        diagram.ints(),
        picture(diagram, levels, left, leftOut));
  }

  private int[][] remainders(int[] left, boolean[] isAsked) {
    Map<List<Integer>, int[]> shared = new HashMap<>();
    int[][] remainders = new int[rules][];
    for (int rule = 0; rule < rules; rule++) {
      int asked = rule;
      List<Integer> columns =
          IntStream.of(left).filter(column -> isLeft(asked, column, isAsked)).boxed().toList();
      remainders[rule] =
          shared.computeIfAbsent(
              columns, list -> list.stream().mapToInt(Integer::intValue).toArray());
    }
    return remainders;
  }

  private String picture(
      Diagram diagram, Level[] levels, int[] left, @Nullable ColumnPieces[] leftOut) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "`%s`: %,d rules, %d columns, %s; %,d of at most %,d ints"
            .formatted(
                table.name(),
                rules,
                pieces.size(),
                table.hitPolicy(),
                diagram.ints(),
                budget.ints()));
    for (Level level : levels) {
      lines.add(
          "  asks `%s`: %,d classes of %,d pieces; %s"
              .formatted(
                  label(level.column()),
                  known(level.column()).count(),
                  pieces.get(level.column()).count(),
                  level));
    }
    OptionalInt most = Arrays.stream(diagram.answers()).mapToInt(rules -> rules.length).max();
    lines.add(
        "  answers: %,d, of %,d rules at most".formatted(diagram.answers().length, most.orElse(0)));
    for (int column : left) {
      lines.add(
          "  leaves `%s`: %s"
              .formatted(
                  label(column),
                  leftOut[column] == null ? "expressions" : "too large to be asked"));
    }
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private String label(int column) {
    return table.columns().get(column).label();
  }
}
