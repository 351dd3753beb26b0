package dev.quoin.identity;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.database.Schema;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.registry.audit.AuditEntry;
import dev.quoin.registry.audit.AuditLog;
import dev.quoin.registry.audit.Audited;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Accounts, their logins, and the keys of programs: the same for all servers of a database.
///
/// Each change of an account or a key is one transaction with its entry in the audit log. Many threads may use it; it throws
/// [dev.quoin.database.DatabaseAway] while the database is away.
public final class Identity {
  private static final Schema SCHEMA = new Schema("identity", "dev/quoin/identity/migration");

  /// The one with which everything begins.
  public static final String FIRST = "admin";

  /// A working day, and the evening of it.
  private static final Duration LOGIN = Duration.ofHours(12);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /// Those who mistype are few, those who guess are many. Counted by account and address, so that a stranger who guesses keeps
  /// nobody else from their account.
  private static final int FREE_FAILURES_OF_ACCOUNT = 5;

  /// From all addresses from which nobody has logged in there.
  private static final int FREE_FAILURES_OF_ACCOUNT_FROM_STRANGERS = 50;

  private static final int MOST_KNOWN_ADDRESSES = 10_000;

  /// Many may sit behind one address.
  private static final int FREE_FAILURES_OF_ADDRESS = 20;

  /// Each takes 19 MiB, and a processor for some 30 ms.
  private static final int MOST_HASHES_AT_ONCE = 2;

  /// Half a second of hashes: whoever comes then is told to come later, and it counts as no guess.
  static final int MOST_LOGINS_WAITING = 32;

  private static final Duration BUSY = Duration.ofSeconds(1);

  private static final int MOST_LETTERS_OF_PROVIDER = 128;

  private static final Duration KEY_USE = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final Optional<Oidc> oidc;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Proofs proofs;
  private final Throttle accounts = new Throttle(FREE_FAILURES_OF_ACCOUNT);
  private final Throttle strangers = new Throttle(FREE_FAILURES_OF_ACCOUNT_FROM_STRANGERS);
  private final Throttle addresses = new Throttle(FREE_FAILURES_OF_ADDRESS);

