package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Joint;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

// What `Pricer` asks of one request, this asks of a column: is each input there, of its type and
// allowed; do the requirements hold; is it refused; do the lines add up to the total. What depends
// on more than one text goes by the columns form of the engine: the tests of the inputs and the
// requirements become decisions behind those of the program, so that one pass answers everything.
// A text is tested once for all lanes that have it, a number by its packed ends.
//
// A lane may be asked for its price although its request is wrong or refused. Its answer is not
// looked at, and an error in it ends nothing but that lane.

/// Prices many requests of one service at once, by columns. Many threads may share one.
///
/// The twin is [Pricer]: what a lane gets here is what a request of the same inputs gets there.
public final class ColumnPricer {
  private static final int[] NO_LANES = {};
  private static final long[] NO_NUMBERS = {};

  private final Ratebook ratebook;
  private final Ratebook.Service service;
  private final Evaluator evaluator;
  private final List<Program.Input> inputs;

  /// Inputs that may not have any value.
  private final List<Program.Input> tested;

  private final Asked asked;

  private final LeversInForce levers;

  /// Where in the list of what is evaluated the answers of each kind begin.
  private record Asked(
      List<Integer> decisions, int requirements, int refusals, int lines, int total, int shown) {}

  private ColumnPricer(
      Ratebook ratebook,
      Ratebook.Service service,
      Evaluator evaluator,
      Asked asked,
      List<Ratebook.Lever> levers) {
    this.ratebook = ratebook;
    this.service = service;
    this.evaluator = evaluator;
    this.inputs = inputs(ratebook, service);
    this.tested = tested(inputs);
    this.asked = asked;
    this.levers = new LeversInForce(ratebook.program(), levers);
  }

  /// What prices the requests of a service.
  ///
  /// @param evaluators makes what evaluates the program: the compiler, or the interpreter
  public static ColumnPricer of(
      Ratebook ratebook, Ratebook.Service service, Function<Program, Evaluator> evaluators) {
    Program program = ratebook.program();
    List<Program.Global> globals = new ArrayList<>(program.globals());
    List<Integer> decisions = new ArrayList<>();
    for (Program.Input input : questioned(tested(inputs(ratebook, service)))) {
      decisions.add(globals.size());
      globals.add(
          question(
              globals.size(),
              decisions.size(),
              Conditions.passes(input, input.allowed()),
              Conditions.slots(input.allowed()),
              service));
    }
    int requirements = decisions.size();
    for (Ratebook.Requirement requirement : service.requirements()) {
      decisions.add(globals.size());
      globals.add(
          question(
              globals.size(),
              decisions.size(),
              requirement.condition(),
              requirement.locals(),
              service));
    }
    int refusals = decisions.size();
    service.refusals().ifPresent(decisions::add);
    int lines = decisions.size();
    decisions.add(service.lines());
    decisions.add(service.total());
    decisions.addAll(service.shown());
    Program asking =
        new Program(
            program.name(), program.mode(), globals, program.functions(), program.services());
    return new ColumnPricer(
        ratebook,
        service,
        evaluators.apply(asking),
        new Asked(decisions, requirements, refusals, lines, lines + 1, lines + 2),
        ratebook.levers());
  }

  /// @param number among the questions: by it, the same one is found in another release
  private static Program.Decision question(
      int index, int number, TypedExpr body, int slots, Ratebook.Service service) {
    String name = "question " + number;
    return new Program.Decision(
        index, name, name, body, slots, service.inputs(), List.of(), "", "", service.place());
  }

  private static List<Program.Input> inputs(Ratebook ratebook, Ratebook.Service service) {
    return service.inputs().stream()
        .map(index -> (Program.Input) ratebook.program().globals().get(index))
        .toList();
  }

  private static List<Program.Input> tested(List<Program.Input> inputs) {
    return inputs.stream().filter(input -> !(input.allowed() instanceof CellTest.Any)).toList();
  }

  /// Those that the engine is asked about, in the order of their decisions.
  private static List<Program.Input> questioned(List<Program.Input> tested) {
    return tested.stream()
        .filter(input -> input.type() != Type.Simple.STRING && numberTest(input).isEmpty())
        .toList();
  }

