package dev.quoin.compiler.run;

import dev.quoin.compiler.plan.Level;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

// A batch is evaluated in chunks. In a chunk each input and each decision has a column: an array by
// lane, which the emitted class keeps in a field. `need` fills the column of a decision in the
// lanes of a selection, after those of the decisions that it surely needs; whatever else it reads,
// it computes lane by lane, where it reads it. So nothing depends on what was filled before, and a
// decision that only some branch needs is evaluated only in the lanes that take the branch.
//
// A column may be filled in a lane in which a row's evaluation would have ended before it came
// there. Nobody sees it: an error is kept in the lane and thrown where the decision is read. What
// could be seen is the count of iterations; so a lane never counts fewer than a row, and a lane
// that comes to the limit is left to the row form altogether.

/// The evaluations of a chunk of a batch: the superclass of the columns form of a program, and what its code calls.
public abstract class Lanes extends Run {
  /// The columns of some ten decisions stay in a processor's cache.
  public static final int CHUNK = 1_024;

  static final byte DONE = 1;

  private static final byte FAILED = 2;

  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};
  private static final boolean[] NO_TRUTHS = {};
  private static final Value.Text[] NO_TEXTS = {};
  private static final Value[] NO_VALUES = {};
  private static final byte[] NO_STATES = {};

  /// The lane that is evaluated, from 0 within the chunk.
  protected int lane;

  private BitSet reached = new BitSet();
  private int width;

  /// By number of the column: an array of its kind.
  private Object[] columns = {};

  /// By number of the column: how far each lane is; none has one where it is no decision.
  private byte[][] states = {};

  /// By number of the column: why lanes of it failed in this chunk; Java's null where none did.
  private @Nullable Failures[] failures = {};

  /// By number of the column: whether anything was put into it in this chunk; values of an input, since they were given.
  private boolean[] isTouched = {};

  private boolean[] isWhole = {};
  private @Nullable Column[] inputs = {};
  private @Nullable Instants[] instants = {};

  /// By input: the codes of its texts, where they have some.
  private int[][] codes = {};

  private boolean[] hasCodes = {};
  private @Nullable Classes[] classes = {};

  /// By decision: its context, where that comes apart into columns.
  private final Map<Integer, Apart> apart = new HashMap<>();

  /// By decision: the column of the rules that answered; less than 0 where there is none.
  private int[] ruled = NO_INTS;

  private @Nullable Earlier earlier;

  private int[] selected = NO_INTS;
  private int base;

  /// By lane: the iterations that were counted so far.
  private int[] counted = NO_INTS;

  private int countedBefore;
  private final BitSet exhausted = new BitSet();

  protected Lanes(Value[] inputs, Moment moment, @Nullable Tracer tracer, Span[] sites) {
    super(inputs, moment, tracer, sites);
  }

  /// Why lanes failed, and what they had counted until then.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Failures(@Nullable EvaluationException[] reasons, int[] counted) {}

  /// The classes of the distinct texts of one column at one level.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Classes(Value.Text[] distinct, int[] ofCodes, int ofNull) {}

  /// A context, of which each entry has a column; the first has the state of them all.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Apart(String[] keys, int[] entries) {}

  // What emitted code provides.

  /// Makes all columns; called once.
  protected abstract void bind();

  /// Fills the column of a decision, or the columns of its entries.
  ///
  /// @param selection the lanes, in order
  /// @param count how many of them there are
  protected abstract void fill(int column, int[] selection, int count);

  // Opening.

  /// Makes the columns for asking what reaches these globals, in chunks of so many lanes.
  final void open(BitSet globals, int lanes) {
    reached = globals;
    width = lanes;
    counted = new int[lanes];
    bind();
  }

  protected final void columns(int count, int steps) {
    columns = new Object[count];
    states = new byte[count][];
    Arrays.fill(states, NO_STATES);
    failures = new Failures[count];
    isTouched = new boolean[count];
    isWhole = new boolean[count];
    inputs = new Column[count];
    instants = new Instants[count];
    codes = new int[count][];
    Arrays.fill(codes, NO_INTS);
    hasCodes = new boolean[count];
    classes = new Classes[steps];
    ruled = new int[count];
    Arrays.fill(ruled, -1);
  }

  protected final void ruled(int decision, int column) {
    ruled[decision] = column;
  }

  protected final void apart(int decision, String[] keys, int[] entries) {
    apart.put(decision, new Apart(keys, entries));
  }

  /// The columns of a decision's context, if it comes apart.
  final @Nullable Apart apart(int decision) {
    return apart.get(decision);
  }

  private <T> T kept(int column, T array) {
    columns[column] = array;
    return array;
  }

  protected final int[] ints(int column, int owner) {
    return kept(column, reached.get(owner) ? new int[width] : NO_INTS);
  }

  protected final long[] longs(int column, int owner) {
    return kept(column, reached.get(owner) ? new long[width] : NO_LONGS);
  }

  protected final boolean[] truths(int column, int owner) {
    return kept(column, reached.get(owner) ? new boolean[width] : NO_TRUTHS);
  }

  protected final Value.Text[] texts(int column, int owner) {
    return kept(column, reached.get(owner) ? new Value.Text[width] : NO_TEXTS);
  }

  protected final Value[] values(int column, int owner) {
    return kept(column, reached.get(owner) ? new Value[width] : NO_VALUES);
  }

  protected final byte[] states(int column, int owner) {
    byte[] made = reached.get(owner) ? new byte[width] : NO_STATES;
    states[column] = made;
    return made;
  }

  /// Takes over what an earlier evaluation has found in each chunk, where it is the same here.
  final void follow(Earlier one) {
    earlier = one;
  }

  // A chunk.

  /// Begins a chunk.
  ///
  /// @param first the batch's lane that is lane 0 of the chunk
  /// @param lanes the chunk's lanes that are selected
  final void begin(int first, int[] lanes) {
    base = first;
    selected = lanes;
    forget();
    exhausted.clear();
    Arrays.fill(counted, 0);
    Arrays.fill(isWhole, false);
    Arrays.fill(failures, null);
    for (int column = 0; column < states.length; column++) {
      if (states[column].length > 0) {
        Arrays.fill(states[column], (byte) 0);
        isTouched[column] = false;
      }
    }
  }

  /// Goes on with a chunk whose inputs are there.
  final void begun() {
    if (earlier != null) {
      earlier.begin();
    }
  }

  /// Brings the values of an input into its column.
  final void give(int input, Column column) {
    inputs[input] = column;
    hasCodes[input] = false;
    Instants before = instants[input];
    if (before != null) {
      before.forget();
    }
    switch (columns[input]) {
      case long[] numbers -> numbers(column, numbers);
      case boolean[] truths -> {
        for (int each : selected) {
          truths[each] = isTrue(column.value(base + each));
        }
      }
      case Value.Text[] texts -> texts(input, column, texts);
      case Value[] values -> values(input, column, values);
      default -> throw new IllegalStateException("no column for input " + input);
    }
  }

  private void numbers(Column column, long[] numbers) {
    if (column instanceof Column.Numbers given) {
      System.arraycopy(given.packed(), base, numbers, 0, length(given));
      if (given.others().length > 0) {
        for (int each : selected) {
          if (!Packed.isNumber(numbers[each])) {
            numbers[each] = pinned(maybe(given.value(base + each), this), this);
          }
        }
      }
      return;
    }
    if (column instanceof Column.Same given) {
      Arrays.fill(numbers, pinned(maybe(given.value(), this), this));
      return;
    }
    for (int each : selected) {
      numbers[each] = pinned(maybe(column.value(base + each), this), this);
    }
  }

  private void texts(int input, Column column, Value.@Nullable Text[] texts) {
    if (column instanceof Column.Texts given) {
      codes(input, given);
      unbox(input, texts);
      return;
    }
    for (int each : selected) {
      texts[each] = column.value(base + each) instanceof Value.Text text ? text : null;
    }
  }

  private void codes(int input, Column.Texts given) {
    if (codes[input].length == 0) {
      codes[input] = new int[width];
    }
    System.arraycopy(given.codes(), base, codes[input], 0, length(given));
    hasCodes[input] = true;
  }

  private void values(int input, Column column, @Nullable Value[] values) {
    switch (column) {
      case Column.Values given -> System.arraycopy(given.values(), base, values, 0, length(given));
      case Column.Same given -> Arrays.fill(values, given.value());
      case Column.Texts given -> {
        codes(input, given);
        unbox(input, values);
      }
      case Column.Moments given -> {
        Instants seconds = instants[input] == null ? new Instants(width) : instants[input];
        instants[input] = seconds;
        seconds.take(given, base, selected);
        unbox(input, values);
      }
      case Column.Numbers _, Column.Truths _, Column.Dates _, Column.Contexts _ ->
          unbox(input, values);
    }
  }

  private void unbox(int input, @Nullable Value[] values) {
    if (isTouched[input]) {
      isTouched[input] = false;
      Arrays.fill(values, null);
    }
  }

  private int length(Column column) {
    return Math.min(width, column.size() - base);
  }

  /// The value of an input in the lane, boxed when it is first read.
  protected final Value boxed(int input) {
    Value[] values = (Value[]) columns[input];
    Value known = values[lane];
    if (known == null) {
      Column column = inputs[input];
      known = column == null ? Value.NULL : column.value(base + lane);
      values[lane] = known;
      isTouched[input] = true;
    }
    return known;
  }

  /// Boxes an input in all lanes of a selection.
  protected final void box(int input, int[] selection, int count) {
    for (int i = 0; i < count; i++) {
      lane = selection[i];
      boxed(input);
    }
  }

  @Override
  protected final Value input(int index) {
    Column column = inputs[index];
    return column == null ? Value.NULL : column.value(base + lane);
  }

  // Filling.

  /// Sees to it that a column is filled in the lanes of a selection, as far as that can be done.
  @SuppressWarnings("ReferenceEquality") // the selection itself, not one like it
  protected final void need(int column, int[] selection, int count) {
    if (isWhole[column]) {
      return;
    }
    boolean whole = selection == selected;
    isWhole[column] = whole;
    if (!isTouched[column]) {
      isTouched[column] = true;
      fillRest(column, selection, count);
      return;
    }
    byte[] state = states[column];
    int[] open = new int[count];
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (state[selection[i]] == 0) {
        open[left++] = selection[i];
      }
    }
    if (left > 0) {
      fillRest(column, open, left);
    }
  }

  /// Fills the column in those lanes in which its values are not those of the earlier evaluation.
  private void fillRest(int column, int[] selection, int count) {
    if (earlier == null || !earlier.isAsked(column)) {
      fill(column, selection, count);
      return;
    }
    int[] rest = earlier.rest(column, selection, count);
    if (rest.length == count) {
      fill(column, selection, count);
    } else if (rest.length > 0) {
      fill(column, rest, rest.length);
    }
  }

  /// Goes on with a lane.
  protected final void enter(int next) {
    lane = next;
    iterations = counted[next];
    countedBefore = iterations;
  }

  /// Ends with the lane.
  protected final void leave() {
    counted[lane] = iterations;
  }

  /// Keeps why the column has no value in the lane.
  protected final void fail(int column, EvaluationException failure) {
    states[column][lane] = FAILED;
    Failures known = failures[column];
    if (known == null) {
      known = new Failures(new @Nullable EvaluationException[width], new int[width]);
      failures[column] = known;
    }
    known.reasons[lane] = failure;
    known.counted[lane] = iterations - countedBefore;
  }

  /// Throws what the column met in the lane, if it did. A row would evaluate it again, and count again.
  protected final void rethrow(int column) {
    if (states[column][lane] != FAILED) {
      return;
    }
    Failures known = Objects.requireNonNull(failures[column]);
    iterations += known.counted[lane];
    if (iterations >= Interpreter.MAX_ITERATIONS) {
      exhausted();
    }
    throw failure(column, lane);
  }

  @Override
  final void exhausted() {
    exhausted.set(lane);
  }

  /// Whether the lane has come to a limit, so that only the row form knows what it answers.
  final boolean isExhausted(int ofLane) {
    return exhausted.get(ofLane);
  }

  /// The column has a value in these lanes.
  protected final void finish(int column, int[] selection, int count) {
    byte[] state = states[column];
    for (int i = 0; i < count; i++) {
      state[selection[i]] = DONE;
    }
  }

  /// Whether all these decisions have a value in each lane of a selection.
  protected final boolean areThere(int[] decisions, int[] selection, int count) {
    for (int decision : decisions) {
      if (!isWhole[decision] || failures[decision] != null) {
        byte[] state = states[decision];
        for (int i = 0; i < count; i++) {
          if (state[selection[i]] != DONE) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /// Keeps those lanes of a selection in which the other column has a value; where it has none, this one has none.
  ///
  /// @return how many are kept
  protected final int there(int other, int column, int[] selection, int count) {
    if (isWhole[other] && failures[other] == null) {
      return count;
    }
    byte[] state = states[other];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int each = selection[i];
      if (state[each] == DONE) {
        selection[kept++] = each;
      } else {
        enter(each);
        try {
          rethrow(other);
          throw new IllegalStateException("neither filled nor failed: " + other);
        } catch (EvaluationException again) {
          fail(column, again);
        }
        leave();
      }
    }
    return kept;
  }

  // What another evaluation takes over.

  final byte[] states(int decision) {
    return states[decision];
  }

  final boolean isTouched(int column) {
    return isTouched[column];
  }

  /// Some lanes of the column are filled by somebody else.
  final void touch(int column) {
    isTouched[column] = true;
  }

  /// All lanes of the column are filled by somebody else.
  final void touchAll(int column) {
    isWhole[column] = true;
  }

  /// Whether the column has a value in all selected lanes.
  final boolean isThereForAll(int column) {
    return isWhole[column] && failures[column] == null;
  }

  final int[] selected() {
    return selected;
  }

  /// Whether the other one has evaluated the same chunk, and all of it by columns.
  final boolean isBeside(Lanes other) {
    return other.base == base && other.exhausted.isEmpty();
  }

  /// Whether the same lanes are selected.
  final boolean hasSelectionOf(Lanes other) {
    return Arrays.equals(selected, other.selected);
  }

  /// Begins with what the other one has counted.
  final void countFrom(Lanes other) {
    System.arraycopy(other.counted, 0, counted, 0, counted.length);
  }

  /// Takes over which rules answered.
  final void takeRules(int decision, Lanes other, int before, int[] lanes, int count) {
    if (ruled[decision] < 0) {
      return;
    }
    int[] rules = (int[]) columns[ruled[decision]];
    if (other.ruled[before] >= 0) {
      Earlier.copy(other.columns[other.ruled[before]], rules, lanes, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      rules[lanes[i]] = -1;
    }
  }

  // Answers.

  final boolean isDone(int column, int ofLane) {
    return states[column][ofLane] == DONE;
  }

  /// Those of the lanes in which the column has a value.
  final int[] done(int column, int[] lanes) {
    byte[] state = states[column];
    int count = 0;
    for (int each : lanes) {
      count += state[each] == DONE ? 1 : 0;
    }
    if (count == lanes.length) {
      return lanes;
    }
    int[] done = new int[count];
    int next = 0;
    for (int each : lanes) {
      if (state[each] == DONE) {
        done[next++] = each;
      }
    }
    return done;
  }

  /// Why the column has no value in the lane.
  final EvaluationException failure(int column, int ofLane) {
    Failures known = failures[column];
    EvaluationException reason = known == null ? null : known.reasons[ofLane];
    if (reason == null) {
      throw new IllegalStateException("neither filled nor failed: " + column);
    }
    return reason;
  }

  /// Whether these lanes are all from 0 on.
  final boolean isWhole(int[] lanes) {
    return lanes.length > 0 && lanes[lanes.length - 1] == lanes.length - 1;
  }

  final Object column(int number) {
    return columns[number];
  }

  // Walks through the index of a table, level by level: where each lane of a selection stands.

  protected static void start(int[] nodes, int root, int count) {
    Arrays.fill(nodes, 0, count, root);
  }

  /// The step of numbers: whole ones by their classes, others by the axis.
  ///
  /// @param wholes the classes of whole numbers, the last for all behind them, too; none where they are not known
  protected final void stepNumbers(
      Level level, int[] nodes, long[] numbers, int[] wholes, int[] selection, int count) {
    int last = wholes.length - 1;
    for (int i = 0; i < count; i++) {
      long number = numbers[selection[i]];
      nodes[i] =
          last >= 0 && Packed.scale(number) == 0 && number >= 0
              ? level.child(nodes[i], wholes[(int) Math.min(Packed.coefficient(number), last)])
              : step(level, nodes[i], number, this);
    }
  }

  /// The step of what a table of constants has answered: by its rule, where one did.
  ///
  /// @param rules by lane; less than 0 where none did
  /// @param classes by rule
  protected static void stepRules(
      Level level,
      int[] nodes,
      int[] rules,
      int[] classes,
      Value[] values,
      int[] selection,
      int count) {
    for (int i = 0; i < count; i++) {
      int rule = rules[selection[i]];
      nodes[i] =
          rule >= 0
              ? level.child(nodes[i], classes[rule])
              : level.step(nodes[i], values[selection[i]]);
    }
  }

  protected static void stepTexts(
      Level level, int[] nodes, Value.Text[] texts, int[] selection, int count) {
    for (int i = 0; i < count; i++) {
      nodes[i] = level.step(nodes[i], texts[selection[i]]);
    }
  }

  protected static void stepTruths(
      Level level, int[] nodes, boolean[] truths, int[] selection, int count) {
    for (int i = 0; i < count; i++) {
      nodes[i] = level.stepBoolean(nodes[i], truths[selection[i]]);
    }
  }

  protected static void stepValues(
      Level level, int[] nodes, Value[] values, int[] selection, int count) {
    for (int i = 0; i < count; i++) {
      nodes[i] = level.step(nodes[i], values[selection[i]]);
    }
  }

  /// The step of an input of texts: by code where they have some.
  ///
  /// @param step the number of this step
  @SuppressWarnings("ReferenceEquality") // the same array of texts has the same classes
  protected final void stepInput(
      Level level, int[] nodes, int input, int step, int[] selection, int count) {
    int[] ofLanes = codes[input];
    if (hasCodes[input] && inputs[input] instanceof Column.Texts given) {
      Classes known = classes[step];
      if (known == null || known.distinct != given.distinct()) {
        known =
            new Classes(
                given.distinct(),
                level.classes(given.distinct()),
                level.classes(new Value[] {Value.NULL})[0]);
        classes[step] = known;
      }
      int[] ofCodes = known.ofCodes;
      for (int i = 0; i < count; i++) {
        int code = ofLanes[selection[i]];
        nodes[i] = level.child(nodes[i], code == Column.Texts.NULL ? known.ofNull : ofCodes[code]);
      }
      return;
    }
    box(input, selection, count);
    if (columns[input] instanceof Value.Text[] texts) {
      stepTexts(level, nodes, texts, selection, count);
    } else {
      stepValues(level, nodes, (Value[]) columns[input], selection, count);
    }
  }

  // Inputs that are dates and times, without an object for each.

  private @Nullable Instants instants(int input) {
    Instants known = instants[input];
    return known != null && known.isKnown() ? known : null;
  }

  /// A part of the date of an input.
  public static long year(int input, Run run, int site) {
    Lanes lanes = (Lanes) run;
    Instants known = lanes.instants(input);
    return known == null ? year(lanes.boxed(input), run, site) : known.years()[lanes.lane];
  }

  public static long month(int input, Run run, int site) {
    Lanes lanes = (Lanes) run;
    Instants known = lanes.instants(input);
    return known == null ? month(lanes.boxed(input), run, site) : known.months()[lanes.lane];
  }

  public static long day(int input, Run run, int site) {
    Lanes lanes = (Lanes) run;
    Instants known = lanes.instants(input);
    return known == null ? day(lanes.boxed(input), run, site) : known.days()[lanes.lane];
  }

  public static long weekday(int input, Run run, int site) {
    Lanes lanes = (Lanes) run;
    Instants known = lanes.instants(input);
    return known == null ? weekday(lanes.boxed(input), run, site) : known.weekdays()[lanes.lane];
  }

  /// A part of the dates of an input in the lanes of a chunk; Java's null where they are not known so.
  protected final long @Nullable [] parts(int input, String part) {
    Instants known = instants(input);
    if (known == null) {
      return null;
    }
    return switch (part) {
      case "year" -> known.years();
      case "month" -> known.months();
      case "day" -> known.days();
      case "weekday" -> known.weekdays();
      default -> throw new IllegalArgumentException("no part of a date: " + part);
    };
  }

  /// How many times a known duration goes into what lies between two inputs.
  public static long ratio(int to, int from, Value divisor, Run run, int differenceSite, int site) {
    Lanes lanes = (Lanes) run;
    Instants end = lanes.instants(to);
    Instants start = lanes.instants(from);
    if (end != null
        && start != null
        && end.isLocal() == start.isLocal()
        && divisor instanceof Value.DayTimeDuration part
        && part.nano() == 0) {
      long seconds = end.second(lanes.lane) - start.second(lanes.lane);
      long ratio = Packed.dividedBy(Packed.of(seconds, 0), Packed.of(part.seconds(), 0));
      if (ratio != Packed.NONE) {
        return ratio;
      }
    }
    return ratio(lanes.boxed(to), lanes.boxed(from), divisor, run, differenceSite, site);
  }

  /// -1, 0 or 1 for two inputs.
  public static int order(int a, int b, ComparisonOperator operator, Run run, int site) {
    Lanes lanes = (Lanes) run;
    Instants left = lanes.instants(a);
    Instants right = lanes.instants(b);
    return left != null && right != null && left.isLocal() == right.isLocal()
        ? Long.compare(left.second(lanes.lane), right.second(lanes.lane))
        : order(lanes.boxed(a), lanes.boxed(b), operator, run, site);
  }
}
