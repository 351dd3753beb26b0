package dev.quoin.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir static Path data;

  private static Database database;
  private static Releases releases;
  private static Ratebook ratebook;

  @BeforeAll
  static void open() {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    database = Database.embedded(data);
    releases = Releases.open(database);
    ratebook = Ratebook.load(seoul(), new Problems()).orElseThrow();
  }

  @AfterAll
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  private static Path seoul() {
    Path here = Path.of("ratebooks/seoul-carshare");
    return Files.isDirectory(here) ? here : Path.of("../ratebooks/seoul-carshare");
  }

  @Test
  void a_ratebook_is_kept_once_and_read_again_as_it_was() {
    releases.put(ratebook, NOON);
    releases.put(ratebook, NOON.plusSeconds(60));
    SortedMap<String, byte[]> files = releases.get(ratebook.digest()).orElseThrow();
    assertThat(files.keySet()).isEqualTo(ratebook.files().keySet());
    files.forEach((name, content) -> assertThat(content).isEqualTo(ratebook.files().get(name)));
    assertThat(Ratebook.load(files, new Problems()).orElseThrow().digest())
        .isEqualTo(ratebook.digest());
    assertThat(releases.all())
        .contains(new Releases.Release(ratebook.digest(), "seoul-carshare", NOON));
  }

  @Test
  void an_unknown_digest_has_no_files() {
    assertThat(releases.get("ab".repeat(32))).isEmpty();
  }

  @Test
  void files_of_another_digest_are_not_kept() {
    assertThatThrownBy(() -> releases.put("ab".repeat(32), "small", small(), NOON))
        .hasMessageStartingWith("the files are not those of abab");
  }

  @Test
  void what_is_damaged_in_the_database_is_not_given() throws SQLException {
    String digest =
        HexFormat.of().formatHex(Archive.sha256().digest("a\0001\000b".getBytes(UTF_8)));
    releases.put(digest, "small", small(), NOON);
    assertThat(releases.get(digest).orElseThrow().get("a")).isEqualTo(new byte[] {'b'});
    SortedMap<String, byte[]> other = new TreeMap<>();
    other.put("a", new byte[] {'c'});
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement(
                "update registry.release set archive = ? where digest = ?")) {
      statement.execute("alter table registry.release disable trigger append_only");
      update.setBytes(1, Archive.pack(other));
      update.setBytes(2, HexFormat.of().parseHex(digest));
      update.executeUpdate();
    }
    assertThatThrownBy(() -> releases.get(digest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is damaged in the database");
  }

  private static SortedMap<String, byte[]> small() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("a", new byte[] {'b'});
    return files;
  }
}
