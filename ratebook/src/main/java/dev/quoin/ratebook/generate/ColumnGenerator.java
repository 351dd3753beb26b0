package dev.quoin.ratebook.generate;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

// A request is drawn draw by draw, a block of requests column by column: the chance of a draw
// depends
// on the seed, the number of the request and the name of the draw, and on nothing that was drawn
// before. Numbers go into longs and texts into codes as they are drawn. The expressions become the
// decisions of a program whose inputs are the draws, and go by the columns form of the engine.
//
// What a block cannot do so, an error in one of its requests among it, is drawn request by request.

/// Makes many requests at once, by columns. Many threads may share one.
///
/// The twin is [Generator#inputs]: request number n of a seed is the same there.
public final class ColumnGenerator {
  private static final Moment NO_MOMENT = new Moment(Instant.EPOCH, ZoneOffset.UTC);

  private final Generator generator;
  private final Evaluator evaluator;

  /// The decision that an expression has become.
  private final Map<Draw.Expression, Integer> decisions;

  /// The offsets of draws of dates and times.
  private final Map<Draw.Moments, LocalOffsets> offsets = new HashMap<>();

  private ColumnGenerator(
      Generator generator, Evaluator evaluator, Map<Draw.Expression, Integer> decisions) {
    this.generator = generator;
    this.evaluator = evaluator;
    this.decisions = decisions;
    for (Generator.Named named : generator.draws()) {
      if (named.draw() instanceof Draw.Moments moments) {
        offsets.put(moments, moments.offsets());
      }
    }
  }

  /// What draws by columns what a generator draws.
  ///
  /// @param evaluators makes what evaluates the expressions: the compiler, or the interpreter
  public static ColumnGenerator of(Generator generator, Function<Program, Evaluator> evaluators) {
    List<Program.Global> globals = new ArrayList<>();
    for (Generator.Named draw : generator.draws()) {
      globals.add(
          new Program.Input(
              globals.size(),
              "draw " + globals.size(),
              draw.name(),
              draw.type(),
              draw.nullable(),
              new TypedExpr.CellTest.Any(),
              "",
              "",
              draw.place()));
    }
    List<Integer> draws = IntStream.range(0, globals.size()).boxed().toList();
    Map<Draw.Expression, Integer> decisions = new HashMap<>();
    for (Generator.Named draw : generator.draws()) {
      for (Draw.Expression expression : expressions(draw.draw())) {
        if (decisions.putIfAbsent(expression, globals.size()) == null) {
          String name = "expression " + globals.size();
          globals.add(
              new Program.Decision(
                  globals.size(),
                  name,
                  name,
                  expression.expr(),
                  expression.slots(),
                  draws,
                  List.of(),
                  "",
                  "",
                  draw.place()));
        }
      }
    }
    Program program = new Program("generator", Mode.STRICT, globals, List.of(), List.of());
    return new ColumnGenerator(generator, evaluators.apply(program), decisions);
  }

  private static List<Draw.Expression> expressions(Draw draw) {
    return switch (draw) {
      case Draw.Expression expression -> List.of(expression);
      case Draw.YearsBefore birthday -> List.of(birthday.years(), birthday.day());
      case Draw.OfTable table -> table.asked();
      case Draw.Always _,
          Draw.OneOf _,
          Draw.OrNull _,
          Draw.Numbers _,
          Draw.Durations _,
          Draw.Dates _,
          Draw.Moments _ ->
          List.of();
    };
  }

  /// The inputs of so many requests: a column for each, by its name in the order of the model.
  ///
  /// @param from the number of the first request
  /// @throws EvaluationException where an expression has no value for what was drawn, or a table no row
  public Map<String, Column> columns(long seed, long from, int count) {
    Block block = new Block(seed, from, count);
    Map<String, Column> columns = new LinkedHashMap<>();
    if (block.draw()) {
      generator
          .inputs()
          .forEach((input, draw) ->
              columns.put(
                  input.name(),
                  draw < 0 ? new Column.Same(Value.NULL, count) : block.column(draw)));
    } else {
      Map<String, Value[]> values = new LinkedHashMap<>();
      for (int lane = 0; lane < count; lane++) {
        int each = lane;
        generator
            .inputs(seed, from + lane)
            .forEach(
                (name, value) -> values.computeIfAbsent(name, _ -> new Value[count])[each] = value);
      }
      values.forEach((name, drawn) -> columns.put(name, Column.of(drawn)));
    }
    return columns;
  }

