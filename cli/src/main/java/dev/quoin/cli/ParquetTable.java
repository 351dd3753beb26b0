package dev.quoin.cli;

import dev.quoin.feel.Place;
import dev.quoin.journal.parquet.ParquetRows;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Rows;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Parquet file as a table.
///
/// @param typed how problems name it
record ParquetTable(String typed, ParquetRows rows) implements Rows {

  static ParquetTable open(String typed, Path path) throws IOException {
    try {
      return new ParquetTable(typed, ParquetRows.open(path, _ -> true));
    } catch (IOException e) {
      throw unreadable(typed, e);
    }
  }

  @Override
  public List<String> columns() {
    return rows.columns();
  }

  @Override
  public List<Node.Mapping> next(long first, int most) throws IOException {
    List<Node.Mapping> some = new ArrayList<>();
    try {
      for (List<ParquetRows.@Nullable Cell> row : rows.next(most)) {
        some.add(object(row, (int) (first + some.size())));
      }
    } catch (IOException e) {
      throw unreadable(typed, e);
    }
    return some;
  }

  /// Its line is the number of the row, its column that of the cell.
  private Node.Mapping object(List<ParquetRows.@Nullable Cell> row, int line) {
    List<Node.Mapping.Entry> entries = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      ParquetRows.Cell cell = row.get(i);
      if (cell != null) {
        Place place = new Place(typed, line, i + 1);
        Node value = new Node.Scalar(cell.kind(), cell.text(), place);
        entries.add(new Node.Mapping.Entry(rows.columns().get(i), value, place));
      }
    }
    return new Node.Mapping(entries, new Place(typed, line, 0));
  }

  private static IOException unreadable(String typed, IOException e) {
    return new FileSystemException(typed, null, TypedFile.why(e));
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
