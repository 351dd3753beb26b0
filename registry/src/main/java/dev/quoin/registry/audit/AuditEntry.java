package dev.quoin.registry.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/// What somebody changed.
///
/// @param number counted from 1, without a gap
/// @param previous the hash of the entry before; zeros for the first
/// @param hash SHA-256 of all of this, `previous` included
public record AuditEntry(long number, Change change, String previous, String hash) {
  static final String NONE = "0".repeat(64);

  /// What an entry tells.
  ///
  /// @param who as they have proved it; before there were accounts, the name that they gave
  /// @param action such as `activate`
  /// @param ratebook empty where it is about none
  /// @param before how it was, as JSON
  /// @param after what was written, as JSON
  public record Change(
      Instant at,
      String who,
      String action,
      String ratebook,
      String before,
      String after,
      String why) {
    /// PostgreSQL keeps microseconds.
    public Change {
      at = at.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /// The entry that follows a head.
  static AuditEntry following(Head head, Change change) {
    long number = head.number() + 1;
    return new AuditEntry(number, change, head.hash(), hash(number, change, head.hash()));
  }

  /// What its hash should be.
  String expectedHash() {
    return hash(number, change, previous);
  }

  Head head() {
    return new Head(number, hash);
  }

  /// Each field behind its length, so that no two entries have the same text.
  private static String hash(long number, Change change, String previous) {
    MessageDigest sha256 = sha256();
    for (String field :
        List.of(
            String.valueOf(number),
            change.at().toString(),
            change.who(),
            change.action(),
            change.ratebook(),
            change.before(),
            change.after(),
            change.why(),
            previous)) {
      byte[] bytes = field.getBytes(UTF_8);
      sha256.update((bytes.length + ":").getBytes(UTF_8));
      sha256.update(bytes);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
