package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Rows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Requests that are rows of a table with typed columns: the inputs, and perhaps an `id` beside them.
public final class RowRequests implements Requests {
  private final Rows rows;
  private final Sides sides;
  private final int block;
  private final Flaws flaws = new Flaws();
  private long read;

  private RowRequests(Rows rows, Sides sides, int block) {
    this.rows = rows;
    this.sides = sides;
    this.block = block;
  }

  /// Takes a table, which is closed with the requests.
  ///
  /// @param file how problems name it
  /// @param block how many rows are read at once
  /// @param problems the columns that are no inputs, should nothing be returned
  public static Optional<RowRequests> of(
      String file, Rows rows, Policy before, Policy after, int block, Problems problems) {
    Sides sides = new Sides(before, after);
    int flaws = problems.size();
    for (String name : rows.columns()) {
      if (!sides.knows(name) && !name.equals(Sides.ID)) {
        problems.add(
            new Place(file, 0, 0),
            "unknown-field",
            "unknown field `%s`%s".formatted(name, Suggestion.text(name, sides.names())));
      }
    }
    return problems.size() == flaws
        ? Optional.of(new RowRequests(rows, sides, block))
        : Optional.empty();
  }

  @Override
  public synchronized Optional<Block> next() throws IOException {
    long first = read + 1;
    List<Node.Mapping> some = rows.next(first, block);
    read += some.size();
    return some.isEmpty() ? Optional.empty() : Optional.of(new Some(first, some));
  }

  private final class Some implements Block {
    private final long first;
    private final List<Node.Mapping> requests;

    Some(long first, List<Node.Mapping> requests) {
      this.first = first;
      this.requests = requests;
    }

    @Override
    public Asked requests() {
      Problems problems = new Problems();
      Asked asked =
          sides.asked(
              List.copyOf(requests),
              LongStream.range(first, first + requests.size()).toArray(),
              problems);
      flaws.add(problems.sorted());
      return asked;
    }

    @Override
    public long length() {
      return requests.size();
    }
  }

  @Override
  public Asked.Both inputs(long position, @Nullable Node written) {
    return sides.again(position, written);
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(rows.size());
  }

  @Override
  public Flaws flaws() {
    return flaws;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
