package dev.quoin.ratebook.generate;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.ratebook.calendar.Spelling;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.RatebookSchema;
import dev.quoin.ratebook.source.Yaml;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Inputs;
import dev.quoin.ratebook.value.Plain;
import dev.quoin.ratebook.value.Written;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads a generator's file: its draws in order, each held against the input whose name it has and against the draws
/// that stand above it.
final class GeneratorReader {
  /// What a draw is, with the keys that may stand beside it.
  private static final Map<String, Set<String>> KINDS = kinds();

  private static final Set<String> EVERYWHERE = Set.of("null percent", "weight");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
  private static final List<String> HOURS =
      IntStream.range(0, 24).mapToObj(String::valueOf).toList();

  private static final Pattern RANGE = Pattern.compile("(\\S+?)\\s*\\.\\.\\s*(\\S+)");

  private static final int SECONDS_PER_HOUR = 3600;

  /// A horizon's days are weighed one by one.
  private static final long MOST_DAYS = 200_000;

  private static final Decimal MOST_STEPS = Decimal.of(1_000_000_000_000L);

  private final Generator.Subject subject;
  private final Plain plain;
  private final Problems problems;
  private final Map<String, Symbol> above = new LinkedHashMap<>();
  private final Set<Integer> used = new HashSet<>();

  private GeneratorReader(Generator.Subject subject, Problems problems) {
    this.subject = subject;
    this.plain = new Plain(subject.zone(), problems);
    this.problems = problems;
  }

  private static Map<String, Set<String>> kinds() {
    Map<String, Set<String>> kinds = new LinkedHashMap<>();
    kinds.put("value", Set.of());
    kinds.put("values", Set.of());
    kinds.put("numbers", Set.of("step", "most often"));
    kinds.put("durations", Set.of("step", "most often"));
    kinds.put("dates", Set.of("months", "weekdays"));
    kinds.put("date times", Set.of("months", "weekdays", "hours", "step"));
    kinds.put("table", Set.of("column", "where", "weights"));
    kinds.put("years", Set.of("before"));
    kinds.put("expression", Set.of());
    kinds.put("one of", Set.of());
    return kinds;
  }

  static Optional<Generator> read(
      String file, byte[] content, Generator.Subject subject, Problems problems) {
    Problems own = new Problems();
    Optional<Node> root =
        Yaml.read(file, content, own).filter(node -> RatebookSchema.checkGenerator(node, own));
    Optional<Generator> generator =
        root.map(node -> new GeneratorReader(subject, own).generator(Generator.mapping(node)));
    problems.addAll(own.sorted());
    return own.isEmpty() ? generator : Optional.empty();
  }

  /// A draw with the type of its values.
  private record Typed(Draw draw, Type type, boolean nullable) {}

  private Generator generator(Node.Mapping root) {
    List<Node.Mapping.Entry> written = mapping(root, "draws").entries();
    List<Generator.Named> draws = new ArrayList<>();
    for (Node.Mapping.Entry entry : written) {
      Optional<Program.Input> input = input(entry.key());
      Optional<Typed> typed = draw(Generator.mapping(entry.value()), input);
      typed.ifPresent(read -> {
        input.ifPresent(asked -> fits(entry, asked, read));
        draws.add(
            new Generator.Named(
                entry.key(),
                Chance.nameOf(entry.key()),
                read.draw(),
                read.type(),
                read.nullable(),
                entry.place()));
      });
      above.put(entry.key(), symbol(input, typed));
    }
    Map<Program.Input, Integer> inputs = new LinkedHashMap<>();
    for (Program.Input input : subject.inputs()) {
      int index = written.stream().map(Node.Mapping.Entry::key).toList().indexOf(input.name());
      inputs.put(input, index);
      if (index < 0 && !input.nullable()) {
        problems.add(
            root.place(),
            "missing-field",
            "no draw for `%s` (expected: one, for it is never null)".formatted(input.name()));
      }
    }
    return new Generator(draws, inputs, root.place(), unused(written));
  }

  private Optional<Program.Input> input(String name) {
    return subject.inputs().stream().filter(input -> input.name().equals(name)).findFirst();
  }

