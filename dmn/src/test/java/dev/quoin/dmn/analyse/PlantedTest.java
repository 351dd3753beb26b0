package dev.quoin.dmn.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.interpret.Host;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.testkit.Seeded;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// One gap, one overlap and one unreachable rule are planted in random tables, and all are found, with inputs that show
/// them; in the clean tables nothing is found. What an input shows is asked of the interpreter.
///
/// `-Dquoin.rows=100000` makes tables of that many rows.
class PlantedTest {
  private static final Span SPAN = Source.of("rates.csv", "rates").whole();

  @Test
  void what_is_planted_in_small_tables_is_found_and_nothing_else() {
    Seeded.forAll(400, 20_26, seeded -> plant(seeded, seeded.between(8, 200)));
  }

  @Test
  void what_is_planted_in_large_tables_is_found_and_nothing_else() {
    int rows = Integer.getInteger("quoin.rows", 5_000);
    Seeded.forAll(6, 20_27, seeded -> plant(seeded, rows));
  }

  @Test
  void rules_that_priority_hides_are_those_that_never_answer() {
    Seeded.forAll(
        5_000,
        20_28,
        seeded -> {
          List<Value> allowed = List.of(Value.of(2), Value.of(0), Value.of(1));
          List<List<CellTest>> rows =
              seeded.list(1, 7, () -> List.of(stretch(seeded), stretch(seeded)));
          List<TypedExpr> outputs = rows.stream().map(_ -> number(seeded.between(0, 3))).toList();
          Table.Output output = new Table.Output("o", Type.Simple.NUMBER, allowed);
          Table table = table(HitPolicy.PRIORITY, columns(2, true), rows, outputs, output);
          seeded.note("table", table.rules());
          List<ColumnDomain> domains =
              Collections.nCopies(2, new ColumnDomain(Optional.of(range(0, 5)), whole()));
          Set<Integer> answering = new HashSet<>();
          for (int x = 0; x <= 5; x++) {
            for (int y = 0; y <= 5; y++) {
              List<Integer> hits = hits(table, List.of(Value.of(x), Value.of(y)));
              int best = hits.stream().mapToInt(hit -> place(table, hit, allowed)).min().orElse(9);
              hits.stream()
                  .filter(hit -> place(table, hit, allowed) == best)
                  .forEach(answering::add);
            }
          }
          List<Integer> silent =
              TableAnalysis.analyse(table, domains).findings().stream()
                  .filter(finding -> finding.kind() == Finding.Kind.UNREACHABLE)
                  .map(finding -> finding.rules().getFirst().number())
                  .toList();
          assertThat(silent)
              .containsExactlyElementsOf(
                  IntStream.rangeClosed(1, rows.size())
                      .boxed()
                      .filter(rule -> !answering.contains(rule))
                      .toList());
        });
  }

  private static int place(Table table, int rule, List<Value> allowed) {
    TypedExpr entry = table.rules().get(rule - 1).entries().getFirst();
    int place = allowed.indexOf(((TypedExpr.Constant) entry).value());
    return place < 0 ? allowed.size() : place;
  }

  private static CellTest stretch(Seeded seeded) {
    int low = seeded.between(0, 5);
    return seeded.oneIn(5) ? new CellTest.Any() : range(low, seeded.between(low, 5));
  }

