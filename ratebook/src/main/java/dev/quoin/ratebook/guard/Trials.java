package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.calendar.SlotKinds;
import dev.quoin.ratebook.generate.Chance;
import dev.quoin.ratebook.generate.Generator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

// Requests on which guards are tried. The generator's are plausible, and nearly never stand where a
// table turns. So each input has levels: the values that tables name for it, and their neighbours.
// Time has its own: moments at which rows of a table and kinds of a calendar begin and end, lengths
// of as many slots, days or years as any table names, and what lies just beside. A level is a way
// to change a request, so that what belongs together moves together: a later start takes its end
// along.
//
// All levels are tried alone, and any two of different inputs together at least once (all pairs,
// made greedily; Cohen, Dalal, Fredman, Patton: The AETG System, 1997), as far as the caps below
// let them.

/// Makes requests of a service: those that were recorded, the generator's, all levels of each input, and each pair of levels.
final class Trials {
  private static final long SECONDS_OF_A_DAY = 86_400;

  /// How far from a moment at which something turns it is looked, in seconds.
  private static final List<Long> BESIDE = List.of(0L, -600L, 600L);

  private static final int BASES = 6;
  private static final int MAX_PAIRED_LEVELS = 24;
  private static final int MAX_PAIRED = 1_500;
  private static final int MAX_TEXTS = 60;
  private static final int MAX_DAYS = 12;
  private static final long LONGEST = 400;

  private final Ratebook ratebook;
  private final Ratebook.Service service;
  private final List<Program.Input> inputs;
  private final Ends ends;
  private final GuardCheck.Options options;

  Trials(Ratebook ratebook, Ratebook.Service service, GuardCheck.Options options) {
    this.ratebook = ratebook;
    this.service = service;
    this.options = options;
    this.inputs =
        service.inputs().stream()
            .map(index -> (Program.Input) ratebook.program().globals().get(index))
            .toList();
    this.ends = Ends.of(ratebook.program());
  }

  /// What was made.
  ///
  /// @param sent how many of them, from the first on, are as customers send them: those that were recorded, else the generator's, else
  /// those of the cases
  /// @param levels the values of each input that is no time, by its index
  record Made(List<Value[]> requests, int sent, Map<Integer, List<Value>> levels) {}

  /// One way in which requests differ.
  private record Dimension(List<UnaryOperator<Value[]>> levels) {}

  Made make() {
    List<Value[]> requests = new ArrayList<>();
    options.recorded().getOrDefault(service.name(), List.of()).stream()
        .map(this::request)
        .forEach(requests::add);
    int recorded = requests.size();
    requests.addAll(drawn());
    if (requests.isEmpty()) {
      requests.addAll(ofCases());
    }
    int sent = recorded > 0 ? recorded : requests.size();
    Map<Integer, List<Value>> levels = new LinkedHashMap<>();
    if (!requests.isEmpty()) {
      List<Value[]> bases = new ArrayList<>(first(requests.subList(0, recorded)));
      bases.addAll(first(requests.subList(recorded, requests.size())));
      List<Dimension> dimensions = dimensions(List.copyOf(requests), levels);
      List<Value[]> made = new ArrayList<>();
      for (Value[] base : bases) {
        for (Dimension dimension : dimensions) {
          for (UnaryOperator<Value[]> level : dimension.levels()) {
            apply(level, base, made);
          }
        }
      }
      pairs(dimensions, List.copyOf(requests), made);
      requests.addAll(made);
    }
    return new Made(requests, sent, levels);
  }

  private static List<Value[]> first(List<Value[]> requests) {
    return requests.subList(0, Math.min(BASES, requests.size()));
  }

  /// Whether a level has a value for a request; it is none of it otherwise.
  private static boolean apply(UnaryOperator<Value[]> level, Value[] base, List<Value[]> into) {
    try {
      into.add(level.apply(base.clone()));
      return true;
    } catch (EvaluationException | ArithmeticException e) {
      return false; // such as a moment behind the last year that there is
    }
  }

  private List<Value[]> drawn() {
    Optional<Generator> generator = ratebook.generator(service.name(), new Problems());
    List<Value[]> drawn = new ArrayList<>();
    for (int number = 0; generator.isPresent() && number < options.count(); number++) {
      drawn.add(request(generator.get().inputs(options.seed(), number)));
    }
    return drawn;
  }