  /// What the draws below see; of one that could not be read, what its input says.
  private Symbol symbol(Optional<Program.Input> input, Optional<Typed> typed) {
    int index = above.size();
    return typed
        .map(read -> new Symbol.Global(index, read.type(), read.nullable()))
        .or(() -> input.map(asked -> new Symbol.Global(index, asked.type(), asked.nullable())))
        .orElseGet(() -> new Symbol.Global(index, Simple.ANY, true));
  }

  private void fits(Node.Mapping.Entry entry, Program.Input input, Typed typed) {
    if (!typed.type().conformsTo(input.type())) {
      problems.add(
          entry.place(),
          "wrong-type",
          "the draw of `%s` is of type %s (expected: %s)"
              .formatted(input.name(), typed.type(), input.type()));
    } else if (typed.nullable() && !input.nullable()) {
      problems.add(
          entry.place(),
          "may-be-null",
          "the draw of `%s` may be null, but the input is never null".formatted(input.name()));
    }
  }

  private List<Problem> unused(List<Node.Mapping.Entry> written) {
    List<String> names = subject.inputs().stream().map(Program.Input::name).toList();
    List<Problem> unused = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Node.Mapping.Entry entry = written.get(i);
      if (!used.contains(i) && !names.contains(entry.key())) {
        unused.add(
            new Problem(
                entry.place(),
                "unused-draw",
                "`%s` is no input of the service, and no draw below uses it%s"
                    .formatted(entry.key(), Suggestion.text(entry.key(), names))));
      }
    }
    return unused;
  }

  private Optional<Typed> draw(Node.Mapping written, Optional<Program.Input> input) {
    Optional<String> kind = kind(written);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<Typed> typed =
        switch (kind.get()) {
          case "value" -> literal(node(written, "value"), input);
          case "values" -> values(mapping(written, "values"), input);
          case "numbers" -> numbers(written, input);
          case "durations" -> durations(written);
          case "dates" -> dates(written).map(dates -> new Typed(dates, Simple.DATE, false));
          case "date times" -> moments(written);
          case "table" -> ofTable(written);
          case "years" -> years(written);
          case "expression" ->
              expression(scalar(written, "expression"))
                  .map(read -> new Typed(read, read.expr().type(), read.expr().nullable()));
          case "one of" -> oneOf(written, input);
          default -> throw new IllegalStateException("no draw is called " + kind.get());
        };
    return typed.map(read -> orNull(written, read));
  }

  private Optional<String> kind(Node.Mapping written) {
    List<String> keys = written.entries().stream().map(Node.Mapping.Entry::key).toList();
    List<String> kinds = keys.stream().filter(KINDS::containsKey).toList();
    if (kinds.size() != 1) {
      problems.add(
          written.place(),
          "bad-value",
          kinds.isEmpty()
              ? KINDS.keySet().stream()
                  .collect(
                      Collectors.joining(
                          "`, `", "nothing is drawn (expected: one of the keys `", "`)"))
              : kinds.stream()
                  .collect(Collectors.joining("` and `", "`", "` in one draw (expected: one)")));
      return Optional.empty();
    }
    Set<String> beside = KINDS.getOrDefault(kinds.getFirst(), Set.of());
    for (Node.Mapping.Entry entry : written.entries()) {
      if (!KINDS.containsKey(entry.key())
          && !EVERYWHERE.contains(entry.key())
          && !beside.contains(entry.key())) {
        problems.add(
            entry.place(),
            "unknown-key",
            "`%s` says nothing beside `%s`".formatted(entry.key(), kinds.getFirst()));
      }
    }
    return Optional.of(kinds.getFirst());
  }

  private static Typed orNull(Node.Mapping written, Typed typed) {
    return written
        .get("null percent")
        .map(node -> Math.toIntExact(whole(node)))
        .filter(percent -> percent > 0)
        .map(percent -> new Typed(new Draw.OrNull(percent, typed.draw()), typed.type(), true))
        .orElse(typed);
  }

  private Optional<Typed> oneOf(Node.Mapping written, Optional<Program.Input> input) {
    int before = problems.size();
    List<Node> items = items(written, "one of");
    List<Draw> draws = new ArrayList<>();
    List<Long> weights = new ArrayList<>();
    Type type = Simple.NULL;
    boolean nullable = false;
    for (Node item : items) {
      Optional<Typed> typed = draw(Generator.mapping(item), input);
      if (typed.isPresent()) {
        draws.add(typed.get().draw());
        type = Type.join(type, typed.get().type());
        nullable |= typed.get().nullable();
      }
      weights.add(Generator.mapping(item).get("weight").map(GeneratorReader::whole).orElse(1L));
    }
    if (problems.size() > before || !weighs(weights, written.place())) {
      return Optional.empty();
    }
    return Optional.of(new Typed(new Draw.OneOf(draws, Weights.of(weights)), type, nullable));
  }

  private boolean weighs(List<Long> weights, Place place) {
    if (weights.stream().anyMatch(weight -> weight > 0)) {
      return true;
    }
    problems.add(place, "bad-value", "all weights are 0 (expected: one above 0)");
    return false;
  }

  /// One value, read by the type of the input; of a draw that is no input, by its own notation.
  private Optional<Typed> literal(Node node, Optional<Program.Input> input) {
    if (Inputs.isNull(node)) {
      return Optional.of(new Typed(new Draw.Always(Value.NULL), Simple.NULL, true));
    }
    Type type = input.map(Program.Input::type).orElse(Simple.ANY);
    return Inputs.of(subject.zone(), problems)
        .read(node, type, "the value")
        .filter(value -> isAllowed(value, input, node.place()))
        .map(value ->
            new Typed(new Draw.Always(value), type == Simple.ANY ? typeOf(value) : type, false));
  }

  private static Type typeOf(Value value) {
    return switch (value) {
      case Value.Num _ -> Simple.NUMBER;
      case Value.Bool _ -> Simple.BOOLEAN;
      case Value.Text _ -> Simple.STRING;
      case Value.Null _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          Simple.ANY;
    };
  }

  private boolean isAllowed(Value value, Optional<Program.Input> input, Place place) {
    if (input.isEmpty() || Conditions.allows(input.get().allowed(), value)) {
      return true;
    }
    problems.add(
        place,
        "not-allowed",
        Allowed.by(input.get())
            .refusal(input.get().name(), "`" + Written.plain(value) + "`", value));
    return false;
  }

  private Optional<Typed> values(Node.Mapping weighed, Optional<Program.Input> input) {
    int before = problems.size();
    Optional<Simple> type = input.isEmpty() ? Optional.of(ownType(weighed)) : simple(input.get());
    if (type.isEmpty()) {
      problems.add(weighed.place(), "wrong-type", "`values` of an input that is no single value");
      return Optional.empty();
    }
    List<Draw> draws = new ArrayList<>();
    List<Long> weights = new ArrayList<>();
    boolean nullable = false;
    for (Node.Mapping.Entry entry : weighed.entries()) {
      boolean isNull = entry.key().equals("null");
      nullable |= isNull;
      Optional<Value> value =
          isNull
              ? Optional.of(Value.NULL)
              : plain
                  .read(entry.key(), type.get(), entry.place())
                  .filter(read -> isAllowed(read, input, entry.place()));
      value.map(Draw.Always::new).ifPresent(draws::add);
      weights.add(whole(entry.value()));
    }
    if (problems.size() > before || !weighs(weights, weighed.place())) {
      return Optional.empty();
    }
    return Optional.of(new Typed(new Draw.OneOf(draws, Weights.of(weights)), type.get(), nullable));
  }

  private static Optional<Simple> simple(Program.Input input) {
    return input.type() instanceof Simple simple && simple != Simple.NULL
        ? Optional.of(simple == Simple.ANY ? Simple.STRING : simple)
        : Optional.empty();
  }

  /// The type of values whose draw is no input: numbers, truths, or texts.
  private Simple ownType(Node.Mapping weighed) {
    List<String> texts =
        weighed.entries().stream()
            .map(Node.Mapping.Entry::key)
            .filter(key -> !key.equals("null"))
            .toList();
    if (texts.stream().allMatch(text -> text.equals("true") || text.equals("false"))) {
      return Simple.BOOLEAN;
    }
    Plain trying = new Plain(subject.zone(), new Problems());
    Place nowhere = weighed.place();
    return texts.stream().allMatch(text -> trying.number(text, nowhere).isPresent())
        ? Simple.NUMBER
        : Simple.STRING;
  }

  private Optional<Typed> numbers(Node.Mapping written, Optional<Program.Input> input) {
    return stepped(written, "numbers", Simple.NUMBER, Decimal.ONE)
        .filter(stepped ->
            isAllowed(Value.of(stepped.low()), input, node(written, "numbers").place())
                && isAllowed(Value.of(stepped.high()), input, node(written, "numbers").place()))
        .map(stepped ->
            new Typed(
                new Draw.Numbers(stepped.low(), stepped.step(), stepped.steps()),
                Simple.NUMBER,
                false));
  }

  private Optional<Typed> durations(Node.Mapping written) {
    return stepped(written, "durations", Simple.DAY_TIME_DURATION, null)
        .map(stepped ->
            new Typed(
                new Draw.Durations(
                    Duration.ofSeconds(stepped.low().longValueExact()),
                    Duration.ofSeconds(stepped.step().longValueExact()),
                    stepped.steps()),
                Simple.DAY_TIME_DURATION,
                false));
  }

  /// A range and its steps; durations in seconds.
  private record Stepped(Decimal low, Decimal high, Decimal step, Draw.Steps steps) {}

  private Optional<Stepped> stepped(
      Node.Mapping written, String kind, Simple type, @Nullable Decimal usualStep) {
    Node.Scalar range = scalar(written, kind);
    Matcher ends = RANGE.matcher(range.text());
    if (!ends.matches()) {
      bad(range, type == Simple.NUMBER ? "such as `3..60`" : "such as `PT30M..PT4H`");
      return Optional.empty();
    }
    Optional<Node> stepNode = written.get("step");
    if (stepNode.isEmpty() && usualStep == null) {
      problems.add(written.place(), "missing-key", "key `step` is missing");
      return Optional.empty();
    }
    Optional<Decimal> low = quantity(ends.group(1), type, range.place());
    Optional<Decimal> high = quantity(ends.group(2), type, range.place());
    Optional<Decimal> step =
        stepNode.isPresent()
            ? quantity(scalar(stepNode.get()).text(), type, stepNode.get().place())
            : Optional.ofNullable(usualStep);
    if (low.isEmpty() || high.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    if (low.get().compareTo(high.get()) > 0) {
      problems.add(range.place(), "empty-range", "`" + range.text() + "` contains nothing");
      return Optional.empty();
    }
    Place stepPlace = stepNode.map(Node::place).orElse(range.place());
    if (step.get().signum() <= 0) {
      problems.add(stepPlace, "bad-value", "a step that does not go up (expected: above 0)");
      return Optional.empty();
    }
    Optional<Long> last = steps(low.get(), high.get(), step.get(), stepPlace, "the end");
    long peak = Draw.Steps.NO_PEAK;
    Optional<Node> mostOften = written.get("most often");
    if (mostOften.isPresent()) {
      Place place = mostOften.get().place();
      Optional<Decimal> at = quantity(scalar(mostOften.get()).text(), type, place);
      if (at.isPresent()
          && (at.get().compareTo(low.get()) < 0 || at.get().compareTo(high.get()) > 0)) {
        bad(scalar(mostOften.get()), "within `" + range.text() + "`");
        return Optional.empty();
      }
      Optional<Long> steps =
          at.flatMap(value -> steps(low.get(), value, step.get(), place, "`most often`"));
      if (steps.isEmpty()) {
        return Optional.empty();
      }
      peak = steps.get();
    }
    long drawn = peak;
    return last.map(
        count -> new Stepped(low.get(), high.get(), step.get(), new Draw.Steps(count, drawn)));
  }

  /// How many steps it is from one value to another.
  private Optional<Long> steps(Decimal low, Decimal high, Decimal step, Place place, String what) {
    Decimal distance = high.minus(low);
    if (!distance.modulo(step).isZero()) {
      problems.add(place, "bad-value", what + " is not a whole number of steps from the beginning");
      return Optional.empty();
    }
    Decimal count = distance.dividedBy(step);
    if (count.compareTo(MOST_STEPS) > 0) {
      problems.add(
          place, "too-large", "%s steps (expected: at most %s)".formatted(count, MOST_STEPS));
      return Optional.empty();
    }
    return Optional.of(count.longValueExact());
  }

  /// A number, or a duration in whole seconds.
  private Optional<Decimal> quantity(String text, Simple type, Place place) {
    Optional<Value> value = plain.read(text, type, place);
    if (value.isPresent() && value.get() instanceof Value.DayTimeDuration duration) {
      if (!duration.value().equals(Duration.ofSeconds(duration.value().toSeconds()))) {
        problems.add(place, "bad-value", "`%s` (expected: whole seconds)".formatted(text));
        return Optional.empty();
      }
      return Optional.of(Decimal.of(duration.value().toSeconds()));
    }
    return value.map(number -> ((Value.Num) number).value());
  }

  private Optional<Draw.Dates> dates(Node.Mapping written) {
    return dates(written, written.get("dates").isPresent() ? "dates" : "date times");
  }

  private Optional<Draw.Dates> dates(Node.Mapping written, String kind) {
    Node.Scalar horizon = scalar(written, kind);
    Optional<List<LocalDate>> days = Spelling.horizon(horizon.text());
    if (days.isEmpty()) {
      bad(horizon, "a first and a last day, such as `2026-01-01..2026-12-31`");
    }
    Optional<long[]> months = weights(written, "months", MONTHS);
    Optional<long[]> weekdays = weights(written, "weekdays", WEEKDAYS);
    if (days.isEmpty() || months.isEmpty() || weekdays.isEmpty()) {
      return Optional.empty();
    }
    LocalDate first = days.get().getFirst();
    long count = ChronoUnit.DAYS.between(first, days.get().getLast()) + 1;
    if (count > MOST_DAYS) {
      problems.add(
          horizon.place(),
          "too-large",
          "%,d days (expected: at most %,d)".formatted(count, MOST_DAYS));
      return Optional.empty();
    }
    List<Long> weights = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDate day = first.plusDays(i);
      weights.add(
          months.get()[day.getMonthValue() - 1]
              * weekdays.get()[day.getDayOfWeek().getValue() - 1]);
    }
    return weighs(weights, horizon.place())
        ? Optional.of(new Draw.Dates(first, Weights.of(weights)))
        : Optional.empty();
  }

  private Optional<Typed> moments(Node.Mapping written) {
    Optional<Draw.Dates> dates = dates(written);
    Optional<long[]> hours = weights(written, "hours", HOURS);
    Optional<Decimal> step = Optional.of(Decimal.of(60));
    if (written.get("step").isPresent()) {
      Node.Scalar text = scalar(written, "step");
      step = quantity(text.text(), Simple.DAY_TIME_DURATION, text.place());
      if (step.isPresent()
          && (step.get().signum() <= 0
              || !Decimal.of(SECONDS_PER_HOUR).modulo(step.get()).isZero())) {
        bad(text, "a part of an hour, such as `PT10M`");
        return Optional.empty();
      }
    }
    if (dates.isEmpty() || hours.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    List<Long> weights = Arrays.stream(hours.get()).boxed().toList();
    int seconds = step.get().intValueExact();
    return weighs(weights, written.place())
        ? Optional.of(
            new Typed(
                new Draw.Moments(dates.get(), Weights.of(weights), seconds, subject.zone()),
                Simple.DATE_TIME,
                false))
        : Optional.empty();
  }

  /// The weight of each name, by single names and by ranges of them; without the key each weighs 1, with it those that
  /// are not named weigh 0.
  private Optional<long[]> weights(Node.Mapping written, String key, List<String> names) {
    long[] weights = new long[names.size()];
    if (written.get(key).isEmpty()) {
      Arrays.fill(weights, 1);
      return Optional.of(weights);
    }
    int before = problems.size();
    boolean[] named = new boolean[names.size()];
    for (Node.Mapping.Entry entry : mapping(written, key).entries()) {
      Matcher ends = RANGE.matcher(entry.key());
      OptionalInt from = index(ends.matches() ? ends.group(1) : entry.key(), names);
      OptionalInt to = index(ends.matches() ? ends.group(2) : entry.key(), names);
      if (from.isEmpty() || to.isEmpty() || from.getAsInt() > to.getAsInt()) {
        problems.add(
            entry.place(),
            "bad-value",
            "`%s` (expected: from `%s` to `%s`, or two of them such as `%s..%s`)"
                .formatted(
                    entry.key(), names.getFirst(), names.getLast(), names.get(0), names.get(2)));
        continue;
      }
      for (int i = from.getAsInt(); i <= to.getAsInt(); i++) {
        if (named[i]) {
          problems.add(entry.place(), "duplicate-value", "`" + names.get(i) + "` occurs twice");
        }
        named[i] = true;
        weights[i] = whole(entry.value());
      }
    }
    return problems.size() == before ? Optional.of(weights) : Optional.empty();
  }

  private static OptionalInt index(String name, List<String> names) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  private Optional<Typed> years(Node.Mapping written) {
    if (written.get("before").isEmpty()) {
      problems.add(written.place(), "missing-key", "key `before` is missing beside `years`");
      return Optional.empty();
    }
    Node.Scalar years = scalar(written, "years");
    Node.Scalar before = scalar(written, "before");
    Optional<Draw.Expression> count = expression(years);
    Optional<Draw.Expression> day = expression(before);
    boolean isNumber = count.filter(read -> isOf(read, Set.of(Simple.NUMBER), years)).isPresent();
    boolean isDay =
        day.filter(read -> isOf(read, Set.of(Simple.DATE, Simple.DATE_TIME), before)).isPresent();
    return isNumber && isDay
        ? Optional.of(
            new Typed(
                new Draw.YearsBefore(
                    count.orElseThrow(), day.orElseThrow(), years.written().whole()),
                Simple.DATE,
                false))
        : Optional.empty();
  }

  private boolean isOf(Draw.Expression expression, Set<Simple> types, Node.Scalar written) {
    if (expression.expr().type() instanceof Simple type && types.contains(type)) {
      return true;
    }
    problems.add(
        written.place(),
        "wrong-type",
        "the expression is of type %s (expected: %s)"
            .formatted(
                expression.expr().type(),
                types.stream().map(Simple::toString).sorted().collect(Collectors.joining(" or "))));
    return false;
  }

  private Optional<Draw.Expression> expression(Node.Scalar written) {
    Scope scope = Scope.of(Mode.STRICT, above, Map.of());
    int before = problems.size();
    Optional<TypedExpr> expr =
        Parser.parse(written.written(), scope.names(), problems)
            .map(parsed -> Checker.check(parsed, scope, problems));
    expr.ifPresent(this::uses);
    return problems.size() == before
        ? expr.map(typed -> new Draw.Expression(typed, scope.slots()))
        : Optional.empty();
  }

  private void uses(TypedExpr expr) {
    if (expr instanceof TypedExpr.Global global) {
      used.add(global.index());
    }
    Children.of(expr).forEach(this::uses);
  }

  private Optional<Typed> ofTable(Node.Mapping written) {
    Node.Scalar name = scalar(written, "table");
    Optional<RateTable> table =
        subject.tables().stream().filter(rates -> rates.name().equals(name.text())).findFirst();
    if (table.isEmpty()) {
      problems.add(
          name.place(),
          "unknown-table",
          "unknown table `%s`%s"
              .formatted(
                  name.text(),
                  Suggestion.text(
                      name.text(), subject.tables().stream().map(RateTable::name).toList())));
      return Optional.empty();
    }
    if (written.get("column").isEmpty()) {
      problems.add(written.place(), "missing-key", "key `column` is missing beside `table`");
      return Optional.empty();
    }
    return new TableDraw(table.get(), written).read();
  }

  /// Reads a draw from a rate table.
  private final class TableDraw {
    private final RateTable table;
    private final Node.Mapping written;
    private final Map<String, Integer> ins = new HashMap<>();
    private final Map<String, Integer> outs = new HashMap<>();

    TableDraw(RateTable table, Node.Mapping written) {
      this.table = table;
      this.written = written;
      for (int i = 0; i < table.ins().size(); i++) {
        ins.put(table.ins().get(i).name(), i);
      }
      for (int i = 0; i < table.outs().size(); i++) {
        outs.put(table.outs().get(i).name(), i);
      }
    }

    Optional<Typed> read() {
      int before = problems.size();
      Node.Scalar column = scalar(written, "column");
      if (!ins.containsKey(column.text()) && !outs.containsKey(column.text())) {
        unknown(column.text(), column.place());
        return Optional.empty();
      }
      List<String> names = new ArrayList<>();
      List<Draw.Expression> asked = new ArrayList<>();
      for (Node.Mapping.Entry entry : entries("where")) {
        if (!ins.containsKey(entry.key()) && !outs.containsKey(entry.key())) {
          unknown(entry.key(), entry.place());
          continue;
        }
        Node.Scalar text = scalar(entry.value());
        Optional<Draw.Expression> expression = expression(text);
        if (expression.filter(read -> isOf(read, Set.of(type(entry.key())), text)).isPresent()) {
          names.add(entry.key());
          asked.add(expression.get());
        }
      }
      List<Draw.OfTable.Row> rows =
          table.rows().stream()
              .map(row ->
                  new Draw.OfTable.Row(
                      values(row, column.text()),
                      names.stream().map(name -> test(row, name)).toList()))
              .filter(row -> !row.values().isEmpty())
              .toList();
      Map<Value, Long> weights = weights(type(column.text()), rows);
      boolean nullable = rows.stream().anyMatch(row -> row.values().contains(Value.NULL));
      return problems.size() == before
          ? Optional.of(
              new Typed(
                  new Draw.OfTable(rows, asked, weights, column.written().whole()),
                  type(column.text()),
                  nullable))
          : Optional.empty();
    }

    private List<Node.Mapping.Entry> entries(String key) {
      return written.get(key).map(Generator::mapping).map(Node.Mapping::entries).orElse(List.of());
    }

    private void unknown(String name, Place place) {
      List<String> known = new ArrayList<>(ins.keySet());
      known.addAll(outs.keySet());
      problems.add(
          place,
          "unknown-column",
          "table `%s` has no column `%s`%s"
              .formatted(table.name(), name, Suggestion.text(name, known)));
    }

    private Simple type(String column) {
      Integer in = ins.get(column);
      return in != null
          ? table.ins().get(in).type()
          : table.outs().get(outs.getOrDefault(column, 0)).type();
    }

    /// What a row names in a column: single values, not ranges of them.
    private List<Value> values(RateTable.Row row, String column) {
      return test(row, column) instanceof CellTest.Points points ? points.values() : List.of();
    }

    private CellTest test(RateTable.Row row, String column) {
      Integer in = ins.get(column);
      if (in != null) {
        return row.tests().get(in);
      }
      TypedExpr entry = row.entries().get(outs.getOrDefault(column, 0));
      return entry instanceof TypedExpr.Constant constant
          ? new CellTest.Points(List.of(constant.value()))
          : new CellTest.Any();
    }

    private Map<Value, Long> weights(Simple type, List<Draw.OfTable.Row> rows) {
      Map<Value, Long> weights = new HashMap<>();
      Set<Value> known =
          rows.stream().flatMap(row -> row.values().stream()).collect(Collectors.toSet());
      for (Node.Mapping.Entry entry : entries("weights")) {
        Optional<Value> value = plain.read(entry.key(), type, entry.place());
        if (value.isPresent() && !known.contains(value.get())) {
          problems.add(
              entry.place(),
              "bad-value",
              "the column names no `%s`%s"
                  .formatted(
                      entry.key(),
                      Suggestion.text(entry.key(), known.stream().map(Written::plain).toList())));
        }
        value.ifPresent(read -> weights.put(read, whole(entry.value())));
      }
      return weights;
    }
  }

  private void bad(Node.Scalar written, String expected) {
    problems.add(
        written.place(), "bad-value", "`%s` (expected: %s)".formatted(written.text(), expected));
  }

  private static Node node(Node.Mapping mapping, String key) {
    return mapping
        .get(key)
        .orElseThrow(() ->
            new IllegalStateException(mapping.place() + ": the schema let pass no `" + key + "`"));
  }

  private static Node.Mapping mapping(Node.Mapping mapping, String key) {
    return Generator.mapping(node(mapping, key));
  }

  private static Node.Scalar scalar(Node.Mapping mapping, String key) {
    return scalar(node(mapping, key));
  }

  private static Node.Scalar scalar(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar;
    }
    throw new IllegalStateException(node.place() + ": the schema let pass " + node.what());
  }

  private static List<Node> items(Node.Mapping mapping, String key) {
    if (node(mapping, key) instanceof Node.Listing listing) {
      return listing.items();
    }
    throw new IllegalStateException(
        mapping.place() + ": the schema let pass a wrong `" + key + "`");
  }

  /// A whole number that the schema has let pass.
  private static long whole(Node node) {
    return new BigDecimal(scalar(node).text()).longValueExact();
  }
}
