package dev.quoin.compiler.run;

import dev.quoin.compiler.plan.Level;
import dev.quoin.compiler.plan.TableIndex;
import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
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
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.lang.invoke.MethodHandles;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One evaluation of a compiled program: the superclass of every emitted class, and what emitted code calls.
///
/// An operation of a strict program has a *site*, a number by which its span is found when it fails; so the fast path
/// carries an int and nothing else. Methods whose operands are still boxed take the evaluation last, so that emitted code
/// can push the operands first, in their order.
public abstract class Run implements Evaluator.Evaluation {
  /// Stands for a site in a plain program, where an operation that fails is null.
  public static final int PLAIN = -1;

  protected final Moment moment;
  protected final @Nullable Tracer tracer;

  private static final Value[] NONE = {};
  private static final long MONTHS_PER_YEAR = 12;
  private static final Value EMPTY = Value.Items.of(NONE);

  /// Far fewer elements than a list may have.
  private static final int SHORT_LIST = 1_000;

  private final Value[] inputs;
  private final Span[] sites;
  private @Nullable Numbers numbers;

  /// How many iterations were counted.
  int iterations;

  private int depth;

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

  // Numbers that are known to be there, packed where they fit. The slow twins say what went wrong.

  /// The number in a long: packed, or the mark under which this evaluation keeps it.
  public static long number(Value value, Run run) {
    return kept(((Value.Num) value).value(), run);
  }

  /// The same for a number that is no value yet.
  public static long kept(Decimal number, Run run) {
    long packed = Packed.of(number);
    return Packed.isNumber(packed) ? packed : run.numbers().keep(Value.of(number));
  }

  /// The number in a long where there is one; whatever else it is, the mark under which this evaluation keeps it.
  public static long maybe(Value value, Run run) {
    if (value instanceof Value.Num number) {
      long packed = Packed.of(number.value());
      if (Packed.isNumber(packed)) {
        return packed;
      }
    }
    return run.numbers().keep(value);
  }

  /// A number that outlives the loop in which it was made.
  public static long pinned(long number, Run run) {
    return Packed.isNumber(number) ? number : run.numbers().pin(number);
  }

  /// How many numbers are kept before a loop.
  public static int mark(Run run) {
    return run.numbers == null ? 0 : run.numbers.size();
  }

  /// Forgets what an iteration kept: nothing of it is read again but decisions, which are pinned, and sums, which keep
  /// their totals themselves.
  public static void release(Run run, int mark) {
    if (run.numbers != null) {
      run.numbers.shrink(mark);
    }
  }

  /// Whether any number was kept.
  final boolean hasNumbers() {
    return numbers != null;
  }

  /// Forgets all numbers that were kept.
  final void forget() {
    numbers = null;
  }

  final Decimal decimal(long number) {
    return Packed.isNumber(number)
        ? Packed.decimal(number)
        : ((Value.Num) numbers().get(number)).value();
  }

  private Numbers numbers() {
    Numbers known = numbers;
    if (known == null) {
      known = new Numbers();
      numbers = known;
    }
    return known;
  }

  public static Value boxed(long number, Run run) {
    return Packed.isNumber(number) ? Value.of(Packed.decimal(number)) : run.numbers().get(number);
  }

  public static long plus(long a, long b, Run run, int site) {
    long sum = Packed.plus(a, b);
    return sum != Packed.NONE ? sum : run.widePlus(a, b, site);
  }

  private long widePlus(long a, long b, int site) {
    return kept(Operators.add(boxed(a, this), boxed(b, this)), site);
  }

  public static long minus(long a, long b, Run run, int site) {
    long difference = Packed.minus(a, b);
    return difference != Packed.NONE ? difference : run.wideMinus(a, b, site);
  }

  private long wideMinus(long a, long b, int site) {
    return kept(Operators.subtract(boxed(a, this), boxed(b, this)), site);
  }

  public static long times(long a, long b, Run run, int site) {
    long product = Packed.times(a, b);
    return product != Packed.NONE ? product : run.wideTimes(a, b, site);
  }

  private long wideTimes(long a, long b, int site) {
    return kept(Operators.multiply(boxed(a, this), boxed(b, this)), site);
  }

