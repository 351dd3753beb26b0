package dev.quoin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.OwnerAndMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret under which customers get their pseudonyms: HMAC-SHA-256 of the name, cut to 128 bits. It lives outside the
/// database, so that who has only that can neither tell who a customer is nor try names until one fits.
///
/// All servers of a database have the same key, for erasing a customer must find all of their answers.
public final class CustomerKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int PSEUDONYM_BYTES = 16;
  private static final Pattern WRITTEN = Pattern.compile("[0-9a-fA-F]{64}");

  /// No name: names have no blank at their ends.
  private static final String MARKED = " which key is it? ";

  private final SecretKeySpec key;

  private CustomerKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  static CustomerKey of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of %d bytes".formatted(key.length));
    }
    return new CustomerKey(key.clone());
  }

  /// Reads a key: 64 hexadecimal digits on a line. Others than its owner may not read it from then on.
  ///
  /// @throws DatabaseException when there is none
  public static CustomerKey in(Path file) {
    try {
      String written = Files.readString(file).strip();
      if (!WRITTEN.matcher(written).matches()) {
        throw new DatabaseException(
            "the customer key in %s is none (expected: 64 hexadecimal digits)".formatted(file));
      }
      OwnerAndMode.closeToOthers(file);
      return of(HexFormat.of().parseHex(written));
    } catch (NoSuchFileException e) {
      throw new DatabaseException("there is no customer key in " + file, e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// Reads the key of a database, or makes one where the database knows none yet.
  ///
  /// @throws DatabaseException when it can neither be read nor made, or is lost
  public static CustomerKey inOrMade(Path file, Database database) {
    if (Files.notExists(file) && Journal.hasCustomerKey(database)) {
      throw new DatabaseException(
          ("the customer key is missing: there is no %s, and this database knows its customers under a key that was made before"
                  + " (expected: that file, from a backup, or with --customer-key the one of another server of this database)")
              .formatted(file));
    }
    return inOrMade(file);
  }

  /// Reads a key, or makes one of random bytes where there is no such file, which only its owner may read.
  static CustomerKey inOrMade(Path file) {
    if (Files.exists(file)) {
      return in(file);
    }
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      Files.deleteIfExists(unfinished);
      OwnerAndMode.ownersFile(unfinished);
      Files.writeString(unfinished, HexFormat.of().formatHex(key) + "\n", StandardOpenOption.SYNC);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder =
          FileChannel.open(
              requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder"),
              StandardOpenOption.READ)) {
        folder.force(true); // its name has to be on the disk, too
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return of(key);
  }

  private static DatabaseException unreadable(Path file, IOException e) {
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return new DatabaseException(
        "the customer key in %s cannot be read: %s"
            .formatted(file, reason == null ? e.getClass().getSimpleName() : reason),
        e);
  }

  /// The pseudonym of a customer: 32 hexadecimal digits.
  public String pseudonym(String customer) {
    return HexFormat.of().formatHex(hash(customer), 0, PSEUDONYM_BYTES);
  }

  /// By what the database knows the key again, without having it.
  byte[] mark() {
    return hash(MARKED);
  }

  private byte[] hash(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
