package dev.quoin.bench.engines;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kie.dmn.feel.lang.types.impl.ComparablePeriod;

/// FEEL's values in the classes in which KIE has them.
final class KieValues {
  private KieValues() {}

  /// A value as KIE takes it.
  static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Null _ -> null;
      case Value.Num number -> new BigDecimal(number.value().toString());
      case Value.Text text -> text.value();
      case Value.Bool bool -> bool.value();
      case Value.Date date -> date.value();
      case Value.Time time ->
          time.zone() == null
              ? time.value()
              : time.value().atOffset(time.zone().getRules().getOffset(java.time.Instant.EPOCH));
      case Value.DateTime moment ->
          moment.zone() == null
              ? moment.value()
              : ZonedDateTime.ofLocal(moment.value(), moment.zone(), moment.offset());
      case Value.DayTimeDuration duration -> duration.value();
      case Value.YearMonthDuration duration ->
          ComparablePeriod.ofMonths(Math.toIntExact(duration.months()));
      case Value.Items items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.values().forEach(item -> list.add(of(item)));
        yield list;
      }
      case Value.Context context -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        context.entries().forEach((name, entry) -> map.put(name, of(entry)));
        yield map;
      }
      case Value.Range _, Value.Function _ ->
          throw new IllegalArgumentException("no input is a " + value);
    };
  }

  /// What KIE answers as a value; of what is none of FEEL's, its text.
  static Value value(@Nullable Object answer) {
    return switch (answer) {
      case null -> Value.NULL;
      case BigDecimal number -> Value.of(Decimal.of(number));
      case Number number -> Value.of(Decimal.parse(number.toString()));
      case String text -> Value.of(text);
      case Boolean bool -> Value.of(bool);
      case LocalDate date -> new Value.Date(date);
      case LocalTime time -> new Value.Time(time, null);
      case OffsetTime time -> new Value.Time(time.toLocalTime(), time.getOffset());
      case LocalDateTime moment -> new Value.DateTime(moment, null, null);
      case ZonedDateTime moment ->
          new Value.DateTime(moment.toLocalDateTime(), moment.getZone(), moment.getOffset());
      case OffsetDateTime moment ->
          new Value.DateTime(moment.toLocalDateTime(), moment.getOffset(), moment.getOffset());
      case Duration duration -> new Value.DayTimeDuration(duration);
      case ChronoPeriod period ->
          new Value.YearMonthDuration(
              period.get(ChronoUnit.YEARS) * 12 + period.get(ChronoUnit.MONTHS));
      case Collection<?> items -> new Value.Items(items.stream().map(KieValues::value).toList());
      case Object[] items -> new Value.Items(Arrays.stream(items).map(KieValues::value).toList());
      case Map<?, ?> map -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        map.forEach((name, entry) -> entries.put(Objects.toString(name), value(entry)));
        yield new Value.Context(entries);
      }
      default -> Value.of(answer.getClass().getSimpleName() + " " + answer);
    };
  }
}
