package dev.quoin.compiler.run;

import dev.quoin.compiler.plan.TableIndex;
import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.builtin.Steps;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.interpret.Hits;
import dev.quoin.feel.interpret.Interpreter;
import java.lang.invoke.MethodHandles;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One evaluation of a compiled program: the superclass of every emitted class, and what emitted code calls.
///
/// An operation of a strict program has a *site*, a number by which its span is found when it fails; so the fast path
/// carries an int and nothing else. Methods whose operands are still boxed take the evaluation last, so that emitted code
/// can push the operands first, in their order.
public abstract class Run implements Evaluator.Evaluation {

  protected final Moment moment;
  protected final @Nullable Tracer tracer;
  private static final Value[] NONE = {};

  private final Value[] inputs;
  private final Span[] sites;
  private int iterations;

  protected Run(Value[] inputs, Moment moment, @Nullable Tracer tracer, Span[] sites) {
    this.inputs = inputs;
    this.moment = moment;
    this.tracer = tracer;
    this.sites = sites;
  }

  /// The right to define hidden classes beside this one.
  public static MethodHandles.Lookup lookup() {
    return MethodHandles.lookup();
  }

  /// Another evaluation of the same class: emitted code calls its own constructor, which the JIT compiler sees through,
  /// as it would not through a method handle.
  public abstract Run another(Value[] inputs, Moment moment, @Nullable Tracer tracer, Span[] sites);

  // Errors.

  /// The value, unless an error made it null.
  public static Value checked(Value value, Run run, int site) {
    if (value instanceof Value.Null none && none.cause() != null) {
      throw run.failure(none.cause(), site);
    }
    return value;
  }

  final EvaluationException failure(Reason reason, int site) {
    return new EvaluationException(reason, sites[site]);
  }

  private EvaluationException failure(Value error, int site) {
    return error instanceof Value.Null none && none.cause() != null
        ? failure(none.cause(), site)
        : new EvaluationException(new Reason("overflow", "a number is too large"), sites[site]);
  }

  // Numbers that are known to be there. The slow twins say what went wrong.

  public static Decimal plus(Decimal a, Decimal b, Run run, int site) {
    try {
      return a.plus(b);
    } catch (ArithmeticException _) {
      throw run.failure(Operators.add(Value.of(a), Value.of(b)), site);
    }
  }

  public static Decimal minus(Decimal a, Decimal b, Run run, int site) {
    try {
      return a.minus(b);
    } catch (ArithmeticException _) {
      throw run.failure(Operators.subtract(Value.of(a), Value.of(b)), site);
    }
  }

  public static Decimal times(Decimal a, Decimal b, Run run, int site) {
    try {
      return a.times(b);
    } catch (ArithmeticException _) {
      throw run.failure(Operators.multiply(Value.of(a), Value.of(b)), site);
    }
  }

  public static Decimal dividedBy(Decimal a, Decimal b, Run run, int site) {
    if (b.isZero()) {
      throw run.failure(Operators.divide(Value.of(a), Value.of(b)), site);
    }
    try {
      return a.dividedBy(b);
    } catch (ArithmeticException _) {
      throw run.failure(Operators.divide(Value.of(a), Value.of(b)), site);
    }
  }

  /// A quotient that is rounded at once.
  public static Decimal quotient(
      Decimal a, Decimal b, int places, RoundingMode mode, Run run, int site) {
    if (b.isZero()) {
      throw run.failure(Operators.divide(Value.of(a), Value.of(b)), site);
    }
    try {
      return a.quotient(b, places, mode);
    } catch (ArithmeticException _) {
      throw run.failure(Operators.divide(Value.of(a), Value.of(b)), site);
    }
  }

  /// The same for durations of whole seconds, as they mostly are, and for whatever else can be divided.
  public static Decimal quotient(
      Value a, Value b, int places, RoundingMode mode, Run run, int site) {
    if (a instanceof Value.DayTimeDuration dividend
        && b instanceof Value.DayTimeDuration divisor
        && dividend.value().toNanosPart() == 0
        && divisor.value().toNanosPart() == 0
        && !divisor.value().isZero()) {
      return Decimal.of(dividend.value().toSeconds())
          .quotient(Decimal.of(divisor.value().toSeconds()), places, mode);
    }
    Value quotient = checked(Operators.divide(a, b), run, site);
    return ((Value.Num) quotient).value().round(places, mode);
  }

  /// One more summand; null (Java's) from the moment on at which the sum was too large.
  public static @Nullable Decimal added(@Nullable Decimal total, Decimal number) {
    try {
      return total == null ? null : total.plus(number);
    } catch (ArithmeticException _) {
      return null;
    }
  }

  /// The sum of as many numbers.
  public static Decimal total(@Nullable Decimal total, int count, Run run, int site) {
    if (count == 0) {
      throw run.failure(
          Builtin.SUM.apply(new Value[] {new Value.Items(List.of())}, run.moment), site);
    }
    if (total == null) {
      throw run.failure(
          Value.error("overflow", "the result of `sum` is beyond what its type can hold"), site);
    }
    return total;
  }

