package dev.quoin.registry.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A head, and perhaps whose word it is: the signature by a key that the database does not know. Without one, whoever writes the log
/// anew can write the heads that were kept anew, too, where they can reach them.
///
/// Signatures are Ed25519 (RFC 8032) over `quoin audit head NUMBER HASH`; the same head and key give the same one.
public record SignedHead(Head head, Optional<String> signature) {
  private static final String ALGORITHM = "Ed25519";
  private static final String MARK = "ed25519 ";

  /// Reads what [#toString] writes: the head on a line, and a signature on the next.
  public static Optional<SignedHead> read(String text) {
    List<String> lines = text.strip().lines().map(String::strip).toList();
    if (lines.isEmpty()
        || lines.size() > 2
        || (lines.size() == 2 && !lines.get(1).startsWith(MARK))) {
      return Optional.empty();
    }
    return Head.read(lines.getFirst())
        .map(head ->
            new SignedHead(
                head,
                lines.stream().skip(1).map(line -> line.substring(MARK.length())).findFirst()));
  }

  /// Signs a head.
  ///
  /// @param key from [Keys#privateKey]
  public static SignedHead sign(Head head, PrivateKey key) {
    try {
      Signature signing = Signature.getInstance(ALGORITHM);
      signing.initSign(key);
      signing.update(signed(head));
      return new SignedHead(head, Optional.of(Base64.getEncoder().encodeToString(signing.sign())));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key that does not sign", e);
    }
  }

  /// Whether the holder of a key has signed it.
  ///
  /// @param key from [Keys#publicKey]
  public boolean isSignedBy(PublicKey key) {
    try {
      Signature verifying = Signature.getInstance(ALGORITHM);
      verifying.initVerify(key);
      verifying.update(signed(head));
      return signature.isPresent() && verifying.verify(Base64.getDecoder().decode(signature.get()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // no signature at all
    }
  }

  private static byte[] signed(Head head) {
    return ("quoin audit head " + head).getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return head + signature.map(text -> "\n" + MARK + text).orElse("");
  }
}
