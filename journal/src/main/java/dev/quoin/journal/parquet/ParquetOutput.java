package dev.quoin.journal.parquet;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.jspecify.annotations.Nullable;

/// Writes a Parquet file with columns of one's own, row by row: a group of rows leaves memory when it is full. The file gets its name
/// when it is whole; until then it is called `….new`, and whoever gives up leaves nothing. The same rows have the same bytes.
///
/// @param <T> a row
public final class ParquetOutput<T> implements Closeable {
  private static final String UNFINISHED = ".new";

  /// What is in memory, and so much smaller than what the export of a server takes for a day.
  private static final long GROUP_BYTES = 32L << 20;

  /// The most digits that a `long` holds, which readers have no trouble with.
  private static final int PRECISION = 18;

  private final Path file;
  private final Path unfinished;
  private final CarpetWriter<T> writer;
  private boolean isClosed;

  private ParquetOutput(Path file, Path unfinished, CarpetWriter<T> writer) {
    this.file = file;
    this.unfinished = unfinished;
    this.writer = writer;
  }

  /// A column, with what stands in it.
  public sealed interface Field<T> {
    String name();

    record Text<T>(String name, Function<T, @Nullable String> of) implements Field<T> {}

    record Texts<T>(String name, Function<T, List<String>> of) implements Field<T> {}

    /// Amounts with so many digits behind the point, of 18 in all.
    record Amount<T>(String name, int scale, Function<T, @Nullable BigDecimal> of)
        implements Field<T> {}
  }

  /// Begins a file.
  ///
  /// @param fields the columns, in their order
  /// @param told what the file says of itself, beside its rows
  /// @throws FileAlreadyExistsException where there is one of that name, or one that is not whole yet
  public static <T> ParquetOutput<T> create(
      Path file, Class<T> row, List<Field<T>> fields, Map<String, String> told) throws IOException {
    requireNew(file);
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.createFile(unfinished);
    unfinished.toFile().deleteOnExit(); // should somebody lose patience
    try {
      return new ParquetOutput<>(
          file,
          unfinished,
          GzipParquet.to(unfinished, row)
              .withWriteMode(Mode.OVERWRITE)
              .withRowGroupSize(GROUP_BYTES)
              .withWriteRecordModel(model(row, fields))
              .withExtraMetaData(told)
              .build());
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  private static void requireNew(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  private static <T> WriteRecordModelType<T> model(Class<T> row, List<Field<T>> fields) {
    WriteRecordModelType<T> model = FieldTypes.writeRecordModel(row);
    for (Field<T> field : fields) {
      switch (field) {
        case Field.Text<T> text ->
            model.withField(text.name(), FieldTypes.STRING, text.of()::apply);
        case Field.Texts<T> texts ->
            model.withField(
                texts.name(),
                FieldTypes.LIST.notNull().ofType(FieldTypes.STRING.notNull()),
                texts.of()::apply);
        case Field.Amount<T> amount ->
            model.withField(
                amount.name(),
                FieldTypes.BIG_DECIMAL.withPrecisionScale(PRECISION, amount.scale()),
                amount.of()::apply);
      }
    }
    return model;
  }

  public void write(T row) throws IOException {
    writer.write(row);
  }

  /// Gives the file its name.
  ///
  /// @throws FileAlreadyExistsException where there is one of that name meanwhile
  public void finish() throws IOException {
    writer.close();
    isClosed = true;
    try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    requireNew(file);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Leaves nothing of a file that was not finished.
  @Override
  public void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      try {
        writer.close();
      } catch (IOException _) {
        // Nobody wants what it could not write.
      }
    }
    Files.deleteIfExists(unfinished);
  }
}
