package dev.quoin.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// One answer that was given, with what was asked.
///
/// @param id given by the caller; a UUID of version 7 keeps the table in the order of time. An id names one answer for ever
/// @param service what was priced: `rental`, `waiver`, …
/// @param ratebook the ratebook's id
/// @param digest the release: 64 hexadecimal digits, lower case
/// @param at when it was answered; kept in microseconds
/// @param validUntil until when the answer may be taken
/// @param caller who asked
/// @param requestId the caller's name for the request: repeated within 24 hours, it gives the first answer
/// @param fingerprint of the request, compared under the same request id
/// @param booking the booking that this answer made or changed; there is one exactly when its kind says so
/// @param inputs JSON, kept to the byte
/// @param answer JSON, kept to the byte
/// @param card what it is found by, and what computed it
public record Entry(
    UUID id,
    Kind kind,
    String service,
    String ratebook,
    String digest,
    Instant at,
    Optional<Instant> validUntil,
    String caller,
    Optional<String> requestId,
    Fingerprint fingerprint,
    Optional<String> booking,
    String inputs,
    String answer,
    Card card) {
  /// How long a name may be: of a service, ratebook, caller, request or booking.
  public static final int MAX_NAME = 500;

  /// For how long a request id is remembered.
  static final Duration REQUEST_ID_LIFE = java.time.Duration.ofHours(24);

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public Entry {
    name("service", service);
    name("ratebook", ratebook);
    name("caller", caller);
    requestId.ifPresent(text -> name("requestId", text));
    booking.ifPresent(text -> name("booking", text));
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "digest: `" + digest + "` (expected: 64 hexadecimal digits)");
    }
    if (kind.changesBooking() != booking.isPresent()) {
      throw new IllegalArgumentException(
          kind + (booking.isPresent() ? " has a booking" : " has no booking"));
    }
    text("inputs", inputs);
    text("answer", answer);
    at = at.truncatedTo(ChronoUnit.MICROS);
    validUntil = validUntil.map(until -> until.truncatedTo(ChronoUnit.MICROS));
  }

  static void name(String what, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          what + ": " + name.length() + " characters (expected: 1 to " + MAX_NAME + ")");
    }
    text(what, name);
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        int codePoint = name.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          throw new IllegalArgumentException(what + ": half a surrogate pair at " + i);
        }
        i++;
      }
    }
  }

  /// PostgreSQL keeps every text but one with the character U+0000.
  private static void text(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + ": holds the character U+0000");
    }
  }

  /// What makes a request id one of its own: per service and caller.
  Optional<RequestKey> key() {
    return requestId.map(request -> new RequestKey(service, caller, request));
  }
}