  /// The sum of an entry of each context of a list.
  public static Decimal sum(Value list, String name, Run run, int site, int pathSite) {
    if (list instanceof Value.Items items) {
      Decimal total = Decimal.ZERO;
      for (int i = 0; i < items.values().size() && total != null; i++) {
        total =
            items.values().get(i) instanceof Value.Context context
                    && context.entry(name, 1) instanceof Value.Num number
                ? added(total, number.value())
                : null;
      }
      if (total != null && !items.values().isEmpty()) {
        return total;
      }
    }
    return sum(property(list, name, run, pathSite), run, site);
  }

  /// The sum of a list.
  public static Decimal sum(Value list, Run run, int site) {
    List<Value> values = ((Value.Items) list).values();
    Decimal total = Decimal.ZERO;
    for (int i = 0; i < values.size() && total != null; i++) {
      total = values.get(i) instanceof Value.Num number ? added(total, number.value()) : null;
    }
    if (total != null && !values.isEmpty()) {
      return total;
    }
    Value sum = checked(Builtin.SUM.apply(new Value[] {list}, run.moment), run, site);
    return ((Value.Num) sum).value();
  }

  // Truth.

  /// What a strict program makes of a condition that may be null.
  ///
  /// @param where whose condition it is, for the problem
  public static boolean truth(Value value, String where, Run run, int site) {
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    throw run.failure(Truth.notABoolean(value, where), site);
  }

  /// The answer of a condition in a test: true, false, or why it is neither.
  public static Value asked(Value condition) {
    return condition instanceof Value.Bool ? condition : Truth.notABoolean(condition, "a test");
  }

  /// What a `some` or `every` knows after one more condition that does not decide.
  public static Value quantified(Value soFar, Value condition, String where) {
    return condition instanceof Value.Bool ? soFar : Truth.notABoolean(condition, where);
  }

  public static boolean isTrue(Value value) {
    return value instanceof Value.Bool bool && bool.value();
  }

  public static boolean isFalse(Value value) {
    return value instanceof Value.Bool bool && !bool.value();
  }

  public static boolean isNull(Value value) {
    return value instanceof Value.Null;
  }

  /// Three-valued conjunction.
  public static Value and(Value a, Value b) {
    return Truth.and(a, b);
  }

  /// Three-valued disjunction.
  public static Value or(Value a, Value b) {
    return Truth.or(a, b);
  }

  /// Three-valued negation, of a comparison's answer.
  public static Value not(Value value) {
    return value instanceof Value.Bool bool ? Value.of(!bool.value()) : value;
  }

  // Lists, contexts, ranges.

  /// Counts an iteration of a loop of a strict program.
  public static void spend(Run run, int site) {
    if (!spend(run)) {
      throw run.failure(spent(), site);
    }
  }

  /// Counts an iteration of a loop; whether there may be this one.
  public static boolean spend(Run run) {
    return run.iterations++ < Interpreter.MAX_ITERATIONS;
  }

  /// The error that there were too many iterations.
  public static Value spent() {
    return Value.error("too-large", "this evaluation takes more than 1,000,000 iterations");
  }

  /// The first number of a loop over whole numbers; the last is checked too.
  public static long from(Decimal first, Decimal last, Run run, int site) {
    Value.Null error = Operators.steps(Value.of(first), Value.of(last)).error();
    if (error != null) {
      throw run.failure(error, site);
    }
    return first.longValueExact();
  }

  /// In which direction a loop over whole numbers runs.
  public static long step(long from, long to) {
    return to < from ? -1 : 1;
  }

  /// The error that there is nothing to run over; a value that is no null where there is.
  public static Value error(Steps steps) {
    Value.Null error = steps.error();
    return error == null ? Value.TRUE : error;
  }

  /// The list that a filter runs over, or its error.
  public static Value filtered(Value source) {
    return source instanceof Value.Null none && none.cause() == null
        ? Value.error("null-argument", "a filter was given null (expected: a list)")
        : source;
  }

  /// The elements of a list; what is no list is a list of one.
  public static List<Value> list(Value source) {
    return Operators.items(source);
  }

  /// A list of values that nobody else writes to.
  public static Value items(Value[] values) {
    return Value.Items.of(values);
  }

  public static Value items(List<Value> values) {
    return Value.Items.of(values.toArray(NONE));
  }

  public static Value context(String[] keys, Value[] values) {
    return Value.Context.of(keys, values);
  }

