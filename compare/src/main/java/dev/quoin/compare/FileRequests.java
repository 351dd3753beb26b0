package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests of a file: JSON lines, an object with the inputs in each; or CSV with the inputs in its header. Either may have
/// an `id` beside them.
public final class FileRequests implements Requests {
  private final String file;
  private final Sides sides;
  private final Records records;
  private final long bytes;
  private final int block;
  private final Csv.@Nullable Row header;
  private final Flaws flaws = new Flaws();
  private boolean ended;

  private FileRequests(
      String file, Sides sides, Records records, long bytes, int block, Csv.@Nullable Row header) {
    this.file = file;
    this.sides = sides;
    this.records = records;
    this.bytes = bytes;
    this.block = block;
    this.header = header;
  }

  /// Opens a file of JSON lines.
  ///
  /// @param file how problems name it
  /// @param block how many requests are read at once
  public static FileRequests jsonLines(
      String file, Path path, Policy before, Policy after, int block) throws IOException {
    return new FileRequests(
        file,
        new Sides(before, after),
        new Records(Files.newInputStream(path), false),
        Files.size(path),
        block,
        null);
  }

  /// Opens a CSV file.
  ///
  /// @param problems what is wrong with its header, should nothing be returned
  public static Optional<FileRequests> csv(
      String file, Path path, Policy before, Policy after, int block, Problems problems)
      throws IOException {
    Records records = new Records(Files.newInputStream(path), true);
    Sides sides = new Sides(before, after);
    Optional<Csv.Row> header = header(file, records, sides, problems);
    if (header.isEmpty()) {
      records.close();
      return Optional.empty();
    }
    return Optional.of(
        new FileRequests(file, sides, records, Files.size(path), block, header.get()));
  }

  private static Optional<Csv.Row> header(
      String file, Records records, Sides sides, Problems problems) throws IOException {
    byte[] first = records.next(1).map(Records.Some::bytes).orElse(new byte[0]);
    Optional<Csv.Row> header = Csv.read(file, first, problems).map(Csv::header);
    int before = problems.size();
    header.ifPresent(row -> {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < row.size(); i++) {
        String name = row.text(i);
        if (!seen.add(name)) {
          problems.add(row.place(i), "duplicate-column", "`" + name + "` occurs twice");
        }
        if (!sides.knows(name) && !name.equals(Sides.ID)) {
          problems.add(
              row.place(i),
              "unknown-field",
              "unknown field `%s`%s".formatted(name, Suggestion.text(name, sides.names())));
        }
      }
    });
    return problems.size() == before ? header : Optional.empty();
  }

  @Override
  public synchronized Optional<Block> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    Optional<Records.Some> some = records.next(block);
    ended = some.isEmpty() || some.get().isTooLong();
    return some.map(Read::new);
  }

  /// A request as it was written.
  ///
  /// @param inputs nothing where it cannot be read
  private record Written(int line, Optional<Node> inputs) {}

  private final class Read implements Block {
    private final Records.Some some;

    Read(Records.Some some) {
      this.some = some;
    }

    @Override
    public Asked requests() {
      Problems problems = new Problems();
      if (some.isTooLong()) {
        problems.add(
            new Place(file, some.line(), 0),
            "too-large",
            "a request of more than %,d characters".formatted(some.bytes().length - 1));
      }
      List<Written> written = header == null ? lines(problems) : rows(header, problems);
      Asked asked =
          sides.asked(
              written.stream().flatMap(one -> one.inputs().stream()).toList(),
              written.stream()
                  .filter(one -> one.inputs().isPresent())
                  .mapToLong(Written::line)
                  .toArray(),
              problems);
      flaws.add(problems.sorted());
      return asked;
    }

    @Override
    public long length() {
      return some.bytes().length;
    }

    private List<Written> lines(Problems problems) {
      List<Written> lines = new ArrayList<>();
      byte[] bytes = some.bytes();
      int line = some.line();
      int start = 0;
      for (int at = 0; at <= bytes.length; at++) {
        if (at == bytes.length || bytes[at] == '\n') {
          String text = text(bytes, start, at, line, problems);
          if (!text.isBlank()) {
            lines.add(new Written(line, Json.read(new Place(file, line, 1), text, problems)));
          }
          start = at + 1;
          line++;
        }
      }
      return lines;
    }

    private String text(byte[] bytes, int start, int end, int line, Problems problems) {
      byte[] own = Arrays.copyOfRange(bytes, start, end);
      Problems wrong = new Problems();
      Optional<String> text = Utf8.decode(file, own, wrong);
      wrong
          .sorted()
          .forEach(problem ->
              problems.add(
                  new Problem(
                      new Place(file, line, problem.place().column()),
                      problem.code(),
                      problem.sentence())));
      return text.orElse("");
    }

    private List<Written> rows(Csv.Row header, Problems problems) {
      Problems undecoded = new Problems();
      Optional<String> text = Utf8.decode(file, some.bytes(), undecoded);
      undecoded
          .sorted()
          .forEach(problem ->
              problems.add(
                  new Problem(
                      new Place(
                          file, some.line() + problem.place().line() - 1, problem.place().column()),
                      problem.code(),
                      problem.sentence())));
      return text
          .flatMap(whole -> Csv.rows(file, header, some.line(), whole, problems))
          .orElse(List.of())
          .stream()
          .map(row -> new Written(row.line(), Optional.of(object(header, row))))
          .toList();
    }

    /// An empty cell is an input that was left out.
    private static Node object(Csv.Row header, Csv.Row row) {
      List<Node.Mapping.Entry> entries = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (!row.text(i).isEmpty()) {
          entries.add(
              new Node.Mapping.Entry(
                  header.text(i),
                  new Node.Scalar(Node.Kind.CELL, row.text(i), row.place(i)),
                  row.place(i)));
        }
      }
      return new Node.Mapping(entries, row.place(0));
    }
  }

  @Override
  public Asked.Both inputs(long position, @Nullable Node written) {
    return sides
        .asked(List.of(Objects.requireNonNull(written)), new long[] {position}, new Problems())
        .inputs(0);
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(bytes);
  }

  @Override
  public Flaws flaws() {
    return flaws;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
