package dev.quoin.compare;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What somebody who has the parts of a comparison counted tells about it, one thing after another.
public sealed interface News {
  /// So many parts there are.
  record Parts(int count) implements News {}

  /// A part was counted.
  ///
  /// @param length how much it was
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Part(int number, long length, byte[] counted) implements News {}

  /// It cannot go on.
  record Failure(String why) implements News {}

  /// Tells it.
  default void write(DataOutputStream out) throws IOException {
    Wire.Writer wire = new Wire.Writer();
    switch (this) {
      case Parts parts -> {
        wire.number(0);
        wire.number(parts.count());
      }
      case Part part -> {
        wire.number(1);
        wire.number(part.number());
        wire.number(part.length());
        wire.bytes(part.counted());
      }
      case Failure failure -> {
        wire.number(2);
        wire.text(failure.why());
      }
    }
    byte[] bytes = wire.toBytes();
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /// Reads what comes next.
  ///
  /// @throws java.io.EOFException where nothing more comes
  static News read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    Wire.Reader wire = new Wire.Reader(bytes);
    return switch (wire.count()) {
      case 0 -> new Parts(wire.count());
      case 1 -> new Part(wire.count(), wire.number(), wire.bytes());
      default -> new Failure(wire.text());
    };
  }
}
