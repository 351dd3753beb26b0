package dev.quoin.journal.export;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.TimeUnit;
import com.jerolba.carpet.io.FileSystemOutputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Writes a file of rows. Compressed by the JDK's own gzip: the other codecs bring native code along, and every reader has this one.
final class ParquetFile {
  private ParquetFile() {}

  static CarpetWriter<Exported> writer(Path file) throws IOException {
    return new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Exported.class)
        .withConf(new PlainParquetConfiguration()) // nothing of Hadoop
        .withCompressionCodec(CompressionCodecName.GZIP)
        .withCodecFactory(new Gzip())
        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
        .withDefaultTimeUnit(TimeUnit.MICROS)
        .withExtraMetaData("quoin.schema", String.valueOf(Exported.SCHEMA))
        .build();
  }

  private static final class Gzip implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            bytes.writeAllTo(gzip);
          }
          return BytesInput.from(out.toByteArray());
        }

        @Override
        public CompressionCodecName getCodecName() {
          return name;
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void release() {}
  }
}