  private static void plant(Seeded seeded, int rows) {
    boolean first = seeded.yes();
    Clean clean = new Clean(seeded, rows);
    seeded.note("shape", clean.shape);
    HitPolicy policy = first ? HitPolicy.FIRST : HitPolicy.UNIQUE;

    Analysis nothing = clean.analyse(policy);
    assertThat(nothing.undecided()).isEmpty();
    assertThat(nothing.findings()).isEmpty();

    // A gap: a rule is lost.
    List<int[]> lost = clean.boxes.remove(seeded.between(0, clean.boxes.size() - 1));
    Set<Finding.Kind> expected = new LinkedHashSet<>(Set.of(Finding.Kind.GAP));
    if (first) {
      // An unreachable rule: a part of another, behind it.
      int covered = seeded.between(0, clean.boxes.size() - 1);
      clean.boxes.add(clean.part(clean.boxes.get(covered), seeded));
      expected.add(Finding.Kind.UNREACHABLE);
    } else {
      // An overlap: a part of another. And a rule that nothing passes, beyond what is allowed.
      int doubled = seeded.between(0, clean.boxes.size() - 1);
      clean.boxes.add(
          seeded.between(0, clean.boxes.size()), clean.part(clean.boxes.get(doubled), seeded));
      List<int[]> beyond = clean.copy(clean.boxes.get(doubled));
      beyond.set(0, new int[] {clean.sizes[0], clean.sizes[0] + 1});
      clean.boxes.add(beyond);
      expected.add(Finding.Kind.OVERLAP);
      expected.add(Finding.Kind.UNREACHABLE);
    }
    Analysis analysis = seeded.note("analysis", clean.analyse(policy));
    assertThat(analysis.undecided()).isEmpty();
    assertThat(analysis.findings())
        .extracting(Finding::kind)
        .containsExactlyInAnyOrderElementsOf(expected);
    Table all = clean.table(HitPolicy.RULE_ORDER);
    for (Finding finding : analysis.findings()) {
      switch (finding.kind()) {
        case GAP -> {
          assertThat(hits(all, finding.example())).isEmpty();
          assertThat(clean.isIn(lost, finding.example())).isTrue();
        }
        case OVERLAP ->
            assertThat(hits(all, finding.example()))
                .containsExactlyElementsOf(
                    finding.rules().stream().map(Table.Rule::number).toList());
        case UNREACHABLE ->
            assertThat(finding.rules().getFirst().number()).isEqualTo(clean.boxes.size());
      }
    }
  }

  /// A table of which the rules cover each input once: boxes over grids, each cut from a larger one.
  private static final class Clean {
    private final String shape;
    private final int[] sizes;
    private final List<List<int[]>> boxes = new ArrayList<>();
    private final boolean dates; // else whole numbers

    Clean(Seeded seeded, int rows) {
      int columns = seeded.between(1, 6);
      sizes = new int[columns];
      long points = 1;
      for (int i = 0; i < columns; i++) {
        sizes[i] = seeded.pick(2, 5, 40, 1_000);
        points *= sizes[i];
      }
      if (points < 4L * rows) {
        sizes[0] = 4 * rows;
      }
      dates = seeded.yes();
      boolean even = seeded.yes();
      shape =
          "%d rows, sizes %s, %s"
              .formatted(rows, java.util.Arrays.toString(sizes), even ? "even" : "uneven");
      List<int[]> whole = new ArrayList<>();
      for (int size : sizes) {
        whole.add(new int[] {0, size});
      }
      cut(whole, rows, even, seeded);
      if (seeded.yes()) {
        // A file in the order of nothing.
        for (int i = boxes.size() - 1; i > 0; i--) {
          Collections.swap(boxes, i, seeded.between(0, i));
        }
      }
    }

    private void cut(List<int[]> box, int rows, boolean even, Seeded seeded) {
      List<Integer> wide =
          IntStream.range(0, sizes.length)
              .boxed()
              .filter(i -> box.get(i)[1] - box.get(i)[0] > 1)
              .toList();
      if (rows <= 1 || wide.isEmpty()) {
        boxes.add(box);
        return;
      }
      int column = seeded.pick(wide);
      int from = box.get(column)[0];
      int to = box.get(column)[1];
      int at = even ? (from + to) >>> 1 : seeded.between(from + 1, to - 1);
      int left = Math.clamp((long) rows * (at - from) / (to - from), 1, rows - 1);
      List<int[]> before = copy(box);
      before.set(column, new int[] {from, at});
      List<int[]> behind = copy(box);
      behind.set(column, new int[] {at, to});
      cut(before, left, even, seeded);
      cut(behind, rows - left, even, seeded);
    }

    List<int[]> copy(List<int[]> box) {
      return new ArrayList<>(box);
    }

    List<int[]> part(List<int[]> box, Seeded seeded) {
      List<int[]> part = new ArrayList<>();
      for (int[] side : box) {
        int from = seeded.between(side[0], side[1] - 1);
        part.add(new int[] {from, seeded.between(from + 1, side[1])});
      }
      return part;
    }

    boolean isIn(List<int[]> box, List<Value> point) {
      for (int i = 0; i < box.size(); i++) {
        int[] side = box.get(i);
        if (IntStream.range(side[0], side[1])
            .mapToObj(this::value)
            .noneMatch(point.get(i)::equals)) {
          return false;
        }
      }
      return true;
    }

