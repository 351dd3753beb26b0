package dev.quoin.identity;

import dev.quoin.registry.audit.Audited;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of identity, read and written on a connection.
final class Rows {
  private static final String ACCOUNT =
      "name, role, active, change, changed_at, changed_by, audit from identity.account";

  private static final String KEY =
      "k.name, k.sha256, k.operations, k.services, k.expires_at, k.active, k.change, k.changed_at, k.changed_by,"
          + " u.used_at, k.audit from identity.key k left join identity.key_use u on u.name = k.name";

  private final Connection connection;

  Rows(Connection connection) {
    this.connection = connection;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  Optional<Account> account(String name) throws SQLException {
    return all(
            "select " + ACCOUNT + " where name = ? order by number desc limit 1",
            Rows::account,
            name)
        .stream()
        .findFirst();
  }

  /// All accounts as they are now.
  List<Account> accounts() throws SQLException {
    return all(
        "select distinct on (name) " + ACCOUNT + " order by name, number desc", Rows::account);
  }

  void add(Account account, long audit) throws SQLException {
    update(
        "insert into identity.account (number, name, role, active, change, changed_at, changed_by, audit)"
            + " values ((select coalesce(max(number), 0) + 1 from identity.account), ?, ?, ?, ?, ?, ?, ?)",
        account.name(),
        account.role().text(),
        account.active(),
        account.change(),
        utc(account.at()),
        account.by(),
        audit);
  }

  Optional<String> password(String name) throws SQLException {
    return all("select hash from identity.password where name = ?", row -> row.getString(1), name)
        .stream()
        .findFirst();
  }

  /// The same, for one who logs in: until the transaction ends, nobody changes it or [waits][#awaitLogins] in vain.
  Optional<String> passwordToLogIn(String name) throws SQLException {
    return all(
            "select hash from identity.password where name = ? for share",
            row -> row.getString(1),
            name)
        .stream()
        .findFirst();
  }

  /// Waits for those who are logging in; until the transaction ends, nobody else does.
  void awaitLogins(String name) throws SQLException {
    List<String> _ =
        all(
            "select hash from identity.password where name = ? for update",
            row -> row.getString(1),
            name);
  }

  void setPassword(String name, String hash) throws SQLException {
    update(
        "insert into identity.password (name, hash) values (?, ?) on conflict (name) do update set hash = excluded.hash",
        name,
        hash);
  }

  void addLogin(String sha256, String account, Instant now, Instant expiresAt) throws SQLException {
    // What somebody else is at is left to them: two who log in never wait for each other.
    update(
        "delete from identity.login where sha256 in (select sha256 from identity.login where expires_at < ?"
            + " for update skip locked)",
        utc(now));
    update(
        "insert into identity.login (sha256, account, made_at, expires_at) values (?, ?, ?, ?)",
        HexFormat.of().parseHex(sha256),
        account,
        utc(now),
        utc(expiresAt));
  }

  /// The login of a token, whether it is over or not.
  Optional<Login> login(String sha256) throws SQLException {
    return all(
            "select account, expires_at from identity.login where sha256 = ?",
            row -> new Login(row.getString(1), instant(row, 2)),
            HexFormat.of().parseHex(sha256))
        .stream()
        .findFirst();
  }

  record Login(String account, Instant expiresAt) {}

  void removeLogin(String sha256) throws SQLException {
    update("delete from identity.login where sha256 = ?", HexFormat.of().parseHex(sha256));
  }

  void removeLogins(String account) throws SQLException {
    update("delete from identity.login where account = ?", account);
  }

  Optional<Key> key(String name) throws SQLException {
    return all(
            "select " + KEY + " where k.name = ? order by k.number desc limit 1", Rows::key, name)
        .stream()
        .findFirst();
  }

  Optional<Key> keyOf(String sha256) throws SQLException {
    return all(
            "select " + KEY + " where k.sha256 = ? order by k.number desc limit 1",
            Rows::key,
            HexFormat.of().parseHex(sha256))
        .stream()
        .findFirst();
  }

  /// All keys as they are now.
  List<Key> keys() throws SQLException {
    return all("select distinct on (k.name) " + KEY + " order by k.name, k.number desc", Rows::key);
  }

  void add(Key key, long audit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into identity.key (number, name, sha256, operations, services, expires_at, active, change,"
                + " changed_at, changed_by, audit)"
                + " values ((select coalesce(max(number), 0) + 1 from identity.key), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, key.name());
      insert.setBytes(2, HexFormat.of().parseHex(key.sha256()));
      insert.setString(
          3, key.operations().stream().map(Operation::text).collect(Collectors.joining(" ")));
      insert.setString(4, String.join(" ", key.services()));
      insert.setObject(
          5, key.expiresAt().map(Rows::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE);
      insert.setBoolean(6, key.active());
      insert.setString(7, key.change());
      insert.setObject(8, utc(key.at()));
      insert.setString(9, key.by());
      insert.setLong(10, audit);
      insert.executeUpdate();
    }
  }

  void used(String key, Instant at) throws SQLException {
    update(
        "insert into identity.key_use (name, used_at) values (?, ?) on conflict (name) do update set used_at ="
            + " greatest(key_use.used_at, excluded.used_at)",
        key,
        utc(at));
  }

  /// What all rows say, each of which has an entry in the audit log. They are about no ratebook.
  List<Audited> audited() throws SQLException {
    List<Audited> rows = new ArrayList<>();
    boolean isThere =
        all("select to_regclass('identity.key') is not null", row -> row.getBoolean(1)).getFirst();
    if (isThere) {
      rows.addAll(
          all(
              "select " + ACCOUNT,
              row -> {
                Account account = account(row);
                return new Audited(row.getLong("audit"), account.change(), "", account.text());
              }));
      rows.addAll(
          all(
              "select " + KEY,
              row -> {
                Key key = key(row);
                return new Audited(row.getLong("audit"), key.change(), "", key.text());
              }));
    }
    return rows;
  }

  private <T> List<T> all(String select, Reading<T> reading, Object... parameters)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      set(statement, parameters);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          read.add(reading.read(row));
        }
      }
    }
    return read;
  }

  private void update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getString(1),
        Role.of(row.getString(2)).orElseThrow(() -> unknown("role")),
        row.getBoolean(3),
        row.getString(4),
        instant(row, 5),
        row.getString(6));
  }

  private static Key key(ResultSet row) throws SQLException {
    List<Operation> operations = new ArrayList<>();
    for (String text : words(row.getString(3)).toList()) {
      operations.add(Operation.of(text).orElseThrow(() -> unknown("operation")));
    }
    return new Key(
        row.getString(1),
        HexFormat.of().formatHex(row.getBytes(2)),
        operations,
        words(row.getString(4)).toList(),
        Optional.ofNullable(row.getObject(5, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
        row.getBoolean(6),
        row.getString(7),
        instant(row, 8),
        row.getString(9),
        Optional.ofNullable(row.getObject(10, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static SQLException unknown(String what) {
    return new SQLException("a row has a %s that this version does not know".formatted(what));
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty());
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
