package dev.quoin.compiler.plan;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.Reads;
import dev.quoin.feel.Same;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

// Two releases of one policy have nearly everything in common. A decision that is written alike in
// both, as are all functions that it may call, is the same function of what it reads: where that
// has the same values, so has the decision. Where anything stands in its file, and in which file,
// does not count; everything else does, since the reason of a null may name it.
//
// What makes functions, or calls one that is a value, is not alike: a function keeps the evaluation
// in which it was made.

/// Which globals of a program are those of another one, and which of its decisions are written as they are there.
public final class Likeness {
  private static final int NONE = -1;

  private final Program earlier;
  private final Program later;

  /// By global of the later program: that of the earlier one with its id and type, or none.
  private final int[] counterparts;

  /// By function of the later program.
  private final int[] functions;

  private final BitSet alike = new BitSet();

  /// By global of the later program: what it reads, of decisions that are alike.
  private final int[][] reads;

  private Likeness(Program earlier, Program later) {
    this.earlier = earlier;
    this.later = later;
    this.counterparts = counterparts();
    this.functions = functions();
    this.reads = new int[later.globals().size()][];
  }

  public static Likeness of(Program earlier, Program later) {
    Likeness likeness = new Likeness(earlier, later);
    if (earlier.mode() == later.mode()) {
      likeness.find();
    }
    return likeness;
  }

  private int[] counterparts() {
    Map<String, Program.Global> known = new HashMap<>();
    earlier.globals().forEach(global -> known.put(global.id(), global));
    return later.globals().stream()
        .mapToInt(global -> {
          Program.Global other = known.get(global.id());
          return other != null && areOfOneKind(global, other) ? other.index() : NONE;
        })
        .toArray();
  }

  private static boolean areOfOneKind(Program.Global one, Program.Global other) {
    return one.getClass().equals(other.getClass())
        && one.name().equals(other.name())
        && one.type().equals(other.type())
        && one.nullable() == other.nullable();
  }

  private int[] functions() {
    Map<String, Program.Function> known = new HashMap<>();
    earlier.functions().forEach(function -> known.put(function.id(), function));
    return later.functions().stream()
        .mapToInt(function -> {
          Program.Function other = known.get(function.id());
          return other == null ? NONE : other.index();
        })
        .toArray();
  }

  private void find() {
    BitSet alikeFunctions = new BitSet();
    for (Program.Function function : later.functions()) {
      int other = functions[function.index()];
      if (other != NONE
          && function.parameters().equals(earlier.functions().get(other).parameters())
          && areAlike(earlier.functions().get(other).body(), function.body())) {
        alikeFunctions.set(function.index());
      }
    }
    Reads known = Reads.of(later);
    for (Program.Global global : later.globals()) {
      if (global instanceof Program.Decision decision
          && counterparts[global.index()] != NONE
          && earlier.globals().get(counterparts[global.index()]) instanceof Program.Decision other
          && areAlike(other.body(), decision.body())
          && Arrays.stream(known.called(global.index())).allMatch(alikeFunctions::get)) {
        alike.set(global.index());
        reads[global.index()] = known.read(global.index());
      }
    }
  }

  /// How many globals the later program has.
  public int size() {
    return counterparts.length;
  }

  /// Whether the later program's decision is written as the earlier one's.
  public boolean isAlike(int global) {
    return alike.get(global);
  }

  /// What a decision reads that is alike, in the later program: each of these has a counterpart.
  public int[] reads(int global) {
    return reads[global];
  }

  /// The earlier program's global of that id and type; less than 0 where there is none.
  public int counterpart(int global) {
    return counterparts[global];
  }

  // Trees.

  private boolean areAlike(TypedExpr one, TypedExpr other) {
    if (one.nullable() != other.nullable()
        || !one.type().equals(other.type())
        || !areNodesAlike(one, other)) {
      return false;
    }
    return areAll(Children.of(one), Children.of(other), this::areAlike);
  }

