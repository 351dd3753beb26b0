package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Inputs;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The golden cases of a file: inputs, and what must come out.
public record Cases(String file, String service, List<Case> cases) {
  /// The pricing instant of a case without one.
  public static final Instant DEFAULT_AT = Instant.parse("2026-01-01T00:00:00Z");

  public Cases {
    cases = List.copyOf(cases);
  }

  /// A case.
  ///
  /// @param inputs the request, each field with the place of its cell
  public record Case(
      String name, Place place, Instant at, Node inputs, List<Expected> expected, String note) {
    public Case {
      expected = List.copyOf(expected);
    }

    /// Whether the request is meant to be wrong.
    boolean expectsProblem() {
      return expected.stream().anyMatch(Expected.Problem.class::isInstance);
    }
  }

  /// Something that a case expects; the place is the cell's.
  public sealed interface Expected {
    Place place();

    record Total(Value value, Place place) implements Expected {}

    record Output(String decision, Value value, Place place) implements Expected {}

    /// A line's amount; empty where there must be no such line.
    record Line(String code, Optional<Value> amount, Place place) implements Expected {}

    record Lines(Value lines, Place place) implements Expected {}

    record Refusals(Set<String> codes, Place place) implements Expected {
      public Refusals {
        codes = Set.copyOf(codes);
      }
    }

    record Problem(String code, Place place) implements Expected {}
  }

