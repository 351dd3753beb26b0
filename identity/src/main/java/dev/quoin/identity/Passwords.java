package dev.quoin.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Keeps passwords as nobody can read them: Argon2id, in the usual form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
///
/// Where there is no hash, one is computed all the same: how long an answer takes does not tell whether an account is there.
final class Passwords {
  /// What OWASP's cheat sheet on storing passwords asks for at least: 19 MiB, two passes, one lane.
  static final int MEMORY_KIB = 19 * 1024;

  static final int PASSES = 2;
  static final int LANES = 1;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  static final int LEAST_CHARACTERS = 12;

  /// Nobody types more, and a long one costs us time.
  static final int MOST_CHARACTERS = 256;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /// Without the letters that look like others.
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 5;
  private static final int LETTERS_OF_GROUP = 5;

  /// The hash of no password that anybody knows: all its bits are zero.
  private static final String NOBODYS =
      "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(MEMORY_KIB, PASSES, LANES, "A".repeat(22), "A".repeat(43));

  private final RandomGenerator random;

  Passwords(RandomGenerator random) {
    this.random = random;
  }

  /// A password that nobody guesses: 125 bits.
  String made() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * LETTERS_OF_GROUP; i++) {
      if (i > 0 && i % LETTERS_OF_GROUP == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /// Takes as long as [#isOf] where there is nothing to compare with.
  boolean isNobodys(String password) {
    return isOf(password, NOBODYS);
  }

  boolean isOf(String password, String kept) {
    Matcher form = FORM.matcher(kept);
    if (!form.matches()) {
      throw new IllegalStateException("a password is kept in a form that is not ours");
    }
    byte[] hash = Base64.getDecoder().decode(form.group(5));
    byte[] asked =
        argon2(
            password,
            Base64.getDecoder().decode(form.group(4)),
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)),
            hash.length);
    return MessageDigest.isEqual(hash, asked);
  }

  private static byte[] argon2(
      String password, byte[] salt, int memory, int passes, int lanes, int bytes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    generator.generateBytes(password.getBytes(UTF_8), hash);
    return hash;
  }
}
