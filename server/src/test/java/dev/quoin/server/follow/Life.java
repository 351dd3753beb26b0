package dev.quoin.server.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.database.Database;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Author;
import dev.quoin.registry.Changed;
import dev.quoin.registry.Changes;
import dev.quoin.registry.Evidence;
import dev.quoin.registry.Registry;
import dev.quoin.server.release.Engine;
import dev.quoin.server.release.Releases;
import dev.quoin.server.release.Shelf;
import dev.quoin.server.run.RegistryShelf;
import dev.quoin.testkit.Checkout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// A server's part that follows the registry, on a database that others change, too.
public final class Life implements AutoCloseable {
  private static final Ratebook TAXI =
      Ratebook.load(Checkout.folder().resolve("ratebooks/nyc-green-taxi"), new Problems())
          .orElseThrow();

  public final Database database;
  public final Registry registry;
  public final Releases releases;
  public final Following following;

  private final Map<String, String> damaged = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
  private final CountDownLatch waitsForASlowOne = new CountDownLatch(1);

  public Life(Database database) {
    this.database = database;
    Shelf shelf =
        new RegistryShelf(dev.quoin.registry.Releases.open(database), InstantSource.system());
    this.registry = Registry.of(database);
    this.releases = new Releases(new Spoiled(shelf));
    this.following =
        new Following(
            registry,
            new Changes(database),
            releases,
            InstantSource.system(),
            new SimpleMeterRegistry());
  }

  /// A shelf of which some files are damaged, and some come late.
  private final class Spoiled implements Shelf {
    private final Shelf shelf;

    Spoiled(Shelf shelf) {
      this.shelf = shelf;
    }

    @Override
    public void keep(Ratebook ratebook) {
      shelf.keep(ratebook);
    }

    @Override
    public Optional<Map<String, byte[]>> files(String digest) {
      String why = damaged.get(digest);
      if (why != null) {
        throw new IllegalStateException(why);
      }
      CountDownLatch late = slow.get(digest);
      try {
        if (late != null) {
          waitsForASlowOne.countDown();
          late.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return shelf.files(digest);
    }
  }

  /// Takes everything from the tables, as their owner may who takes the guards away first.
  public static void empty(Database database) throws SQLException {
    for (String table : List.of("audit", "activation", "publication", "retirement")) {
      tamper(database, table, "delete from registry." + table);
    }
  }

  static void tamper(Database database, String table, String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement run = connection.createStatement()) {
      run.execute("grant update, delete on registry." + table + " to quoin");
      run.execute("alter table registry." + table + " disable trigger append_only");
      run.execute(statement);
      run.execute("alter table registry." + table + " enable trigger append_only");
      run.execute("revoke update, delete on registry." + table + " from quoin");
    }
  }

  public void damage(Ratebook ratebook) {
    damaged.put(ratebook.digest(), "its files are damaged");
  }

  public void delay(Ratebook ratebook) {
    slow.put(ratebook.digest(), new CountDownLatch(1));
  }

  /// Until something is kept up by a slow one.
  void awaitSlowness() throws InterruptedException {
    waitsForASlowOne.await();
  }

  /// A release of a ratebook of that id, told from others by a comment.
  public static Ratebook ratebook(String id, String comment) {
    return changed(id, comment, "", "");
  }

  /// The same with a file that reads otherwise.
  public static Ratebook changed(String id, String comment, String before, String after) {
    Map<String, byte[]> files = new TreeMap<>(TAXI.files());
    files.replaceAll((name, content) ->
        before.isEmpty() || !name.startsWith("tables/")
            ? content
            : new String(content, UTF_8).replace(before, after).getBytes(UTF_8));
    String yaml =
        new String(TAXI.files().get("ratebook.yaml"), UTF_8)
            .replaceFirst("(?m)^ratebook: .*$", "ratebook: " + id);
    files.put("ratebook.yaml", (yaml + "# " + comment + "\n").getBytes(UTF_8));
    return Ratebook.load(files, new Problems()).orElseThrow();
  }

  public void publish(Ratebook ratebook) {
    publish(ratebook, Engine.current().version());
  }

  public void publish(Ratebook ratebook, String engine) {
    var _ =
        registry.publish(
            ratebook,
            new Evidence(engine, Engine.current().zoneData(), 46, 15, List.of()),
            new Registry.Provenance("kim", "", ""),
            Instant.now());
  }

  /// As another server does it.
  public Changed activate(Ratebook ratebook) {
    return activate(ratebook, Optional.empty());
  }

  public Changed activate(Ratebook ratebook, Optional<Instant> from) {
    publish(ratebook);
    Optional<String> active =
        registry.standing(ratebook.id()).flatMap(standing -> standing.release(Instant.now()));
    return given(
        registry.activate(ratebook.digest(), active, from, new Author("kim", ""), Instant.now()));
  }

  /// As another server does it.
  public Changed rollback(Ratebook expected) {
    return given(
        registry.rollback(expected.id(), expected.digest(), new Author("lee", ""), Instant.now()));
  }

  public Optional<String> live(String ratebook) {
    return releases.live().ratebook(ratebook).map(release -> release.digest());
  }

  public void awaitLive(Ratebook ratebook) throws InterruptedException {
    await(() -> live(ratebook.id()).equals(Optional.of(ratebook.digest())));
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not come");
      }
      Thread.sleep(10);
    }
  }

  public static <T> T given(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Given<T>(T value) -> value;
      case Verdict.Rejected<T> rejected -> throw new AssertionError(rejected);
    };
  }

  @Override
  public void close() {
    slow.values().forEach(CountDownLatch::countDown);
    following.close();
  }
}