  private static Optional<NumberTest> numberTest(Program.Input input) {
    return input.type() == Type.Simple.NUMBER ? NumberTest.of(input.allowed()) : Optional.empty();
  }

  /// The same under other levers, without anything compiled anew.
  ///
  /// @param others all of the ratebook's levers, with other values
  public ColumnPricer with(List<Ratebook.Lever> others) {
    return new ColumnPricer(ratebook, service, evaluator, asked, others);
  }

  public Ratebook ratebook() {
    return ratebook;
  }

  /// What requests get.
  ///
  /// @param given by the names of the inputs; one that is missing is null everywhere
  /// @param size how many requests there are
  /// @param at the pricing instant, which `now()` and `today()` read
  public Prices price(Map<String, Column> given, int size, Instant at) {
    return price(given, size, at, IntStream.range(0, size).toArray());
  }

  /// What some of the requests get.
  ///
  /// @param lanes these, in ascending order; of the others nothing is said
  public Prices price(Map<String, Column> given, int size, Instant at, int[] lanes) {
    Asking asking = asking(given, size, at, lanes, null);
    Joint.Question question = asking.question;
    return reading(
            asking,
            evaluator.evaluate(question.batch(), question.decisions(), question.moment()),
            null)
        .prices();
  }

  /// A policy and others, under which the same requests are priced.
  public JointPricer with(ColumnPricer... others) {
    return new JointPricer(this, List.of(others));
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /// What the engine is asked about requests.
  ///
  /// @param wrong by lane: what is wrong with what the engine is not asked about
  record Asking(Joint.Question question, NavigableMap<Integer, Set<String>> wrong) {}

  /// Whether another policy asks for the same inputs, takes and refuses the same values of them, and has lines of the same codes.
  boolean isLike(ColumnPricer other) {
    return shapes(inputs).equals(shapes(other.inputs))
        && ratebook.lineItems().keySet().equals(other.ratebook.lineItems().keySet());
  }

  private static List<List<Object>> shapes(List<Program.Input> inputs) {
    return inputs.stream()
        .map(
            input -> List.<Object>of(input.name(), input.type(), input.nullable(), input.allowed()))
        .toList();
  }

  /// @param alike what a like policy is asked about these requests; Java's null where there is none
  Asking asking(
      Map<String, Column> given, int size, Instant at, int[] lanes, @Nullable Asking alike) {
    NavigableMap<Integer, Set<String>> wrong = new TreeMap<>();
    Batch batch = batch(given, size, at, lanes, wrong, alike);
    return new Asking(
        new Joint.Question(batch, asked.decisions, new Moment(at, ratebook.zone())), wrong);
  }

  /// What its answers come to.
  ///
  /// @param alike what those of a like policy to these requests come to; Java's null where there is none
  Reading reading(Asking asking, List<Outcome> outcomes, @Nullable Reading alike) {
    Reading reading = new Reading(asking.question.batch(), outcomes, alike);
    asking.wrong.forEach(reading::noRequest);
    reading.read();
    return reading;
  }

  /// What decisions answer to requests; null where an input is missing or of another type.
  ///
  /// @param decisions the indexes of the globals
  public List<Outcome> decide(
      Map<String, Column> given, int size, List<Integer> decisions, Instant at) {
    Batch batch = batch(given, size, at, IntStream.range(0, size).toArray(), new TreeMap<>(), null);
    return evaluator.evaluate(batch, decisions, new Moment(at, ratebook.zone()));
  }

  /// The inputs and levers, without the lanes in which an input is wrong.
  ///
  /// @param wrong what is wrong there, added to it
  private Batch batch(
      Map<String, Column> given,
      int size,
      Instant at,
      int[] lanes,
      NavigableMap<Integer, Set<String>> wrong,
      @Nullable Asking alike) {
    @Nullable Column[] columns = new Column[ratebook.program().globals().size()];
    for (Program.Input input : inputs) {
      columns[input.index()] = given.getOrDefault(input.name(), new Column.Same(Value.NULL, size));
    }
    wrong.putAll(alike == null ? wrong(columns, size) : alike.wrong);
    for (LeversInForce.Bound lever : levers.at(at)) {
      columns[lever.input()] = new Column.Same(lever.value(), size);
    }
    Batch whole = Batch.of(size, columns);
    return wrong.isEmpty() && lanes.length == size
        ? whole
        : whole.only(Arrays.stream(lanes).filter(lane -> !wrong.containsKey(lane)).toArray());
  }

  /// The lanes in which an input is missing or of another type, with all that is wrong there.
  private NavigableMap<Integer, Set<String>> wrong(@Nullable Column[] columns, int size) {
    NavigableMap<Integer, Set<String>> wrong = new TreeMap<>();
    for (Program.Input input : inputs) {
      Column column = column(columns, input);
      for (int lane : doubtful(column, input, size)) {
        Value value = column.value(lane);
        boolean isNull = value instanceof Value.Null;
        if (isNull ? !input.nullable() : !Operators.instanceOf(value, input.type())) {
          wrong
              .computeIfAbsent(lane, _ -> new TreeSet<>())
              .add(isNull ? "missing-field" : "wrong-type");
        }
      }
    }
    wrong.forEach((lane, codes) -> {
      for (Program.Input input : tested) {
        Value value = column(columns, input).value(lane);
        if (!(value instanceof Value.Null)
            && Operators.instanceOf(value, input.type())
            && !Conditions.allows(input.allowed(), value)) {
          codes.add("not-allowed");
        }
      }
    });
    return wrong;
  }

  private static Column column(@Nullable Column[] columns, Program.Input input) {
    Column column = columns[input.index()];
    if (column == null) {
      throw new IllegalStateException("no column of `" + input.name() + "`");
    }
    return column;
  }

  /// The lanes of which the kind of their column does not say that all is right; of a nullable input null is.
  private static int[] doubtful(Column column, Program.Input input, int size) {
    if (typed(column).filter(input.type()::equals).isPresent()) {
      return switch (column) {
        case Column.Numbers numbers ->
            lanes(
                size,
                lane ->
                    !Packed.isNumber(numbers.packed()[lane])
                        && !(input.nullable() && numbers.value(lane) instanceof Value.Null));
        case Column _ when input.nullable() -> NO_LANES;
        case Column.Texts texts -> lanes(size, lane -> texts.codes()[lane] == Column.Texts.NULL);
        case Column.Truths truths ->
            lanes(size, lane -> truths.values()[lane] == Column.Truths.NULL);
        case Column.Dates dates ->
            lanes(size, lane -> dates.epochDays()[lane] == Column.Dates.NULL);
        case Column.Moments moments ->
            lanes(size, lane -> moments.epochSeconds()[lane] == Column.Moments.NULL);
        case Column.Values _, Column.Same _, Column.Contexts _ ->
            throw new IllegalStateException("a column of no type");
      };
    }
    return column instanceof Column.Values values
        ? lanes(size, lane -> !isMoment(values.values()[lane], input.type()))
        : lanes(size, _ -> true);
  }

  /// The type of all values of a column that are not null, where its kind says it.
  private static Optional<Type> typed(Column column) {
    return switch (column) {
      case Column.Numbers _ -> Optional.of(Type.Simple.NUMBER);
      case Column.Texts _ -> Optional.of(Type.Simple.STRING);
      case Column.Truths _ -> Optional.of(Type.Simple.BOOLEAN);
      case Column.Dates _ -> Optional.of(Type.Simple.DATE);
      case Column.Moments _ -> Optional.of(Type.Simple.DATE_TIME);
      case Column.Values _, Column.Same _, Column.Contexts _ -> Optional.empty();
    };
  }

  private static boolean isMoment(Value value, Type type) {
    return switch (value) {
      case Value.DateTime _ -> type == Type.Simple.DATE_TIME;
      case Value.Date _ -> type == Type.Simple.DATE;
      default -> false;
    };
  }

  private static int[] lanes(int size, IntPredicate predicate) {
    for (int lane = 0; lane < size; lane++) {
      if (predicate.test(lane)) {
        return IntStream.range(lane, size).filter(predicate).toArray();
      }
    }
    return NO_LANES;
  }

  /// Reads what a batch was answered.
  final class Reading {
    private final Batch batch;
    private final List<Outcome> outcomes;
    private final NavigableMap<Integer, NoPrice> without = new TreeMap<>();
    private final NavigableSet<Integer> noRequests = new TreeSet<>();

    /// Codes that have a text: most are constants of the program, and so the same objects in all lanes.
    private final Value.Text[] known = new Value.Text[16];

    private int knownSize;

    private final BitSet notAllowed = new BitSet();

    /// The lanes whose lines are known to add up.
    private final BitSet addedUp = new BitSet();

    private final @Nullable Reading alike;

    Reading(Batch batch, List<Outcome> outcomes, @Nullable Reading alike) {
      this.batch = batch;
      this.outcomes = outcomes;
      this.alike = alike;
    }

    Prices prices() {
      return new Prices(outcomes.get(asked.total).values(), without, noRequests);
    }

    private Column lines() {
      return outcomes.get(asked.lines).values();
    }

    private Column totals() {
      return outcomes.get(asked.total).values();
    }

    void noRequest(int lane, Set<String> codes) {
      if (without.putIfAbsent(lane, NoPrice.failedBy(codes)) == null) {
        noRequests.add(lane);
      }
    }

    void read() {
      int[] lanes = batch.selected();
      notAllowed(lanes);
      unmet(lanes);
      refused(lanes);
      prices(lanes);
    }

    private void notAllowed(int[] lanes) {
      if (alike == null) {
        test(lanes);
      } else {
        notAllowed.or(alike.notAllowed);
      }
      notAllowed.stream().forEach(lane -> noRequest(lane, Set.of("not-allowed")));
    }

    private void test(int[] lanes) {
      for (Program.Input input : tested) {
        if (input.type() == Type.Simple.STRING) {
          textNotAllowed(input, lanes);
        } else {
          numberTest(input).ifPresent(test -> numberNotAllowed(input, test, lanes));
        }
      }
      List<Program.Input> questioned = questioned(tested);
      for (int i = 0; i < questioned.size(); i++) {
        Program.Input input = questioned.get(i);
        Outcome passes = outcomes.get(i);
        Column given = batch.input(input.index());
        for (int lane : lanes) {
          if (!isTrue(passes.values(), lane)
              && !(given.value(lane) instanceof Value.Null)
              && !(passes.problems().containsKey(lane)
                  && Conditions.allows(input.allowed(), given.value(lane)))) {
            notAllowed.set(lane);
          }
        }
      }
    }

    private void textNotAllowed(Program.Input input, int[] lanes) {
      Column given = batch.input(input.index());
      if (given instanceof Column.Texts texts) {
        Value.Text[] distinct = texts.distinct();
        boolean[] allowed = new boolean[distinct.length];
        for (int code = 0; code < allowed.length; code++) {
          allowed[code] = Conditions.allows(input.allowed(), distinct[code]);
        }
        for (int lane : lanes) {
          int code = texts.codes()[lane];
          if (code != Column.Texts.NULL && !allowed[code]) {
            notAllowed.set(lane);
          }
        }
        return;
      }
      for (int lane : lanes) {
        notAllowed(input, given, lane);
      }
    }

    private void numberNotAllowed(Program.Input input, NumberTest test, int[] lanes) {
      Column given = batch.input(input.index());
      long[] packed = given instanceof Column.Numbers numbers ? numbers.packed() : NO_NUMBERS;
      for (int lane : lanes) {
        if (packed.length == 0 || !test.passes(packed[lane])) {
          notAllowed(input, given, lane);
        }
      }
    }

    private void notAllowed(Program.Input input, Column given, int lane) {
      Value value = given.value(lane);
      if (!(value instanceof Value.Null) && !Conditions.allows(input.allowed(), value)) {
        notAllowed.set(lane);
      }
    }

    private static boolean isTrue(Column column, int lane) {
      return column instanceof Column.Truths truths
          ? truths.values()[lane] == 1
          : column.value(lane).equals(Value.TRUE);
    }

    /// Of a requirement of which nobody can say whether it holds, the pricer tells that alone.
    private void unmet(int[] lanes) {
      NavigableMap<Integer, Set<String>> unmet = new TreeMap<>();
      for (int i = 0; i < service.requirements().size(); i++) {
        Column holds = outcomes.get(asked.requirements + i).values();
        for (int lane : lanes) {
          if (!isTrue(holds, lane)) {
            unmet
                .computeIfAbsent(lane, _ -> new TreeSet<>())
                .add(service.requirements().get(i).code());
          }
        }
      }
      unmet.forEach((lane, codes) -> {
        for (int i = 0; i < service.requirements().size(); i++) {
          Problem problem = outcomes.get(asked.requirements + i).problems().get(lane);
          if (problem != null) {
            without.putIfAbsent(lane, NoPrice.failed(List.of(problem)));
            return;
          }
        }
        noRequest(lane, codes);
      });
    }

    private void refused(int[] lanes) {
      if (service.refusals().isEmpty()) {
        return;
      }
      Outcome refusals = outcomes.get(asked.refusals);
      refusals
          .problems()
          .forEach((lane, problem) -> without.putIfAbsent(lane, NoPrice.failed(List.of(problem))));
      for (int lane : lanes) {
        if (refusals.values().value(lane) instanceof Value.Items reasons
            && !reasons.values().isEmpty()) {
          List<String> codes = reasons.values().stream().map(Written::plain).toList();
          without.putIfAbsent(
              lane,
              ratebook.refusals().keySet().containsAll(codes)
                  ? NoPrice.refused(codes)
                  : NoPrice.failedBy(Set.of("missing-text")));
        }
      }
    }

    private void prices(int[] lanes) {
      for (Outcome outcome : outcomes.subList(asked.lines, outcomes.size())) {
        outcome
            .problems()
            .forEach(
                (lane, problem) -> without.putIfAbsent(lane, NoPrice.failed(List.of(problem))));
      }
      Column lines = lines();
      Column totals = totals();
      for (int lane : lanes) {
        if (isKnown(lines, totals, lane) || addsUp(lines.value(lane), totals, lane)) {
          addedUp.set(lane);
        } else if (!without.containsKey(lane)) {
          Set<String> flaws = flaws(lines.value(lane), totals.value(lane));
          if (!flaws.isEmpty()) {
            without.put(lane, NoPrice.failedBy(flaws));
          }
        }
      }
    }

    /// Whether the other policy has these lines and this total, and they add up there.
    @SuppressWarnings("ReferenceEquality") // lines that were taken over are the same objects
    private boolean isKnown(Column lines, Column totals, int lane) {
      return alike != null
          && alike.addedUp.get(lane)
          && lines.value(lane) == alike.lines().value(lane)
          && totals instanceof Column.Numbers numbers
          && alike.totals() instanceof Column.Numbers others
          && Packed.isNumber(numbers.packed()[lane])
          && numbers.packed()[lane] == others.packed()[lane];
    }

    /// Whether all lines have a text and their sum is the total, where that can be said in longs.
    private boolean addsUp(Value lines, Column totals, int lane) {
      if (!(lines instanceof Value.Items items) || !(totals instanceof Column.Numbers numbers)) {
        return false;
      }
      long sum = Packed.ZERO;
      for (Value item : items.values()) {
        if (!(item instanceof Value.Context line
            && line.entry("code", 0) instanceof Value.Text code
            && hasText(code))) {
          return false;
        }
        sum = Packed.plus(sum, line.number("amount", 1));
      }
      return Packed.compare(sum, numbers.packed()[lane]) == 0;
    }

    /// Whether a line's code has a text.
    @SuppressWarnings("ReferenceEquality") // a first try
    private boolean hasText(Value.Text code) {
      for (int i = 0; i < knownSize; i++) {
        if (known[i] == code) {
          return true;
        }
      }
      if (!ratebook.lineItems().containsKey(code.value())) {
        return false;
      }
      if (knownSize < known.length) {
        known[knownSize++] = code;
      }
      return true;
    }

    private Set<String> flaws(Value lines, Value total) {
      Set<String> codes = new TreeSet<>();
      if (!(total instanceof Value.Num wanted) || !(lines instanceof Value.Items items)) {
        return Set.of("total-differs");
      }
      Decimal sum = Decimal.ZERO;
      for (Value item : items.values()) {
        if (item instanceof Value.Context line
            && line.entries().get("code") instanceof Value.Text code
            && line.entries().get("amount") instanceof Value.Num amount) {
          if (ratebook.lineItems().containsKey(code.value())) {
            sum = sum.plus(amount.value());
          } else {
            codes.add("missing-text");
          }
        } else {
          codes.add("wrong-type");
        }
      }
      return codes.isEmpty() && !sum.equals(wanted.value()) ? Set.of("total-differs") : codes;
    }
  }
}
