package dev.quoin.journal;

import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.pricing.AnswerId;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// In three steps, each of which a kill may follow:
//
// 1. A mark is added under a lock that no writer holds then. From there on nothing is kept that was
//    answered to the customer before.
// 2. One transaction deletes all of theirs, counts it, and notes by what exports know it.
// 3. Exports are written anew, by whoever has the folder: the command, or a server beside it. When
//    that is done, what was noted goes, and the mark alone remains.
//
// Whoever asks for a customer who is not erased to the end goes on where it was broken off.

/// Erases customers from the tables: whole rows, and what is left is how many there were.
///
/// What is a customer's: the answers that have the pseudonym, all that became of their bookings, and the quotes that these were
/// made of, even where those were asked for by nobody in particular.
public final class Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  /// The clocks of servers, and of whoever erases, differ by less. For as long a customer who was erased gets no answer.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  private static final String PATIENCE = "set local lock_timeout = '200ms'";
  private static final int TRIES = 50;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private static final Pattern PLAIN = Pattern.compile("[a-z0-9_]+");

  /// The tables of answers that are not part of `journal.entry`: days that retention drops just now, and what an operator detached.
  private static final String DETACHED =
      """
      select c.relname from pg_class c
      where c.relnamespace = 'journal'::regnamespace and c.relkind = 'r' and not c.relispartition
        and (starts_with(c.relname, 'entry_') or starts_with(c.relname, 'gone_'))
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'customer' and not a.attisdropped)
      order by 1
      """;

  private static final String UNCLAIM =
      """
      with gone as (
        delete from journal.request r using %s e
        where r.entry = any(?) and e.id = any(?)
          and r.request_id = e.request_id and r.caller = e.caller and r.service = e.service
        returning 1)
      select count(*) from gone
      """;

  private static final String MARK =
      "insert into journal.erasure (mark, until, customer) values (?, ?, ?)";

  private static final String OPEN_OF =
      "select number, until, deleted, answers, bookings from journal.erasure where customer = ? order by number limit 1";

  private static final String OPEN =
      "select number, until, deleted, answers, bookings, customer from journal.erasure where customer is not null order by number";

  private final Database database;

  private Erasures(Database database) {
    this.database = database;
  }

  /// Erasures in a database, whose tables are brought up to date first.
  ///
  /// @throws DatabaseException when that cannot be
  public static Erasures in(Database database) {
    database.migrate(Store.SCHEMA);
    return new Erasures(database);
  }

  /// Erasures in a database as it is, to be counted and no more: nothing is changed there, least of all under a server of an older
  /// version.
  ///
  /// @throws DatabaseException when its tables are of a version before erasures
  public static Erasures asItIs(Database database) throws SQLException {
    try (Connection connection = database.connect()) {
      if (!isKnownTo(connection)) {
        throw new DatabaseException(
            "the tables of the journal at %s are of an older version, and a dry run changes nothing (expected: a server of this version, whose start brings them up to date)"
                .formatted(database.place()));
      }
    }
    return new Erasures(database);
  }

  private static boolean isKnownTo(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select to_regclass('journal.erasure') is not null")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /// The pseudonym of a customer, under the key of this database. Nothing is changed.
  ///
  /// @throws DatabaseException when it is another key
  public String pseudonym(CustomerKey key, String customer) throws SQLException {
    try (Connection connection = connect()) {
      boolean isIts = Store.isCustomerKey(connection, key);
      connection.rollback(); // where nobody has one, this one does not become it
      if (!isIts) {
        throw new DatabaseException(
            "the customer key is another than the one under which customers have their pseudonyms in this database");
      }
    }
    return key.pseudonym(customer);
  }

  /// What an export has to let go of.
  ///
  /// @param number counts erasures
  /// @param customer the pseudonym
  /// @param until what was answered then or before
  /// @param answers the ids of rows that may have no pseudonym
  /// @param bookings all of whose rows go
  public record Order(
      long number, String customer, Instant until, Set<UUID> answers, Set<String> bookings) {
    public Order {
      answers = Set.copyOf(answers);
      bookings = Set.copyOf(bookings);
    }
  }

  /// How many answers there are, or were, by day and kind.
  public record Counted(LocalDate day, Kind kind, long answers) {
    private static List<Counted> of(Map<LocalDate, Map<Kind, Long>> byDay) {
      List<Counted> counted = new ArrayList<>();
      byDay.forEach((day, kinds) ->
          kinds.forEach((kind, answers) -> counted.add(new Counted(day, kind, answers))));
      return counted;
    }
  }

  /// What is erased, or would be.
  ///
  /// @param requestIds how many request ids are remembered
  public record Erased(Order order, List<Counted> counted, long bookings, long requestIds) {
    public Erased {
      counted = List.copyOf(counted);
    }

    public long answers() {
      return counted.stream().mapToLong(Counted::answers).sum();
    }

    /// This, and what a later order erased.
    public Erased and(Erased later) {
      Map<LocalDate, Map<Kind, Long>> byDay = new TreeMap<>();
      Stream.concat(counted.stream(), later.counted.stream())
          .forEach(some ->
              byDay
                  .computeIfAbsent(some.day, _ -> new TreeMap<>())
                  .merge(some.kind, some.answers, Long::sum));
      return new Erased(
          later.order, Counted.of(byDay), bookings + later.bookings, requestIds + later.requestIds);
    }
  }

  /// What would be erased of a customer now.
  public Erased count(String pseudonym, Instant now) throws SQLException {
    Card.requirePseudonym(pseudonym);
    try (Connection connection = connect()) {
      try {
        return new Erasing(connection, pseudonym, now.plus(CLOCKS_APART)).counted(0);
      } finally {
        connection.rollback();
      }
    }
  }

  /// Erases a customer from the tables, or goes on with what was begun.
  public Erased erase(String pseudonym, Instant now) throws SQLException {
    Card.requirePseudonym(pseudonym);
    try (Connection connection = connect()) {
      alone(connection, pseudonym);
      Optional<Begun> begun = begun(connection, pseudonym);
      if (begun.isEmpty()) {
        mark(connection, pseudonym, now.plus(CLOCKS_APART));
        begun = begun(connection, pseudonym);
      }
      Begun open = begun.orElseThrow(() -> new IllegalStateException("a mark that is not there"));
      if (open.deleted) {
        return new Erased(open.order, List.of(), 0, 0);
      }
      Erasing erasing = new Erasing(connection, pseudonym, open.order.until);
      Erased erased = erasing.erased(open.order.number);
      connection.commit();
      erasing.cleanUp();
      return erased;
    }
  }

  /// What an earlier run set aside in a spool, as a database would not take it.
  ///
  /// @param erased how many answers were the customer's, and are gone
  /// @param unread files that cannot be told apart: somebody has to look
  public record SetAside(int erased, List<Path> unread) {
    public SetAside {
      unread = List.copyOf(unread);
    }

    /// This, and what a later look found.
    public SetAside and(SetAside later) {
      return new SetAside(erased + later.erased, later.unread);
    }
  }

  /// Erases what was set aside in a spool.
  ///
  /// @param really whether it is erased, or only looked for
  public static SetAside setAside(Path spool, Order order, boolean really) throws IOException {
    int erased = 0;
    List<Path> unread = new ArrayList<>();
    if (Files.isDirectory(spool)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, Spool.REFUSED + "*")) {
        for (Path file : files) {
          if (file.toString().endsWith(Spool.SUFFIX)) {
            unread.add(file);
            continue;
          }
          Optional<Boolean> isTheirs = isTheirs(Files.readAllBytes(file), order);
          if (isTheirs.isEmpty()) {
            unread.add(file);
          } else if (isTheirs.get()) {
            erased++;
            if (really) {
              Files.delete(file);
            }
          }
        }
      }
    }
    return new SetAside(erased, unread);
  }

  /// Nothing where the entry is not whole.
  private static Optional<Boolean> isTheirs(byte[] tuple, Order order) {
    try {
      return Optional.of(isOf(tuple, order));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(byte[] tuple, Order order) {
    return order.answers.contains(Tuple.idOf(tuple))
        || (Tuple.customerOf(tuple).equals(Optional.of(order.customer))
            && !Tuple.atOf(tuple).isAfter(order.until));
  }

  /// Ends an erasure of which no export has anything any more: the pseudonym goes.
  public void end(Order order) throws SQLException {
    try (Connection connection = connect()) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "update journal.erasure set customer = null, answers = null, bookings = null where number = ?")) {
        update.setLong(1, order.number);
        update.executeUpdate();
      }
      connection.commit();
      cleanUp(connection, "journal.erasure");
    }
  }

  /// What exports have to let go of: all of it is gone from the tables.
  public static List<Order> orders(Connection connection) throws SQLException {
    if (!isKnownTo(connection)) {
      return List.of(); // a database of before
    }
    return begun(connection).stream().filter(Begun::deleted).map(Begun::order).toList();
  }

  private Connection connect() throws SQLException {
    Connection connection = database.connect();
    connection.setNetworkTimeout(Runnable::run, 0); // a customer may have much
    connection.setAutoCommit(false);
    return connection;
  }

  private record Begun(Order order, boolean deleted) {}

  private static Optional<Begun> begun(Connection connection, String pseudonym)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN_OF)) {
      select.setBytes(1, HexFormat.of().parseHex(pseudonym));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(begun(row, pseudonym)) : Optional.empty();
      }
    }
  }

  private static List<Begun> begun(Connection connection) throws SQLException {
    List<Begun> begun = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(OPEN)) {
      while (rows.next()) {
        begun.add(begun(rows, HexFormat.of().formatHex(rows.getBytes(6))));
      }
    }
    return begun;
  }

  private static Begun begun(ResultSet row, String pseudonym) throws SQLException {
    Array answers = row.getArray(4);
    Array bookings = row.getArray(5);
    return new Begun(
        new Order(
            row.getLong(1),
            pseudonym,
            row.getObject(2, OffsetDateTime.class).toInstant(),
            answers == null ? Set.of() : Set.of((UUID[]) answers.getArray()),
            bookings == null ? Set.of() : Set.of((String[]) bookings.getArray())),
        row.getBoolean(3));
  }

  /// Waits until nobody else erases the customer, and lets nobody do so as long as the connection is open.
  private static void alone(Connection connection, String pseudonym) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_lock(hashtextextended(?, 0))")) {
      lock.setString(1, "quoin erases " + pseudonym);
      lock.execute();
    }
    connection.commit();
  }

  /// Adds the mark when no writer is within a transaction that has not seen it. Writers wait for 200 ms at most, and go on before
  /// it is tried again.
  private static void mark(Connection connection, String pseudonym, Instant until)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Statement statement = connection.createStatement();
          PreparedStatement insert = connection.prepareStatement(MARK)) {
        statement.execute(PATIENCE);
        statement.execute("select pg_advisory_xact_lock(%d)".formatted(ErasedMarks.LOCK));
        insert.setBytes(1, ErasedMarks.mark(pseudonym));
        insert.setObject(2, Store.utc(until));
        insert.setBytes(3, HexFormat.of().parseHex(pseudonym));
        insert.executeUpdate();
        connection.commit();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (!"55P03".equals(e.getSQLState()) || attempt == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos()); // writers go first
      }
    }
  }

  /// Clears away what deleted rows leave behind, and what PostgreSQL noted of their values for its planner.
  private static void cleanUp(Connection connection, String table) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("vacuum (analyze) " + table);
    } catch (SQLException e) {
      LOG.warn("{} is not cleared of deleted rows at once: {}", table, e.getMessage());
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /// One customer, within one transaction.
  private static final class Erasing {
    private final Connection connection;
    private final byte[] customer;
    private final String pseudonym;
    private final Instant until;
    private final List<String> tables = new ArrayList<>(List.of("journal.entry"));
    private final Set<UUID> ids = new TreeSet<>();
    private final Set<String> bookings = new TreeSet<>();

    /// The tables of which something goes.
    private final Set<String> touched = new TreeSet<>();

    Erasing(Connection connection, String pseudonym, Instant until) throws SQLException {
      this.connection = connection;
      this.pseudonym = pseudonym;
      this.customer = HexFormat.of().parseHex(pseudonym);
      this.until = until;
      for (String table : texts(DETACHED)) {
        if (PLAIN.matcher(table).matches()) {
          tables.add("journal." + table);
        }
      }
      find();
    }

    private void find() throws SQLException {
      for (String table : tables) {
        find(
            "select id, booking from %s where customer = ? and at <= ?".formatted(table), customer);
      }
      for (UUID id : List.copyOf(ids)) {
        bookings.addAll(texts("select id from journal.booking where quote = ?", id.toString()));
        // A car of a batch. What follows the full stop is before the slash.
        bookings.addAll(
            texts(
                "select id from journal.booking where quote > ? and quote < ?",
                id + ".",
                id + "/"));
      }
      Array all = array();
      for (String table : tables) {
        findAll("select id, booking from %s where booking = any(?)".formatted(table), all);
      }
      for (String quote : texts("select quote from journal.booking where id = any(?)", all)) {
        AnswerId.read(quote).filter(this::isTheirs).ifPresent(id -> ids.add(id.id()));
      }
    }

    /// A batch that nobody in particular asked for is not the customer's alone where others booked of it, too.
    private boolean isTheirs(AnswerId quote) {
      if (quote.item() == AnswerId.ALONE || ids.contains(quote.id())) {
        return true;
      }
      try {
        return bookings.containsAll(
            texts(
                "select id from journal.booking where quote > ? and quote < ?",
                quote.id() + ".",
                quote.id() + "/"));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private Array array() throws SQLException {
      return connection.createArrayOf("text", bookings.toArray());
    }

    private void find(String question, byte[] of) throws SQLException {
      try (PreparedStatement select = connection.prepareStatement(question)) {
        select.setBytes(1, of);
        select.setObject(2, Store.utc(until));
        add(select);
      }
    }

    private void findAll(String question, Array of) throws SQLException {
      try (PreparedStatement select = connection.prepareStatement(question)) {
        select.setArray(1, of);
        add(select);
      }
    }

    private void add(PreparedStatement select) throws SQLException {
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
          Optional.ofNullable(rows.getString(2)).ifPresent(bookings::add);
        }
      }
    }

    private List<String> texts(String question, Object... of) throws SQLException {
      List<String> texts = new ArrayList<>();
      try (PreparedStatement select = connection.prepareStatement(question)) {
        for (int i = 0; i < of.length; i++) {
          select.setObject(i + 1, of[i]);
        }
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            texts.add(rows.getString(1));
          }
        }
      }
      return texts;
    }

    /// What there is, without erasing it.
    Erased counted(long number) throws SQLException {
      return new Erased(
          order(number),
          byDay(
              "select tableoid::regclass::text, (at at time zone 'UTC')::date, kind from %s where id = any(?)"),
          bookings.size(),
          changed(
              "select count(*) from journal.request r join %s e using (request_id, caller, service) where r.entry = any(?) and e.id = any(?)"));
    }

    Erased erased(long number) throws SQLException {
      long requestIds = changed(UNCLAIM);
      if (holdBookings()) {
        requestIds += changed(UNCLAIM);
      }
      try (PreparedStatement delete =
          connection.prepareStatement("delete from journal.booking where id = any(?)")) {
        delete.setArray(1, array());
        delete.executeUpdate();
      }
      List<Counted> counted =
          byDay(
              "delete from %s where id = any(?) returning tableoid::regclass::text, (at at time zone 'UTC')::date, kind");
      count(counted);
      try (PreparedStatement update =
          connection.prepareStatement(
              "update journal.erasure set deleted = true, answers = ?, bookings = ? where number = ?")) {
        update.setArray(1, uuids());
        update.setArray(2, array());
        update.setLong(3, number);
        update.executeUpdate();
      }
      return new Erased(order(number), counted, bookings.size(), requestIds);
    }

    /// Lets nothing become of the bookings any more, and finds what has: the customer is somebody new by now, and what happens to a
    /// booking while it is deleted would stay without it. Writers take request ids first and bookings then, and so does this.
    ///
    /// @return whether something was found
    private boolean holdBookings() throws SQLException {
      int before = ids.size();
      for (int held = -1; held < bookings.size(); ) {
        held = bookings.size();
        List<String> _ =
            texts(
                "select id from journal.booking where id = any(?) order by id for update", array());
        find();
      }
      return ids.size() > before;
    }

    private void count(List<Counted> counted) throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into journal.erased (erased_on, day, kind, answers) values (?, ?, ?, ?)")) {
        for (Counted some : counted) {
          insert.setObject(1, Days.day(until));
          insert.setObject(2, some.day);
          insert.setString(3, some.kind.name());
          insert.setLong(4, some.answers);
          insert.executeUpdate();
        }
      }
    }

    private Order order(long number) {
      return new Order(number, pseudonym, until, ids, bookings);
    }

    private Array uuids() throws SQLException {
      return connection.createArrayOf("uuid", ids.toArray());
    }

    /// The number that a statement gives, of all tables together.
    private long changed(String statement) throws SQLException {
      long all = 0;
      for (String table : tables) {
        try (PreparedStatement change = connection.prepareStatement(statement.formatted(table))) {
          change.setArray(1, uuids());
          change.setArray(2, uuids());
          try (ResultSet row = change.executeQuery()) {
            all += row.next() ? row.getLong(1) : 0;
          }
        }
      }
      return all;
    }

    private List<Counted> byDay(String statement) throws SQLException {
      Map<LocalDate, Map<Kind, Long>> byDay = new TreeMap<>();
      for (String table : tables) {
        try (PreparedStatement change = connection.prepareStatement(statement.formatted(table))) {
          change.setArray(1, uuids());
          try (ResultSet rows = change.executeQuery()) {
            while (rows.next()) {
              touched.add(rows.getString(1));
              byDay
                  .computeIfAbsent(rows.getObject(2, LocalDate.class), _ -> new TreeMap<>())
                  .merge(Kind.valueOf(rows.getString(3)), 1L, Long::sum);
            }
          }
        }
      }
      return Counted.of(byDay);
    }

    void cleanUp() throws SQLException {
      touched.addAll(List.of("journal.request", "journal.booking", "journal.erasure"));
      for (String table : touched) {
        Erasures.cleanUp(connection, table);
      }
    }
  }
}
