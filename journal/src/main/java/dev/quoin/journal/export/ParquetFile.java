package dev.quoin.journal.export;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.TimeUnit;
import dev.quoin.journal.parquet.GzipParquet;
import java.io.IOException;
import java.nio.file.Path;

/// Writes a file of entries.
final class ParquetFile {
  private ParquetFile() {}

  static CarpetWriter<Exported> writer(Path file) throws IOException {
    return GzipParquet.to(file, Exported.class)
        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
        .withDefaultTimeUnit(TimeUnit.MICROS)
        .withExtraMetaData("quoin.schema", String.valueOf(Exported.SCHEMA))
        .build();
  }
}
