package dev.quoin.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.source.Node;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

// Threads and machines hand each other what they know in a form of our own: it says which version
// it is, does not depend on how a class is written, and has one spelling for each value. Whole
// numbers are zigzag varints (as in Protocol Buffers), for counts and differences are mostly small.

/// How what is known of some of the requests is written down for another machine, and read there.
final class Wire {
  private Wire() {}

  /// Writes values one behind the other.
  static final class Writer {
    private byte[] bytes = new byte[256];
    private int size;

    void flag(boolean flag) {
      number(flag ? 1 : 0);
    }

    void number(long number) {
      long left = (number << 1) ^ (number >> 63);
      room(10);
      while ((left & ~0x7fL) != 0) {
        bytes[size++] = (byte) ((left & 0x7f) | 0x80);
        left >>>= 7;
      }
      bytes[size++] = (byte) left;
    }

    void number(BigInteger number) {
      bytes(number.toByteArray());
    }

    void text(String text) {
      bytes(text.getBytes(UTF_8));
    }

    void bytes(byte[] content) {
      number(content.length);
      room(content.length);
      System.arraycopy(content, 0, bytes, size, content.length);
      size += content.length;
    }

    void label(Label label) {
      flag(label.isNull());
      flag(label.order().isPresent());
      label.order().ifPresent(order -> text(order.toString()));
      text(label.text());
    }

    void problem(Problem problem) {
      text(problem.place().file());
      number(problem.place().line());
      number(problem.place().column());
      text(problem.code());
      text(problem.sentence());
    }

    /// Without the places: they are those of the file, which was read.
    void node(Node node) {
      switch (node) {
        case Node.Mapping mapping -> {
          text(NodeKind.MAPPING.name());
          number(mapping.entries().size());
          mapping
              .entries()
              .forEach(entry -> {
                text(entry.key());
                node(entry.value());
              });
        }
        case Node.Listing listing -> {
          text(NodeKind.LISTING.name());
          number(listing.items().size());
          listing.items().forEach(this::node);
        }
        case Node.Scalar scalar -> {
          text(NodeKind.SCALAR.name());
          text(scalar.kind().name());
          text(scalar.text());
        }
      }
    }

    void counts(SortedMap<String, Long> counts) {
      number(counts.size());
      counts.forEach((code, count) -> {
        text(code);
        number(count);
      });
    }

    void files(SortedMap<String, byte[]> files) {
      number(files.size());
      files.forEach((name, content) -> {
        text(name);
        bytes(content);
      });
    }

    private void room(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
      }
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }
  }

  /// Reads them in the same order.
  static final class Reader {
    private final ByteBuffer bytes;

    Reader(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    boolean flag() {
      return number() != 0;
    }

    long number() {
      long number = 0;
      int shift = 0;
      byte next;
      do {
        next = bytes.get();
        number |= (next & 0x7fL) << shift;
        shift += 7;
      } while (next < 0);
      return (number >>> 1) ^ -(number & 1);
    }

    int count() {
      return Math.toIntExact(number());
    }

    BigInteger bigNumber() {
      return new BigInteger(bytes());
    }

    String text() {
      return new String(bytes(), UTF_8);
    }

    byte[] bytes() {
      byte[] content = new byte[count()];
      bytes.get(content);
      return content;
    }

    Label label() {
      boolean isNull = flag();
      Optional<Decimal> order = flag() ? Optional.of(Decimal.parse(text())) : Optional.empty();
      return new Label(isNull, order, text());
    }

    Problem problem() {
      return new Problem(new Place(text(), count(), count()), text(), text());
    }

    /// @param place where each part of it is said to stand
    Node node(Place place) {
      return switch (NodeKind.valueOf(text())) {
        case MAPPING -> {
          List<Node.Mapping.Entry> entries = new ArrayList<>();
          for (int left = count(); left > 0; left--) {
            entries.add(new Node.Mapping.Entry(text(), node(place), place));
          }
          yield new Node.Mapping(entries, place);
        }
        case LISTING -> {
          List<Node> items = new ArrayList<>();
          for (int left = count(); left > 0; left--) {
            items.add(node(place));
          }
          yield new Node.Listing(items, place);
        }
        case SCALAR -> new Node.Scalar(Node.Kind.valueOf(text()), text(), place);
      };
    }

    void counts(Map<String, Long> counts) {
      for (int left = count(); left > 0; left--) {
        counts.merge(text(), number(), Long::sum);
      }
    }

    SortedMap<String, byte[]> files() {
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (int left = count(); left > 0; left--) {
        files.put(text(), bytes());
      }
      return files;
    }

    /// A version that this program does not write is not guessed at.
    void require(int version) {
      int found = count();
      if (found != version) {
        throw new IllegalArgumentException(
            "version %d (expected: %d, of the same Quoin)".formatted(found, version));
      }
    }
  }

  private enum NodeKind {
    MAPPING,
    LISTING,
    SCALAR
  }
}
