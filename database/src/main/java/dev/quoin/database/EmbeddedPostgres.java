package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL that Quoin runs itself, for itself: it listens on 127.0.0.1 only, asks for a password that only the owner of
/// the folder can read, writes to disk before it says so, ends with the process that started it, and is started again when
/// it ends by itself.
///
/// The folder holds the programs, the data in `cluster`, the password, the log and a lock: a second server on the folder is
/// refused.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String USER = "quoin";
  private static final String DATABASE = "quoin";
  private static final long LOG_LIMIT = 10_000_000;

  /// To recover from a kill, PostgreSQL replays at most `max_wal_size`: seconds. A disk may be slow, though.
  private static final Duration START_WAIT = Duration.ofMinutes(5);

  private static final Duration STOP_WAIT = Duration.ofSeconds(60);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Path folder;
  private final Path cluster;
  private final Path log;
  private final FolderLock lock;
  private final Account account;
  private final Path programs;
  private final String password;
  private final int wantedPort;
  private final Thread supervisor;
  private final CompletableFuture<Void> firstStart = new CompletableFuture<>();

  private volatile int port;
  private volatile boolean closing;
  private volatile @Nullable Process process;

  /// Whether PostgreSQL's programs are on the class path for this machine.
  public static boolean isAvailable() {
    return PostgresBinaries.areThere();
  }

  /// Where a PostgreSQL listens that another process runs on a folder, if one does.
  public static Optional<DatabaseUrl> running(Path folder) {
    try {
      Optional<FolderLock> lock = FolderLock.claim(folder);
      if (lock.isPresent()) {
        lock.get().close();
        return Optional.empty();
      }
      // PostgreSQL writes its port into the fourth line.
      List<String> lines = Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid"));
      String password = Files.readString(folder.resolve("password")).strip();
      return Optional.of(url(Integer.parseInt(lines.get(3).strip()), password));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new DatabaseException(
          "the database in " + folder + " is starting or cannot be read: " + e.getMessage(), e);
    }
  }

  /// Starts a PostgreSQL on a folder, which is made when it is not there.
  ///
  /// @throws DatabaseException when it does not start, or another server is on this folder
  public static EmbeddedPostgres start(Path folder) {
    return start(folder, 0);
  }

  /// Starts a PostgreSQL that listens on a port; any free one if it is 0.
  public static EmbeddedPostgres start(Path folder, int port) {
    if (!isAvailable()) {
      throw new DatabaseException(
          "Quoin brings no PostgreSQL for this machine: give it one of your own with QUOIN_DATABASE_URL");
    }
    FolderLock lock = null;
    try {
      Files.createDirectories(folder.toAbsolutePath());
      Path real = folder.toRealPath();
      Account account = Account.of(real);
      account.own(real);
      OwnerAndMode.setMode(real, "rwx------");
      lock = claim(real);
      EmbeddedPostgres postgres = new EmbeddedPostgres(real, lock, account, port);
      postgres.supervisor.start();
      postgres.awaitFirstStart();
      return postgres;
    } catch (IOException e) {
      release(lock);
      throw new DatabaseException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private EmbeddedPostgres(Path folder, FolderLock lock, Account account, int wantedPort)
      throws IOException {
    this.folder = folder;
    this.cluster = folder.resolve("cluster");
    this.log = folder.resolve("postgres.log");
    this.lock = lock;
    this.account = account;
    this.wantedPort = wantedPort;
    this.port = wantedPort;
    this.programs = PostgresBinaries.unpackedIn(folder);
    this.password = password();
    // The kernel ties PostgreSQL to the thread that starts it, so one thread starts it and stays.
    this.supervisor =
        Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::supervise);
  }

  private static FolderLock claim(Path folder) throws IOException {
    Optional<FolderLock> lock = FolderLock.claim(folder);
    if (lock.isEmpty()) {
      String holder = FolderLock.holder(folder);
      throw new DatabaseException(
          "another server%s works on %s: stop it first, or give this one a folder of its own"
              .formatted(holder.isEmpty() ? "" : " (process " + holder + ")", folder));
    }
    return lock.get();
  }

  private static void release(@Nullable FolderLock lock) {
    if (lock != null) {
      lock.close();
    }
  }

  private String password() throws IOException {
    Path file = folder.resolve("password");
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    Path unfinished = folder.resolve("password.unfinished");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished);
    OwnerAndMode.setMode(unfinished, "rw-------");
    account.own(unfinished);
    Files.writeString(unfinished, made + "\n", StandardOpenOption.SYNC);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return made;
  }

  private void awaitFirstStart() {
    try {
      firstStart.join();
    } catch (CompletionException e) {
      closing = true;
      throw e.getCause() instanceof DatabaseException known
          ? known
          : new DatabaseException("PostgreSQL does not start: " + e.getCause(), e);
    }
  }

  /// The address and the one who may come in.
  public DatabaseUrl url() {
    return url(port, password);
  }

  private static DatabaseUrl url(int port, String password) {
    return new DatabaseUrl(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE,
        Optional.of(USER),
        Optional.of(password));
  }

  /// Where it listens on 127.0.0.1.
  public int port() {
    return port;
  }

  /// The number of PostgreSQL's process.
  public long pid() {
    Process running = process;
    return running == null ? 0 : running.pid();
  }

  /// Stops PostgreSQL: what runs is rolled back, what was committed is on disk.
  @Override
  public void close() {
    closing = true;
    Process running = process;
    if (running != null && running.isAlive()) {
      stop(running);
    }
    try {
      supervisor.interrupt();
      supervisor.join(STOP_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }

  private void stop(Process running) {
    try {
      run(
          "stop",
          program("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "55"));
    } catch (IOException | DatabaseException e) {
      LOG.warn(
          "PostgreSQL did not stop in time: it is killed, and will recover at its next start", e);
      running.destroyForcibly();
    }
  }

  private void supervise() {
    Duration pause = Duration.ZERO;
    while (!closing) {
      try {
        long started = System.nanoTime();
        runOnce();
        boolean lasted = System.nanoTime() - started > TimeUnit.SECONDS.toNanos(10);
        pause = lasted ? Duration.ZERO : longer(pause);
      } catch (IOException | RuntimeException e) {
        if (firstStart.completeExceptionally(e)) {
          return;
        }
        if (e instanceof IOException || e instanceof DatabaseException) {
          LOG.error("PostgreSQL does not start again: {}", e.getMessage());
        } else {
          LOG.error("PostgreSQL does not start again: this is a bug", e);
        }
        pause = longer(pause);
      } catch (InterruptedException e) {
        return;
      }
      if (!sleep(pause)) {
        return;
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.isZero() ? Duration.ofMillis(50) : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// One life of PostgreSQL, from its start to its end.
  private void runOnce() throws IOException, InterruptedException {
    Leftover.clear(cluster);
    initialise();
    Process running = launch();
    if (!firstStart.isDone()) {
      firstStart.complete(null);
    } else {
      LOG.info("PostgreSQL is started again and listens on 127.0.0.1:{}", port);
    }
    int status = running.waitFor();
    if (!closing) {
      LOG.warn("PostgreSQL ended by itself (status {}): it is started again", status);
    }
  }

  /// Makes the data, once: elsewhere first, so that what is half made is never taken for data.
  private void initialise() throws IOException {
    Optional<String> version = PostgresBinaries.versionOf(cluster);
    if (version.isPresent()) {
      String ours = programVersion();
      if (!version.get().equals(ours)) {
        throw new DatabaseException(
            "the data in %s are of PostgreSQL %s, and these programs are of PostgreSQL %s: copy them over with pg_dump"
                .formatted(cluster, version.get(), ours));
      }
      return;
    }
    Path unfinished = folder.resolve("cluster.unfinished");
    if (Files.exists(unfinished)) {
      PostgresBinaries.removeTree(unfinished);
    }
    run(
        "initdb",
        program(
            "initdb",
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--pwfile=" + folder.resolve("password"),
            "--auth=scram-sha-256",
            // Many rounds make a guess dear; of this password there is nothing to guess.
            "--set=scram_iterations=1",
            "--encoding=UTF8",
            // The same order and the same upper case on every machine.
            "--locale-provider=builtin",
            "--locale=C",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The major version, as PostgreSQL writes it into its data.
  private String programVersion() throws IOException {
    String said = run("postgres", program("postgres", "--version"));
    return said.replaceFirst("(?s)^.*PostgreSQL\\) ([0-9]+).*$", "$1");
  }

  private Process launch() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      if (port == 0) {
        port = freePort();
      }
      keepLogShort();
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      Process launched =
          new ProcessBuilder(account.command(serverCommand()))
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process = launched;
      if (awaitReady(launched)) {
        return launched;
      }
      String complaint = complaint(logStart);
      boolean portTaken = complaint.contains("could not create any TCP/IP sockets");
      boolean stillShared = complaint.contains("pre-existing shared memory block");
      if (portTaken && wantedPort == 0 && attempt < 10) {
        port = 0;
      } else if (stillShared && attempt < 100) {
        Thread.sleep(50);
      } else {
        throw new DatabaseException(
            "PostgreSQL does not start on %s: %s (all of it in %s)"
                .formatted(cluster, complaint.isEmpty() ? "it says nothing" : complaint, log));
      }
    }
  }

  private List<String> serverCommand() {
    List<String> command = new ArrayList<>(program("postgres", "-D", cluster.toString()));
    settings().forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  /// Safe first: fsync and full_page_writes stay as PostgreSQL has them, on. The rest is for many small commits.
  private List<String> settings() {
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        "unix_socket_directories=",
        "max_connections=50",
        "shared_buffers=256MB",
        "max_wal_size=4GB",
        "min_wal_size=1GB",
        "checkpoint_timeout=15min",
        "checkpoint_completion_target=0.9",
        "wal_buffers=32MB",
        "jit=off",
        // What a statement that failed was about is nobody's business who reads a log.
        "log_min_messages=log",
        "log_min_error_statement=panic",
        "log_timezone=UTC",
        "timezone=UTC");
  }

  private List<String> program(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void keepLogShort() throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Whether it came to answer; it did not if it ended before.
  private boolean awaitReady(Process launched) throws InterruptedException {
    long deadline = System.nanoTime() + START_WAIT.toNanos();
    while (launched.isAlive()) {
      if (answers()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        launched.destroyForcibly();
        throw new DatabaseException(
            "PostgreSQL on %s does not answer after %d minutes"
                .formatted(cluster, START_WAIT.toMinutes()));
      }
      if (closing) {
        return false;
      }
      launched.waitFor(10, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  private boolean answers() {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", "5");
    String address = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(address, properties)) {
      makeDatabase(connection);
      return true;
    } catch (SQLException e) {
      if (SqlStates.state(e).equals("28P01")) {
        throw new DatabaseException(
            "the password in %s is not the one that PostgreSQL was made with, or another PostgreSQL took port %d"
                .formatted(folder.resolve("password"), port),
            e);
      }
      return false;
    }
  }

  private static void makeDatabase(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    }
  }

  /// Why it did not start: the first thing that it called fatal.
  private String complaint(long logStart) throws IOException {
    try (FileChannel channel = FileChannel.open(log)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size() - logStart, 100_000));
      channel.read(bytes, logStart);
      List<String> lines = UTF_8.decode(bytes.flip()).toString().lines().toList();
      return lines.stream()
          .filter(line -> line.contains("FATAL:"))
          .findFirst()
          .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
          .map(line -> line.replaceFirst("^.*FATAL: +", "").strip())
          .orElse("");
    }
  }

  private String run(String what, List<String> program) throws IOException {
    Process running =
        new ProcessBuilder(account.command(program))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    running.getOutputStream().close();
    String said = new String(running.getInputStream().readAllBytes(), UTF_8);
    try {
      int status = running.waitFor();
      if (status != 0) {
        throw new DatabaseException(
            "`%s` failed on %s: %s".formatted(what, folder, said.lines().reduce("", (a, b) -> b)));
      }
      return said;
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while `" + what + "` ran", e);
    }
  }
}
