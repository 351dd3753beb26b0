package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.ratebook.legacy.Dates;
import dev.quoin.ratebook.legacy.Numbers;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads how a mapping says that values are written: code lists, date formats, separators of numbers.
///
/// @param files reads the CSV files of code lists
/// @param zone the ratebook's zone, in which dates are meant where nothing else is said
record NotationReader(Function<Node.Scalar, Optional<Csv>> files, ZoneId zone, Problems problems) {
  private static final String THEIRS = "theirs";
  private static final String OURS = "ours";

  /// A code of theirs and one of ours.
  record Pair(Node.Scalar theirs, Node.Scalar ours) {}

  /// The pairs of a code list, in the file's or the mapping's order.
  ///
  /// @param theirsFirst whether an inline list goes from their codes to ours, or the other way
  List<Pair> codes(Node written, boolean theirsFirst) {
    return switch (written) {
      case Node.Scalar file -> files.apply(file).map(this::pairs).orElse(List.of());
      case Node.Mapping inline ->
          inline.entries().stream()
              .map(entry -> {
                Node.Scalar key = new Node.Scalar(Node.Kind.TEXT, entry.key(), entry.place());
                Node.Scalar value = Keys.scalarOf(entry.value());
                return theirsFirst ? new Pair(key, value) : new Pair(value, key);
              })
              .toList();
      case Node.Listing list ->
          throw new IllegalStateException(list.place() + ": the schema let pass a list of codes");
    };
  }

  private List<Pair> pairs(Csv csv) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (int i = 0; i < csv.header().size(); i++) {
      String header = csv.header().text(i);
      boolean isNote = header.equals("note") || header.startsWith("note ");
      if (!isNote && !List.of(THEIRS, OURS).contains(header)) {
        problems.add(
            csv.header().place(i),
            "bad-header",
            "`%s` is no column of a code list (expected: `theirs`, `ours` or `note`)%s"
                .formatted(header, Suggestion.text(header, List.of(THEIRS, OURS, "note"))));
      } else if (!isNote && columns.put(header, i) != null) {
        problems.add(
            csv.header().place(i), "duplicate-column", "column `" + header + "` occurs twice");
      }
    }
    Integer theirs = columns.get(THEIRS);
    Integer ours = columns.get(OURS);
    if (theirs == null || ours == null) {
      problems.add(
          csv.header().place(0),
          "missing-column",
          "no column `" + (theirs == null ? THEIRS : OURS) + "`");
      return List.of();
    }
    List<Pair> pairs = new ArrayList<>();
    for (Csv.Row row : csv.rows()) {
      for (int column : List.of(theirs, ours)) {
        if (row.text(column).isEmpty()) {
          problems.add(row.place(column), "blank-cell", "an empty code (expected: a code)");
        }
      }
      pairs.add(new Pair(text(row, theirs), cell(row, ours)));
    }
    return pairs;
  }

  private static Node.Scalar text(Csv.Row row, int column) {
    return new Node.Scalar(Node.Kind.TEXT, row.text(column), row.place(column));
  }

  private static Node.Scalar cell(Csv.Row row, int column) {
    return (Node.Scalar) Inputs.cell(row.text(column), row.place(column));
  }

  /// A code that stands for two things stands for neither.
  void ambiguous(Node.Scalar code) {
    problems.add(code.place(), "duplicate-value", "code `" + code.text() + "` occurs twice");
  }

  /// The format of dates, if there is one.
  ///
  /// @param both whether it is read, and so has to tell all of a value
  Optional<Dates> dates(Keys written, Type type, boolean both) {
    return written
        .optionalScalar("format")
        .flatMap(format -> dates(format, zone(written), type, both));
  }

  private Optional<Dates> dates(Node.Scalar format, ZoneId in, Type type, boolean both) {
    if (type != Type.Simple.DATE && type != Type.Simple.TIME && type != Type.Simple.DATE_TIME) {
      problems.add(
          format.place(),
          "wrong-type",
          "a format for a %s (expected: a date, a time or a date and time)".formatted(type));
      return Optional.empty();
    }
    Dates dates;
    try {
      dates = Dates.of(format.text(), in);
    } catch (IllegalArgumentException e) {
      problems.add(
          format.place(),
          "bad-value",
          "`%s` is no format of dates: %s"
              .formatted(format.text(), String.valueOf(e.getMessage()).replace('\n', ' ')));
      return Optional.empty();
    }
    if (!dates.writes(type) || (both && !dates.tells(type))) {
      problems.add(
          format.place(),
          "bad-value",
          "`%s` does not tell a %s (expected: a format such as `%s`)"
              .formatted(format.text(), type, example(type)));
      return Optional.empty();
    }
    return Optional.of(dates);
  }

  private static String example(Type type) {
    if (type == Type.Simple.DATE) {
      return "yyyyMMdd";
    }
    return type == Type.Simple.TIME ? "HHmm" : "yyyyMMddHHmm";
  }

  private ZoneId zone(Keys written) {
    Optional<Node.Scalar> name = written.optionalScalar("zone");
    try {
      return name.map(text -> ZoneId.of(text.text())).orElse(zone);
    } catch (DateTimeException e) {
      String text = name.orElseThrow().text();
      problems.add(
          name.orElseThrow().place(),
          "unknown-zone",
          "unknown time zone `%s`%s"
              .formatted(text, Suggestion.text(text, ZoneId.getAvailableZoneIds())));
      return zone;
    }
  }

  /// The separators of numbers, if any is given.
  Optional<Numbers> numbers(Keys written) {
    boolean given =
        List.of("thousands", "decimal", "decimals").stream()
            .anyMatch(key -> written.optionalScalar(key).isPresent());
    String thousands = written.optionalScalar("thousands").map(Node.Scalar::text).orElse("");
    String point =
        written
            .optionalScalar("decimal")
            .map(Node.Scalar::text)
            .orElse(thousands.equals(".") ? "," : ".");
    if (thousands.equals(point)) {
      Place place = written.place("thousands");
      problems.add(
          place, "bad-value", "`" + point + "` both between thousands and before decimals");
    }
    int decimals =
        written.optionalScalar("decimals").map(text -> Integer.parseInt(text.text())).orElse(0);
    return given ? Optional.of(new Numbers(thousands, point, decimals)) : Optional.empty();
  }
}
