package dev.quoin.ratebook.calendar;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Program;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.value.Plain;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Counts the slots from one date and time to another, by their kinds.
///
/// Between two changes of the clock, local time runs along with UTC, so the kind of a moment is a step function of
/// its second. The steps over the whole horizon are computed once (some ten thousand for ten years); a question then
/// finds its first step by the day and counts the slots of each step by a division. A month of ten-minute slots
/// costs what its hundred steps cost, not its 4,320 slots, and a clock that is put forward or back is right for free.
/// The obvious twin, slot by slot with `java.time`, is in the tests.
public final class SlotCalendar implements NativeFunction, Binding {
  private final SlotKinds declared;
  private final String[] names;
  private final long slot;
  private final long begin;
  private final long end;

  /// Where the kind changes, in seconds since 1970 UTC, ascending; the first is the horizon's begin.
  private final long[] steps;

  /// The kind from each step on.
  private final int[] kinds;

  /// For every 24 hours since the horizon's begin, the step in which they begin: a day has but a few.
  private final int[] stepOfDay;

  private SlotCalendar(SlotKinds declared, long begin, long end, long[] steps, int[] kinds) {
    this.declared = declared;
    this.names = declared.kinds().stream().map(kind -> kind.name().intern()).toArray(String[]::new);
    this.slot = declared.slot().toSeconds();
    this.begin = begin;
    this.end = end;
    this.steps = steps;
    this.kinds = kinds;
    this.stepOfDay = stepOfDay();
  }

  private int[] stepOfDay() {
    int[] found = new int[(int) ((end - begin) / SlotKinds.DAY) + 1];
    int step = 0;
    for (int day = 0; day < found.length; day++) {
      while (step + 1 < steps.length && steps[step + 1] <= begin + (long) day * SlotKinds.DAY) {
        step++;
      }
      found[day] = step;
    }
    return found;
  }

  public static SlotCalendar of(SlotKinds declared) {
    return new Steps(declared).calendar();
  }

  public SlotKinds declared() {
    return declared;
  }

  @Override
  public String name() {
    return declared.name();
  }

  /// What is declared alike counts alike.
  @Override
  public boolean isLike(NativeFunction other) {
    return other instanceof SlotCalendar calendar && declared.equals(calendar.declared);
  }

  /// A context with a number for each kind, in the order of their declaration.
  @Override
  public Value call(Value[] arguments) {
    if (arguments.length != 2
        || !(arguments[0] instanceof Value.DateTime from)
        || !(arguments[1] instanceof Value.DateTime to)) {
      return Value.error(
          "wrong-type", "calendar `" + name() + "` counts from one date and time to another");
    }
    if (from.offset() == null || to.offset() == null) {
      return ofLocal(from, to);
    }
    return counted(from, to);
  }

  /// Local times are those of the calendar's zone, where they occur once.
  private Value ofLocal(Value.DateTime from, Value.DateTime to) {
    Optional<ZoneOffset> fromOffset = offset(from);
    Optional<ZoneOffset> toOffset = offset(to);
    if (fromOffset.isEmpty() || toOffset.isEmpty()) {
      LocalDateTime wrong = fromOffset.isEmpty() ? from.value() : to.value();
      return Value.error(
          "ambiguous-time",
          "`%s` does not occur exactly once in %s".formatted(wrong, declared.zone()));
    }
    return counted(zoned(from, fromOffset.get()), zoned(to, toOffset.get()));
  }

  private Value.DateTime zoned(Value.DateTime local, ZoneOffset offset) {
    return new Value.DateTime(local.localSecond(), local.nano(), declared.zone(), offset);
  }

  /// Whether a moment lies within the horizon, its ends included; a local one is meant in the calendar's zone.
  public boolean knows(Value.DateTime moment) {
    ZoneOffset own = moment.offset();
    ZoneOffset offset = own == null ? declared.zone().getRules().getOffset(moment.value()) : own;
    long second = moment.localSecond() - offset.getTotalSeconds();
    return second >= begin && second <= end;
  }

