package dev.quoin.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Damages inputs as people, programs and attackers do: wrong bytes, lost and doubled stretches, deep nesting, long words,
/// odd characters, other encodings, other ends of lines.
final class Damage {
  private static final int MOST_BYTES = 100_000;
  private static final int MOST_BYTES_OF_FEW = 2_000_000;

  private static final List<String[]> PAIRS =
      List.of(
          new String[] {"(", ")"},
          new String[] {"[", "]"},
          new String[] {"{a:", "}"},
          new String[] {"\"", "\""},
          new String[] {"/*", "*/"},
          new String[] {"not(", ")"},
          new String[] {"[1..", "]"},
          new String[] {"if true then ", " else 1"},
          new String[] {"for x in ", " return x"},
          new String[] {"function(x) ", ""},
          new String[] {"list<", ">"},
          new String[] {"<a>", "</a>"},
          new String[] {"<a b=\"c\">", "</a>"},
          new String[] {"<!--", "-->"},
          new String[] {"<![CDATA[", "]]>"},
          new String[] {"-", ""},
          new String[] {"", ".a"},
          new String[] {"", "[1]"},
          new String[] {"1+", ""},
          new String[] {"", "(1)"});

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "00",
          "0.1",
          "-0",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "999999999999",
          "999999999999999999999999999999999999",
          "9999999999999999999999999999999999",
          "1e6144",
          "1e-6176",
          "1e999999999",
          "1e99999999999999999999",
          "0.0000000000000000000000000000000000000000001",
          "1.7976931348623157e308",
          "NaN",
          "Infinity",
          "0x10",
          "٣",
          "１２");

  /// Characters that look like nothing, like others, or are half of something.
  private static final List<byte[]> ODD =
      List.of(
          utf8("\uFEFF"),
          utf8("\u0000"),
          utf8("\u0085"),
          utf8("\u00A0"),
          utf8("\u2028"),
          utf8("\u2029"),
          utf8("\u200B"),
          utf8("\u200D"),
          utf8("\u202E"),
          utf8("\u3000"),
          utf8("\u180E"),
          utf8("\u0301"),
          utf8("e\u0301"),
          utf8("\u1112\u1161\u11AB"), // a syllable in its parts
          utf8("\uFFFE"),
          utf8("\uFFFF"),
          utf8("\uE000"),
          utf8("\uE400"),
          utf8("\uD83D\uDC0E"), // a horse
          utf8("\uD83D\uDC69\u200D\uD83D\uDE80"),
          utf8("ß"),
          utf8("İ"),
          utf8("ǅ"),
          utf8("−"), // a minus that is no hyphen
          utf8("“"),
          utf8("’"),
          utf8("，"),
          utf8("；"),
          utf8("\u001A"),
          utf8("\u001B[31m"),
          utf8("\u007F"),
          bytes(0xC0, 0x80), // NUL, too long
          bytes(0xE0, 0x80, 0xAF),
          bytes(0xF0, 0x9F), // cut
          bytes(0xED, 0xA0, 0x80), // half a pair
          bytes(0xF4, 0x90, 0x80, 0x80), // beyond Unicode
          bytes(0xFF),
          bytes(0x80),
          bytes(0xFE, 0xFF),
          bytes(0xFF, 0xFE),
          bytes(0xFF, 0xFE, 0, 0));

  private final List<byte[]> pieces;

  Damage(Collection<String> pieces) {
    this.pieces = pieces.stream().map(Damage::utf8).toList();
  }

  /// An input, damaged once or a few times.
  ///
  /// @param other another input, of which stretches may be taken
  byte[] damaged(byte[] input, byte[] other, Seeded seeded) {
    int most = seeded.oneIn(500) ? MOST_BYTES_OF_FEW : MOST_BYTES;
    byte[] damaged = input;
    int times = 1;
    while (times < 8 && seeded.yes()) {
      times++;
    }
    for (int i = 0; i < times; i++) {
      damaged = once(damaged, other, seeded);
      if (damaged.length > most) {
        damaged = Arrays.copyOf(damaged, most);
      }
    }
    return damaged;
  }

  private byte[] once(byte[] input, byte[] other, Seeded seeded) {
    int from = seeded.between(0, input.length);
    int to = Math.min(input.length, from + length(seeded));
    return switch (seeded.between(0, 26)) {
      case 0, 1, 2, 3, 4 -> replaced(input, from, from, piece(seeded));
      case 5, 6, 7 -> replaced(input, from, to, piece(seeded));
      case 8, 9 -> without(input, from, to);
      case 10 -> repeated(input, from, to, seeded);
      case 11, 12 -> replaced(input, from, to, stretch(other, seeded));
      case 13 -> join(Arrays.copyOf(input, from), stretch(other, seeded));
      case 14 -> replaced(input, from, from, stretch(input, seeded));
      case 15 -> swapped(input, from, to, seeded);
      case 16 -> Arrays.copyOf(input, from);
      case 17, 18 -> nested(input, from, to, seeded);
      case 19, 20 -> number(input, from, seeded);
      case 21, 22 -> replaced(input, from, from, seeded.pick(ODD));
      case 23 -> changed(input, from, seeded);
      case 24 -> lines(input, seeded);
      case 25 -> seeded.oneIn(4) ? encoded(input, seeded) : cased(input, from, to);
      default -> longWord(input, from, seeded);
    };
  }

  /// Mostly short, seldom long.
  private static int length(Seeded seeded) {
    return seeded.between(1, seeded.pick(2, 4, 4, 8, 16, 64, 512));
  }

  /// Mostly few, seldom thousands.
  private static int times(Seeded seeded) {
    return seeded.between(2, seeded.pick(3, 3, 10, 10, 50, 300, 3_000));
  }

  private byte[] piece(Seeded seeded) {
    return seeded.pick(pieces);
  }

  private static byte[] stretch(byte[] of, Seeded seeded) {
    int from = seeded.between(0, of.length);
    return Arrays.copyOfRange(of, from, Math.min(of.length, from + 2 * length(seeded)));
  }

  private static byte[] repeated(byte[] input, int from, int to, Seeded seeded) {
    byte[] stretch = Arrays.copyOfRange(input, from, to);
    return replaced(input, from, from, many(stretch, times(seeded)));
  }

  private static byte[] many(byte[] stretch, int times) {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < times && many.size() < MOST_BYTES_OF_FEW; i++) {
      many.writeBytes(stretch);
    }
    return many.toByteArray();
  }

  private static byte[] swapped(byte[] input, int from, int to, Seeded seeded) {
    int end = Math.min(input.length, to + length(seeded));
    byte[] swapped = join(Arrays.copyOfRange(input, to, end), Arrays.copyOfRange(input, from, to));
    return replaced(input, from, end, swapped);
  }

  private byte[] nested(byte[] input, int from, int to, Seeded seeded) {
    byte[] open;
    byte[] close;
    if (seeded.oneIn(4)) {
      open = piece(seeded);
      close = piece(seeded);
    } else {
      String[] pair = seeded.pick(PAIRS);
      open = utf8(pair[0]);
      close = utf8(pair[1]);
    }
    int times = times(seeded);
    int closed = seeded.oneIn(4) ? seeded.between(0, times) : times;
    byte[] inside = Arrays.copyOfRange(input, from, to);
    return replaced(input, from, to, join(join(many(open, times), inside), many(close, closed)));
  }

  /// Another number in place of the next one.
  private static byte[] number(byte[] input, int at, Seeded seeded) {
    int from = at;
    while (from < input.length && !isDigit(input[from])) {
      from++;
    }
    int to = from;
    while (to < input.length && isDigit(input[to])) {
      to++;
    }
    byte[] number =
        switch (seeded.between(0, 4)) {
          case 0 -> utf8(seeded.text("0123456789", 1, 40));
          case 1 -> utf8(seeded.decimal(20, -30, 30).toString());
          case 2 -> many(utf8(seeded.text("0123456789", 1, 3)), times(seeded));
          default -> utf8(seeded.pick(NUMBERS));
        };
    return replaced(input, from, to, number);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] changed(byte[] input, int at, Seeded seeded) {
    byte[] changed = input.clone();
    if (at < changed.length) {
      changed[at] =
          (byte)
              (seeded.yes() ? seeded.between(0, 255) : changed[at] ^ (1 << seeded.between(0, 7)));
    }
    return changed;
  }

  /// Other ends of lines, or whole lines lost, doubled or moved.
  private static byte[] lines(byte[] input, Seeded seeded) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    String changed =
        switch (seeded.between(0, 4)) {
          case 0 -> text.replace("\n", "\r\n");
          case 1 -> text.replace("\n", "\r");
          case 2 -> text.replace("\n", "");
          case 3 -> text.replace(" ", "\n");
          default -> {
            String[] lines = text.split("\n", -1);
            int a = seeded.between(0, lines.length - 1);
            lines[a] = lines[seeded.between(0, lines.length - 1)];
            yield String.join("\n", lines);
          }
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] encoded(byte[] input, Seeded seeded) {
    String text = new String(input, StandardCharsets.UTF_8);
    return switch (seeded.between(0, 6)) {
      case 0 -> text.getBytes(StandardCharsets.UTF_16);
      case 1 -> text.getBytes(StandardCharsets.UTF_16LE);
      case 2 -> join(bytes(0xFF, 0xFE), text.getBytes(StandardCharsets.UTF_16LE));
      case 3 -> text.getBytes(StandardCharsets.ISO_8859_1);
      case 4 -> text.getBytes(StandardCharsets.UTF_32BE);
      case 5 -> join(bytes(0xEF, 0xBB, 0xBF), input);
      default -> text.replace("UTF-8", "ISO-8859-1").getBytes(StandardCharsets.ISO_8859_1);
    };
  }

  private static byte[] cased(byte[] input, int from, int to) {
    byte[] cased = input.clone();
    for (int i = from; i < to; i++) {
      boolean letter = (cased[i] | 0x20) >= 'a' && (cased[i] | 0x20) <= 'z';
      cased[i] ^= (byte) (letter ? 0x20 : 0);
    }
    return cased;
  }

  private static byte[] longWord(byte[] input, int at, Seeded seeded) {
    String letters = seeded.pick("a", "ab", "a ", "a-", "a.", "가", "1", " ", "\t", "\n", "&lt;");
    return replaced(input, at, at, many(utf8(letters), seeded.pick(100, 1_000, 20_000)));
  }

  static byte[] without(byte[] input, int from, int to) {
    return replaced(input, from, to, new byte[0]);
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] replaced = new byte[from + by.length + input.length - to];
    System.arraycopy(input, 0, replaced, 0, from);
    System.arraycopy(by, 0, replaced, from, by.length);
    System.arraycopy(input, to, replaced, from + by.length, input.length - to);
    return replaced;
  }

  private static byte[] join(byte[] a, byte[] b) {
    return replaced(a, a.length, a.length, b);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