  /// Whether two expressions are the same but for those directly inside: these are asked in their order.
  private boolean areNodesAlike(TypedExpr expr, TypedExpr beside) {
    return switch (expr) {
      case TypedExpr.Constant one ->
          beside instanceof TypedExpr.Constant other && Same.values(one.value(), other.value());
      case TypedExpr.Local one ->
          beside instanceof TypedExpr.Local other
              && one.slot() == other.slot()
              && one.name().equals(other.name());
      case TypedExpr.Global one ->
          beside instanceof TypedExpr.Global other && counterparts[other.index()] == one.index();
      case TypedExpr.Arithmetic one ->
          beside instanceof TypedExpr.Arithmetic other && one.operator() == other.operator();
      case TypedExpr.Comparison one ->
          beside instanceof TypedExpr.Comparison other && one.operator() == other.operator();
      case TypedExpr.In one ->
          beside instanceof TypedExpr.In other
              && one.subjectSlot() == other.subjectSlot()
              && areAlike(one.test(), other.test());
      case TypedExpr.InstanceOf one ->
          beside instanceof TypedExpr.InstanceOf other && one.asked().equals(other.asked());
      case TypedExpr.For one ->
          beside instanceof TypedExpr.For other
              && one.partialSlot() == other.partialSlot()
              && areAll(one.iterations(), other.iterations(), Likeness::areAlike);
      case TypedExpr.Quantified one ->
          beside instanceof TypedExpr.Quantified other
              && one.every() == other.every()
              && areAll(one.iterations(), other.iterations(), Likeness::areAlike);
      case TypedExpr.ContextOf one ->
          beside instanceof TypedExpr.ContextOf other
              && (one.result() == null) == (other.result() == null)
              && areAll(
                  one.entries(),
                  other.entries(),
                  (entry, another) ->
                      entry.slot() == another.slot() && entry.key().equals(another.key()));
      case TypedExpr.RangeOf one ->
          beside instanceof TypedExpr.RangeOf other
              && one.lowClosed() == other.lowClosed()
              && one.highClosed() == other.highClosed()
              && (one.low() == null) == (other.low() == null)
              && (one.high() == null) == (other.high() == null);
      case TypedExpr.Path one ->
          beside instanceof TypedExpr.Path other && one.name().equals(other.name());
      case TypedExpr.Filter one ->
          beside instanceof TypedExpr.Filter other && one.itemSlot() == other.itemSlot();
      case TypedExpr.CallBuiltin one ->
          beside instanceof TypedExpr.CallBuiltin other && one.builtin() == other.builtin();
      case TypedExpr.CallFunction one ->
          beside instanceof TypedExpr.CallFunction other
              && functions[other.index()] == one.index()
              && one.name().equals(other.name());
      case TypedExpr.CallNative one ->
          beside instanceof TypedExpr.CallNative other && other.function().isLike(one.function());
      case TypedExpr.Conform one ->
          beside instanceof TypedExpr.Conform other && one.what().equals(other.what());
      case TypedExpr.Table one ->
          beside instanceof TypedExpr.Table other && areTablesAlike(one, other);
      case TypedExpr.Negate _,
          TypedExpr.And _,
          TypedExpr.Or _,
          TypedExpr.If _,
          TypedExpr.ListOf _,
          TypedExpr.Index _ ->
          expr.getClass().equals(beside.getClass());
      case TypedExpr.FunctionOf _, TypedExpr.FunctionValue _, TypedExpr.CallValue _ -> false;
    };
  }

  private static boolean areAlike(TypedExpr.Iteration one, TypedExpr.Iteration other) {
    return one.slot() == other.slot()
        && one.elementType().equals(other.elementType())
        && (one.rangeEnd() == null) == (other.rangeEnd() == null);
  }

  private static boolean areTablesAlike(TypedExpr.Table one, TypedExpr.Table other) {
    return one.name().equals(other.name())
        && one.hitPolicy() == other.hitPolicy()
        && one.defaults().size() == other.defaults().size()
        && areAll(
            one.columns(),
            other.columns(),
            (column, another) ->
                column.slot() == another.slot() && column.label().equals(another.label()))
        && areAll(
            one.outputs(),
            other.outputs(),
            (output, another) ->
                output.name().equals(another.name())
                    && output.type().equals(another.type())
                    && areAll(output.allowed(), another.allowed(), Same::values))
        && areAll(
            one.rules(),
            other.rules(),
            (rule, another) ->
                rule.number() == another.number()
                    && rule.entries().size() == another.entries().size()
                    && areAll(rule.tests(), another.tests(), Likeness::areAlike));
  }

  /// Whether two tests are the same but for the conditions inside.
  private static boolean areAlike(CellTest test, CellTest beside) {
    return switch (test) {
      case CellTest.Points one ->
          beside instanceof CellTest.Points other
              && areAll(one.values(), other.values(), Same::values);
      case CellTest.Interval one ->
          beside instanceof CellTest.Interval other
              && one.lowClosed() == other.lowClosed()
              && one.highClosed() == other.highClosed()
              && areEndsAlike(one.low(), other.low())
              && areEndsAlike(one.high(), other.high());
      case CellTest.AnyOf one ->
          beside instanceof CellTest.AnyOf other
              && areAll(one.tests(), other.tests(), Likeness::areAlike);
      case CellTest.Not one ->
          beside instanceof CellTest.Not other && areAlike(one.test(), other.test());
      case CellTest.Any _, CellTest.Holds _ -> test.getClass().equals(beside.getClass());
    };
  }

  private static boolean areEndsAlike(@Nullable Value one, @Nullable Value other) {
    return (one != null && other != null)
        ? Same.values(one, other)
        : (one == null && other == null);
  }

  private static <T> boolean areAll(List<T> some, List<T> others, BiPredicate<T, T> areAlike) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      if (!areAlike.test(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
