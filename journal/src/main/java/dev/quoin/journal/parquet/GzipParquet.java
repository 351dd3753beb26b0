package dev.quoin.journal.parquet;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Writes files of rows. Compressed by the JDK's own gzip: the other codecs bring native code along, and every reader has this one.
public final class GzipParquet {
  private GzipParquet() {}

  /// What writes a file.
  ///
  /// @param <T> a row
  public static <T> CarpetWriter.Builder<T> to(Path file, Class<T> row) {
    return new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), row)
        .withConf(new PlainParquetConfiguration()) // nothing of Hadoop
        .withCompressionCodec(CompressionCodecName.GZIP)
        .withCodecFactory(new Gzip());
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
