package dev.quoin.journal.parquet;

import java.io.IOException;

/// Undoes the compression that most writers of Parquet use: Snappy's raw format
/// (https://github.com/google/snappy/blob/main/format_description.txt). A text is literals and copies of what came before.
final class Snappy {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  /// Up to here a literal's length stands in its tag; beyond, in so many bytes behind it.
  private static final int SHORT_LITERAL = 60;

  private final byte[] in;
  private int at;

  private Snappy(byte[] in) {
    this.in = in;
  }

  /// @param size how long the result is
  static byte[] decompress(byte[] compressed, int size) throws IOException {
    try {
      return new Snappy(compressed).decompressed(size);
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("a page is damaged", e);
    }
  }

  private byte[] decompressed(int size) throws IOException {
    if (length() != size) {
      throw new IOException("a page is not as long as it says");
    }
    byte[] out = new byte[size];
    int end = 0;
    while (end < size) {
      int tag = in[at++] & 0xff;
      if ((tag & 3) == LITERAL) {
        int length = literal(tag >>> 2);
        System.arraycopy(in, at, out, end, length);
        at += length;
        end += length;
      } else {
        int length = (tag & 3) == COPY_1 ? (tag >>> 2 & 7) + 4 : (tag >>> 2) + 1;
        int offset = offset(tag);
        if (offset < 1 || offset > end) {
          throw new IOException("a page is damaged");
        }
        int from = end - offset;
        // What is copied may be what is being written: one byte after the other.
        for (int i = 0; i < length; i++) {
          out[end++] = out[from++];
        }
      }
    }
    return out;
  }

  private int literal(int length) {
    return 1 + (length < SHORT_LITERAL ? length : number(length - SHORT_LITERAL + 1));
  }

  private int offset(int tag) {
    return switch (tag & 3) {
      case COPY_1 -> (tag >>> 5) << 8 | number(1);
      case COPY_2 -> number(2);
      default -> number(4);
    };
  }

  /// So many bytes, the least first.
  private int number(int bytes) {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (in[at++] & 0xff) << (8 * i);
    }
    return number;
  }

  private int length() {
    int length = 0;
    int shift = 0;
    while (true) {
      int next = in[at++];
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        return length;
      }
      shift += 7;
    }
  }
}
