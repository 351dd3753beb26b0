package dev.quoin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.pricing.Verdict;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Releases;
import dev.quoin.registry.audit.AuditLog;
import dev.quoin.registry.audit.Verified;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  private static final String HERE = "192.0.2.1";

  @TempDir static Path data;

  private static Database database;

  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private Identity identity = identity();
  private Identity other = identity(); // on another server
  private String admins = "";

  @BeforeAll
  static void open() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    Releases.open(database);
    Identity.open(database, Instant::now, new SecureRandom(), Optional.empty());
  }

  @AfterAll
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  private Identity identity() {
    return Identity.of(database, () -> now, new SecureRandom(), Runnable::run);
  }

  @BeforeEach
  void begin() throws SQLException {
    for (String table : new String[] {"registry.audit", "identity.account", "identity.key"}) {
      execute(
          "grant update, delete on " + table + " to quoin",
          "alter table " + table + " disable trigger append_only",
          "delete from " + table,
          "alter table " + table + " enable trigger append_only",
          "revoke update, delete on " + table + " from quoin");
    }
    execute(
        "delete from identity.password",
        "delete from identity.login",
        "delete from identity.key_use");
    identity = identity();
    other = identity();
    admins = identity.first().orElseThrow();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static <T> T given(Verdict<T> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Given.class);
    return ((Verdict.Given<T>) verdict).value();
  }

  private static String code(Verdict<?> verdict) {
    return verdict instanceof Verdict.Rejected<?> rejected
        ? rejected.rejection().flaws().getFirst().code()
        : "";
  }

  private String login(String name, String password) {
    Attempt attempt = identity.logIn(name, password, HERE);
    assertThat(attempt).isInstanceOf(Attempt.LoggedIn.class);
    return ((Attempt.LoggedIn) attempt).token();
  }

  private String add(String name, Role role) {
    return given(identity.add(name, role, "admin")).password();
  }

  private Optional<Role> roleOf(String token) {
    return identity.look(token).flatMap(Principal::role);
  }

  private void assertAuditIsIntact() {
    assertThat(Registry.of(database).verify(Optional.empty(), Identity::audited))
        .isInstanceOf(Verified.Intact.class);
  }

  @Nested
  class TheFirstAdministrator {
    @Test
    void is_made_once_for_all_servers() {
      assertThat(other.first()).isEmpty();
      assertThat(roleOf(login("admin", admins))).contains(Role.ADMINISTRATOR);
    }

    @Test
    void cannot_go_while_there_is_no_other() {
      assertThat(code(identity.setActive("admin", false, "admin"))).isEqualTo("last-administrator");
      assertThat(code(identity.setRole("admin", Role.VIEWER, "admin")))
          .isEqualTo("last-administrator");
      add("kim", Role.ADMINISTRATOR);
      assertThat(given(identity.setActive("admin", false, "kim")).active()).isFalse();
      assertThat(code(identity.setActive("kim", false, "kim"))).isEqualTo("last-administrator");
    }
  }

  @Nested
  class Logins {
    @Test
    void nobody_learns_whether_name_or_password_was_wrong_or_the_account_is_disabled() {
      String password = add("kim", Role.ANALYST);
      assertThat(identity.logIn("kim", "wrong", HERE)).isEqualTo(new Attempt.Refused());
      assertThat(identity.logIn("kimm", password, HERE)).isEqualTo(new Attempt.Refused());
      assertThat(identity.logIn("", password, HERE)).isEqualTo(new Attempt.Refused());
      assertThat(identity.logIn("' or 1=1 --", password, HERE)).isEqualTo(new Attempt.Refused());
      assertThat(identity.logIn("kim", "x".repeat(1_000), HERE)).isEqualTo(new Attempt.Refused());
      given(identity.setActive("kim", false, "admin"));
      assertThat(identity.logIn("kim", password, HERE)).isEqualTo(new Attempt.Refused());
    }

    @Test
    void are_over_after_twelve_hours_and_when_one_logs_out() {
      String token = login("admin", admins);
      assertThat(other.look(token)).isPresent();
      identity.logOut(identity.look(token).orElseThrow());
      now = now.plusSeconds(1);
      assertThat(identity.look(token)).isEmpty();
      assertThat(other.look(token)).isEmpty();

      String next = login("admin", admins);
      now = now.plus(Duration.ofHours(12)).minusSeconds(1);
      assertThat(identity.look(next)).isPresent();
      now = now.plusSeconds(1);
      assertThat(identity.look(next)).isEmpty();
    }

    @Test
    void end_with_the_account_its_password_or_by_word_on_all_servers() {
      String password = add("kim", Role.ANALYST);
      String one = login("kim", password);
      given(identity.revokeLogins("kim", "admin"));
      assertThat(other.look(one)).isEmpty();

      String two = login("kim", password);
      given(identity.setActive("kim", false, "admin"));
      assertThat(other.look(two)).isEmpty();
      given(identity.setActive("kim", true, "admin"));
      assertThat(other.look(two)).isEmpty();

      String three = login("kim", password);
      String fresh = given(identity.resetPassword("kim", "admin")).password();
      assertThat(other.look(three)).isEmpty();
      assertThat(identity.logIn("kim", password, HERE)).isEqualTo(new Attempt.Refused());
      assertThat(roleOf(login("kim", fresh))).contains(Role.ANALYST);
    }

    /// Which a change of a ratebook holds for seconds.
    @Test
    void do_not_wait_for_the_lock_of_the_registry() throws SQLException {
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        AuditLog.lock(connection);
        assertThat(roleOf(login("admin", admins))).contains(Role.ADMINISTRATOR);
        connection.rollback();
      }
    }

    @Test
    void that_are_under_way_are_over_with_the_account() throws Exception {
      String _ = add("kim", Role.ANALYST);
      Verdict<Account> disabled =
          meanwhile(
              "select hash from identity.password where name = 'kim' for share", // a login
              () -> identity.setActive("kim", false, "admin"),
              "insert into identity.login values ('\\x00', 'kim', now(), now() + interval '1 hour')");
      assertThat(given(disabled).active()).isFalse();
      assertThat(texts("select account from identity.login")).isEmpty();
    }

    @Test
    void are_refused_to_an_account_that_is_disabled_meanwhile() throws Exception {
      String password = add("kim", Role.ANALYST);
      Attempt attempt =
          meanwhile(
              "select hash from identity.password where name = 'kim' for update", // a change
              () -> identity.logIn("kim", password, HERE),
              "insert into identity.account select max(number) + 1, 'kim', 'analyst', false, 'disable account',"
                  + " now(), 'admin', max(audit) + 1 from identity.account");
      assertThat(attempt).isEqualTo(new Attempt.Refused());
    }

    /// Does something that has to wait for a lock, and what holds the lock does one thing more.
    private static <T> T meanwhile(String lock, Callable<T> work, String then) throws Exception {
      try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
          Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute(lock);
        Future<T> done = other.submit(work);
        while (texts("select pid::text from pg_locks where not granted").isEmpty()) {
          assertThat(done.isDone()).as("it did not wait").isFalse();
          Thread.sleep(10);
        }
        statement.execute(then);
        connection.commit();
        return done.get();
      }
    }

    @Test
    void have_the_role_of_the_account_as_it_is_now() {
      String token = login("kim", add("kim", Role.ANALYST));
      given(other.setRole("kim", Role.APPROVER, "admin"));
      now = now.plusSeconds(1);
      assertThat(roleOf(token)).contains(Role.APPROVER);
    }

    @Test
    void wait_longer_and_longer_for_guesses_on_an_account_known_or_not() {
      String password = add("kim", Role.ANALYST);
      for (String name : List.of("kim", "nobody")) {
        for (int i = 0; i < 5; i++) {
          assertThat(identity.logIn(name, "guess " + i, HERE)).isEqualTo(new Attempt.Refused());
        }
        assertThat(identity.logIn(name, password, HERE))
            .isEqualTo(new Attempt.TooMany(Duration.ofSeconds(1)));
      }
      now = now.plusSeconds(1);
      assertThat(identity.logIn("kim", password, HERE)).isInstanceOf(Attempt.LoggedIn.class);
    }

    /// Whoever guesses keeps nobody from their account who has been there from where they are.
    @Test
    void wait_for_guesses_from_many_addresses_unless_they_come_from_a_known_one() {
      String password = add("kim", Role.ANALYST);
      assertThat(identity.logIn("kim", password, HERE)).isInstanceOf(Attempt.LoggedIn.class);
      for (int i = 0; i < 50; i++) {
        assertThat(identity.logIn("kim", "guess", "198.51.100." + i))
            .isEqualTo(new Attempt.Refused());
      }
      assertThat(identity.logIn("kim", password, "198.51.100.99"))
          .isEqualTo(new Attempt.TooMany(Duration.ofSeconds(1)));
      assertThat(identity.logIn("kim", password, HERE)).isInstanceOf(Attempt.LoggedIn.class);
    }

    /// Whoever has one address of a network of IPv6 has all of them.
    @Test
    void wait_for_guesses_from_a_network() {
      for (int i = 0; i < 20; i++) {
        assertThat(identity.logIn("name" + i, "guess", "2001:db8:1:2::" + i))
            .isEqualTo(new Attempt.Refused());
      }
      assertThat(identity.logIn("admin", admins, "2001:0db8:0001:0002:ffff:0:0:1"))
          .isInstanceOf(Attempt.TooMany.class);
      assertThat(identity.logIn("admin", admins, "2001:db8:1:3::1"))
          .isInstanceOf(Attempt.LoggedIn.class);
    }

    @Test
    void wait_for_guesses_from_an_address_too() {
      for (int i = 0; i < 20; i++) {
        assertThat(identity.logIn("name" + i, "guess", HERE)).isEqualTo(new Attempt.Refused());
      }
      assertThat(identity.logIn("admin", admins, HERE)).isInstanceOf(Attempt.TooMany.class);
      assertThat(identity.logIn("admin", admins, "192.0.2.2")).isInstanceOf(Attempt.LoggedIn.class);
    }
  }

  @Test
  void a_password_is_changed_by_whoever_knows_the_old_one() {
    String token = login("admin", admins);
    Principal admin = identity.look(token).orElseThrow();
    assertThat(code(identity.changePassword(admin, admins, "short"))).isEqualTo("weak-password");
    assertThat(code(identity.changePassword(admin, "wrong", "long enough for this")))
        .isEqualTo("login-refused");
    given(identity.changePassword(admin, admins, "long enough for this"));
    assertThat(identity.look(token)).isEmpty();
    assertThat(identity.logIn("admin", admins, HERE)).isEqualTo(new Attempt.Refused());
    login("admin", "long enough for this");
  }

  @Nested
  class Keys {
    private String add(String name, Set<String> services, Optional<Instant> expiresAt) {
      return given(
              identity.addKey(
                  name, EnumSet.of(Operation.PRICE, Operation.READ), services, expiresAt, "admin"))
          .text();
    }

    @Test
    void are_for_operations_and_services() {
      String text = add("app", Set.of("rental"), Optional.empty());
      Principal app = other.look(text).orElseThrow();
      assertThat(app.name()).isEqualTo("key:app");
      assertThat(app.caller()).isEqualTo("app");
      assertThat(app.may(Operation.PRICE, Optional.of("rental"))).isTrue();
      assertThat(app.may(Operation.PRICE, Optional.of("waiver"))).isFalse();
      assertThat(app.may(Operation.PRICE, Optional.empty())).isFalse();
      assertThat(app.may(Operation.READ, Optional.empty())).isTrue();
      assertThat(app.may(Operation.BOOK, Optional.of("rental"))).isFalse();
      assertThat(app.may(Operation.IDENTITY, Optional.empty())).isFalse();
    }

    @Test
    void are_revoked_on_all_servers_within_a_second_and_for_ever() {
      String text = add("app", Set.of(), Optional.empty());
      assertThat(other.look(text)).isPresent();
      given(identity.revokeKey("app", "admin"));
      assertThat(identity.look(text)).isEmpty();
      now = now.plusSeconds(1);
      assertThat(other.remembered(text)).isEmpty();
      assertThat(other.look(text)).isEmpty();
      assertThat(given(identity.revokeKey("app", "admin")).active()).isFalse();
      assertThat(
              code(
                  identity.addKey(
                      "app", Set.of(Operation.PRICE), Set.of(), Optional.empty(), "admin")))
          .isEqualTo("name-taken");
      assertThat(code(identity.revokeKey("other", "admin"))).isEqualTo("unknown-account");
    }

    @Test
    void are_over_at_their_time_and_tell_when_they_were_used() {
      String text = add("app", Set.of(), Optional.of(now.plusSeconds(60)));
      assertThat(identity.keys().getFirst().usedAt()).isEmpty();
      assertThat(identity.look(text)).isPresent();
      assertThat(identity.keys().getFirst().usedAt()).contains(now);
      now = now.plusSeconds(60);
      assertThat(identity.look(text)).isEmpty();
    }

    @Test
    void keep_no_price_waiting_until_it_is_written_when_they_were_used() throws SQLException {
      List<Runnable> later = new ArrayList<>();
      Identity server = Identity.of(database, () -> now, new SecureRandom(), later::add);
      String text = add("app", Set.of(), Optional.empty());
      assertThat(identity.look(text)).isPresent();
      now = now.plus(Duration.ofMinutes(1));
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("update identity.key_use set used_at = used_at"); // somebody has the row
        assertThat(server.look(text)).isPresent();
        now = now.plusSeconds(1);
        assertThat(server.look(text)).isPresent();
        connection.rollback();
      }
      assertThat(later).hasSize(1);
      later.forEach(Runnable::run);
      assertThat(identity.keys().getFirst().usedAt()).contains(now.minusSeconds(1));
    }

    @Test
    void that_were_never_made_are_nobodys() {
      add("app", Set.of(), Optional.empty());
      for (String forged :
          List.of("quoin_key_", "quoin_key_" + "A".repeat(43), "quoin_login_", "", "app")) {
        assertThat(identity.look(forged)).as(forged).isEmpty();
      }
    }
  }

  @Test
  void somebody_of_the_provider_is_kept_out_by_name_and_let_in_again() {
    given(identity.setActive("oidc:kim", false, "admin"));
    assertThat(identity.accounts())
        .filteredOn(account -> account.name().equals("oidc:kim"))
        .extracting(Account::active)
        .containsExactly(false);
    given(identity.setActive("oidc:kim", true, "admin"));
    assertThat(code(identity.setRole("oidc:lee", Role.ANALYST, "admin")))
        .isEqualTo("unknown-account");
    assertThat(code(identity.setActive("lee", false, "admin"))).isEqualTo("unknown-account");
    assertAuditIsIntact();
  }

  @Nested
  class TheAuditLog {
    @Test
    void has_every_change_and_is_held_against_the_rows() throws SQLException {
      String password = add("kim", Role.ANALYST);
      given(identity.setRole("kim", Role.APPROVER, "admin"));
      given(identity.addKey("app", Set.of(Operation.PRICE), Set.of(), Optional.empty(), "kim"));
      given(identity.revokeKey("app", "kim"));
      login("kim", password);
      assertThat(texts("select who || ': ' || action from registry.audit order by number"))
          .containsExactly(
              "quoin: first account",
              "admin: add account",
              "admin: change role",
              "kim: add key",
              "kim: revoke key");
      assertAuditIsIntact();

      execute(
          "grant update on identity.account to quoin",
          "alter table identity.account disable trigger append_only",
          "update identity.account set role = 'administrator' where name = 'kim'",
          "alter table identity.account enable trigger append_only",
          "revoke update on identity.account from quoin");
      assertThat(Registry.of(database).verify(Optional.empty(), Identity::audited))
          .isInstanceOf(Verified.Broken.class);
    }

    @Test
    void and_the_rows_under_it_cannot_be_changed_by_the_server() {
      for (String statement :
          List.of(
              "update identity.account set role = 'viewer'",
              "delete from identity.account",
              "delete from identity.key",
              "truncate identity.account")) {
        assertThat(sqlState(statement)).as(statement).isEqualTo("42501");
      }
    }
  }

  private static String sqlState(String statement) {
    try {
      execute(statement);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  @Test
  void no_secret_is_in_the_database_or_in_what_is_printed_of_an_object() throws SQLException {
    Identity.Made made = given(identity.add("kim", Role.ANALYST, "admin"));
    Attempt attempt = identity.logIn("kim", made.password(), HERE);
    String token = ((Attempt.LoggedIn) attempt).token();
    Identity.MadeKey key =
        given(identity.addKey("app", Set.of(Operation.PRICE), Set.of(), Optional.empty(), "kim"));
    Principal kim = identity.look(token).orElseThrow();
    assertThat(identity.look(key.text())).isPresent();
    given(identity.changePassword(kim, made.password(), "long enough for this"));
    String everything = everything();
    assertThat(everything).contains("kim", "argon2id");
    for (String secret :
        List.of(admins, made.password(), token, key.text(), "long enough for this")) {
      assertThat(everything).doesNotContain(secret);
      assertThat(made + " " + attempt + " " + key + " " + kim).doesNotContain(secret);
    }
  }

  /// All columns of all tables, as text.
  private static String everything() throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table :
        texts(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables"
                + " where table_schema in ('identity', 'registry')")) {
      texts("select t::text from " + table + " t").forEach(row -> all.append(row).append('\n'));
    }
    return all.toString();
  }

  private static List<String> texts(String select) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(select)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
