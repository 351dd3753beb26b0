package dev.quoin.journal.parquet;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a Parquet file with all that is in them, lists, too, as the file has it: for whoever writes them again. Memory is
/// that of one group of rows.
public final class WholeRows implements Closeable {
  private final FileChannel file;
  private final MessageType schema;
  private final Iterator<RowGroup> groups;
  private @Nullable RecordReader<Group> reader;
  private long left;

  private WholeRows(FileChannel file, FileMetaData footer, MessageType schema) {
    this.file = file;
    this.schema = schema;
    this.groups = requireNonNull(footer.getRow_groups()).iterator();
  }

  public static WholeRows open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      FileMetaData footer = ParquetRows.footer(file);
      return new WholeRows(file, footer, schema(footer));
    } catch (IOException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) {
      file.close();
      throw ParquetRows.damaged(e);
    }
  }

  private static MessageType schema(FileMetaData footer) {
    Iterator<SchemaElement> elements = requireNonNull(footer.getSchema()).iterator();
    SchemaElement root = elements.next();
    return new MessageType("rows", types(elements, root.getNum_children()));
  }

  private static List<Type> types(Iterator<SchemaElement> elements, int count) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SchemaElement element = elements.next();
      Type.Repetition repetition =
          Type.Repetition.valueOf(requireNonNull(element.getRepetition_type()).name());
      String name = requireNonNull(element.getName());
      types.add(
          element.getNum_children() > 0
              ? new GroupType(repetition, name, types(elements, element.getNum_children()))
              : primitive(repetition, element, name));
    }
    return types;
  }

  private static PrimitiveType primitive(
      Type.Repetition repetition, SchemaElement element, String name) {
    return switch (requireNonNull(element.getType())) {
      case BOOLEAN -> new PrimitiveType(repetition, PrimitiveTypeName.BOOLEAN, name);
      case INT32 -> new PrimitiveType(repetition, PrimitiveTypeName.INT32, name);
      case INT64 -> new PrimitiveType(repetition, PrimitiveTypeName.INT64, name);
      case INT96 -> new PrimitiveType(repetition, PrimitiveTypeName.INT96, name);
      case FLOAT -> new PrimitiveType(repetition, PrimitiveTypeName.FLOAT, name);
      case DOUBLE -> new PrimitiveType(repetition, PrimitiveTypeName.DOUBLE, name);
      case BYTE_ARRAY -> new PrimitiveType(repetition, PrimitiveTypeName.BINARY, name);
      case FIXED_LEN_BYTE_ARRAY ->
          new PrimitiveType(
              repetition, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, element.getType_length(), name);
    };
  }

  /// The next row; Java's null at the end.
  public @Nullable Group next() throws IOException {
    try {
      while (left == 0) {
        if (!groups.hasNext()) {
          return null;
        }
        begin(groups.next());
      }
      left--;
      return requireNonNull(reader).read();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw ParquetRows.damaged(e);
    }
  }

  private void begin(RowGroup group) throws IOException {
    Map<List<String>, PageReader> chunks = new HashMap<>();
    for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
      ColumnMetaData column = requireNonNull(chunk.getMeta_data());
      chunks.put(
          requireNonNull(column.getPath_in_schema()),
          new Chunk(
              column,
              ParquetRows.read(file, ParquetRows.begin(column), ParquetRows.length(column))));
    }
    left = group.getNum_rows();
    if (left > 0) {
      reader =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(new Pages(chunks, left), new GroupRecordConverter(schema));
    }
  }

  private record Pages(Map<List<String>, PageReader> chunks, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return requireNonNull(chunks.get(List.of(column.getPath())));
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