  private Value[] request(Map<String, Value> given) {
    Value[] request = new Value[ratebook.program().globals().size() + 1];
    Arrays.fill(request, Value.NULL);
    inputs.forEach(input -> request[input.index()] = given.getOrDefault(input.name(), Value.NULL));
    return request;
  }

  /// Without a generator the golden cases say what requests look like.
  private List<Value[]> ofCases() {
    List<Value[]> requests = new ArrayList<>();
    for (Ratebook.CaseFile file : ratebook.cases()) {
      if (file.service().equals(service.name())) {
        for (Cases.Case golden :
            Cases.read(ratebook, file, new Problems()).map(Cases::cases).orElse(List.of())) {
          Request.of(ratebook, service, golden.inputs(), new Problems())
              .ifPresent(request -> requests.add(request(request.inputs())));
        }
      }
    }
    return requests;
  }

  private List<Dimension> dimensions(List<Value[]> drawn, Map<Integer, List<Value>> levels) {
    List<Dimension> dimensions = new ArrayList<>();
    Optional<Program.Input> first =
        inputs.stream().filter(input -> input.type() == Type.Simple.DATE_TIME).findFirst();
    first.ifPresent(input -> dimensions.add(moments(input)));
    for (Program.Input input : inputs) {
      if (input.type() == Type.Simple.DATE_TIME) {
        if (!input.equals(first.orElseThrow())) {
          dimensions.add(lengths(first.get(), input));
        }
      } else if (input.type() == Type.Simple.DATE) {
        List<UnaryOperator<Value[]>> dates = new ArrayList<>(days(input));
        first.ifPresent(since -> dates.addAll(years(since, input)));
        dimensions.add(new Dimension(dates));
      } else {
        List<Value> values = values(input, drawn);
        levels.put(input.index(), values);
        dimensions.add(
            new Dimension(values.stream().map(value -> set(input.index(), value)).toList()));
      }
    }
    dimensions.removeIf(dimension -> dimension.levels().isEmpty());
    return dimensions;
  }

  private static UnaryOperator<Value[]> set(int input, Value value) {
    return request -> {
      request[input] = value;
      return request;
    };
  }

  /// Values of an input that is no time: those that are named for it and their neighbours, and the ends of what is drawn.
  private List<Value> values(Program.Input input, List<Value[]> drawn) {
    Set<Value> values = new LinkedHashSet<>();
    for (Value end : ends.ofInputs().getOrDefault(input.index(), Set.of())) {
      if (Operators.instanceOf(end, input.type())) {
        values.add(end);
        if (end instanceof Value.Num number) {
          values.add(Value.of(number.value().minus(Decimal.ONE)));
          values.add(Value.of(number.value().plus(Decimal.ONE)));
        }
      }
    }
    List<Value> seen =
        drawn.stream()
            .map(request -> request[input.index()])
            .filter(value -> !(value instanceof Value.Null))
            .distinct()
            .toList();
    if (input.type() == Type.Simple.NUMBER && !seen.isEmpty()) {
      List<Value> sorted = seen.stream().sorted(Operators::compare).toList();
      values.add(Value.of(Decimal.ZERO));
      values.add(sorted.getFirst());
      values.add(sorted.get(sorted.size() / 2));
      values.add(sorted.getLast());
    } else {
      seen.stream().limit(MAX_TEXTS).forEach(values::add);
    }
    if (input.nullable()) {
      values.add(Value.NULL);
    }
    return List.copyOf(values);
  }

  /// Moments of the first time of a request; the others go along.
  private Dimension moments(Program.Input first) {
    List<UnaryOperator<Value[]>> levels = new ArrayList<>();
    for (long second : boundaries()) {
      for (long beside : BESIDE) {
        levels.add(request -> {
          if (request[first.index()] instanceof Value.DateTime moment) {
            shift(request, second + beside - localSecond(moment));
          }
          return request;
        });
      }
    }
    for (Value end : ends.all()) {
      if (end instanceof Value.Time time) {
        int second = time.value().toSecondOfDay();
        for (long beside : BESIDE) {
          levels.add(request -> {
            if (request[first.index()] instanceof Value.DateTime moment) {
              shift(
                  request, second + beside - Math.floorMod(localSecond(moment), SECONDS_OF_A_DAY));
            }
            return request;
          });
        }
      }
    }
    return new Dimension(levels);
  }

