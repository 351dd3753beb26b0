package dev.quoin.registry.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys of Ed25519 in PEM (RFC 7468), as `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout` write them.
public final class Keys {
  private static final Pattern PEM =
      Pattern.compile("\\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

  private Keys() {}

  /// Nothing where the text is no such key; of another kind, or with a password, it is none either.
  public static Optional<PrivateKey> privateKey(String pem) {
    return decoded(pem, "PRIVATE KEY")
        .flatMap(key -> made(factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(key))));
  }

  /// Nothing where the text is no such key.
  public static Optional<PublicKey> publicKey(String pem) {
    return decoded(pem, "PUBLIC KEY")
        .flatMap(key -> made(factory -> factory.generatePublic(new X509EncodedKeySpec(key))));
  }

  private static Optional<byte[]> decoded(String pem, String label) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.matches() || !matcher.group(1).equals(label)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getMimeDecoder().decode(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private interface Making<K> {
    K from(KeyFactory factory) throws GeneralSecurityException;
  }

  private static <K> Optional<K> made(Making<K> making) {
    try {
      return Optional.of(making.from(KeyFactory.getInstance("Ed25519")));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