  public static long dividedBy(long a, long b, Run run, int site) {
    long quotient = Packed.dividedBy(a, b);
    return quotient != Packed.NONE ? quotient : run.wideDividedBy(a, b, site);
  }

  private long wideDividedBy(long a, long b, int site) {
    return kept(Operators.divide(boxed(a, this), boxed(b, this)), site);
  }

  /// The result of an operation on numbers; what is none is why it failed. A plain program goes on with that.
  private long kept(Value result, int site) {
    return site == PLAIN ? maybe(result, this) : number(checked(result, this, site), this);
  }

  /// The value, unless it must be a number and an error made it null.
  private static Value passed(Value value, Run run, int site) {
    return site == PLAIN ? value : checked(value, run, site);
  }

  public static long negated(long number, Run run) {
    long negated = Packed.negated(number);
    return negated != Packed.NONE ? negated : kept(run.decimal(number).negated(), run);
  }

  /// -1, 0 or 1.
  public static int compare(long a, long b, Run run) {
    int order = Packed.compare(a, b);
    return order != Packed.UNKNOWN ? order : run.decimal(a).compareTo(run.decimal(b));
  }

  /// The lesser of the two, the first where they are equal.
  public static long min(long a, long b, Run run) {
    return compare(a, b, run) <= 0 ? a : b;
  }

  /// The greater of the two, the first where they are equal.
  public static long max(long a, long b, Run run) {
    return compare(a, b, run) >= 0 ? a : b;
  }

  public static long round(long number, int places, RoundingMode mode, Run run) {
    long rounded = Packed.round(number, places, mode);
    return rounded != Packed.NONE ? rounded : kept(run.decimal(number).round(places, mode), run);
  }

  /// The same of what may be no number.
  ///
  /// @param builtin the function
  /// @param scale its second argument, or Java's null
  public static long round(
      long number, int places, RoundingMode mode, Builtin builtin, @Nullable Value scale, Run run) {
    long rounded = Packed.round(number, places, mode);
    return rounded != Packed.NONE ? rounded : run.wideRound(boxed(number, run), builtin, scale);
  }

  /// A quotient of what may be no numbers, rounded at once.
  public static long quotient(
      long a,
      long b,
      int places,
      RoundingMode mode,
      Builtin builtin,
      @Nullable Value scale,
      Run run) {
    long quotient = Packed.quotient(a, b, places, mode);
    return quotient != Packed.NONE
        ? quotient
        : run.wideRound(Operators.divide(boxed(a, run), boxed(b, run)), builtin, scale);
  }

  private long wideRound(Value number, Builtin builtin, @Nullable Value scale) {
    Value[] arguments = scale == null ? new Value[] {number} : new Value[] {number, scale};
    return maybe(builtin.apply(arguments, moment), this);
  }

  /// A quotient that is rounded at once.
  public static long quotient(long a, long b, int places, RoundingMode mode, Run run, int site) {
    long quotient = Packed.quotient(a, b, places, mode);
    return quotient != Packed.NONE ? quotient : run.wideQuotient(a, b, places, mode, site);
  }

  private long wideQuotient(long a, long b, int places, RoundingMode mode, int site) {
    Decimal dividend = decimal(a);
    Decimal divisor = decimal(b);
    if (!divisor.isZero()) {
      try {
        return kept(dividend.quotient(divisor, places, mode), this);
      } catch (ArithmeticException _) {
        // The slow twin says what went wrong.
      }
    }
    throw failure(Operators.divide(Value.of(dividend), Value.of(divisor)), site);
  }

  /// The same for durations of whole seconds, as they mostly are, and for whatever else can be divided.
  public static long quotient(Value a, Value b, int places, RoundingMode mode, Run run, int site) {
    if (a instanceof Value.DayTimeDuration dividend
        && b instanceof Value.DayTimeDuration divisor
        && dividend.nano() == 0
        && divisor.nano() == 0
        && divisor.seconds() != 0) {
      long quotient =
          Packed.quotient(
              Packed.of(dividend.seconds(), 0), Packed.of(divisor.seconds(), 0), places, mode);
      if (quotient != Packed.NONE) {
        return quotient;
      }
    }
    Value quotient = checked(Operators.divide(a, b), run, site);
    return kept(((Value.Num) quotient).value().round(places, mode), run);
  }

