package dev.quoin.journal.parquet;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The pages of a column in a group of rows. A page is decompressed when it is asked for.
final class Chunk implements PageReader {
  /// What a page may come to. Writers make pages of a megabyte or so.
  private static final int MOST_BYTES = 256 << 20;

  private final CompressionCodec codec;
  private final long values;
  private final Deque<Page> pages = new ArrayDeque<>();
  private @Nullable DictionaryPage dictionary;

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Page(PageHeader header, byte[] bytes) {}

  /// @param bytes of the column in the group, as they stand in the file
  Chunk(ColumnMetaData column, byte[] bytes) throws IOException {
    this(column, bytes, column.getNum_values());
  }

  /// Some of its pages.
  ///
  /// @param values how many they have
  Chunk(ColumnMetaData column, byte[] bytes, long values) throws IOException {
    this.codec = requireNonNull(column.getCodec());
    this.values = values;
    InputStream in = new ByteArrayInputStream(bytes);
    long seen = 0;
    while (seen < values) {
      PageHeader header = Util.readPageHeader(in);
      Page page = new Page(header, in.readNBytes(header.getCompressed_page_size()));
      if (page.bytes.length != header.getCompressed_page_size()
          || header.getUncompressed_page_size() < 0
          || header.getUncompressed_page_size() > MOST_BYTES) {
        throw new IOException("a page is damaged, or larger than %,d bytes".formatted(MOST_BYTES));
      }
      switch (requireNonNull(header.getType())) {
        case DICTIONARY_PAGE -> dictionary = dictionary(page);
        case DATA_PAGE -> {
          seen += requireNonNull(header.getData_page_header()).getNum_values();
          pages.add(page);
        }
        case DATA_PAGE_V2 -> {
          seen += requireNonNull(header.getData_page_header_v2()).getNum_values();
          pages.add(page);
        }
        case INDEX_PAGE -> {} // Says where values are, and no value.
      }
    }
    if (seen != values) {
      throw new IOException("its pages have other values than it says");
    }
  }

  private DictionaryPage dictionary(Page page) throws IOException {
    DictionaryPageHeader header = requireNonNull(page.header.getDictionary_page_header());
    return new DictionaryPage(
        BytesInput.from(decompressed(page.bytes, page.header.getUncompressed_page_size())),
        header.getNum_values(),
        encoding(header.getEncoding()));
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    return dictionary;
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public @Nullable DataPage readPage() {
    Page page = pages.poll();
    try {
      return page == null ? null : page.header.isSetData_page_header() ? first(page) : second(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A page of the first version: levels and values are compressed together.
  private DataPage first(Page page) throws IOException {
    DataPageHeader header = requireNonNull(page.header.getData_page_header());
    int size = page.header.getUncompressed_page_size();
    return new DataPageV1(
        BytesInput.from(decompressed(page.bytes, size)),
        header.getNum_values(),
        size,
        null,
        encoding(header.getRepetition_level_encoding()),
        encoding(header.getDefinition_level_encoding()),
        encoding(header.getEncoding()));
  }

  /// A page of the second version: its levels are never compressed, its values may be.
  private DataPage second(Page page) throws IOException {
    DataPageHeaderV2 header = requireNonNull(page.header.getData_page_header_v2());
    int repetitions = header.getRepetition_levels_byte_length();
    int levels = repetitions + header.getDefinition_levels_byte_length();
    byte[] values = Arrays.copyOfRange(page.bytes, levels, page.bytes.length);
    return DataPageV2.uncompressed(
        header.getNum_rows(),
        header.getNum_nulls(),
        header.getNum_values(),
        BytesInput.from(page.bytes, 0, repetitions),
        BytesInput.from(page.bytes, repetitions, levels - repetitions),
        encoding(header.getEncoding()),
        BytesInput.from(
            header.isIs_compressed()
                ? decompressed(values, page.header.getUncompressed_page_size() - levels)
                : values),
        null);
  }

  private byte[] decompressed(byte[] bytes, int size) throws IOException {
    if (bytes.length == 0 && size == 0) {
      return bytes; // Of a page of nulls alone, some writers compress nothing to nothing.
    }
    return switch (codec) {
      case UNCOMPRESSED -> bytes;
      case SNAPPY -> Snappy.decompress(bytes, size);
      case GZIP -> {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          byte[] all = in.readNBytes(size);
          if (all.length != size) {
            throw new IOException("a page is not as long as it says");
          }
          yield all;
        }
      }
      default ->
          throw new IOException(
              "it is compressed by %s (expected: SNAPPY, GZIP or UNCOMPRESSED)".formatted(codec));
    };
  }

  private static Encoding encoding(org.apache.parquet.format.@Nullable Encoding written) {
    return Encoding.valueOf(requireNonNull(written).name());
  }
}