  private Value counted(Value.DateTime from, Value.DateTime to) {
    long first = from.epochSecond();
    long last = to.epochSecond();
    // A slot starts `from`'s fraction of a second behind each whole second.
    long limit = to.nano() > from.nano() ? last + 1 : last;
    long[] counts = new long[names.length];
    if (first < limit) {
      if (first < begin || last > end) {
        return Value.error(
            "outside-calendar",
            "calendar `%s` does not know %s to %s (expected: from %s to %s)"
                .formatted(
                    name(), from.value(), to.value(), declared.firstDay(), declared.lastDay()));
      }
      count(first, limit, counts);
    }
    return context(counts);
  }

  private Optional<ZoneOffset> offset(Value.DateTime dateTime) {
    ZoneOffset offset = dateTime.offset();
    return offset != null ? Optional.of(offset) : Plain.offset(dateTime.value(), declared.zone());
  }

  private void count(long first, long limit, long[] counts) {
    int step = stepOfDay[(int) ((first - begin) / SlotKinds.DAY)];
    while (step + 1 < steps.length && steps[step + 1] <= first) {
      step++;
    }
    long start = first;
    while (start < limit) {
      long stepEnd = step + 1 < steps.length ? Math.min(steps[step + 1], limit) : limit;
      if (start < stepEnd) {
        long slots = (stepEnd - start + slot - 1) / slot;
        counts[kinds[step]] += slots;
        start += slots * slot;
      }
      step++;
    }
  }

