package dev.quoin.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes tokens: 256 random bits behind a prefix by which people, and programs that look for lost secrets, know what they have.
/// What is kept is SHA-256 of the whole text; with so many bits nothing slower is needed.
final class Tokens {
  static final String LOGIN = "quoin_login_";
  static final String KEY = "quoin_key_";

  private static final int BYTES = 32;

  private static final Pattern TOKEN =
      Pattern.compile("(" + LOGIN + "|" + KEY + ")[A-Za-z0-9_-]{43}");

  private final RandomGenerator random;

  Tokens(RandomGenerator random) {
    this.random = random;
  }

  String made(String prefix) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Whether a text looks like one of ours: what does not is looked for nowhere.
  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
