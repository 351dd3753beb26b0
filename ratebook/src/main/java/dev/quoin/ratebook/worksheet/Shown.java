package dev.quoin.ratebook.worksheet;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.ratebook.layout.Cells;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/// Values as an explanation shows them: like FEEL, but times in the ratebook's zone without repeating it.
///
/// @param full whether what is long is shown in full length
record Shown(ZoneId zone, boolean full, Wording words) {
  private static final int LONG = 64;

  String text(Value value) {
    return switch (value) {
      case Value.DateTime time -> text(time);
      case Value.Items items ->
          items.values().stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
      case Value.Context context ->
          context.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Null _,
          Value.Num _,
          Value.Text _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Range _,
          Value.Function _ ->
          Values.text(value);
    };
  }

  /// An instant in the zone.
  String text(Instant instant) {
    var there = instant.atZone(zone);
    return text(new Value.DateTime(there.toLocalDateTime(), zone, there.getOffset()));
  }

  /// The value where it stands among others: a long list or context is only hinted at, unless all is shown.
  String brief(Value value) {
    String text = text(value);
    if (full || Cells.width(text) <= LONG) {
      return text;
    }
    return switch (value) {
      case Value.Items items -> words.items(items.values().size());
      case Value.Context _ -> "{…}";
      case Value.Text _,
          Value.DateTime _,
          Value.Null _,
          Value.Num _,
          Value.Bool _,
          Value.Date _,
          Value.Time _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Range _,
          Value.Function _ ->
          text;
    };
  }

  /// The offset is left out where the zone tells it.
  private String text(Value.DateTime time) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time.value());
    ZoneOffset offset = time.offset();
    return offsets.size() == 1 && offsets.getFirst().equals(offset)
        ? time.value().toString()
        : Values.text(time);
  }
}