  /// A number of times a duration.
  public static Value times(long number, Value duration, Run run, int site) {
    return times(duration, number, run, site);
  }

  /// A duration as many times.
  public static Value times(Value duration, long number, Run run, int site) {
    if (duration instanceof Value.DayTimeDuration known && known.nano() == 0 && isShort(number)) {
      long seconds = known.seconds();
      long factor = Packed.coefficient(number);
      long product = seconds * factor;
      if (Math.multiplyHigh(seconds, factor) == product >> 63) {
        return new Value.DayTimeDuration(product, 0);
      }
    }
    return checked(Operators.multiply(duration, boxed(number, run)), run, site);
  }

  /// -1, 0 or 1 for two dates, or dates and times.
  ///
  /// @param operator what asks, for the problem where one is local and the other has a zone
  public static int order(Value a, Value b, ComparisonOperator operator, Run run, int site) {
    if (a instanceof Value.DateTime left
        && b instanceof Value.DateTime right
        && (left.offset() == null) == (right.offset() == null)) {
      return Long.compare(left.epochSecond(), right.epochSecond());
    }
    if (a instanceof Value.Date left && b instanceof Value.Date right) {
      return left.value().compareTo(right.value());
    }
    checked(
        switch (operator) {
          case EQUAL, NOT_EQUAL -> Operators.equal(a, b);
          case LESS -> Operators.less(a, b);
          case LESS_OR_EQUAL -> Operators.lessOrEqual(a, b);
          case GREATER -> Operators.greater(a, b);
          case GREATER_OR_EQUAL -> Operators.greaterOrEqual(a, b);
        },
        run,
        site);
    return Operators.compare(a, b);
  }

  /// The duration from one date and time to another.
  public static Value between(Value to, Value from) {
    if (to instanceof Value.DateTime end
        && from instanceof Value.DateTime start
        && (end.offset() == null) == (start.offset() == null)
        && end.nano() == start.nano()) {
      return new Value.DayTimeDuration(end.epochSecond() - start.epochSecond(), 0);
    }
    return Operators.subtract(to, from);
  }

  /// How many times a duration goes into another.
  public static long ratio(Value dividend, Value divisor, Run run, int site) {
    if (dividend instanceof Value.DayTimeDuration whole
        && divisor instanceof Value.DayTimeDuration part
        && whole.nano() == 0
        && part.nano() == 0) {
      long ratio = Packed.dividedBy(Packed.of(whole.seconds(), 0), Packed.of(part.seconds(), 0));
      if (ratio != Packed.NONE) {
        return ratio;
      }
    }
    return run.kept(Operators.divide(dividend, divisor), site);
  }

  /// How many times a known duration goes into what lies between two dates and times, without making an object of that.
  ///
  /// @param site of the ratio; the difference has its own
  public static long ratio(
      Value to, Value from, Value divisor, Run run, int differenceSite, int site) {
    if (to instanceof Value.DateTime end
        && from instanceof Value.DateTime start
        && divisor instanceof Value.DayTimeDuration part
        && (end.offset() == null) == (start.offset() == null)
        && end.nano() == start.nano()
        && part.nano() == 0) {
      long ratio =
          Packed.dividedBy(
              Packed.of(end.epochSecond() - start.epochSecond(), 0), Packed.of(part.seconds(), 0));
      if (ratio != Packed.NONE) {
        return ratio;
      }
    }
    return ratio(passed(between(to, from), run, differenceSite), divisor, run, site);
  }

  /// A part of a date, or of a date and time.
  public static long year(Value value, Run run, int site) {
    LocalDate date = day(value);
    return date == null ? part(value, "year", run, site) : Packed.of(date.getYear(), 0);
  }

  public static long month(Value value, Run run, int site) {
    LocalDate date = day(value);
    return date == null ? part(value, "month", run, site) : Packed.of(date.getMonthValue(), 0);
  }

  public static long day(Value value, Run run, int site) {
    LocalDate date = day(value);
    return date == null ? part(value, "day", run, site) : Packed.of(date.getDayOfMonth(), 0);
  }