  /// @param counts whose array becomes the context's
  private Value context(long[] counts) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Packed.of(counts[i], 0);
    }
    return Value.Context.of(names, new @Nullable Value[counts.length], counts);
  }

  /// The calendar as the body of a business knowledge model `(from, to: date and time)`.
  @Override
  public TypedExpr body(
      List<Program.Parameter> parameters, Type result, Span span, Problems problems) {
    int before = problems.size();
    boolean takesTwoTimes =
        parameters.size() == 2
            && parameters.stream().allMatch(parameter -> parameter.type() == Type.Simple.DATE_TIME);
    if (!takesTwoTimes) {
      problems.add(
          span,
          "wrong-parameters",
          "calendar `%s` is bound to a business knowledge model with other parameters (expected: two of type date and time)"
              .formatted(name()));
    }
    Map<String, Type> entries = new LinkedHashMap<>();
    declared.kinds().forEach(kind -> entries.put(kind.name(), Type.Simple.NUMBER));
    Type counts = new Type.ContextType(entries);
    if (!counts.conformsTo(result)) {
      problems.add(
          span,
          "wrong-type",
          "the result is of type %s (expected: %s, as calendar `%s` counts)"
              .formatted(result, counts, name()));
    }
    if (problems.size() > before) {
      return new TypedExpr.Constant(Value.NULL, Type.Simple.ANY, span);
    }
    List<TypedExpr> arguments =
        parameters.stream()
            .<TypedExpr>map(parameter ->
                new TypedExpr.Local(
                    parameter.slot(),
                    parameter.name(),
                    parameter.type(),
                    parameter.nullable(),
                    span))
            .toList();
    return new TypedExpr.CallNative(this, arguments, counts, false, span);
  }

  @Override
  public String toString() {
    return "calendar " + name();
  }

  /// Computes the steps. Kinds change only at the ends of hours, weekly spans and days, and where the clock is
  /// changed; everything is whole seconds of local time, counted from 1970-01-01T00:00 local.
  private static final class Steps {
    /// 1970-01-01 was a Thursday.
    private static final int FIRST_DAY_OF_WEEK = 3;

    private final SlotKinds declared;
    private final long firstDay;
    private final long lastDay;
    private final List<BitSet> dates;
    private final int[] changes;
    private long[] steps = new long[1024];
    private int[] kinds = new int[1024];
    private int size;

    Steps(SlotKinds declared) {
      this.declared = declared;
      this.firstDay = declared.firstDay().toEpochDay();
      this.lastDay = declared.lastDay().toEpochDay();
      this.dates = declared.kinds().stream().map(this::dates).toList();
      this.changes = changes();
    }

    SlotCalendar calendar() {
      ZoneRules rules = declared.zone().getRules();
      long begin = declared.firstDay().atStartOfDay(declared.zone()).toEpochSecond();
      long end = declared.lastDay().plusDays(1).atStartOfDay(declared.zone()).toEpochSecond();
      long from = begin;
      while (from < end) {
        java.time.Instant instant = java.time.Instant.ofEpochSecond(from);
        ZoneOffsetTransition next = rules.nextTransition(instant);
        long to = next == null ? end : Math.min(end, next.toEpochSecond());
        stretch(from, to, rules.getOffset(instant).getTotalSeconds());
        from = to;
      }
      return new SlotCalendar(
          declared, begin, end, Arrays.copyOf(steps, size), Arrays.copyOf(kinds, size));
    }

    /// The steps of a stretch in which the clock is not changed.
    private void stretch(long from, long to, int offset) {
      step(from, from + offset);
      for (long day = Math.floorDiv(from + offset, SlotKinds.DAY);
          day * SlotKinds.DAY - offset < to;
          day++) {
        for (int change : changes) {
          long local = day * SlotKinds.DAY + change;
          if (local - offset > from && local - offset < to) {
            step(local - offset, local);
          }
        }
      }
    }

    private void step(long second, long local) {
      int kind = kind(local);
      if (size > 0 && kinds[size - 1] == kind) {
        return;
      }
      if (size == steps.length) {
        steps = Arrays.copyOf(steps, 2 * size);
        kinds = Arrays.copyOf(kinds, 2 * size);
      }
      steps[size] = second;
      kinds[size++] = kind;
    }

    private int kind(long local) {
      long day = Math.floorDiv(local, SlotKinds.DAY);
      int secondOfDay = (int) Math.floorMod(local, (long) SlotKinds.DAY);
      int dayOfWeek = (int) Math.floorMod(day + FIRST_DAY_OF_WEEK, 7L);
      int secondOfWeek = dayOfWeek * SlotKinds.DAY + secondOfDay;
      for (int i = 0; i < dates.size() - 1; i++) {
        SlotKinds.Kind kind = declared.kinds().get(i);
        boolean inHours = kind.hours().isEmpty() || kind.hours().get().holds(secondOfDay);
        if (inHours && isInDays(i, kind, day, secondOfWeek)) {
          return i;
        }
      }
      return dates.size() - 1;
    }

    private boolean isInDays(int i, SlotKinds.Kind kind, long day, int secondOfWeek) {
      if (kind.days().isEmpty()) {
        return true;
      }
      Optional<SlotKinds.Week> week = kind.days().get().week();
      boolean listed =
          day >= firstDay && day <= lastDay && dates.get(i).get((int) (day - firstDay));
      return listed || (week.isPresent() && week.get().holds(secondOfWeek));
    }

    private BitSet dates(SlotKinds.Kind kind) {
      BitSet days = new BitSet();
      kind.days()
          .ifPresent(listed -> {
            for (LocalDate date : listed.dates()) {
              long day = date.toEpochDay();
              if (day >= firstDay && day <= lastDay) {
                days.set((int) (day - firstDay));
              }
            }
          });
      return days;
    }

    /// The seconds of a day at which a kind may change.
    private int[] changes() {
      TreeSet<Integer> found = new TreeSet<>();
      found.add(0);
      for (SlotKinds.Kind kind : declared.kinds()) {
        kind.hours()
            .ifPresent(hours -> {
              found.add(hours.from());
              found.add(hours.to() % SlotKinds.DAY);
            });
        kind.days()
            .flatMap(SlotKinds.Days::week)
            .ifPresent(week -> {
              found.add(week.from() % SlotKinds.DAY);
              found.add(week.to() % SlotKinds.DAY);
            });
      }
      return found.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
