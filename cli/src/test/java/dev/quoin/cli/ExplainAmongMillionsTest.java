package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.database.Database;
import dev.quoin.journal.export.ExportFiller;
import dev.quoin.ratebook.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a server takes to explain an answer among many: `-Dquoin.explain.database=5000000 -Dquoin.explain.exported=100000000`, and
/// for how long files are written at most: `-Dquoin.explain.for=PT25M`. The figures are in `docs/benchmarks/journal.md`; in CI there are
/// few, and nothing is timed.
class ExplainAmongMillionsTest {
  private static final long IN_DATABASE = Long.getLong("quoin.explain.database", 1_000);
  private static final long EXPORTED = Long.getLong("quoin.explain.exported", 20_000);
  private static final Duration FOR =
      Duration.parse(System.getProperty("quoin.explain.for", "PT25M"));

  private static final int ASKED = IN_DATABASE < 100_000 ? 50 : 200;
  private static final int REAL = 250;
  private static final int DAYS = 50;
  private static final Instant MAY = Instant.parse("2026-05-20T03:00:00Z");
  private static final LocalDate FIRST_DAY = LocalDate.parse("2026-07-01");
  private static final LocalDate FIRST_EXPORTED = LocalDate.parse("2025-01-01");

  private static final String FILL =
      """
      insert into journal.entry (id, kind, service, ratebook, digest, at, valid_until, caller, fingerprint, inputs, answer,
        customer, outcome, total, currency, lines, searched, engine, zone_data)
      select
        (lpad(to_hex(?::bigint + 86400000 * i / ?), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' ||
          substr(md5(random()::text), 1, 15))::uuid,
        kind, service, ratebook, digest, at, valid_until, caller, fingerprint, inputs, answer,
        decode(md5((random() * 1e6)::int::text), 'hex'), outcome, total, currency, lines, searched, engine, zone_data
      from generate_series(0::bigint, ? - 1) i
      join (select real.*, row_number() over (order by id) - 1 as number from real) r on r.number = (i * 7919 + 13) % ?
      """;

  @TempDir private Path folder;

  @Test
  void each_is_proven_wherever_it_is() throws Exception {
    Path data = folder.resolve("data");
    Path parquet = folder.resolve("parquet");
    List<UUID> inDatabase;
    ExportFiller.Filled filled;
    try (KeptAnswers answers =
        KeptAnswers.in(data, Quoin.checkout().resolve("ratebooks/seoul-carshare"))) {
      for (int i = 0; i < REAL; i++) {
        Request request = answers.request("rental", answers.drawn("rental", i));
        answers.quote("rental", request, MAY.plusSeconds(60L * i));
      }
      answers.keep();
      try (Database database = Database.of(data);
          Connection connection = database.connect()) {
        connection.setNetworkTimeout(Runnable::run, 0);
        execute(connection, "create table real as select * from journal.entry");
        long begun = System.nanoTime();
        inDatabase = filled(connection);
        say("%,d in the database after %s".formatted(IN_DATABASE, since(begun)));
        begun = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        filled =
            ExportFiller.fill(
                connection, parquet, FIRST_EXPORTED, EXPORTED, begun + FOR.toNanos(), threads);
        say("%,d exported after %s".formatted(filled.rows(), since(begun)));
      }
    }
    List<UUID> exported = new ArrayList<>(filled.some());
    Collections.shuffle(exported, new Random(7));
    try (UpProcess up = UpProcess.startOptimizing(data, "--export", parquet.toString()).ready();
        HttpClient client = HttpClient.newHttpClient()) {
      for (int round = 1; round <= 2; round++) {
        report("in the database, round " + round, asked(client, up.url(), inDatabase));
        report("exported, round " + round, asked(client, up.url(), exported));
      }
    }
  }

  private static List<UUID> filled(Connection connection) throws SQLException {
    long ofADay = Math.max(1, IN_DATABASE / DAYS);
    List<UUID> some = new ArrayList<>();
    Random random = new Random(7);
    for (int day = 0; day < DAYS; day++) {
      LocalDate date = FIRST_DAY.plusDays(day);
      String table = "journal.entry_" + date.toString().replace('-', '_');
      execute(connection, "create table %s (like journal.entry including all)".formatted(table));
      execute(
          connection,
          "alter table journal.entry attach partition %s for values from (journal.first_id('%s')) to (journal.first_id('%s'))"
              .formatted(table, date, date.plusDays(1)));
      long begin = date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      try (PreparedStatement fill = connection.prepareStatement(FILL)) {
        fill.setLong(1, begin);
        fill.setLong(2, ofADay);
        fill.setLong(3, ofADay);
        fill.setInt(4, REAL);
        assertThat(fill.executeUpdate()).isEqualTo((int) ofADay);
      }
      for (int i = 0; i < ASKED / DAYS; i++) {
        some.add(id(connection, new UUID((begin + random.nextLong(80_000_000)) << 16, 0)));
      }
    }
    execute(connection, "analyze journal.entry");
    return some;
  }

  private static UUID id(Connection connection, UUID from) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from journal.entry where id >= ? order by id limit 1")) {
      select.setObject(1, from);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getObject(1, UUID.class);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long[] asked(HttpClient client, String url, List<UUID> ids) throws Exception {
    List<UUID> some = ids.subList(0, Math.min(ASKED, ids.size()));
    long[] nanos = new long[some.size()];
    for (int i = 0; i < nanos.length; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/v1/quotes/" + some.get(i) + "/explanation"))
              .build();
      long begun = System.nanoTime();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      nanos[i] = System.nanoTime() - begun;
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.headers().firstValue("quoin-proven")).isEqualTo(Optional.of("true"));
    }
    return nanos;
  }

  private static void report(String what, long[] nanos) {
    Arrays.sort(nanos);
    say(
        "%s: %d answers, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms"
            .formatted(
                what,
                nanos.length,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 9 / 10] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6));
  }

  private static String since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s";
  }

  private static void say(String sentence) {
    System.out.println("explain: " + sentence);
  }
}
