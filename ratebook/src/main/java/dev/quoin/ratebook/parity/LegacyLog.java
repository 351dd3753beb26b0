package dev.quoin.ratebook.parity;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.legacy.FieldPath;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
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

/// What an older system was asked and what it answered, as a file.
///
/// - JSON lines: an object a line, with `request`, `response`, and, where they are known, `id`, `at` and `status`. The answers are
///   whole: a field that is missing there must be missing in ours.
/// - CSV: columns `request.PATH` and `response.PATH`, such as `request.BODY.CAR_CD`, and, where they are known, `id`, `at` and
///   `status`. Of the answer it has the fields that somebody chose. `true` and `false` are sent as such, all else as texts; an empty
///   cell is not sent.
public final class LegacyLog {
  /// Nobody reads more, and a wrong file has a million.
  private static final int MAX_PROBLEMS = 1_000;

  private static final int MAX_LINE = 10_000_000;

  private static final String REQUEST = "request.";
  private static final String RESPONSE = "response.";

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
    if (file.toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      problems.add(
          new Place(file, 0, 0),
          "not-supported",
          "a Parquet file (expected: JSON lines, or CSV with a name that ends with .csv)");
    } else if (isCsv(file)) {
      log.csv(content.readAllBytes());
    } else {
      log.jsonLines(content);
    }
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
    List<Optional<FieldPath>> paths = new ArrayList<>();
    for (int i = 0; i < csv.get().header().size(); i++) {
      paths.add(column(csv.get().header(), i));
    }
    refuseTwice(paths, csv.get().header());
    requires(REQUEST, csv.get().header());
    requires(RESPONSE, csv.get().header());
    if (problems.isEmpty()) {
      for (Csv.Row row : csv.get().rows()) {
        if (problems.size() < MAX_PROBLEMS) {
          reader.read(object(paths, row)).ifPresent(calls);
        }
      }
    }
  }

  /// Two columns for one field, or a field and the object around it, say nothing together.
  private void refuseTwice(List<Optional<FieldPath>> paths, Csv.Row header) {
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
              header.place(i),
              "duplicate-column",
              "`%s` stands beside `%s`".formatted(path, other));
        }
      }
    }
  }

  private void requires(String prefix, Csv.Row header) {
    for (int i = 0; i < header.size(); i++) {
      if (header.text(i).startsWith(prefix)) {
        return;
      }
    }
    problems.add(
        header.place(0), "missing-column", "no column `" + prefix + "FIELD` in the header");
  }

  private Optional<FieldPath> column(Csv.Row header, int column) {
    String text = header.text(column);
    if (text.equals("note") || text.startsWith("note ")) {
      return Optional.empty();
    }
    boolean known =
        List.of("id", "at", "status").contains(text)
            || ((text.startsWith(REQUEST) || text.startsWith(RESPONSE)) && !text.contains("["));
    Optional<FieldPath> path = known ? FieldPath.of(text) : Optional.empty();
    if (path.isEmpty()) {
      problems.add(
          header.place(column),
          "bad-header",
          "`%s` is no column (expected: `id`, `at`, `status`, `request.FIELD`, `response.FIELD` or `note`)"
              .formatted(text));
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
