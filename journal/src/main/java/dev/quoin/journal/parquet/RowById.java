package dev.quoin.journal.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

// A file has a hundred thousand rows, and a group of its rows some hundred megabytes when it is
// unpacked. But writers note the least and the greatest value of each group and of each page, and
// where pages are: where rows lie about in the order of a column, a value is found by unpacking one
// page of it, and then one page of each column that is asked for.

/// Finds one row of a Parquet file by the text in one of its columns, in the pages that may have it: memory is that of a page.
public final class RowById implements Closeable {
  private final FileChannel file;
  private final FileMetaData footer;
  private final String key;

  private RowById(FileChannel file, FileMetaData footer, String key) {
    this.file = file;
    this.footer = footer;
    this.key = key;
  }

  /// Opens a file.
  ///
  /// @param key the column by which rows are found; each has a text in it
  public static RowById open(Path path, String key) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      return new RowById(file, ParquetRows.footer(file), key);
    } catch (IOException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) {
      file.close();
      throw ParquetRows.damaged(e);
    }
  }

  /// Between which texts those of the key are.
  public record Range(String least, String greatest) {
    public boolean contains(String text) {
      return least.compareTo(text) <= 0 && text.compareTo(greatest) <= 0;
    }
  }

  /// Between which texts all of them are; empty where the file has no rows, or does not say.
  public Optional<Range> range() throws IOException {
    Range all = null;
    for (RowGroup group : groups()) {
      Optional<Range> its = range(chunk(group, key));
      if (its.isEmpty()) {
        return Optional.empty();
      }
      all = all == null ? its.get() : both(all, its.get());
    }
    return Optional.ofNullable(all);
  }

  private static Range both(Range one, Range other) {
    return new Range(
        one.least.compareTo(other.least) <= 0 ? one.least : other.least,
        one.greatest.compareTo(other.greatest) >= 0 ? one.greatest : other.greatest);
  }

  private static Optional<Range> range(ColumnChunk chunk) {
    Statistics said = requireNonNull(chunk.getMeta_data()).getStatistics();
    return said != null && said.isSetMin_value() && said.isSetMax_value()
        ? Optional.of(new Range(text(said.bufferForMin_value()), text(said.bufferForMax_value())))
        : Optional.empty();
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  /// The cells of the row with a text in the key, by their columns; those that are null are missing.
  ///
  /// @param asked columns of single values
  public Optional<Map<String, ParquetRows.Cell>> find(String text, Set<String> asked)
      throws IOException {
    try {
      for (RowGroup group : groups()) {
        ColumnChunk chunk = chunk(group, key);
        if (range(chunk).filter(range -> !range.contains(text)).isEmpty()) {
          long row = row(group, chunk, text);
          if (row >= 0) {
            return Optional.of(cells(group, row, asked));
          }
        }
      }
      return Optional.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw ParquetRows.damaged(e);
    }
  }

  private List<RowGroup> groups() {
    return requireNonNull(footer.getRow_groups());
  }

  private static ColumnChunk chunk(RowGroup group, String column) throws IOException {
    for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
      if (requireNonNull(requireNonNull(chunk.getMeta_data()).getPath_in_schema())
          .equals(List.of(column))) {
        return chunk;
      }
    }
    throw new IOException("it has no column `" + column + "`");
  }

  /// The number of the row in its group; less than 0 where there is none.
  private long row(RowGroup group, ColumnChunk chunk, String text) throws IOException {
    Pages pages = new Pages(group, chunk);
    Binary wanted = Binary.fromString(text);
    @Nullable ColumnIndex index =
        chunk.isSetColumn_index_offset() && chunk.isSetOffset_index_offset()
            ? Util.readColumnIndex(
                in(chunk.getColumn_index_offset(), chunk.getColumn_index_length()))
            : null;
    for (int page = 0; page < pages.count(); page++) {
      if (index != null
          && !new Range(text(min(index, page)), text(max(index, page))).contains(text)) {
        continue;
      }
      ColumnReader values = pages.values(page);
      for (long i = 0; i < pages.size(page); i++) {
        if (isThere(values) && values.getBinary().equals(wanted)) {
          return pages.first(page) + i;
        }
        values.consume();
      }
    }
    return -1;
  }

  private static ByteBuffer min(ColumnIndex index, int page) {
    return requireNonNull(index.getMin_values()).get(page);
  }

  private static ByteBuffer max(ColumnIndex index, int page) {
    return requireNonNull(index.getMax_values()).get(page);
  }

  private Map<String, ParquetRows.Cell> cells(RowGroup group, long row, Set<String> asked)
      throws IOException {
    Map<String, ParquetRows.Cell> cells = new HashMap<>();
    for (String name : asked) {
      Pages pages = new Pages(group, chunk(group, name));
      int page = pages.of(row);
      ColumnReader values = pages.values(page);
      for (long i = pages.first(page); i < row; i++) {
        if (isThere(values)) {
          values.skip();
        }
        values.consume();
      }
      if (isThere(values)) {
        cells.put(name, pages.cell(values));
      }
    }
    return cells;
  }

  /// Whether the value is none of null.
  private static boolean isThere(ColumnReader values) {
    return values.getCurrentDefinitionLevel() == values.getDescriptor().getMaxDefinitionLevel();
  }

  private ByteArrayInputStream in(long at, int length) throws IOException {
    return new ByteArrayInputStream(ParquetRows.read(file, at, length));
  }

  private Column column(String name) throws IOException {
    Iterator<SchemaElement> elements = requireNonNull(footer.getSchema()).iterator();
    int fields = elements.next().getNum_children();
    for (int i = 0; i < fields; i++) {
      SchemaElement element = elements.next();
      ParquetRows.skip(element, elements);
      if (name.equals(element.getName())) {
        return Column.of(element);
      }
    }
    throw new IOException("it has no column `" + name + "`");
  }

  /// The pages of a column in a group. Where the file does not say where they are, the column is one.
  private final class Pages {
    private final ColumnMetaData chunk;
    private final Column column;
    private final MessageType alone;
    private final long all;
    private final List<PageLocation> places;

    Pages(RowGroup group, ColumnChunk chunk) throws IOException {
      this.chunk = requireNonNull(chunk.getMeta_data());
      this.column = column(requireNonNull(this.chunk.getPath_in_schema()).getFirst());
      this.alone = new MessageType("rows", List.of(column.field()));
      this.all = group.getNum_rows();
      OffsetIndex index =
          chunk.isSetOffset_index_offset()
              ? Util.readOffsetIndex(
                  in(chunk.getOffset_index_offset(), chunk.getOffset_index_length()))
              : null;
      this.places = index == null ? List.of() : requireNonNull(index.getPage_locations());
    }

    int count() {
      return Math.max(1, places.size());
    }

    long first(int page) {
      return places.isEmpty() ? 0 : places.get(page).getFirst_row_index();
    }

    long size(int page) {
      return (page + 1 < count() ? first(page + 1) : all) - first(page);
    }

    int of(long row) {
      int page = 0;
      while (page + 1 < count() && first(page + 1) <= row) {
        page++;
      }
      return page;
    }

    ColumnReader values(int page) throws IOException {
      return new ColumnReadStoreImpl(
              new One(chunk(page), size(page)),
              new GroupRecordConverter(alone).getRootConverter(),
              alone,
              null)
          .getColumnReader(alone.getColumns().getFirst());
    }

    /// The value at which a reader stands.
    ParquetRows.Cell cell(ColumnReader values) {
      SimpleGroup row = new SimpleGroup(alone);
      switch (values.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
        case BOOLEAN -> row.add(0, values.getBoolean());
        case INT32 -> row.add(0, values.getInteger());
        case INT64 -> row.add(0, values.getLong());
        case FLOAT -> row.add(0, values.getFloat());
        case DOUBLE -> row.add(0, values.getDouble());
        case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> row.add(0, values.getBinary());
      }
      return column.cell(row, 0);
    }

    private Chunk chunk(int page) throws IOException {
      long begin = ParquetRows.begin(chunk);
      if (places.isEmpty()) {
        return new Chunk(chunk, ParquetRows.read(file, begin, ParquetRows.length(chunk)));
      }
      long firstPage = places.getFirst().getOffset();
      byte[] dictionary = ParquetRows.read(file, begin, Math.toIntExact(firstPage - begin));
      byte[] data =
          ParquetRows.read(
              file, places.get(page).getOffset(), places.get(page).getCompressed_page_size());
      ByteBuffer both = ByteBuffer.allocate(dictionary.length + data.length);
      return new Chunk(chunk, both.put(dictionary).put(data).array(), size(page));
    }
  }

  private record One(PageReader pages, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return pages;
    }

    @Override
    public long getRowCount() {
      return rows;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