  /// Reads a file of cases.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Cases> read(Ratebook ratebook, Ratebook.CaseFile file, Problems problems) {
    Ratebook.Service service = ratebook.services().get(file.service());
    if (service == null) {
      throw new IllegalArgumentException("a ratebook without service `" + file.service() + "`");
    }
    return Csv.read(file.file(), file.content(), problems)
        .flatMap(csv -> new Reading(ratebook, service, csv, problems).cases());
  }

  private static final class Reading {
    private final Ratebook ratebook;
    private final Ratebook.Service service;
    private final Csv csv;
    private final Problems problems;
    private final Inputs inputs;
    private final List<Column> columns = new ArrayList<>();

    /// What a column is.
    private sealed interface Column {
      record Name() implements Column {}

      record At() implements Column {}

      record Input(List<String> path) implements Column {}

      record Total() implements Column {}

      record Output(String decision, Type type) implements Column {}

      record Line(String code) implements Column {}

      record Lines() implements Column {}

      record Refusals() implements Column {}

      record Problem() implements Column {}

      record Note() implements Column {}

      /// Its header is a problem, but what stands in it seems to be expected.
      record Unknown() implements Column {}
    }

    Reading(Ratebook ratebook, Ratebook.Service service, Csv csv, Problems problems) {
      this.ratebook = ratebook;
      this.service = service;
      this.csv = csv;
      this.problems = problems;
      this.inputs = Inputs.of(ratebook.zone(), problems);
    }

    Optional<Cases> cases() {
      int before = problems.size();
      Set<String> headers = new HashSet<>();
      for (int i = 0; i < csv.header().size(); i++) {
        Place place = csv.header().place(i);
        String header = csv.header().text(i);
        if (!headers.add(header) && !header.equals("note")) {
          problems.add(place, "duplicate-column", "column `" + header + "` occurs twice");
        }
        columns.add(column(header, place));
      }
      if (!headers.contains("case")) {
        problems.add(csv.header().place(0), "missing-column", "no column `case`");
      }
      Set<String> names = new HashSet<>();
      List<Case> cases = csv.rows().stream().map(row -> read(row, names)).toList();
      return problems.size() == before
          ? Optional.of(new Cases(csv.file(), service.name(), cases))
          : Optional.empty();
    }

    private Column column(String header, Place place) {
      int blank = header.indexOf(' ');
      String role = blank < 0 ? header : header.substring(0, blank);
      String name = blank < 0 ? "" : header.substring(blank + 1).strip();
      return switch (role) {
        case "case" -> new Column.Name();
        case "at" -> new Column.At();
        case "in" -> input(name, place);
        case "out" -> output(name, place);
        case "line" -> line(name, place);
        case "lines" -> new Column.Lines();
        case "refusals" -> new Column.Refusals();
        case "problem" -> new Column.Problem();
        case "note" -> new Column.Note();
        default -> {
          problems.add(
              place,
              "bad-header",
              "`%s` is no column of a case (expected: `case`, `at`, `in NAME`, `out NAME`, `line CODE`, `lines`, `refusals`, `problem` or `note`)%s"
                  .formatted(
                      header,
                      Suggestion.text(
                          role, List.of("case", "lines", "refusals", "problem", "note"))));
          yield new Column.Unknown();
        }
      };
    }

    /// An input, or an entry of one: the longest name that fits counts.
    private Column input(String name, Place place) {
      List<String> names =
          service.inputs().stream()
              .map(index -> ratebook.program().globals().get(index).name())
              .toList();
      for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
        if (names.contains(name.substring(0, end))) {
          List<String> path = new ArrayList<>();
          path.add(name.substring(0, end));
          if (end < name.length()) {
            path.addAll(List.of(name.substring(end + 1).split("\\.", -1)));
          }
          return new Column.Input(path);
        }
      }
      problems.add(
          place,
          "unknown-column",
          "`%s` is no input of service `%s`%s"
              .formatted(name, service.name(), Suggestion.text(name, names)));
      return new Column.Note();
    }

    private Column output(String name, Place place) {
      if (name.equals("total")) {
        return new Column.Total();
      }
      List<Program.Global> outputs =
          service.decisionService().outputs().stream()
              .map(ratebook.program().globals()::get)
              .toList();
      Optional<Program.Global> output =
          outputs.stream().filter(global -> global.name().equals(name)).findFirst();
      if (output.isEmpty()) {
        problems.add(
            place,
            "unknown-column",
            "`%s` is no output decision of service `%s`%s"
                .formatted(
                    name,
                    service.name(),
                    Suggestion.text(name, outputs.stream().map(Program.Global::name).toList())));
        return new Column.Unknown();
      }
      return new Column.Output(name, output.get().type());
    }

    private Column line(String code, Place place) {
      if (!ratebook.lineItems().containsKey(code)) {
        problems.add(
            place,
            "unknown-column",
            "`%s` is no line item of the ratebook%s"
                .formatted(code, Suggestion.text(code, ratebook.lineItems().keySet())));
      }
      return new Column.Line(code);
    }

    private Case read(Csv.Row row, Set<String> names) {
      Tree request = new Tree();
      List<Expected> expected = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      String name = "";
      Instant at = DEFAULT_AT;
      boolean expectsSomething = false;
      for (int i = 0; i < columns.size(); i++) {
        String text = row.text(i);
        Place place = row.place(i);
        switch (columns.get(i)) {
          case Column.Name _ -> {
            name = text;
            if (text.isEmpty() || !names.add(text)) {
              problems.add(
                  place,
                  text.isEmpty() ? "blank-cell" : "duplicate-value",
                  text.isEmpty() ? "a case without a name" : "case `" + text + "` occurs twice");
            }
          }
          case Column.At _ -> at = text.isEmpty() ? DEFAULT_AT : at(text, place);
          case Column.Input input -> {
            if (!text.isEmpty()) {
              request.put(input.path(), Inputs.cell(text, place));
            }
          }
          case Column.Note _ -> notes.add(text);
          case Column.Unknown _ -> expectsSomething |= !text.isEmpty();
          case Column.Line line -> {
            expectsSomething |= !text.isEmpty();
            expected.add(line(line, text, place));
          }
          case Column.Total _,
              Column.Output _,
              Column.Lines _,
              Column.Refusals _,
              Column.Problem _ -> {
            if (!text.isEmpty()) {
              expectsSomething = true;
              expected(columns.get(i), text, place).ifPresent(expected::add);
            }
          }
        }
      }
      if (!expectsSomething) {
        problems.add(
            row.place(0), "empty-case", "case `" + name + "` expects nothing (expected: a result)");
      }
      return new Case(
          name,
          row.place(0),
          at,
          request.node(row.place(0)),
          withoutAbsentLines(expected),
          String.join(" ", notes).strip());
    }

    private Instant at(String text, Place place) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        problems.add(
            place,
            "bad-value",
            "`%s` is no moment (expected: such as 2026-05-01T10:00:00+09:00)".formatted(text));
        return DEFAULT_AT;
      }
    }

    private Expected line(Column.Line line, String text, Place place) {
      Optional<Value> amount =
          text.isEmpty()
              ? Optional.empty()
              : inputs.read(Inputs.cell(text, place), Type.Simple.NUMBER, "the amount");
      return new Expected.Line(line.code(), amount, place);
    }

    private Optional<Expected> expected(Column column, String text, Place place) {
      Node cell = Inputs.cell(text, place);
      return switch (column) {
        case Column.Total _ ->
            inputs
                .read(cell, Type.Simple.NUMBER, "the total")
                .map(value -> new Expected.Total(value, place));
        case Column.Output output ->
            (Inputs.isNull(cell)
                    ? Optional.<Value>of(Value.NULL)
                    : inputs.read(cell, output.type(), "`" + output.decision() + "`"))
                .map(value -> new Expected.Output(output.decision(), value, place));
        case Column.Lines _ ->
            inputs
                .read(cell, Type.Simple.ANY, "the lines")
                .map(value -> new Expected.Lines(value, place));
        case Column.Refusals _ ->
            Optional.of(
                new Expected.Refusals(
                    Set.copyOf(Stream.of(text.split(";")).map(String::strip).toList()), place));
        case Column.Problem _ -> Optional.of(new Expected.Problem(text, place));
        case Column.Name _,
            Column.At _,
            Column.Input _,
            Column.Line _,
            Column.Note _,
            Column.Unknown _ ->
            throw new IllegalStateException("no expectation: " + column);
      };
    }
  }

  private static boolean isAbsentLine(Expected expected) {
    return expected instanceof Expected.Line line && line.amount().isEmpty();
  }

  /// Where a refusal or a problem is expected, no line is.
  private static List<Expected> withoutAbsentLines(List<Expected> expected) {
    boolean ends =
        expected.stream()
            .anyMatch(one -> one instanceof Expected.Refusals || one instanceof Expected.Problem);
    return ends ? expected.stream().filter(one -> !isAbsentLine(one)).toList() : expected;
  }

  /// A request that grows cell by cell.
  private static final class Tree {
    private final Map<String, Object> entries = new java.util.LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    void put(List<String> path, Node node) {
      places.putIfAbsent(path.getFirst(), node.place());
      if (path.size() == 1) {
        entries.put(path.getFirst(), node);
        return;
      }
      if (entries.computeIfAbsent(path.getFirst(), key -> new Tree()) instanceof Tree tree) {
        tree.put(path.subList(1, path.size()), node);
      }
    }

    Node node(Place place) {
      List<Node.Mapping.Entry> read = new ArrayList<>();
      entries.forEach((key, value) -> {
        Place at = places.getOrDefault(key, place);
        Node node = value instanceof Tree tree ? tree.node(at) : (Node) value;
        read.add(new Node.Mapping.Entry(key, node, at));
      });
      return new Node.Mapping(read, place);
    }
  }
}
