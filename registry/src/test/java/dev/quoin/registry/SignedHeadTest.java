package dev.quoin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Keys;
import dev.quoin.registry.audit.SignedHead;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedHeadTest {
  /// The first test of RFC 8032, 7.1, and the key of another one.
  private static final PrivateKey KEY =
      Keys.privateKey(
              pem("PRIVATE", "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"))
          .orElseThrow();

  private static final PublicKey PUBLIC =
      Keys.publicKey(pem("PUBLIC", "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="))
          .orElseThrow();

  private static final PublicKey OTHER =
      Keys.publicKey(pem("PUBLIC", "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="))
          .orElseThrow();

  private static final Head HEAD = new Head(8, "0123456789abcdef".repeat(4));

  private static String pem(String kind, String base64) {
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(kind, base64);
  }

  @Test
  void a_head_is_known_as_that_of_who_signed_it() {
    SignedHead signed = SignedHead.sign(HEAD, KEY);
    assertThat(signed.isSignedBy(PUBLIC)).isTrue();
    assertThat(signed.isSignedBy(OTHER)).isFalse();
    assertThat(SignedHead.sign(HEAD, KEY)).isEqualTo(signed);
    assertThat(SignedHead.read(signed + "\n")).contains(signed);
    assertThat(SignedHead.read(signed.toString().replace("\n", "\r\n"))).contains(signed);
  }

  @Test
  void another_head_or_signature_is_not_theirs() {
    SignedHead signed = SignedHead.sign(HEAD, KEY);
    Head other = new Head(9, HEAD.hash());
    assertThat(new SignedHead(other, signed.signature()).isSignedBy(PUBLIC)).isFalse();
    assertThat(new SignedHead(HEAD, Optional.empty()).isSignedBy(PUBLIC)).isFalse();
    assertThat(new SignedHead(HEAD, Optional.of("not base 64")).isSignedBy(PUBLIC)).isFalse();
    assertThat(new SignedHead(HEAD, Optional.of("AAAA")).isSignedBy(PUBLIC)).isFalse();
  }

  @Test
  void a_head_without_a_signature_is_one() {
    assertThat(SignedHead.read(HEAD + "\n")).contains(new SignedHead(HEAD, Optional.empty()));
    assertThat(SignedHead.read("")).isEmpty();
    assertThat(SignedHead.read(HEAD + "\nanything")).isEmpty();
    assertThat(SignedHead.read(HEAD + "\ned25519 AA\nmore")).isEmpty();
  }

  @Test
  void what_is_no_key_is_none() {
    assertThat(Keys.privateKey("")).isEmpty();
    assertThat(Keys.privateKey(pem("PUBLIC", "MC4CAQAw"))).isEmpty();
    assertThat(Keys.privateKey(pem("PRIVATE", "MC4CAQAw"))).isEmpty();
    assertThat(Keys.publicKey(pem("ENCRYPTED PRIVATE", "MC4CAQAw"))).isEmpty();
  }
}
