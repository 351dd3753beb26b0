package dev.quoin.compiler.emit;

import dev.quoin.dmn.Program;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

// A method of the JVM holds 64 kB of code, and HotSpot compiles none beyond 8,000 bytes. People
// write decisions that are longer: a relation of two thousand rows, a rule with four thousand
// tests. So the tree is weighed before it is emitted, from the leaves up, in bytes that are guessed
// on the high side. Where a node with all below it would be too heavy for one method, its heaviest
// children are cut off, each to become a method of its own that takes the variables which it reads.
// What has many light children instead (a list, the arguments of a call, the tests of a cell) is
// cut into runs of neighbours. A node that stands deep within its method is cut off, too: the
// emitter recurses, and a method that is emitted later starts on a fresh stack.
//
// Left aside: emitting first and cutting where the result is too long. It needs no guesses, but
// emits twice, and what is cut would depend on the form.

/// Which expressions of a program become methods of their own.
final class Cuts {

  /// As much as a method may weigh: real code has a third to two thirds of it, and HotSpot compiles up to 8,000 bytes.
  private static final int METHOD = 12_000;

  /// How many levels of expressions a method holds.
  private static final int LEVELS = 60;

  /// A cell of more tests than this is cut into runs.
  private static final int TESTS = 64;

  /// What a method may take: the JVM passes 255 words, the evaluation among them, and a number is two.
  static final int PARAMETERS = 120;

  private static final int NODE = 24;
  private static final int CALL = 40;
  private static final int LOOP = 200;
  private static final int COLUMN = 120;

  private final Set<TypedExpr> cut = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<TypedExpr, Weight> weights = new IdentityHashMap<>();

  /// What a node comes to with all below it that stands in the same method.
  private record Weight(int bytes, int levels) {}

  private Cuts() {}

