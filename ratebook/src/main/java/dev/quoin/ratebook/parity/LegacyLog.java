package dev.quoin.ratebook.parity;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Rows;
import dev.quoin.ratebook.source.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// What an older system was asked and what it answered, as a file.
///
/// - JSON lines: an object a line, with `request`, `response`, and, where they are known, `id`, `at` and `status`. The answers are
///   whole: a field that is missing there must be missing in ours.
/// - CSV: columns `request.PATH` and `response.PATH`, such as `request.BODY.CAR_CD`, and, where they are known, `id`, `at` and
///   `status`. Of the answer it has the fields that somebody chose. `true` and `false` are sent as such, all else as texts; an empty
///   cell is not sent.
/// - A table with typed columns, such as Parquet: the same columns, of which texts are sent as texts, numbers as numbers; or `request`
///   and `response`, whole, as texts of JSON.
public final class LegacyLog {
  /// Nobody reads more, and a wrong file has a million.
  private static final int MAX_PROBLEMS = 1_000;

  private static final int MAX_LINE = 10_000_000;

  /// So many rows of a table are read at once.
  private static final int ROWS = 1_024;

  private static final String REQUEST = "request.";
  private static final String RESPONSE = "response.";

  /// As a table with typed columns may have them, without a field.
  private static final List<String> WHOLE = List.of("request", "response");

  private final String file;
  private final RecordedCall.Reader reader;
  private final Problems problems;
  private final Consumer<RecordedCall> calls;

  private LegacyLog(
      String file, RecordedCall.Reader reader, Problems problems, Consumer<RecordedCall> calls) {
    this.file = file;
    this.reader = reader;
    this.problems = problems;
    this.calls = calls;
  }