  /// Some requests while they are drawn.
  private final class Block {
    private final int size;

    /// By lane: what the draws of a request have in common.
    private final long[] requests;

    /// By draw; those below the one that is drawn are there.
    private final @Nullable Column[] drawn =
        new @Nullable Column[evaluator.program().globals().size()];

    Block(long seed, long from, int size) {
      this.size = size;
      this.requests = new long[size];
      for (int lane = 0; lane < size; lane++) {
        requests[lane] = Chance.request(seed, from + lane);
      }
    }

    Column column(int draw) {
      return Objects.requireNonNull(drawn[draw]);
    }

    /// Draws everything; false where a request is to be drawn by itself.
    boolean draw() {
      try {
        for (int draw = 0; draw < generator.draws().size(); draw++) {
          Generator.Named named = generator.draws().get(draw);
          Column column = column(named, draw);
          if (column == null) {
            return false;
          }
          drawn[draw] = column;
        }
        return true;
      } catch (EvaluationException e) {
        return false; // The first request that has one tells it.
      }
    }

    private Chance chance(Generator.Named named, int lane) {
      return Chance.of(requests[lane], named.chance());
    }

    private @Nullable Column column(Generator.Named named, int draw) {
      return switch (named.draw()) {
        case Draw.Always always -> new Column.Same(always.value(), size);
        case Draw.Expression expression -> answers(expression);
        case Draw.YearsBefore birthday -> birthdays(named, birthday);
        case Draw.OfTable table -> ofTable(named, table);
        case Draw.OneOf _,
            Draw.OrNull _,
            Draw.Numbers _,
            Draw.Durations _,
            Draw.Dates _,
            Draw.Moments _ ->
            named.draw().isAlone() ? alone(named) : beside(named, draw);
      };
    }

    private @Nullable Column answers(Draw.Expression expression) {
      Outcome outcome =
          evaluator
              .evaluate(
                  Batch.of(size, drawn),
                  List.of(Objects.requireNonNull(decisions.get(expression))),
                  NO_MOMENT)
              .getFirst();
      return outcome.problems().isEmpty() ? outcome.values() : null;
    }

    private @Nullable Column birthdays(Generator.Named named, Draw.YearsBefore birthday) {
      Column years = answers(birthday.years());
      Column days = answers(birthday.day());
      if (years == null || days == null) {
        return null;
      }
      Value[] dates = new Value[size];
      for (int lane = 0; lane < size; lane++) {
        int full = years instanceof Column.Numbers numbers ? few(numbers.packed()[lane]) : -1;
        Value before = days.value(lane);
        dates[lane] =
            full >= 0 && before instanceof Value.DateTime moment
                ? Draw.YearsBefore.birthday(full, moment.date(), chance(named, lane))
                : birthday.value(years.value(lane), before, chance(named, lane));
      }
      return new Column.Values(dates);
    }

    /// A number of years that is written without decimals; less than 0 for any other number.
    private static int few(long packed) {
      return Packed.isNumber(packed)
              && Packed.scale(packed) == 0
              && Packed.coefficient(packed) >= 0
              && Packed.coefficient(packed) <= Draw.YearsBefore.MOST
          ? (int) Packed.coefficient(packed)
          : -1;
    }

    private @Nullable Column ofTable(Generator.Named named, Draw.OfTable table) {
      List<Column> asked = new ArrayList<>();
      for (Draw.Expression expression : table.asked()) {
        Column column = answers(expression);
        if (column == null) {
          return null;
        }
        asked.add(column);
      }
      Draw.OfTable.Choice[] choices = choices(table, asked);
      if (table.texts().length > 0) {
        int[] codes = new int[size];
        for (int lane = 0; lane < size; lane++) {
          codes[lane] = choices[lane].codes()[choices[lane].weights().draw(chance(named, lane))];
        }
        return new Column.Texts(codes, table.texts());
      }
      Value[] values = new Value[size];
      for (int lane = 0; lane < size; lane++) {
        Draw.OfTable.Choice choice = choices[lane];
        values[lane] = choice.values().get(choice.weights().draw(chance(named, lane)));
      }
      return Column.of(values);
    }