    Analysis analyse(HitPolicy policy) {
      List<ColumnDomain> domains = new ArrayList<>();
      for (int size : sizes) {
        CellTest all = new CellTest.Interval(true, value(0), value(size - 1), true);
        domains.add(new ColumnDomain(Optional.of(all), dates ? Optional.empty() : whole()));
      }
      return TableAnalysis.analyse(table(policy), domains);
    }

    Table table(HitPolicy policy) {
      List<List<CellTest>> rows = new ArrayList<>();
      for (List<int[]> box : boxes) {
        List<CellTest> row = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
          int[] side = box.get(i);
          row.add(
              side[0] == 0 && side[1] == sizes[i]
                  ? new CellTest.Any()
                  : side[1] - side[0] == 1
                      ? new CellTest.Points(List.of(value(side[0])))
                      : side[0] == 0
                          ? new CellTest.Interval(false, null, value(side[1]), false)
                          : new CellTest.Interval(true, value(side[0]), value(side[1] - 1), true));
        }
        rows.add(row);
      }
      List<TypedExpr> outputs =
          IntStream.rangeClosed(1, rows.size()).mapToObj(PlantedTest::number).toList();
      Table.Output output = new Table.Output("o", Type.Simple.NUMBER, List.of());
      return PlantedTest.table(policy, columns(sizes.length, !dates), rows, outputs, output);
    }

    private Value value(int place) {
      return dates ? new Value.Date(LocalDate.of(2026, 1, 1).plusDays(place)) : Value.of(place);
    }
  }

  /// The numbers of the rules that an input passes, by the interpreter.
  private static List<Integer> hits(Table table, List<Value> input) {
    List<TypedExpr> numbers =
        IntStream.rangeClosed(1, table.rules().size()).mapToObj(PlantedTest::number).toList();
    List<List<CellTest>> rows = table.rules().stream().map(Table.Rule::tests).toList();
    Table.Output output = new Table.Output("o", Type.Simple.NUMBER, List.of());
    Table all = table(HitPolicy.RULE_ORDER, table.columns(), rows, numbers, output);
    Value[] locals = new Value[2 * input.size()];
    for (int i = 0; i < input.size(); i++) {
      locals[i] = input.get(i);
    }
    // Null where no rule is passed.
    return new Interpreter(Mode.PLAIN, new Alone()).evaluate(all, locals)
            instanceof Value.Items hits
        ? hits.values().stream().map(value -> ((Value.Num) value).value().intValueExact()).toList()
        : List.of();
  }

  private static List<Table.Column> columns(int count, boolean numbers) {
    Type type = numbers ? Type.Simple.NUMBER : Type.Simple.DATE;
    List<Table.Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(
          new Table.Column("c" + i, new TypedExpr.Local(i, "c" + i, type, false, SPAN), count + i));
    }
    return columns;
  }

  private static Table table(
      HitPolicy policy,
      List<Table.Column> columns,
      List<List<CellTest>> rows,
      List<TypedExpr> outputs,
      Table.Output output) {
    List<Table.Rule> rules = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Place place = new Place("rates.csv", i + 2, 0);
      rules.add(new Table.Rule(i + 1, rows.get(i), List.of(outputs.get(i)), place));
    }
    return new Table(
        "rates",
        "rates.csv",
        columns,
        List.of(output),
        rules,
        policy,
        List.of(),
        Type.Simple.ANY,
        true,
        SPAN);
  }

  private static TypedExpr number(int value) {
    return new TypedExpr.Constant(Value.of(value), Type.Simple.NUMBER, SPAN);
  }

  private static CellTest range(long low, long high) {
    return new CellTest.Interval(true, Value.of(low), Value.of(high), true);
  }

  private static Optional<Decimal> whole() {
    return Optional.of(Decimal.ONE);
  }

  /// The surroundings of a table that asks for nothing.
  private record Alone() implements Host {
    @Override
    public Value global(int index) {
      throw new AssertionError();
    }

    @Override
    public Value function(int index, Value[] arguments) {
      throw new AssertionError();
    }

    @Override
    public Moment moment() {
      return new Moment(Instant.EPOCH, ZoneOffset.UTC);
    }

    @Override
    public void matched(Table table, Value[] subjects, int[] rules) {}
  }
}