  public static long weekday(Value value, Run run, int site) {
    LocalDate date = day(value);
    return date == null
        ? part(value, "weekday", run, site)
        : Packed.of(date.getDayOfWeek().getValue(), 0);
  }

  private static long part(Value value, String name, Run run, int site) {
    return site == PLAIN
        ? maybe(Operators.property(value, name), run)
        : number(property(value, name, run, site), run);
  }

  private static @Nullable LocalDate day(Value value) {
    return value instanceof Value.DateTime moment
        ? moment.date()
        : value instanceof Value.Date date ? date.value() : null;
  }

  /// The date of a date and time.
  public static Value date(Value dateTime) {
    return new Value.Date(((Value.DateTime) dateTime).date());
  }

  /// The whole months from one date to the other.
  public static Value months(Value from, Value to) {
    return new Value.YearMonthDuration(
        ChronoUnit.MONTHS.between(((Value.Date) from).value(), ((Value.Date) to).value()));
  }

  /// The years of a duration.
  public static long years(Value duration) {
    return Packed.of(((Value.YearMonthDuration) duration).months() / MONTHS_PER_YEAR, 0);
  }

  /// The months of a duration, beside its years.
  public static long months(Value duration) {
    return Packed.of(((Value.YearMonthDuration) duration).months() % MONTHS_PER_YEAR, 0);
  }

  /// The sum of a loop's results.
  public static long total(Sum sum, Run run, int site) {
    return sum.isThere()
        ? sum.total(run)
        : run.kept(
            sum.isEmpty()
                ? Builtin.SUM.apply(new Value[] {new Value.Items(List.of())}, run.moment)
                : Value.error("overflow", "the result of `sum` is beyond what its type can hold"),
            site);
  }

  /// The sum of an entry of each context of a list.
  public static long sum(Value list, String name, Run run, int site, int pathSite) {
    if (list instanceof Value.Items items) {
      Sum sum = new Sum();
      List<Value> values = items.values();
      int summed = 0;
      while (summed < values.size()
          && values.get(summed) instanceof Value.Context context
          && isAdded(context, name, sum, run)) {
        summed++;
      }
      if (summed == values.size() && sum.isThere()) {
        return sum.total(run);
      }
    }
    return sum(property(list, name, run, pathSite), run, site);
  }

  /// Adds an entry that is a number; false where it is none.
  private static boolean isAdded(Value.Context context, String name, Sum sum, Run run) {
    long packed = context.number(name, 1);
    if (Packed.isNumber(packed)) {
      sum.add(packed, run);
      return true;
    }
    if (context.entry(name, 1) instanceof Value.Num number) {
      sum.add(number.value());
      return true;
    }
    return false;
  }

  /// The sum of a list.
  public static long sum(Value list, Run run, int site) {
    Sum sum = new Sum();
    List<Value> values = ((Value.Items) list).values();
    int summed = 0;
    while (summed < values.size() && values.get(summed) instanceof Value.Num number) {
      sum.add(number.value());
      summed++;
    }
    return summed == values.size() && sum.isThere()
        ? sum.total(run)
        : run.kept(Builtin.SUM.apply(new Value[] {list}, run.moment), site);
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
    return condition instanceof Value.Bool || soFar instanceof Value.Null
        ? soFar
        : Truth.notABoolean(condition, where);
  }

