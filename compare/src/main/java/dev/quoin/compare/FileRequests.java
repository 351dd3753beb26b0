package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Requests of a file: JSON lines, an object with the inputs in each; or CSV with the inputs in its header. Either may have
/// an `id` beside them.
public final class FileRequests implements Parted {
  private final String file;
  private final Path path;
  private final Sides sides;
  private final Records records;
  private final long bytes;
  private final int block;
  private final byte[] head;
  private final Csv.@Nullable Row header;
  private final Flaws flaws = new Flaws();
  private boolean ended;

  /// @param head the bytes of the header, if there is one
  private FileRequests(
      String file,
      Path path,
      Sides sides,
      Records records,
      long bytes,
      int block,
      byte[] head,
      Csv.@Nullable Row header) {
    this.file = file;
    this.path = path;
    this.sides = sides;
    this.records = records;
    this.bytes = bytes;
    this.block = block;
    this.head = head;
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
        path,
        new Sides(before, after),
        new Records(Files.newInputStream(path), false),
        Files.size(path),
        block,
        new byte[0],
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
    byte[] head = head(records);
    Optional<Csv.Row> header = header(file, head, sides, problems);
    if (header.isEmpty()) {
      records.close();
      return Optional.empty();
    }
    return Optional.of(
        new FileRequests(file, path, sides, records, Files.size(path), block, head, header.get()));
  }

  private static Optional<Csv.Row> header(
      String file, byte[] head, Sides sides, Problems problems) {
    Optional<Csv.Row> header = Csv.read(file, head, problems).map(Csv::header);
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

  private static byte[] head(Records records) throws IOException {
    return records.next(1).map(Records.Some::bytes).orElse(new byte[0]);
  }

  /// The requests of a file in parts.
  ///
  /// @param block how many requests are read at once
  /// @param blocks how many blocks a part has at most
  static List<Part> parts(Path path, boolean isCsv, int block, int blocks) throws IOException {
    List<Part> parts = new ArrayList<>();
    try (Records records = new Records(Files.newInputStream(path), isCsv)) {
      byte[] head = isCsv ? head(records) : new byte[0];
      long at = head.length;
      boolean ended = false;
      while (!ended) {
        CRC32C checksum = checksum(head);
        long from = at;
        int line = 0;
        for (int left = blocks; left > 0 && !ended; left--) {
          Optional<Records.Some> some = records.next(block);
          if (some.isPresent()) {
            checksum.update(some.get().bytes());
            at += some.get().bytes().length;
            line = line == 0 ? some.get().line() : line;
          }
          ended = some.isEmpty() || some.get().isTooLong();
        }
        if (at > from) {
          parts.add(new Part(parts.size(), from, at - from, line, checksum.getValue()));
        }
      }
    }
    return parts;
  }

  @Override
  public Requests part(Part part) throws IOException {
    byte[] content = new byte[Math.toIntExact(part.length())];
    ByteBuffer left = ByteBuffer.wrap(content);
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      channel.position(part.from());
      while (left.hasRemaining() && channel.read(left) >= 0) {
        // As often as it takes.
      }
    }
    CRC32C checksum = checksum(head);
    checksum.update(content);
    if (left.hasRemaining() || checksum.getValue() != part.checksum()) {
      throw new FileSystemException(path.toString(), null, "is not the file that was parted");
    }
    return new FileRequests(
        file,
        path,
        sides,
        new Records(new ByteArrayInputStream(content), header != null, part.line()),
        content.length,
        block,
        head,
        header);
  }

  /// Begins with the header: what stands in a column is another thing under another name.
  private static CRC32C checksum(byte[] head) {
    CRC32C checksum = new CRC32C();
    checksum.update(head);
    return checksum;
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
    return sides.again(position, written);
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