  /// Accounts with the addresses from which somebody has logged in there.
  private final Set<String> known =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_KNOWN_ADDRESSES;
                }
              }));

  /// Those who log in, and behind it all hashes of passwords, those of people who are logged in among them.
  private final Turns logins = new Turns(MOST_HASHES_AT_ONCE, MOST_LOGINS_WAITING);

  private final Turns hashing = new Turns(MOST_HASHES_AT_ONCE, 0);

  private final Executor aside;

  /// When keys were used is written by one thread at most.
  private final Semaphore noting = new Semaphore(1);

  private Identity(
      Database database,
      InstantSource clock,
      RandomGenerator random,
      Optional<Oidc> oidc,
      Executor aside) {
    this.aside = aside;
    this.database = database;
    this.clock = clock;
    this.oidc = oidc;
    this.passwords = new Passwords(random);
    this.tokens = new Tokens(random);
    this.proofs = new Proofs(this::principalOf, clock);
  }

  /// Opens it on a database, whose tables are brought up to date first: those of the registry are already.
  ///
  /// @param random makes tokens, salts and passwords: nobody may foresee it
  /// @param provider whose tokens are believed, too
  public static Identity open(
      Database database,
      InstantSource clock,
      RandomGenerator random,
      Optional<Oidc.Settings> provider) {
    database.migrate(SCHEMA);
    return new Identity(
        database,
        clock,
        random,
        provider.map(settings -> new Oidc(settings, clock)),
        Identity::begin);
  }

  /// Of a database as a server has left it: for whoever works beside one, perhaps of another version.
  public static Identity of(Database database, InstantSource clock, RandomGenerator random) {
    return of(database, clock, random, Identity::begin);
  }

  /// @param aside where is done what nobody waits for
  static Identity of(
      Database database, InstantSource clock, RandomGenerator random, Executor aside) {
    return new Identity(database, clock, random, Optional.empty(), aside);
  }

  private static void begin(Runnable task) {
    Thread _ = Thread.ofVirtual().start(task);
  }

  /// Makes the first administrator, where there is no account yet.
  ///
  /// @return the password, if one was made: it is kept nowhere as it is
  public Optional<String> first() {
    if (read(rows -> !rows.accounts().isEmpty())) {
      return Optional.empty();
    }
    String password = passwords.made();
    String hash = passwords.hash(password);
    return change((connection, rows) -> {
      if (!rows.accounts().isEmpty()) {
        return Optional.empty();
      }
      Account first = new Account(FIRST, Role.ADMINISTRATOR, true, "first account", now(), "quoin");
      write(connection, rows, Optional.empty(), first);
      rows.setPassword(FIRST, hash);
      return Optional.of(password);
    });
  }

  /// Logs somebody in.
  ///
  /// @param address from where
  public Attempt logIn(String name, String password, String address) {
    Optional<Attempt> attempt =
        logins.take(() -> logInFrom(Origins.of(address), name, password, clock.instant()));
    return attempt.orElse(new Attempt.TooMany(BUSY));
  }

  private Attempt logInFrom(String address, String name, String password, Instant now) {
    boolean isName = NAME.matcher(name).matches();
    String throttled = (isName ? name : "") + " " + address;
    Optional<Duration> wait =
        addresses
            .begin(address, now)
            .or(() -> accounts.begin(throttled, now))
            .or(() ->
                isName && !known.contains(throttled)
                    ? strangers.begin(name, now)
                    : Optional.empty());
    if (wait.isPresent()) {
      return new Attempt.TooMany(wait.get());
    }
    Optional<String> hash = isName ? read(rows -> rows.password(name)) : Optional.empty();
    boolean isRight =
        hashing.wait(() ->
            hash.map(kept -> passwords.isOf(cut(password), kept))
                .orElseGet(() -> {
                  boolean _ = passwords.isNobodys(cut(password));
                  return false;
                }));
    if (!isRight) {
      return new Attempt.Refused();
    }
    String token = tokens.made(Tokens.LOGIN);
    Instant expiresAt = micros(now).plus(LOGIN);
    String sha256 = Tokens.sha256(token);
    Optional<Account> account =
        write((connection, rows) -> {
          // INVARIANT: nobody revokes logins or changes the password meanwhile: they wait for its
          // row. Not the registry's lock, which a change of ratebooks holds for seconds. And a
          // password that was changed in between is none any more.
          if (!rows.passwordToLogIn(name).equals(hash)) {
            return Optional.empty();
          }
          Optional<Account> found = rows.account(name).filter(Account::active);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          rows.addLogin(sha256, name, now, expiresAt);
          return found;
        });
    if (account.isEmpty()) {
      return new Attempt.Refused();
    }
    accounts.forget(throttled);
    if (known.add(throttled)) {
      strangers.takeBack(name, now);
    }
    addresses.takeBack(address, now);
    return new Attempt.LoggedIn(
        token,
        Principal.of(name, account.get().role(), Optional.of(sha256), Optional.of(expiresAt)),
        expiresAt);
  }

  private static String cut(String password) {
    return password.length() > Passwords.MOST_CHARACTERS ? "" : password;
  }

  /// Ends a login.
  public void logOut(Principal principal) {
    principal
        .login()
        .ifPresent(login -> {
          boolean _ =
              write((_, rows) -> {
                rows.removeLogin(login);
                return true;
              });
          proofs.forget();
        });
  }

  /// Whether a text may be a token of ours: what is none is looked for nowhere.
  public static boolean isToken(String text) {
    return Tokens.isToken(text);
  }

  /// Whether a text may be a token at all, ours or of the identity provider. What a proxy sends for itself is none.
  public boolean isTokenOfAnybody(String text) {
    return isToken(text) || oidc.filter(_ -> Oidc.isToken(text)).isPresent();
  }

  /// Whose token it is, as far as that is known without a look into the database.
  ///
  /// @return nothing where one has to [look][#look]; nobody inside, where it is nobody's, over or revoked
  public Optional<Optional<Principal>> remembered(String token) {
    return proofs.remembered(Tokens.sha256(token));
  }

  /// Whose token it is, which takes a moment; nobody's, if it is over or revoked.
  ///
  /// @throws ProviderAway where the identity provider would have to be asked, and does not answer
  public Optional<Principal> look(String token) {
    if (isToken(token)) {
      return proofs.look(Tokens.sha256(token));
    }
    return oidc.filter(_ -> Oidc.isToken(token))
        .flatMap(provider ->
            proofs.look(
                Tokens.sha256(token),
                () -> provider.principal(token).filter(principal -> !isDisabled(principal))));
  }

  /// Whoever comes from the provider can be kept out here.
  private boolean isDisabled(Principal principal) {
    return read(rows -> rows.account(principal.name()))
        .filter(account -> !account.active())
        .isPresent();
  }

  private Optional<Principal> principalOf(String sha256) {
    Optional<Key> key = read(rows -> rows.keyOf(sha256));
    if (key.isPresent()) {
      key.filter(Key::active).ifPresent(this::noteUse);
      return key.filter(Key::active).map(Identity::principalOf);
    }
    return read(rows -> {
      Optional<Rows.Login> login = rows.login(sha256);
      return login.isEmpty()
          ? Optional.empty()
          : rows.account(login.get().account())
              .filter(Account::active)
              .map(account ->
                  Principal.of(
                      account.name(),
                      account.role(),
                      Optional.of(sha256),
                      Optional.of(login.get().expiresAt())));
    });
  }

  /// Whoever has a key may ask what it is for.
  private static Principal principalOf(Key key) {
    Set<Operation> operations = EnumSet.of(Operation.SELF);
    operations.addAll(key.operations());
    return new Principal(
        Principal.KEY + key.name(),
        Optional.empty(),
        operations,
        Set.copyOf(key.services()),
        Optional.empty(),
        key.expiresAt());
  }

  /// When a key was used last is good to know, and no reason to refuse a price or to keep it waiting: what is not written now is a
  /// moment later.
  private void noteUse(Key key) {
    Instant now = clock.instant();
    if (key.usedAt().filter(used -> used.plus(KEY_USE).isAfter(now)).isEmpty()
        && noting.tryAcquire()) {
      aside.execute(() -> {
        try {
          boolean _ =
              write((_, rows) -> {
                rows.used(key.name(), now);
                return true;
              });
        } catch (DatabaseException e) {
          // Somebody has the row, or the database is away.
        } finally {
          noting.release();
        }
      });
    }
  }

  public List<Account> accounts() {
    return read(Rows::accounts);
  }

  /// An account with its password, which is shown once.
  public record Made(Account account, String password) {
    @Override
    public String toString() {
      return "Made[" + account.name() + "]";
    }
  }

  /// Adds an account, with a password that is made for it.
  public Verdict<Made> add(String name, Role role, String by) {
    if (!NAME.matcher(name).matches()) {
      return badName("name");
    }
    String password = passwords.made();
    String hash = hashing.wait(() -> passwords.hash(password));
    return change((connection, rows) -> {
      if (rows.account(name).isPresent()) {
        return Verdict.rejected(
            Rejection.Kind.TAKEN,
            "name",
            "name-taken",
            "there is an account `%s` already, or there was one".formatted(name));
      }
      Account added = new Account(name, role, true, "add account", now(), by);
      write(connection, rows, Optional.empty(), added);
      rows.setPassword(name, hash);
      return new Verdict.Given<>(new Made(added, password));
    });
  }

  /// Gives an account another role, at once, for those who are logged in, too.
  public Verdict<Account> setRole(String name, Role role, String by) {
    return changed(
        name, account -> new Account(name, role, account.active(), "change role", now(), by));
  }

  /// Lets an account log in, or no longer: then its logins are over, too.
  ///
  /// @param name of an account, or of somebody of the identity provider: `oidc:kim`
  public Verdict<Account> setActive(String name, boolean active, String by) {
    boolean isOfProvider =
        name.startsWith(Principal.OIDC) && name.length() <= MOST_LETTERS_OF_PROVIDER;
    Optional<Account> unknown =
        isOfProvider
            ? Optional.of(new Account(name, Role.VIEWER, true, "", clock.instant(), by))
            : Optional.empty();
    return changed(
        name,
        unknown,
        account ->
            new Account(
                name,
                account.role(),
                active,
                active ? "enable account" : "disable account",
                now(),
                by));
  }

  /// Ends all logins of an account.
  public Verdict<Account> revokeLogins(String name, String by) {
    return changed(
        name,
        account -> new Account(name, account.role(), account.active(), "revoke logins", now(), by));
  }

  private interface Changed {
    Account of(Account before);
  }

  private Verdict<Account> changed(String name, Changed change) {
    return changed(name, Optional.empty(), change);
  }

  /// @param unknown what holds of a name of which nothing is kept yet
  private Verdict<Account> changed(String name, Optional<Account> unknown, Changed change) {
    return change((connection, rows) -> {
      rows.awaitLogins(name);
      Optional<Account> before = rows.account(name);
      Optional<Account> known = before.or(() -> unknown);
      if (known.isEmpty()) {
        return unknownAccount(name);
      }
      Account after = change.of(known.get());
      if (isLastAdministrator(rows, known.get())
          && !(after.active() && after.role() == Role.ADMINISTRATOR)) {
        return Verdict.rejected(
            Rejection.Kind.NOT_NOW,
            "name",
            "last-administrator",
            "`%s` is the only administrator who may log in (expected: another one first)"
                .formatted(name));
      }
      write(connection, rows, before, after);
      if (after.change().equals("revoke logins") || !after.active()) {
        rows.removeLogins(name);
      }
      return new Verdict.Given<>(after);
    });
  }

  private static boolean isLastAdministrator(Rows rows, Account account) throws SQLException {
    return account.active()
        && account.role() == Role.ADMINISTRATOR
        && rows.accounts().stream()
                .filter(other -> other.active() && other.role() == Role.ADMINISTRATOR)
                .count()
            == 1;
  }

  /// Gives an account a new password, which is made for it; its logins are over.
  public Verdict<Made> resetPassword(String name, String by) {
    String password = passwords.made();
    return password(name, Optional.empty(), password, by)
        .map(account -> new Made(account, password));
  }

  /// Gives an account the password that its owner wants.
  ///
  /// @param old which they have to know, logged in or not; a guess counts as one of a login
  public Verdict<Account> changePassword(Principal owner, String old, String wanted) {
    if (wanted.length() < Passwords.LEAST_CHARACTERS
        || wanted.length() > Passwords.MOST_CHARACTERS) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "new",
          "weak-password",
          "the new password has %d characters (expected: %d to %d)"
              .formatted(wanted.length(), Passwords.LEAST_CHARACTERS, Passwords.MOST_CHARACTERS));
    }
    String name = owner.name();
    String throttled = name + " " + owner.login().orElse(""); // of this login alone
    if (accounts.begin(throttled, clock.instant()).isPresent()) {
      return wrongPassword();
    }
    Optional<String> kept = read(rows -> rows.password(name));
    if (kept.isEmpty() || !hashing.wait(() -> passwords.isOf(cut(old), kept.get()))) {
      return wrongPassword();
    }
    accounts.forget(throttled);
    return password(name, kept, wanted, name);
  }

  private static <T> Verdict<T> wrongPassword() {
    return Verdict.rejected(
        Rejection.Kind.WRONG,
        "old",
        "login-refused",
        "the old password is another, or there were too many attempts");
  }

  private Verdict<Account> password(
      String name, Optional<String> before, String password, String by) {
    String hash = hashing.wait(() -> passwords.hash(password));
    return change((connection, rows) -> {
      Optional<Account> account = rows.account(name);
      Optional<String> now = rows.password(name);
      if (account.isEmpty() || now.isEmpty()) {
        return unknownAccount(name);
      }
      if (before.isPresent() && !before.equals(now)) {
        return wrongPassword();
      }
      Account after =
          new Account(
              name, account.get().role(), account.get().active(), "change password", now(), by);
      write(connection, rows, account, after);
      rows.setPassword(name, hash);
      rows.removeLogins(name);
      return new Verdict.Given<>(after);
    });
  }

  public List<Key> keys() {
    return read(Rows::keys);
  }

  /// A key with its text, which is shown once.
  public record MadeKey(Key key, String text) {
    @Override
    public String toString() {
      return "MadeKey[" + key.name() + "]";
    }
  }

  /// Adds a key for a program.
  ///
  /// @param services for which it prices and books; all, if empty
  /// @param expiresAt never, if empty
  public Verdict<MadeKey> addKey(
      String name,
      Set<Operation> operations,
      Set<String> services,
      Optional<Instant> expiresAt,
      String by) {
    if (!NAME.matcher(name).matches()) {
      return badName("name");
    }
    if (operations.isEmpty() || !operations.stream().allMatch(Operation::isForKeys)) {
      throw new IllegalArgumentException("operations of keys, one at least: " + operations);
    }
    String text = tokens.made(Tokens.KEY);
    return change((connection, rows) -> {
      if (rows.key(name).isPresent()) {
        return Verdict.rejected(
            Rejection.Kind.TAKEN,
            "name",
            "name-taken",
            "there is a key `%s` already, or there was one".formatted(name));
      }
      Key key =
          new Key(
              name,
              Tokens.sha256(text),
              operations.stream().sorted().toList(),
              services.stream().sorted().toList(),
              expiresAt.map(Identity::micros),
              true,
              "add key",
              now(),
              by,
              Optional.empty());
      write(connection, rows, Optional.empty(), key);
      return new Verdict.Given<>(new MadeKey(key, text));
    });
  }

  /// Takes a key away, for ever.
  public Verdict<Key> revokeKey(String name, String by) {
    return change((connection, rows) -> {
      Optional<Key> before = rows.key(name);
      if (before.isEmpty()) {
        return Verdict.rejected(
            Rejection.Kind.UNKNOWN,
            "name",
            "unknown-account",
            "there is no key `%s`".formatted(cutName(name)));
      }
      Key key = before.get();
      if (!key.active()) {
        return new Verdict.Given<>(key);
      }
      Key revoked =
          new Key(
              name,
              key.sha256(),
              key.operations(),
              key.services(),
              key.expiresAt(),
              false,
              "revoke key",
              now(),
              by,
              key.usedAt());
      write(connection, rows, before, revoked);
      return new Verdict.Given<>(revoked);
    });
  }

  /// All rows, each of which has an entry in the audit log: for whoever holds both against each other.
  public static List<Audited> audited(Connection connection) throws SQLException {
    return new Rows(connection).audited();
  }

  private static void write(
      Connection connection, Rows rows, Optional<Account> before, Account after)
      throws SQLException {
    rows.add(
        after,
        append(
            connection,
            after.at(),
            after.by(),
            after.change(),
            before.map(Account::text).orElse("{}"),
            after.text()));
  }

  private static void write(Connection connection, Rows rows, Optional<Key> before, Key after)
      throws SQLException {
    rows.add(
        after,
        append(
            connection,
            after.at(),
            after.by(),
            after.change(),
            before.map(Key::text).orElse("{}"),
            after.text()));
  }

  /// It is about no ratebook.
  private static long append(
      Connection connection, Instant at, String by, String action, String before, String after)
      throws SQLException {
    return AuditLog.append(
        connection, new AuditEntry.Change(at, by, action, "", before, after, ""));
  }

  private static <T> Verdict<T> badName(String field) {
    return Verdict.rejected(
        Rejection.Kind.WRONG,
        field,
        "bad-value",
        "`%s` is no name (expected: 1 to 64 of a-z, 0-9, `.`, `_` and `-`, a letter or a digit first)"
            .formatted(field));
  }

  private static <T> Verdict<T> unknownAccount(String name) {
    return Verdict.rejected(
        Rejection.Kind.UNKNOWN,
        "name",
        "unknown-account",
        "there is no account `%s`".formatted(cutName(name)));
  }

  private static String cutName(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }

  private Instant now() {
    return micros(clock.instant());
  }

  /// As PostgreSQL keeps it.
  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private interface Changing<T> {
    T in(Connection connection, Rows rows) throws SQLException;
  }

  private interface Reading<T> {
    T of(Rows rows) throws SQLException;
  }

  /// A change that has an entry in the audit log. What this server remembers is looked up anew after it.
  private <T> T change(Changing<T> change) {
    T changed =
        write((connection, rows) -> {
          AuditLog.lock(connection);
          return change.in(connection, rows);
        });
    proofs.forget();
    return changed;
  }

  private <T> T write(Changing<T> change) {
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      boolean isDone = false;
      try {
        limit(connection);
        T changed = change.in(connection, new Rows(connection));
        connection.commit();
        isDone = true;
        return changed;
      } finally {
        if (!isDone) {
          rollBack(connection);
        }
      }
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// Whoever is gone without a word keeps nobody else from a change for long.
  private static void limit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '10s'");
    }
  }

  /// What fails here fails because the connection is gone, and the transaction with it.
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The failure that led here is told.
    }
  }

  private <T> T read(Reading<T> reading) {
    try (Connection connection = database.pool().getConnection()) {
      return reading.of(new Rows(connection));
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }
}