  private void shift(Value[] request, long seconds) {
    for (Program.Input input : inputs) {
      if (request[input.index()] instanceof Value.DateTime moment) {
        request[input.index()] = at(moment, localSecond(moment) + seconds);
      }
    }
  }

  /// A moment at another second of the ratebook's time: clocks that change between the two do not move it.
  private Value at(Value.DateTime moment, long localSecond) {
    ZoneId zone = moment.zone();
    if (zone == null) {
      return new Value.DateTime(localSecond, moment.nano(), null, null);
    }
    ZonedDateTime moved =
        LocalDateTime.ofEpochSecond(localSecond, moment.nano(), ZoneOffset.UTC)
            .atZone(ratebook.zone())
            .withZoneSameInstant(zone);
    return new Value.DateTime(moved.toLocalDateTime(), zone, moved.getOffset());
  }

  /// Seconds of local time at which something of the tables or the calendars begins or ends.
  private Set<Long> boundaries() {
    Set<Long> seconds = new LinkedHashSet<>();
    Set<LocalDate> days = new LinkedHashSet<>();
    for (Value end : ends.all()) {
      if (end instanceof Value.Date day) {
        days.add(day.value());
        days.add(day.value().plusDays(1));
      } else if (end instanceof Value.DateTime moment) {
        seconds.add(localSecond(moment));
      }
    }
    for (Ratebook.Calendar calendar : ratebook.calendars()) {
      SlotKinds kinds = calendar.slots().declared();
      days.add(kinds.firstDay());
      days.add(kinds.lastDay().plusDays(1));
      for (SlotKinds.Kind kind : kinds.kinds()) {
        kind.days()
            .ifPresent(some -> {
              List<LocalDate> sorted = some.dates().stream().sorted().toList();
              for (LocalDate day : Spread.of(sorted, MAX_DAYS)) {
                days.add(day);
                days.add(day.plusDays(1));
              }
            });
      }
      LocalDate monday = middle(kinds);
      for (SlotKinds.Kind kind : kinds.kinds()) {
        kind.days()
            .flatMap(SlotKinds.Days::week)
            .ifPresent(week -> {
              seconds.add(monday.toEpochDay() * SECONDS_OF_A_DAY + week.from());
              seconds.add(monday.toEpochDay() * SECONDS_OF_A_DAY + week.to());
            });
        kind.hours()
            .ifPresent(hours -> {
              for (int day = 0; day < 7; day += 2) {
                long midnight = monday.plusDays(day).toEpochDay() * SECONDS_OF_A_DAY;
                seconds.add(midnight + hours.from());
                seconds.add(midnight + hours.to());
              }
            });
      }
    }
    days.forEach(day -> seconds.add(day.toEpochDay() * SECONDS_OF_A_DAY));
    return seconds;
  }

  /// A moment in the ratebook's time.
  private long localSecond(Value.DateTime moment) {
    ZoneOffset offset = moment.offset();
    if (offset == null) {
      return moment.localSecond();
    }
    Instant instant = Instant.ofEpochSecond(moment.localSecond() - offset.getTotalSeconds());
    return instant.getEpochSecond()
        + ratebook.zone().getRules().getOffset(instant).getTotalSeconds();
  }

  /// A Monday in the last quarter of a calendar: prices of today, and far from its end.
  private static LocalDate middle(SlotKinds kinds) {
    long from = kinds.firstDay().toEpochDay();
    long to = kinds.lastDay().toEpochDay();
    LocalDate day = LocalDate.ofEpochDay(from + (to - from) * 3 / 4);
    return day.minusDays(day.getDayOfWeek().getValue() - 1L);
  }

