package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry as PostgreSQL's binary COPY takes a row: a count of fields, then each with its length. Made once, by the thread
/// that appends; the writer and the spool only move bytes.
///
/// It says itself of which version it is, by the count of its fields. A later version has more of them at its end, so that
/// what an earlier program left in a spool is [brought up][#ofToday(byte[])] to it by adding nulls.
final class Tuple {
  /// The columns, in the order of the fields.
  static final String COLUMNS =
      "id, kind, service, ratebook, digest, at, valid_until, caller, request_id, fingerprint,"
          + " booking, booking_version, inputs, answer, customer, outcome, total, highest_total, currency,"
          + " lines, refusals, searched, engine, zone_data, levers_at";

  private static final short FIELDS = 25;

  /// Without a card.
  private static final short FIRST_FIELDS = 14;

  /// With a card that does not tell of when levers are.
  private static final short SECOND_FIELDS = 24;

  private static final int ID_AT = Short.BYTES + Integer.BYTES;

  /// PostgreSQL counts from 2000-01-01.
  private static final long EPOCH_SECONDS = 946_684_800;

  private static final int NULL = -1;

  private Tuple() {}

  static byte[] encode(Entry entry, int bookingVersion) {
    byte[] kind = entry.kind().name().getBytes(UTF_8);
    byte[] service = entry.service().getBytes(UTF_8);
    byte[] ratebook = entry.ratebook().getBytes(UTF_8);
    byte[] caller = entry.caller().getBytes(UTF_8);
    byte @Nullable [] requestId = bytes(entry.requestId());
    byte @Nullable [] booking = bytes(entry.booking());
    byte[] inputs = entry.inputs().getBytes(UTF_8);
    byte[] answer = entry.answer().getBytes(UTF_8);
    List<Optional<byte[]>> card = card(entry.card());
    int length =
        Short.BYTES
            + FIELDS * Integer.BYTES
            + 16
            + kind.length
            + service.length
            + ratebook.length
            + 32
            + Long.BYTES
            + (entry.validUntil().isPresent() ? Long.BYTES : 0)
            + caller.length
            + lengthOf(requestId)
            + Fingerprint.LENGTH
            + (booking == null ? 0 : booking.length + Integer.BYTES)
            + inputs.length
            + answer.length
            + card.stream().flatMap(Optional::stream).mapToInt(field -> field.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putShort(FIELDS);
    out.putInt(16).putLong(entry.id().getMostSignificantBits());
    out.putLong(entry.id().getLeastSignificantBits());
    put(out, kind);
    put(out, service);
    put(out, ratebook);
    put(out, HexFormat.of().parseHex(entry.digest()));
    out.putInt(Long.BYTES).putLong(micros(entry.at()));
    if (entry.validUntil().isPresent()) {
      out.putInt(Long.BYTES).putLong(micros(entry.validUntil().get()));
    } else {
      out.putInt(NULL);
    }
    put(out, caller);
    put(out, requestId);
    put(out, entry.fingerprint().raw());
    put(out, booking);
    if (booking == null) {
      out.putInt(NULL);
    } else {
      out.putInt(Integer.BYTES).putInt(bookingVersion);
    }
    put(out, inputs);
    put(out, answer);
    card.forEach(field -> put(out, field.orElse(null)));
    return out.array();
  }

  private static List<Optional<byte[]>> card(Card card) {
    return List.of(
        card.customer().map(HexFormat.of()::parseHex),
        card.outcome().map(outcome -> outcome.name().getBytes(UTF_8)),
        card.total().map(Binary::numeric),
        card.highestTotal().map(Binary::numeric),
        card.currency().map(currency -> currency.getBytes(UTF_8)),
        texts(card.lines()),
        texts(card.refusals()),
        texts(card.searched()),
        card.engine().map(engine -> engine.getBytes(UTF_8)),
        card.zoneData().map(version -> version.getBytes(UTF_8)),
        card.leversAt().map(Tuple::bytes));
  }

  private static Optional<byte[]> texts(List<String> texts) {
    return texts.isEmpty() ? Optional.empty() : Optional.of(Binary.texts(texts));
  }

  /// The row as this program's COPY takes it, of whichever version it is.
  static byte[] ofToday(byte[] tuple) {
    short fields = ByteBuffer.wrap(tuple).getShort();
    if (fields >= FIELDS) {
      return tuple;
    }
    ByteBuffer out = ByteBuffer.allocate(tuple.length + (FIELDS - fields) * Integer.BYTES);
    out.putShort(FIELDS).put(tuple, Short.BYTES, tuple.length - Short.BYTES);
    while (out.hasRemaining()) {
      out.putInt(NULL);
    }
    return out.array();
  }

  static Entry decode(byte[] tuple) {
    ByteBuffer in = ByteBuffer.wrap(tuple);
    short fields = in.getShort();
    if (fields != FIELDS && fields != SECOND_FIELDS && fields != FIRST_FIELDS) {
      throw new IllegalStateException("an entry of another version");
    }
    in.getInt();
    UUID id = new UUID(in.getLong(), in.getLong());
    Kind kind = Kind.valueOf(text(in));
    String service = text(in);
    String ratebook = text(in);
    String digest = HexFormat.of().formatHex(field(in));
    in.getInt();
    Instant at = instant(in.getLong());
    Optional<Instant> validUntil =
        in.getInt() == NULL ? Optional.empty() : Optional.of(instant(in.getLong()));
    String caller = text(in);
    Optional<String> requestId = optionalText(in);
    Fingerprint fingerprint = Fingerprint.fromBytes(field(in));
    Optional<String> booking = optionalText(in);
    if (in.getInt() != NULL) {
      in.getInt();
    }
    String inputs = text(in);
    String answer = text(in);
    return new Entry(
        id,
        kind,
        service,
        ratebook,
        digest,
        at,
        validUntil,
        caller,
        requestId,
        fingerprint,
        booking,
        inputs,
        answer,
        fields == FIRST_FIELDS ? Card.NONE : card(in, fields));
  }

  private static Card card(ByteBuffer in, short fields) {
    return new Card(
        optionalField(in).map(HexFormat.of()::formatHex),
        optionalText(in).map(Card.Answered::valueOf),
        optionalField(in).map(Binary::number),
        optionalField(in).map(Binary::number),
        optionalText(in),
        optionalField(in).map(Binary::list).orElse(List.of()),
        optionalField(in).map(Binary::list).orElse(List.of()),
        optionalField(in).map(Binary::list).orElse(List.of()),
        optionalText(in),
        optionalText(in),
        fields == SECOND_FIELDS
            ? Optional.empty()
            : optionalField(in).map(field -> instant(ByteBuffer.wrap(field).getLong())));
  }

  static UUID idOf(byte[] tuple) {
    ByteBuffer in = ByteBuffer.wrap(tuple);
    return new UUID(in.getLong(ID_AT), in.getLong(ID_AT + Long.BYTES));
  }

  /// The request id, without reading the rest.
  static Optional<RequestKey> keyOf(byte[] tuple) {
    ByteBuffer in = ByteBuffer.wrap(tuple, Short.BYTES, tuple.length - Short.BYTES);
    skip(in, 2);
    String service = text(in);
    skip(in, 4);
    String caller = text(in);
    return optionalText(in).map(request -> new RequestKey(service, caller, request));
  }

  /// When it was answered, without reading the rest.
  static Instant atOf(byte[] tuple) {
    ByteBuffer in = ByteBuffer.wrap(tuple, Short.BYTES, tuple.length - Short.BYTES);
    skip(in, 5);
    in.getInt();
    return instant(in.getLong());
  }

  /// The customer's pseudonym, without reading the rest.
  static Optional<String> customerOf(byte[] tuple) {
    ByteBuffer in = ByteBuffer.wrap(tuple);
    if (in.getShort() <= FIRST_FIELDS) {
      return Optional.empty();
    }
    skip(in, FIRST_FIELDS);
    return optionalField(in).map(HexFormat.of()::formatHex);
  }

  private static void skip(ByteBuffer in, int fields) {
    for (int i = 0; i < fields; i++) {
      int length = in.getInt();
      in.position(in.position() + Math.max(length, 0));
    }
  }

  private static byte[] bytes(Instant instant) {
    return ByteBuffer.allocate(Long.BYTES).putLong(micros(instant)).array();
  }

  private static byte @Nullable [] bytes(Optional<String> text) {
    return text.map(present -> present.getBytes(UTF_8)).orElse(null);
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(ByteBuffer out, byte @Nullable [] field) {
    if (field == null) {
      out.putInt(NULL);
    } else {
      out.putInt(field.length).put(field);
    }
  }

  private static byte[] field(ByteBuffer in) {
    byte[] field = new byte[in.getInt()];
    in.get(field);
    return field;
  }

  private static String text(ByteBuffer in) {
    return new String(field(in), UTF_8);
  }

  private static Optional<String> optionalText(ByteBuffer in) {
    return optionalField(in).map(field -> new String(field, UTF_8));
  }

  private static Optional<byte[]> optionalField(ByteBuffer in) {
    int length = in.getInt();
    if (length == NULL) {
      return Optional.empty();
    }
    byte[] field = new byte[length];
    in.get(field);
    return Optional.of(field);
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond() - EPOCH_SECONDS, 1_000_000L),
        instant.getNano() / 1_000);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        EPOCH_SECONDS + Math.floorDiv(micros, 1_000_000L),
        Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
