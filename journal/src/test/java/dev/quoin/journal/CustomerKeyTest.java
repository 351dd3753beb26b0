package dev.quoin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerKeyTest {
  @TempDir Path folder;

  @Test
  void a_pseudonym_is_the_hmac_of_the_name() {
    CustomerKey key = CustomerKey.of(new byte[32]);
    // printf %s anna@example.com | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf 0%.0s
    // {1..64})
    assertThat(key.pseudonym("anna@example.com")).isEqualTo("e43fbcfcbd406e02ced6eb614b73f34a");
    assertThat(key.pseudonym("anna@example.com ")).isNotEqualTo(key.pseudonym("anna@example.com"));
  }

  @Test
  void a_key_is_made_once_and_is_its_owners_alone() throws Exception {
    Path file = folder.resolve("customer.key");
    CustomerKey made = CustomerKey.inOrMade(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(CustomerKey.inOrMade(file).pseudonym("anna")).isEqualTo(made.pseudonym("anna"));
    assertThat(CustomerKey.in(file).pseudonym("anna")).isEqualTo(made.pseudonym("anna"));
    assertThat(CustomerKey.inOrMade(folder.resolve("another.key")).pseudonym("anna"))
        .isNotEqualTo(made.pseudonym("anna"));
  }

  @Test
  void what_is_no_key_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("customer.key"), "swordfish\n");
    assertThatThrownBy(() -> CustomerKey.inOrMade(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "the customer key in %s is none (expected: 64 hexadecimal digits)".formatted(file));
    assertThatThrownBy(() -> CustomerKey.in(folder.resolve("nowhere")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("there is no customer key in");
  }

  @Test
  void a_key_that_others_may_read_is_closed_to_them() throws Exception {
    Path file = folder.resolve("customer.key");
    CustomerKey.inOrMade(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CustomerKey.in(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private Journal open(Database database, CustomerKey key) {
    return Journal.open(database, spool(), key, InstantSource.system(), new SimpleMeterRegistry());
  }

  @Test
  void a_database_knows_its_key_again() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    CustomerKey key = CustomerKey.inOrMade(folder.resolve("customer.key"));
    try (Database database = Database.embedded(folder)) {
      open(database, key).close();
      open(database, key).close();
      assertThatThrownBy(() -> open(database, CustomerKey.of(new byte[32])))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("the customer key is another than the one");
    }
  }

  @Test
  void a_key_that_is_lost_is_missed_and_not_replaced() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    Path file = folder.resolve("customer.key");
    try (Database database = Database.embedded(folder)) {
      CustomerKey key = CustomerKey.inOrMade(file, database);
      open(database, key).close();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool())))
          .isEqualTo("rwx------");
      Files.setPosixFilePermissions(spool(), PosixFilePermissions.fromString("rwxr-xr-x"));
      Path backup = Files.move(file, folder.resolve("backup.key"));
      assertThatThrownBy(() -> CustomerKey.inOrMade(file, database))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("the customer key is missing: there is no " + file);
      assertThat(file).doesNotExist();
      Files.move(backup, file);
      open(database, CustomerKey.inOrMade(file, database)).close();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool())))
          .isEqualTo("rwx------");
    }
  }
}