  /// How long after the first time another one is: slots and days of numbers that tables name, and a slot beside.
  private Dimension lengths(Program.Input first, Program.Input later) {
    long slot =
        ratebook.calendars().stream()
            .map(calendar -> calendar.slots().declared().slot().toSeconds())
            .findFirst()
            .orElse(600L);
    Set<Long> seconds = new LinkedHashSet<>();
    for (long number : ends.wholeNumbers(LONGEST)) {
      if (number > 0 && number <= 30) {
        for (long beside : List.of(0L, slot, -slot)) {
          seconds.add(number * SECONDS_OF_A_DAY + beside);
        }
      }
      for (long beside : List.of(0L, slot)) {
        seconds.add(number * slot + beside);
        seconds.add(number * 60 + beside);
      }
    }
    for (long number : List.of(1L, 3L, 6L, 18L, 36L, 60L, 84L)) {
      seconds.add(number * slot);
    }
    List<UnaryOperator<Value[]>> levels = new ArrayList<>();
    for (long length : seconds) {
      levels.add(request -> {
        if (request[first.index()] instanceof Value.DateTime) {
          request[later.index()] =
              Operators.add(request[first.index()], new Value.DayTimeDuration(length, 0));
        }
        return request;
      });
    }
    for (Value end : ends.ofInputs().getOrDefault(later.index(), Set.of())) {
      if (end instanceof Value.DateTime named) {
        for (long beside : BESIDE) {
          levels.add(request -> {
            if (request[later.index()] instanceof Value.DateTime moment) {
              request[later.index()] = at(moment, localSecond(named) + beside);
            }
            return request;
          });
        }
      }
    }
    if (later.nullable()) {
      levels.add(set(later.index(), Value.NULL));
    }
    return new Dimension(levels);
  }

  /// How many full years a date lies before the first time: as many as any table names, to the day and a day beside.
  private List<UnaryOperator<Value[]>> years(Program.Input first, Program.Input date) {
    List<UnaryOperator<Value[]>> levels = new ArrayList<>();
    for (long number : ends.wholeNumbers(120)) {
      for (int beside : new int[] {0, 1, -1}) {
        if (number >= 0) {
          levels.add(request -> {
            if (request[first.index()] instanceof Value.DateTime moment) {
              request[date.index()] =
                  new Value.Date(moment.date().minusYears(number).plusDays(beside));
            }
            return request;
          });
        }
      }
    }
    return levels;
  }

  /// The days that tables name for a date, and those beside.
  private List<UnaryOperator<Value[]>> days(Program.Input input) {
    List<UnaryOperator<Value[]>> levels = new ArrayList<>();
    for (Value end : ends.ofInputs().getOrDefault(input.index(), Set.of())) {
      if (end instanceof Value.Date day) {
        for (int beside : new int[] {-1, 0, 1}) {
          levels.add(set(input.index(), new Value.Date(day.value().plusDays(beside))));
        }
      }
    }
    return levels;
  }

  /// Requests in which any two levels of different dimensions meet.
  private void pairs(List<Dimension> all, List<Value[]> bases, List<Value[]> into) {
    List<Dimension> dimensions =
        all.stream()
            .map(dimension -> new Dimension(Spread.of(dimension.levels(), MAX_PAIRED_LEVELS)))
            .toList();
    int size = dimensions.size();
    Set<Long> met = new LinkedHashSet<>();
    int made = 0;
    for (int one = 0; one < size; one++) {
      for (int other = one + 1; other < size; other++) {
        for (int a = 0; a < dimensions.get(one).levels().size(); a++) {
          for (int b = 0; b < dimensions.get(other).levels().size(); b++) {
            if (made < MAX_PAIRED && !met.contains(pair(one, a, other, b))) {
              int[] chosen = new int[size];
              Chance chance = Chance.of(options.seed(), made, size);
              for (int i = 0; i < size; i++) {
                chosen[i] = (int) chance.below(dimensions.get(i).levels().size());
              }
              chosen[one] = a;
              chosen[other] = b;
              Value[] base = bases.get((int) chance.below(bases.size()));
              if (apply(request -> with(dimensions, chosen, request), base, into)) {
                meet(chosen, met);
                made++;
              }
            }
          }
        }
      }
    }
  }

  private static Value[] with(List<Dimension> dimensions, int[] chosen, Value[] request) {
    Value[] changed = request;
    for (int i = 0; i < chosen.length; i++) {
      changed = dimensions.get(i).levels().get(chosen[i]).apply(changed);
    }
    return changed;
  }

  private static void meet(int[] chosen, Set<Long> met) {
    for (int one = 0; one < chosen.length; one++) {
      for (int other = one + 1; other < chosen.length; other++) {
        met.add(pair(one, chosen[one], other, chosen[other]));
      }
    }
  }

  private static long pair(int one, int a, int other, int b) {
    return ((one * 1_000L + a) * 1_000 + other) * 1_000 + b;
  }
}
