package dev.quoin.journal.parquet;

import static java.util.Objects.requireNonNull;

import dev.quoin.ratebook.source.Node;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

// parquet-hadoop has a reader, which does not load without Hadoop. Below it there is all that is
// hard, in parquet-column: encodings, dictionaries, levels. What is left is to find the pages.

/// Reads the rows of a Parquet file, such as DuckDB, Spark or pandas write it: columns of single values, by column and by group of
/// rows, so that memory is that of one group of the columns that are asked for.
public final class ParquetRows implements Closeable {
  /// What a file ends with.
  private static final int MAGIC = 0x31524150; // PAR1, the least byte first

  private static final int TAIL = 8;

  private final FileChannel file;
  private final FileMetaData footer;
  private final List<Column> columns;
  private final MessageType schema;
  private final Iterator<RowGroup> groups;
  private @Nullable RecordReader<Group> reader;
  private long left;

  private ParquetRows(FileChannel file, FileMetaData footer, List<Column> columns) {
    this.file = file;
    this.footer = footer;
    this.columns = columns;
    this.schema =
        new MessageType(
            "rows", columns.stream().<org.apache.parquet.schema.Type>map(Column::field).toList());
    this.groups = requireNonNull(footer.getRow_groups()).iterator();
  }

  /// A single value, as JSON would have it: numbers keep every digit, dates and times are ISO 8601.
  ///
  /// @param kind a text, a number or true or false
  public record Cell(Node.Kind kind, String text) {}

  /// Opens a file.
  ///
  /// @param asked the columns that are read
  /// @throws IOException where it is no such file, or a column of it has no single values
  public static ParquetRows open(Path path, Predicate<String> asked) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      FileMetaData footer = footer(file);
      long rows =
          requireNonNull(footer.getRow_groups()).stream().mapToLong(RowGroup::getNum_rows).sum();
      if (rows != footer.getNum_rows()) {
        throw new IOException("it is damaged: its groups have other rows than it says");
      }
      return new ParquetRows(file, footer, columns(footer, asked));
    } catch (IOException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) { // what it says of itself does not fit together
      file.close();
      throw damaged(e);
    }
  }

  static IOException damaged(RuntimeException e) {
    return new IOException("it is damaged: " + e.getMessage(), e);
  }

  static FileMetaData footer(FileChannel file) throws IOException {
    if (file.size() < 2 * TAIL) {
      throw new IOException("it is no Parquet file");
    }
    ByteBuffer tail =
        ByteBuffer.wrap(read(file, file.size() - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    if (tail.getInt() != MAGIC || length < 0 || length > file.size() - TAIL) {
      throw new IOException("it is no Parquet file");
    }
    return Util.readFileMetaData(
        new ByteArrayInputStream(read(file, file.size() - TAIL - length, length)));
  }

  /// The columns on the first level.
  private static List<Column> columns(FileMetaData footer, Predicate<String> asked)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Iterator<SchemaElement> elements = requireNonNull(footer.getSchema()).iterator();
    int fields = elements.next().getNum_children();
    for (int i = 0; i < fields; i++) {
      SchemaElement element = elements.next();
      skip(element, elements);
      if (asked.test(element.getName())) {
        columns.add(Column.of(element));
        if (!names.add(element.getName())) {
          throw new IOException("column `%s` occurs twice".formatted(element.getName()));
        }
      }
    }
    return columns;
  }

  static void skip(SchemaElement element, Iterator<SchemaElement> elements) {
    for (int i = 0; i < element.getNum_children(); i++) {
      skip(elements.next(), elements);
    }
  }

  /// The names of the columns that are read, in the order of the file.
  public List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  /// How many rows the file has.
  public long size() {
    return footer.getNum_rows();
  }

  /// The next rows, each with a cell for each column, or Java's null; none at the end.
  ///
  /// @param most how many
  public List<List<@Nullable Cell>> next(int most) throws IOException {
    List<List<@Nullable Cell>> rows = new ArrayList<>();
    try {
      while (rows.size() < most && (left > 0 || toNextGroup())) {
        rows.add(row(requireNonNull(reader).read()));
        left--;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    return rows;
  }

  private List<@Nullable Cell> row(Group group) {
    List<@Nullable Cell> row = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.add(group.getFieldRepetitionCount(i) == 0 ? null : columns.get(i).cell(group, i));
    }
    return row;
  }

  private boolean toNextGroup() throws IOException {
    RowGroup group = null;
    while (group == null || group.getNum_rows() == 0) { // An empty table may have an empty group.
      if (!groups.hasNext()) {
        return false;
      }
      group = groups.next();
    }
    Map<String, PageReader> chunks = new HashMap<>();
    for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
      ColumnMetaData column = requireNonNull(chunk.getMeta_data());
      List<String> path = requireNonNull(column.getPath_in_schema());
      String name = path.getFirst();
      if (path.size() == 1 && schema.containsField(name)) {
        if (column.getNum_values() != group.getNum_rows()) {
          throw new IOException(
              "it is damaged: column `%s` has %d values of %d rows"
                  .formatted(name, column.getNum_values(), group.getNum_rows()));
        }
        chunks.put(name, new Chunk(column, read(file, begin(column), length(column))));
      }
    }
    for (Column column : columns) {
      if (!chunks.containsKey(column.name())) {
        throw new IOException(
            "it is damaged: a group of rows has no `%s`".formatted(column.name()));
      }
    }
    left = group.getNum_rows();
    reader =
        new ColumnIOFactory()
            .getColumnIO(schema)
            .getRecordReader(new Pages(chunks, left), new GroupRecordConverter(schema));
    return true;
  }

  static long begin(ColumnMetaData column) {
    long data = column.getData_page_offset();
    long dictionary = column.getDictionary_page_offset();
    return column.isSetDictionary_page_offset() && dictionary > 0
        ? Math.min(data, dictionary)
        : data;
  }

  static int length(ColumnMetaData column) throws IOException {
    if (column.getTotal_compressed_size() > Integer.MAX_VALUE - TAIL) {
      throw new IOException("a group of its rows is too large");
    }
    return (int) column.getTotal_compressed_size();
  }

  private record Pages(Map<String, PageReader> chunks, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return requireNonNull(chunks.get(column.getPath()[0]));
    }

    @Override
    public long getRowCount() {
      return rows;
    }
  }

  static byte[] read(FileChannel file, long at, int length) throws IOException {
    if (at < 0 || length < 0 || length > file.size() - at) {
      throw new EOFException("it ends before its end");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("it ends before its end");
      }
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