  /// Whether the condition ends a `some` or `every` with an error: it is neither true nor false nor unknown.
  public static boolean isOther(Value condition) {
    return !(condition instanceof Value.Bool) && !(condition instanceof Value.Null);
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

  @Override
  public final Value call(int function, Value[] arguments) {
    return function(function, arguments);
  }

  // Functions that are values.

  /// A function with what it keeps of the variables around it.
  ///
  /// @param number the number of its body
  public static Value closure(
      Value[] kept, TypedExpr.FunctionOf function, int number, Mode mode, Run run) {
    return new Value.Function(
        function.parameters(),
        function.result(),
        mode,
        arguments -> run.counted(() -> run.body(number, kept, arguments)));
  }

  /// A business knowledge model as a value.
  public static Value named(TypedExpr.FunctionValue function, Mode mode, Run run) {
    return new Value.Function(
        function.parameters(),
        function.result(),
        mode,
        arguments -> run.counted(() -> run.function(function.index(), arguments)));
  }

  /// A call counts as an iteration, and only so many may be in each other.
  private Value counted(Supplier<Value> call) {
    if (iterations >= Interpreter.MAX_ITERATIONS) {
      exhausted();
      return Interpreter.spent();
    }
    if (depth == Interpreter.MAX_DEPTH) {
      return Interpreter.tooDeep();
    }
    iterations++;
    depth++;
    try {
      return call.get();
    } catch (StackOverflowError overflow) {
      // Bodies that are deep themselves: the outermost call, below which there is room again,
      // answers.
      if (depth > 1) {
        throw overflow;
      }
      return Interpreter.tooDeep();
    } finally {
      depth--;
    }
  }

  /// Evaluates the body of that number; a class that makes such functions has its own.
  protected Value body(int number, Value[] kept, Value[] arguments) {
    throw new IllegalStateException("no body " + number);
  }

  /// Calls a business knowledge model; a class in which one is a value has its own.
  protected Value function(int index, Value[] arguments) {
    throw new IllegalStateException("no function " + index);
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
    if (run.iterations++ < Interpreter.MAX_ITERATIONS) {
      return true;
    }
    run.exhausted();
    return false;
  }

  /// Is told that there were too many iterations.
  void exhausted() {}

  /// The error that there were too many iterations.
  public static Value spent() {
    return Interpreter.spent();
  }

  /// The first number of a loop over whole numbers; the last is checked too.
  public static long from(long first, long last, Run run, int site) {
    if (!isShort(first) || !isShort(last)) {
      Value.Null error = Operators.steps(boxed(first, run), boxed(last, run)).error();
      if (error != null) {
        throw run.failure(error, site);
      }
    }
    return whole(first, run);
  }

  /// Whether it is written as a whole number of few digits, as nearly every end of a loop is.
  private static boolean isShort(long number) {
    return Packed.isNumber(number)
        && Packed.scale(number) == 0
        && Math.abs(Packed.coefficient(number)) <= Steps.MOST;
  }

  /// A whole number that an end of a loop is known to be.
  public static long whole(long number, Run run) {
    return isShort(number) ? Packed.coefficient(number) : run.decimal(number).longValueExact();
  }

  /// The number of a loop's variable.
  public static long ofWhole(long value) {
    return Packed.of(value, 0);
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

  /// A list of the first values of an array that nobody else writes to.
  public static Value items(Value[] values, int size) {
    if (size == 0) {
      return EMPTY;
    }
    return Value.Items.of(size == values.length ? values : Arrays.copyOf(values, size));
  }

  /// Both lists in one.
  public static Value concatenated(Value first, Value second, Run run, int site) {
    if (first instanceof Value.Items left && second instanceof Value.Items right) {
      int size = left.values().size();
      int more = right.values().size();
      if (more == 0 && size <= SHORT_LIST) {
        return first;
      }
      if (size == 0 && more <= SHORT_LIST) {
        return second;
      }
    }
    return checked(Builtin.CONCATENATE.apply(new Value[] {first, second}, run.moment), run, site);
  }

  public static Value context(String[] keys, Value[] values) {
    return Value.Context.of(keys, values);
  }

  /// A context some of whose entries are numbers, which have no value in the array of values.
  public static Value context(String[] keys, @Nullable Value[] values, long[] numbers, Run run) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && !Packed.isNumber(numbers[i])) {
        values[i] = boxed(numbers[i], run);
      }
    }
    return Value.Context.of(keys, values, numbers);
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

  /// The number that an entry of a context is known to be, without a box around it where it is packed.
  public static long number(Value context, String name, int position, Run run, int site) {
    if (context instanceof Value.Context known) {
      long packed = known.number(name, position);
      if (Packed.isNumber(packed)) {
        return packed;
      }
    }
    return number(entry(context, name, position, run, site), run);
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
  protected Value input(int index) {
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

  /// The step of a number through a level of an index.
  public static int step(Level level, int node, long number, Run run) {
    return Packed.isNumber(number)
        ? level.stepPacked(node, number)
        : level.step(node, boxed(number, run));
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