  static Cuts of(Program program) {
    Cuts cuts = new Cuts();
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision decision) {
        cuts.weigh(decision.body());
      }
    }
    program.functions().forEach(function -> cuts.weigh(function.body()));
    return cuts;
  }

  /// Whether the expression is a method of its own.
  boolean isCut(TypedExpr expr) {
    return cut.contains(expr);
  }

  /// Whether a filter asks its items one by one: they are contexts that stand there, few, and light to ask.
  boolean isUnrolled(TypedExpr.Filter filter) {
    return isUnrollable(filter)
        && !isCut(filter.source())
        && !isCut(filter.condition())
        && ((TypedExpr.ListOf) filter.source()).items().stream().noneMatch(this::isCut);
  }

  private boolean isUnrollable(TypedExpr.Filter filter) {
    return filter.source() instanceof TypedExpr.ListOf list
        && !isWide(list.items())
        && list.items().size() * bytes(filter.condition()) <= METHOD / 3
        && list.items().stream()
            .allMatch(
                item -> item instanceof TypedExpr.ContextOf context && context.result() == null);
  }

  private static int writtenOut(TypedExpr.Filter filter) {
    return ((TypedExpr.ListOf) filter.source()).items().size();
  }

  /// Whether so many values stand side by side that they are evaluated in runs.
  boolean isWide(List<TypedExpr> exprs) {
    return exprs.stream().mapToInt(this::bytes).sum() > METHOD / 2;
  }

  /// Expressions in runs of neighbours, each light enough for a method.
  List<List<TypedExpr>> runs(List<TypedExpr> exprs) {
    return runs(exprs, this::bytes);
  }

  /// The tests of a cell in runs of neighbours; a single run where they are few.
  static List<List<CellTest>> testRuns(List<CellTest> tests) {
    return runs(tests, _ -> METHOD / 2 / TESTS);
  }

  /// Rules in runs of neighbours whose conditions, or entries, are light enough for a method.
  List<List<Integer>> ruleRuns(List<Integer> rules, Function<Integer, Stream<TypedExpr>> parts) {
    return runs(rules, rule -> CALL + parts.apply(rule).mapToInt(part -> NODE + bytes(part)).sum());
  }

  private static <T> List<List<T>> runs(List<T> all, ToIntFunction<T> bytes) {
    List<List<T>> runs = new ArrayList<>();
    int from = 0;
    int sum = 0;
    for (int i = 0; i < all.size(); i++) {
      int next = bytes.applyAsInt(all.get(i));
      if (sum + next > METHOD / 2 && i > from) {
        runs.add(all.subList(from, i));
        from = i;
        sum = 0;
      }
      sum += next;
    }
    runs.add(all.subList(from, all.size()));
    return runs;
  }

  /// What the expression weighs where it is used.
  private int bytes(TypedExpr expr) {
    return isCut(expr) ? CALL : weigh(expr).bytes;
  }

  private Weight weigh(TypedExpr expr) {
    Weight known = weights.get(expr);
    if (known == null) {
      known = weight(expr);
      weights.put(expr, known);
    }
    return known;
  }

  private Weight weight(TypedExpr expr) {
    // A table takes care of its own.
    List<TypedExpr> children = expr instanceof Table ? List.of() : Children.of(expr);
    return switch (expr) {
      case Table table -> table(table);
      case TypedExpr.ListOf _, TypedExpr.CallBuiltin _, TypedExpr.CallNative _ -> wide(children);
      case TypedExpr.CallValue call -> {
        Weight arguments = wide(call.arguments());
        Weight function = together(NODE, List.of(call.function()));
        if (function.bytes > METHOD / 2) {
          cut.add(call.function());
          function = new Weight(CALL, 1);
        }
        yield new Weight(
            function.bytes + arguments.bytes, Math.max(function.levels, arguments.levels));
      }
      // The body is a method of its own anyway.
      case TypedExpr.FunctionOf function -> {
        weigh(function.body());
        yield new Weight(2 * CALL, 1);
      }
      case TypedExpr.Filter filter when isUnrollable(filter) ->
          together(CALL * writtenOut(filter) * (1 + bytes(filter.condition()) / CALL), children);
      case TypedExpr.For _, TypedExpr.Quantified _, TypedExpr.Filter _ ->
          together(LOOP * children.size(), children);
      case TypedExpr.In in -> together(NODE + test(in.test()), List.of(in.subject()));
      case TypedExpr.Constant _,
          TypedExpr.Local _,
          TypedExpr.Global _,
          TypedExpr.FunctionValue _,
          TypedExpr.Negate _,
          TypedExpr.Arithmetic _,
          TypedExpr.Comparison _,
          TypedExpr.And _,
          TypedExpr.Or _,
          TypedExpr.InstanceOf _,
          TypedExpr.If _,
          TypedExpr.ContextOf _,
          TypedExpr.RangeOf _,
          TypedExpr.Path _,
          TypedExpr.Index _,
          TypedExpr.CallFunction _,
          TypedExpr.Conform _ ->
          together(NODE, children);
    };
  }

  /// A node whose children are evaluated in its own method, but for those that are cut off.
  private Weight together(int own, List<TypedExpr> children) {
    int levels = 1;
    for (TypedExpr child : children) {
      if (weigh(child).levels >= LEVELS) {
        cut.add(child);
      }
    }
    int sum = own + children.stream().mapToInt(this::bytes).sum();
    if (sum > METHOD) {
      List<TypedExpr> heaviest = new ArrayList<>(children);
      heaviest.sort(Comparator.comparingInt(this::bytes).reversed());
      for (TypedExpr child : heaviest) {
        if (sum <= METHOD || bytes(child) <= CALL) {
          break;
        }
        sum -= bytes(child) - CALL;
        cut.add(child);
      }
    }
    for (TypedExpr child : children) {
      levels = Math.max(levels, isCut(child) ? 1 : 1 + weigh(child).levels);
    }
    return new Weight(sum, levels);
  }

  /// A node whose children are evaluated in runs if they are heavy.
  private Weight wide(List<TypedExpr> children) {
    return isWide(children)
        ? new Weight(NODE + CALL * runs(children).size(), 1)
        : together(NODE, children);
  }

  private Weight table(Table table) {
    for (Table.Rule rule : table.rules()) {
      // Values are data, not code, and a table may have a hundred thousand rules of them.
      List<TypedExpr> conditions = Children.ofTests(rule.tests());
      if (!conditions.isEmpty()) {
        rule.tests().forEach(this::test);
        together(CALL, conditions);
      }
      if (!TableEmitter.isConstant(rule)) {
        wide(rule.entries());
      }
    }
    List<TypedExpr> here = new ArrayList<>();
    table.columns().forEach(column -> here.add(column.subject()));
    here.addAll(table.defaults());
    return together(LOOP + COLUMN * table.columns().size(), here);
  }

  /// What a test weighs where it is asked.
  private int test(CellTest test) {
    return switch (test) {
      case CellTest.Any _ -> NODE;
      case CellTest.Points _, CellTest.Interval _ -> 2 * NODE;
      case CellTest.Not not -> test(not.test());
      case CellTest.Holds holds -> {
        together(NODE, List.of(holds.condition()));
        yield NODE + bytes(holds.condition());
      }
      case CellTest.AnyOf anyOf when anyOf.tests().size() > TESTS -> {
        List<List<CellTest>> runs = testRuns(anyOf.tests());
        runs.forEach(run -> {
          run.forEach(this::test);
          together(CALL, Children.ofTests(run));
        });
        yield CALL * runs.size();
      }
      case CellTest.AnyOf anyOf -> anyOf.tests().stream().mapToInt(this::test).sum();
    };
  }
}
