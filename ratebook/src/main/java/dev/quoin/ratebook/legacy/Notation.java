package dev.quoin.ratebook.legacy;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Inputs;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How somebody else writes a value that he sends: in a code list, in a date format, with separators, or, where nothing
/// is said, as a request of ours would. At most one of the three is there.
///
/// @param codes values by their codes
public record Notation(
    Optional<Map<String, Value>> codes, Optional<Dates> dates, Optional<Numbers> numbers) {
  public Notation {
    codes = codes.map(list -> Collections.unmodifiableMap(new LinkedHashMap<>(list)));
  }

  /// The value of a field.
  ///
  /// @param field the field's path, for the sentences
  /// @param zone the zone of our values
  /// @param problems what is wrong with it: the field, what came, what was expected
  public Optional<Value> read(Node node, Type type, String field, ZoneId zone, Problems problems) {
    if (codes.isPresent() && node instanceof Node.Scalar scalar) {
      return coded(codes.get(), scalar, field, problems);
    }
    if (dates.isPresent() && node instanceof Node.Scalar scalar) {
      return dated(dates.get(), scalar, type, field, zone, problems);
    }
    if (numbers.isPresent()
        && node instanceof Node.Scalar scalar
        && scalar.kind() == Node.Kind.TEXT) {
      return numbered(numbers.get(), scalar, field, zone, problems);
    }
    return plain(node, type, field, zone, problems);
  }

  private Optional<Value> coded(
      Map<String, Value> list, Node.Scalar scalar, String field, Problems problems) {
    Value value = list.get(scalar.text());
    if (value == null || scalar.kind() == Node.Kind.NULL) {
      problems.add(
          scalar.place(),
          "not-allowed",
          "`%s` is %s (expected: %s)"
              .formatted(field, written(scalar), Allowed.oneOf(list.keySet(), "codes")));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private static Optional<Value> dated(
      Dates dates, Node.Scalar scalar, Type type, String field, ZoneId zone, Problems problems) {
    Optional<Temporal> read = dates.read(scalar.text(), type);
    if (read.isEmpty() || scalar.kind() == Node.Kind.BOOLEAN) {
      problems.add(
          scalar.place(),
          "bad-value",
          "`%s` is %s (expected: a %s written `%s`, such as `%s`)"
              .formatted(field, written(scalar), type, dates.format(), dates.example()));
      return Optional.empty();
    }
    return switch (read.get()) {
      case LocalDate date -> inTime(date, new Value.Date(date), scalar, field, problems);
      case LocalTime time -> Optional.of(new Value.Time(time, null));
      case LocalDateTime local ->
          offset(local, dates.zone(), scalar, field, problems)
              .flatMap(offset -> inZone(local.atOffset(offset), zone, scalar, field, problems));
      case OffsetDateTime exact -> inZone(exact, zone, scalar, field, problems);
      default -> throw new IllegalStateException("neither date nor time: " + read);
    };
  }

  private static Optional<Value> inZone(
      OffsetDateTime time, ZoneId zone, Node.Scalar scalar, String field, Problems problems) {
    var there = time.atZoneSameInstant(zone);
    Value value = new Value.DateTime(there.toLocalDateTime(), zone, there.getOffset());
    return inTime(there.toLocalDate(), value, scalar, field, problems);
  }

  private static Optional<Value> inTime(
      LocalDate day, Value value, Node.Scalar scalar, String field, Problems problems) {
    if (Inputs.isInTime(day)) {
      return Optional.of(value);
    }
    problems.add(
        scalar.place(),
        "out-of-range",
        "`%s` is %s (expected: from %s to %s)"
            .formatted(field, written(scalar), Inputs.FIRST_DAY, Inputs.LAST_DAY));
    return Optional.empty();
  }

  private static Optional<ZoneOffset> offset(
      LocalDateTime local, ZoneId zone, Node.Scalar scalar, String field, Problems problems) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() == 1) {
      return Optional.of(offsets.getFirst());
    }
    if (offsets.isEmpty()) {
      ZoneOffsetTransition gap = zone.getRules().getTransition(local);
      problems.add(
          scalar.place(),
          "no-such-time",
          "`%s` is %s, which does not exist in %s: clocks went from %s to %s"
              .formatted(
                  field,
                  written(scalar),
                  zone,
                  gap.getDateTimeBefore().toLocalTime(),
                  gap.getDateTimeAfter().toLocalTime()));
    } else {
      problems.add(
          scalar.place(),
          "ambiguous-time",
          "`%s` is %s, which occurs twice in %s (expected: a format with an offset)"
              .formatted(field, written(scalar), zone));
    }
    return Optional.empty();
  }

  private static Optional<Value> numbered(
      Numbers numbers, Node.Scalar scalar, String field, ZoneId zone, Problems problems) {
    Optional<String> digits = numbers.plain(scalar.text());
    if (digits.isEmpty()) {
      problems.add(
          scalar.place(),
          "bad-value",
          "`%s` is %s (expected: a number, such as `%s`)"
              .formatted(field, written(scalar), numbers.example()));
      return Optional.empty();
    }
    return plain(
        new Node.Scalar(Node.Kind.NUMBER, digits.get(), scalar.place()),
        Type.Simple.NUMBER,
        field,
        zone,
        problems);
  }

  private static Optional<Value> plain(
      Node node, Type type, String field, ZoneId zone, Problems problems) {
    Problems own = new Problems();
    String what = "`" + field + "`";
    Optional<Value> value = Inputs.of(zone, own).read(node, type, what);
    own.sorted()
        .forEach(problem ->
            problems.add(
                problem.place(),
                problem.code(),
                problem.sentence().contains(what)
                    ? problem.sentence()
                    : what + ": " + problem.sentence()));
    return value;
  }

  /// What is expected where nothing came, for sentences.
  public String expected(Type type) {
    if (codes.isPresent()) {
      return Allowed.oneOf(codes.get().keySet(), "codes");
    }
    return dates
        .map(format ->
            "a %s written `%s`, such as `%s`".formatted(type, format.format(), format.example()))
        .orElseGet(() ->
            numbers
                .map(separated -> "a number, such as `%s`".formatted(separated.example()))
                .orElse("a " + type));
  }

  private static String written(Node.Scalar scalar) {
    return "`" + cut(scalar.text()) + "`";
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