  /// Whether a value that can be compared with all of them is one of the points.
  public static boolean isOneOf(Value value, TypedExpr.CellTest.Points points) {
    for (Value point : points.values()) {
      if (Operators.same(value, point)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the value is one of the points, or why that cannot be said.
  public static Value asks(Value value, TypedExpr.CellTest.Points points) {
    Value answer = Value.FALSE;
    for (Value point : points.values()) {
      Value equal = Operators.equal(value, point);
      if (equal.equals(Value.TRUE)) {
        return equal;
      }
      answer = answer.equals(Value.FALSE) ? equal : answer;
    }
    return answer;
  }

  public static Value asks(Value value, TypedExpr.CellTest.Interval interval) {
    return Operators.asks(
        value, interval.lowClosed(), interval.low(), interval.high(), interval.highClosed());
  }

  /// Of two tests that were asked one after the other: passed, or the first error, or not passed.
  public static Value either(Value first, Value second) {
    return second.equals(Value.TRUE) || first.equals(Value.FALSE) ? second : first;
  }

  /// The entry of a context that is known to be one.
  ///
  /// @param position where it stands in contexts of its static type
  public static Value entry(Value context, String name, int position, Run run, int site) {
    if (context instanceof Value.Context known) {
      Value entry = known.entry(name, position);
      if (entry != null) {
        return entry;
      }
    }
    return property(context, name, run, site);
  }

  /// A property in a strict program.
  public static Value property(Value value, String name, Run run, int site) {
    Value found = Operators.property(value, name);
    Reason reason = Operators.failure(found);
    if (reason != null) {
      throw run.failure(reason, site);
    }
    return found;
  }

  // Inputs.

  /// An input as it was given; null where it was not.
  protected final Value input(int index) {
    Value value = inputs[index];
    return value == null ? Value.NULL : value;
  }

  @Override
  public final Value value(int global) {
    Value decided = decision(global);
    return decided == null ? input(global) : decided;
  }

  /// The value of a decision; Java's null for what is none. Emitted code overrides it.
  protected abstract @Nullable Value decision(int index);

  // Tables.

  /// A column of a strict program's table whose subject's type is known only now.
  public static void fit(
      Value value, TableIndex index, TypedExpr.Table table, int column, Run run, int site) {
    if (!index.fits(column, value)) {
      throw run.failure(Hits.misfit(table, column, value), site);
    }
  }

  /// The rule that answers a FIRST table, or -1.
  public static int first(TableIndex index, int node) {
    return index.first(node);
  }

  /// The rule that answers a UNIQUE table, -1 for none, -2 for several.
  public static int unique(TableIndex index, int node) {
    return only(index.candidates(node));
  }

  /// The only one of the rules, -1 for none, -2 for several.
  public static int only(int[] rules) {
    return rules.length == 1 ? rules[0] : rules.length == 0 ? -1 : -2;
  }

  /// The first of the rules alone.
  public static int[] firstOf(int[] rules) {
    return rules.length <= 1 ? rules : new int[] {rules[0]};
  }

  /// Whether a candidate passes the known tests of the columns that the index left out.
  public static boolean passesKnown(TableIndex index, int rule, Value[] subjects) {
    for (int column : index.remainder(rule)) {
      if (index.isKnown(rule, column) && !index.passes(rule, column, subjects[column])) {
        return false;
      }
    }
    return true;
  }

  /// Tells the tracer which rules answer.
  public static int[] matched(int[] rules, Run run, TypedExpr.Table table, Value[] subjects) {
    if (run.tracer != null) {
      run.tracer.matched(table, subjects, rules);
    }
    return rules;
  }

  /// The answer of a table of which no rule matches and which has no defaults.
  public static Value none(TypedExpr.Table table, Value[] subjects) {
    return Hits.none(table, subjects);
  }

  /// What the default entries answer.
  public static Value defaulted(TypedExpr.Table table, Value composed) {
    return Hits.defaulted(table, composed);
  }

  /// The error of a UNIQUE table of which several rules match.
  public static Value several(TypedExpr.Table table, int[] rules, Value[] subjects) {
    return Hits.several(table, rules, subjects);
  }

  /// The answer of a table whose hit policy takes several rules, and which has matching ones.
  public static Value collected(
      TypedExpr.Table table, int[] rules, Value[] answers, Value[] subjects, Run run) {
    if (!Hits.ordersByAnswer(table)) {
      return Hits.combined(table, rules, answers, run.moment);
    }
    int[] order = Hits.order(table, answers);
    int[] answering = Arrays.stream(order).map(position -> rules[position]).toArray();
    Value[] ordered =
        Arrays.stream(order).mapToObj(position -> answers[position]).toArray(Value[]::new);
    matched(answering, run, table, subjects);
    return Hits.combined(table, answering, ordered, run.moment);
  }

  // Tracing.

  protected final void used(Program.Global global, Value value) {
    if (tracer != null) {
      tracer.used(global, value);
    }
  }

  protected final void enter(Program.Decision decision) {
    if (tracer != null) {
      tracer.enter(decision);
    }
  }

  protected final void enter(Program.Function function, Value[] arguments) {
    if (tracer != null) {
      tracer.enter(function, arguments);
    }
  }

  protected final void leave(Value value) {
    if (tracer != null) {
      tracer.leave(value);
    }
  }
}
