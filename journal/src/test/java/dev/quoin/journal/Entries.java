package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Entries for tests: all different, unless a test wants them alike.
final class Entries {
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");

  static final CustomerKey KEY = CustomerKey.of(new byte[32]);

  /// As the demo's quotes have it.
  static final Card CARD =
      new Card(
          Optional.of("0123456789abcdef".repeat(2)),
          Optional.of(Card.Answered.PRICE),
          Optional.of(new BigDecimal("300770")),
          Optional.empty(),
          Optional.of("KRW"),
          List.of("rental-fee", "demand", "membership-discount", "mileage-fee"),
          List.of(),
          List.of("model=K8", "membership=business"),
          Optional.of("0.1.0+3f2a9c1b22d0"),
          Optional.of("2026a"),
          Optional.of(NOON.minusSeconds(60)));

  private static final String DIGEST = "d12c14c839e7".repeat(6).substring(0, 64);
  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

  private Entries() {}

  static UUID id() {
    long millis = System.currentTimeMillis();
    return new UUID(
        millis << 16 | 0x7000 | (NUMBER.get() & 0xfff),
        0x8000_0000_0000_0000L | NUMBER.incrementAndGet());
  }

  static Entry quote() {
    return entry(Kind.QUOTE, Optional.empty(), Optional.empty(), NOON);
  }

  static Entry quote(String requestId) {
    return entry(Kind.QUOTE, Optional.of(requestId), Optional.empty(), NOON);
  }

  static Entry quoteAt(Instant at, String requestId) {
    return entry(Kind.QUOTE, Optional.of(requestId), Optional.empty(), at);
  }

  static Entry of(Kind kind, String booking) {
    return entry(kind, Optional.empty(), Optional.of(booking), NOON);
  }

  static Entry of(Kind kind, String booking, String requestId) {
    return entry(kind, Optional.of(requestId), Optional.of(booking), NOON);
  }

  private static Entry entry(
      Kind kind, Optional<String> requestId, Optional<String> booking, Instant at) {
    UUID id = id();
    return new Entry(
        id,
        kind,
        "rental",
        "seoul-carshare",
        DIGEST,
        at,
        Optional.of(at.plus(Duration.ofMinutes(15))),
        "the app",
        requestId,
        Fingerprint.of(requestId.orElse("no name").getBytes(UTF_8)),
        booking,
        "{\"model\": \"K8\",  \"distance\": 180.0}",
        "{\"total\":\"300770\",\"text\":\"대여요금\",\"id\":\"" + id + "\"}",
        CARD);
  }

  /// Another request under the same request id.
  static Entry withFingerprint(Entry entry, String of) {
    return new Entry(
        entry.id(),
        entry.kind(),
        entry.service(),
        entry.ratebook(),
        entry.digest(),
        entry.at(),
        entry.validUntil(),
        entry.caller(),
        entry.requestId(),
        Fingerprint.of(of.getBytes(UTF_8)),
        entry.booking(),
        entry.inputs(),
        entry.answer(),
        entry.card());
  }
}