  /// Whether a file of that name is CSV.
  public static boolean isCsv(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /// Reads a file, call by call.
  ///
  /// @param file how problems name it; CSV by its name
  /// @param otherwiseAt the pricing instant of calls that do not say theirs
  /// @param problems what is wrong with it, a thousand at most; calls that are right are given all the same
  public static void read(
      String file,
      InputStream content,
      Optional<Instant> otherwiseAt,
      Problems problems,
      Consumer<RecordedCall> calls)
      throws IOException {
    LegacyLog log =
        new LegacyLog(file, RecordedCall.Reader.ofLog(otherwiseAt, problems), problems, calls);
    if (isCsv(file)) {
      log.csv(content.readAllBytes());
    } else {
      log.jsonLines(content);
    }
  }

  /// Reads a table, call by call.
  ///
  /// @param file how problems name it
  public static void read(
      String file,
      Rows rows,
      Optional<Instant> otherwiseAt,
      Problems problems,
      Consumer<RecordedCall> calls)
      throws IOException {
    new LegacyLog(file, RecordedCall.Reader.ofLog(otherwiseAt, problems), problems, calls)
        .rows(rows);
  }

  /// Whether the answers of a table are whole, and not the fields that somebody chose.
  public static boolean isWhole(Rows rows) {
    return rows.columns().contains("response");
  }

  private void jsonLines(InputStream content) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int number = 1;
    byte[] buffer = new byte[1 << 16];
    int n = content.read(buffer);
    while (n >= 0 && problems.size() < MAX_PROBLEMS) {
      int from = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          from = i + 1;
          jsonLine(number++, line);
        }
      }
      line.write(buffer, from, n - from);
      if (line.size() > MAX_LINE) {
        problems.add(
            new Place(file, number, 1),
            "too-large",
            "a line of more than %,d bytes".formatted(MAX_LINE));
        return;
      }
      n = content.read(buffer);
    }
    if (n < 0) {
      jsonLine(number, line);
    }
  }

  private void jsonLine(int number, ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    line.reset();
    Problems own = new Problems();
    Optional<String> text = Utf8.decode(file, bytes, own);
    if (!own.isEmpty()) {
      Place place = new Place(file, number, 1);
      own.sorted().forEach(problem -> problems.add(place, problem.code(), problem.sentence()));
    }
    text.filter(read -> !read.isBlank())
        .flatMap(read -> Json.read(new Place(file, number, 1), read, problems))
        .flatMap(reader::read)
        .ifPresent(calls);
  }

  private void csv(byte[] content) {
    Optional<Csv> csv = Csv.read(file, content, problems);
    if (csv.isEmpty()) {
      return;
    }
    Csv.Row header = csv.get().header();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      names.add(header.text(i));
    }
    List<Optional<FieldPath>> paths = paths(names, header::place, List.of());
    if (problems.isEmpty()) {
      for (Csv.Row row : csv.get().rows()) {
        if (problems.size() < MAX_PROBLEMS) {
          reader.read(object(paths, row)).ifPresent(calls);
        }
      }
    }
  }

  private void rows(Rows rows) throws IOException {
    List<String> names = rows.columns();
    List<Optional<FieldPath>> paths = paths(names, _ -> new Place(file, 0, 0), WHOLE);
    if (!problems.isEmpty()) {
      return;
    }
    long first = 1;
    for (List<Node.Mapping> some = rows.next(first, ROWS);
        !some.isEmpty() && problems.size() < MAX_PROBLEMS;
        some = rows.next(first, ROWS)) {
      some.forEach(row -> reader.read(object(names, paths, row)).ifPresent(calls));
      first += some.size();
    }
  }

  /// What the columns of a table hold; nothing of one that is a note.
  ///
  /// @param whole the columns that may be there beside fields
  private List<Optional<FieldPath>> paths(
      List<String> names, IntFunction<Place> place, List<String> whole) {
    List<Optional<FieldPath>> paths = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      paths.add(column(names.get(i), place.apply(i), whole));
    }
    refuseTwice(paths, place);
    requires(REQUEST, names, place, whole);
    requires(RESPONSE, names, place, whole);
    return paths;
  }

  /// Two columns for one field, or a field and the object around it, say nothing together.
  private void refuseTwice(List<Optional<FieldPath>> paths, IntFunction<Place> place) {
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i).map(FieldPath::text).orElse("");
      for (int earlier = 0; earlier < i && !path.isEmpty(); earlier++) {
        String other = paths.get(earlier).map(FieldPath::text).orElse("");
        boolean twice =
            other.equals(path)
                || other.startsWith(path + ".")
                || (!other.isEmpty() && path.startsWith(other + "."));
        if (twice) {
          problems.add(
              place.apply(i), "duplicate-column", "`%s` stands beside `%s`".formatted(path, other));
        }
      }
    }
  }

  private void requires(
      String prefix, List<String> names, IntFunction<Place> place, List<String> whole) {
    String alone = prefix.substring(0, prefix.length() - 1);
    boolean isThere =
        names.stream()
            .anyMatch(
                name -> name.startsWith(prefix) || (whole.contains(name) && name.equals(alone)));
    if (!isThere) {
      problems.add(
          place.apply(0),
          "missing-column",
          "no column `%sFIELD`%s in the header"
              .formatted(prefix, whole.contains(alone) ? " or `" + alone + "`" : ""));
    }
  }

  private Optional<FieldPath> column(String text, Place place, List<String> whole) {
    if (text.equals("note") || text.startsWith("note ")) {
      return Optional.empty();
    }
    boolean known =
        List.of("id", "at", "status").contains(text)
            || whole.contains(text)
            || ((text.startsWith(REQUEST) || text.startsWith(RESPONSE)) && !text.contains("["));
    Optional<FieldPath> path = known ? FieldPath.of(text) : Optional.empty();
    if (path.isEmpty()) {
      problems.add(
          place,
          "bad-header",
          "`%s` is no column (expected: `id`, `at`, `status`, `request.FIELD`, `response.FIELD`%s or `note`)"
              .formatted(text, whole.isEmpty() ? "" : ", `request`, `response`"));
    }
    return path;
  }

  /// A row as the object that a line of JSON would be. An empty cell of a request is a field that was not sent.
  private static Node object(List<Optional<FieldPath>> paths, Csv.Row row) {
    Fields fields = new Fields();
    for (int i = 0; i < row.size(); i++) {
      Optional<FieldPath> path = paths.get(i);
      if (path.isPresent()) {
        List<String> names = path.get().names();
        boolean expected = names.getFirst().equals("response");
        Node.Kind kind = expected ? Node.Kind.CELL : sent(row.text(i));
        if (expected || !row.text(i).isEmpty()) {
          fields.put(names, new Node.Scalar(kind, row.text(i), row.place(i)));
        }
      }
    }
    return fields.node(row.place(0));
  }

  /// A typed row as that object. What is empty in a request is a field that was not sent; a cell of an answer expects a text, whatever it is
  /// here, for a column of decimals does not tell what was answered.
  private static Node object(
      List<String> names, List<Optional<FieldPath>> paths, Node.Mapping row) {
    Fields fields = new Fields();
    for (int i = 0; i < names.size(); i++) {
      Optional<FieldPath> path = paths.get(i);
      if (path.isPresent()) {
        Optional<Node.Scalar> cell = row.get(names.get(i)).map(Node.Scalar.class::cast);
        boolean expected = names.get(i).startsWith(RESPONSE);
        if (expected) {
          String text = cell.map(Node.Scalar::text).orElse("");
          Place place = cell.map(Node.Scalar::place).orElse(row.place());
          fields.put(path.get().names(), new Node.Scalar(Node.Kind.CELL, text, place));
        } else if (cell.isPresent()) {
          fields.put(path.get().names(), cell.get());
        }
      }
    }
    return fields.node(row.place());
  }

  private static Node.Kind sent(String cell) {
    return cell.equals("true") || cell.equals("false") ? Node.Kind.BOOLEAN : Node.Kind.TEXT;
  }

  /// An object that is being put together.
  private static final class Fields {
    private final Map<String, Object> entries = new LinkedHashMap<>();

    void put(List<String> names, Node.Scalar value) {
      if (names.size() == 1) {
        entries.put(names.getFirst(), value);
      } else if (entries.computeIfAbsent(names.getFirst(), _ -> new Fields())
          instanceof Fields inner) {
        inner.put(names.subList(1, names.size()), value);
      }
    }

    Node.Mapping node(Place place) {
      List<Node.Mapping.Entry> read = new ArrayList<>();
      entries.forEach((name, entry) -> {
        Node node =
            switch (entry) {
              case Fields inner -> inner.node(place);
              case Node.Scalar scalar -> scalar;
              default -> throw new IllegalStateException("no part of an object: " + entry);
            };
        read.add(new Node.Mapping.Entry(name, node, node.place()));
      });
      return new Node.Mapping(read, place);
    }
  }
}
