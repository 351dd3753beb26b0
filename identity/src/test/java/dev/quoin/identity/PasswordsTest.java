package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(new Random(7));

  @Test
  void a_password_is_known_again_and_no_other() {
    String hash = passwords.hash("correct horse battery");
    assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}");
    assertThat(passwords.isOf("correct horse battery", hash)).isTrue();
    assertThat(passwords.isOf("correct horse batterz", hash)).isFalse();
    assertThat(passwords.isOf("", hash)).isFalse();
    assertThat(passwords.isNobodys("correct horse battery")).isFalse();
    assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
  }

  /// Made by the reference implementation: argon2 of the Password Hashing Competition, and its test of version 0x13.
  @Test
  void hashes_of_others_are_understood() {
    assertThat(
            passwords.isOf(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }

  @Test
  void made_passwords_differ_and_can_be_typed() {
    assertThat(Stream.generate(passwords::made).limit(1_000).distinct().count()).isEqualTo(1_000);
    IntStream.range(0, 100)
        .forEach(
            _ -> assertThat(passwords.made()).matches("[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){4}"));
  }

  @Test
  void tokens_carry_256_bits_behind_their_prefix() {
    Tokens tokens = new Tokens(new Random(7));
    assertThat(tokens.made(Tokens.KEY)).matches("quoin_key_[A-Za-z0-9_-]{43}");
    assertThat(tokens.made(Tokens.LOGIN)).matches("quoin_login_[A-Za-z0-9_-]{43}");
    assertThat(Stream.generate(() -> tokens.made(Tokens.KEY)).limit(1_000).distinct().count())
        .isEqualTo(1_000);
  }
}
