package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Numbers and lists of texts as PostgreSQL's binary formats have them (`numeric_recv` and `array_recv` in its sources).
final class Binary {
  private static final int TEXT_OID = 25;

  /// A digit of a `numeric` has four decimal ones.
  private static final int DIGITS = 4;

  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final short NEGATIVE = 0x4000;

  private Binary() {}

  /// A number: how many digits, the power of the first one, the sign, how many decimals to show, the digits.
  static byte[] numeric(BigDecimal number) {
    int scale = Math.max(number.scale(), 0);
    // Digits begin at the point, so decimals are filled up to whole ones.
    int fraction = Math.ceilDiv(scale, DIGITS);
    BigInteger rest = number.abs().setScale(fraction * DIGITS).unscaledValue();
    List<Short> digits = new ArrayList<>(); // the last one first
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits.add(parts[1].shortValueExact());
      rest = parts[0];
    }
    ByteBuffer out = ByteBuffer.allocate((4 + digits.size()) * Short.BYTES);
    out.putShort((short) digits.size());
    out.putShort((short) (digits.isEmpty() ? 0 : digits.size() - fraction - 1));
    out.putShort(number.signum() < 0 ? NEGATIVE : 0);
    out.putShort((short) scale);
    digits.reversed().forEach(out::putShort);
    return out.array();
  }

  static BigDecimal number(byte[] numeric) {
    ByteBuffer in = ByteBuffer.wrap(numeric);
    int count = in.getShort();
    int weight = in.getShort();
    boolean negative = in.getShort() == NEGATIVE;
    int scale = in.getShort();
    BigInteger digits = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      digits = digits.multiply(BASE).add(BigInteger.valueOf(in.getShort()));
    }
    BigDecimal number = new BigDecimal(digits, (count - 1 - weight) * DIGITS).setScale(scale);
    return negative ? number.negate() : number;
  }

  /// A list: its dimensions, whether it has nulls, of what it is, how many there are, the number of the first one, each with
  /// its length.
  static byte[] texts(List<String> texts) {
    List<byte[]> all = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    int length = all.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
    ByteBuffer out = ByteBuffer.allocate(5 * Integer.BYTES + length);
    out.putInt(1).putInt(0).putInt(TEXT_OID).putInt(all.size()).putInt(1);
    all.forEach(text -> out.putInt(text.length).put(text));
    return out.array();
  }

  static List<String> list(byte[] texts) {
    ByteBuffer in = ByteBuffer.wrap(texts, 3 * Integer.BYTES, texts.length - 3 * Integer.BYTES);
    int count = in.getInt();
    in.getInt();
    List<String> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      list.add(new String(text, UTF_8));
    }
    return list;
  }
}