    /// What there is to choose from, by lane. Few questions differ, so each is asked once.
    private Draw.OfTable.Choice[] choices(Draw.OfTable table, List<Column> asked) {
      Draw.OfTable.Choice[] choices = new Draw.OfTable.Choice[size];
      Map<Object, Draw.OfTable.Choice> known = new HashMap<>();
      List<Column> others = asked.stream().filter(column -> !isSame(column)).toList();
      for (int lane = 0; lane < size; lane++) {
        Object key = others.size() == 1 ? others.getFirst().value(lane) : key(others, lane);
        Draw.OfTable.Choice choice = known.get(key);
        if (choice == null) {
          choice = table.choice(key(asked, lane));
          known.put(key, choice);
        }
        choices[lane] = choice;
      }
      return choices;
    }

    /// Whether a column is known to have one value in all lanes.
    private static boolean isSame(Column column) {
      return switch (column) {
        case Column.Same _ -> true;
        case Column.Truths truths -> {
          for (byte value : truths.values()) {
            if (value != truths.values()[0]) {
              yield false;
            }
          }
          yield true;
        }
        case Column.Numbers _,
            Column.Texts _,
            Column.Dates _,
            Column.Moments _,
            Column.Values _,
            Column.Contexts _ ->
            false;
      };
    }

    private static List<Value> key(List<Column> asked, int lane) {
      Value[] key = new Value[asked.size()];
      for (int i = 0; i < key.length; i++) {
        key[i] = asked.get(i).value(lane);
      }
      return List.of(key);
    }

    /// A draw that depends on no other.
    private Column alone(Generator.Named named) {
      if (named.type() == Type.Simple.NUMBER) {
        return numbers(named);
      }
      if (named.draw() instanceof Draw.OneOf(List<Draw> choices, Weights weights)
          && choices.stream()
              .allMatch(choice ->
                  choice instanceof Draw.Always(Value value) && value instanceof Value.Text)) {
        int[] codes = new int[size];
        for (int lane = 0; lane < size; lane++) {
          codes[lane] = weights.draw(chance(named, lane));
        }
        return new Column.Texts(
            codes,
            choices.stream()
                .map(choice -> (Value.Text) ((Draw.Always) choice).value())
                .toArray(Value.Text[]::new));
      }
      Value[] values = new Value[size];
      if (named.draw() instanceof Draw.Moments moments) {
        moments(named, moments, values);
        return new Column.Values(values);
      }
      for (int lane = 0; lane < size; lane++) {
        values[lane] = named.draw().value(chance(named, lane), Draw.NOTHING);
      }
      return named.type() == Type.Simple.STRING ? Column.of(values) : new Column.Values(values);
    }

    private void moments(Generator.Named named, Draw.Moments moments, Value[] into) {
      LocalOffsets known = Objects.requireNonNull(offsets.get(moments));
      for (int lane = 0; lane < size; lane++) {
        long second = moments.localSecond(chance(named, lane));
        ZoneOffset offset = known.at(second);
        into[lane] =
            offset == null
                ? moments.value(chance(named, lane), Draw.NOTHING)
                : new Value.DateTime(second, 0, moments.zone(), offset);
      }
    }

    private Column numbers(Generator.Named named) {
      long[] packed = new long[size];
      List<Value> others = new ArrayList<>();
      for (int lane = 0; lane < size; lane++) {
        packed[lane] = named.draw().packed(chance(named, lane));
        if (!Packed.isNumber(packed[lane])) {
          packed[lane] = Packed.marked(others.size());
          others.add(named.draw().value(chance(named, lane), Draw.NOTHING));
        }
      }
      return new Column.Numbers(packed, others.toArray(Value[]::new));
    }

    /// A draw of several, of which one depends on others.
    private Column beside(Generator.Named named, int draw) {
      Value[] values = new Value[size];
      Value[] before = new Value[generator.draws().size()];
      for (int lane = 0; lane < size; lane++) {
        for (int other = 0; other < draw; other++) {
          before[other] = column(other).value(lane);
        }
        values[lane] = named.draw().value(chance(named, lane), before);
      }
      return Column.of(values);
    }
  }
}
