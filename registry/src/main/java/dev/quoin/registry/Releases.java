package dev.quoin.registry;

import dev.quoin.database.Database;
import dev.quoin.database.Schema;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The ratebooks that were ever served, by the digests of their files. A ratebook is put here before its first answer, so
/// that every answer can be explained for ever.
///
/// Many threads may use it, and several servers the same database. It throws [DatabaseAway] while the database is away.
public final class Releases {
  private static final Schema SCHEMA = new Schema("registry", "dev/quoin/registry/migration");

  private static final String PUT =
      "insert into registry.release (digest, ratebook, stored_at, archive) values (?, ?, ?, ?)"
          + " on conflict (digest) do nothing";

  private static final String GET = "select archive from registry.release where digest = ?";

  private static final String ALL =
      "select digest, ratebook, stored_at from registry.release order by stored_at, digest";

  private final Database database;

  private Releases(Database database) {
    this.database = database;
  }

  /// A ratebook that was served.
  ///
  /// @param ratebook its id
  /// @param storedAt when it was put here first
  public record Release(String digest, String ratebook, Instant storedAt) {}

  /// Opens the registry on a database, whose tables are brought up to date first.
  public static Releases open(Database database) {
    database.migrate(SCHEMA);
    return new Releases(database);
  }

  /// The registry of a database as a server has left it: for whoever reads beside one, perhaps of another version.
  public static Releases of(Database database) {
    return new Releases(database);
  }

  /// Keeps a ratebook's files; nothing happens where they are kept already. They are durable when this returns.
  public void put(Ratebook ratebook, Instant now) {
    put(ratebook.digest(), ratebook.id(), ratebook.files(), now);
  }

  void put(String digest, String ratebook, SortedMap<String, byte[]> files, Instant now) {
    byte[] archive = Archive.pack(files);
    checkOwn(archive, digest);
    try (Connection connection = database.pool().getConnection();
        PreparedStatement insert = connection.prepareStatement(PUT)) {
      insert.setBytes(1, HexFormat.of().parseHex(digest));
      insert.setString(2, ratebook);
      insert.setObject(3, now.atOffset(ZoneOffset.UTC));
      insert.setBytes(4, archive);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// What cannot be read again is not put away.
  private static void checkOwn(byte[] archive, String digest) {
    try {
      Archive.unpack(archive, digest);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the files are not those of " + digest + ": " + e.getMessage(), e);
    }
  }

  /// The files that were kept under a digest, proved to be those.
  ///
  /// @throws IllegalStateException where the database does not hold what was put there
  public Optional<SortedMap<String, byte[]>> get(String digest) {
    try (Connection connection = database.pool().getConnection();
        PreparedStatement select = connection.prepareStatement(GET)) {
      select.setBytes(1, HexFormat.of().parseHex(digest));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(Archive.unpack(row.getBytes(1), digest)) : Optional.empty();
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "release %s is damaged in the database at %s: %s"
              .formatted(digest, database.place(), e.getMessage()),
          e);
    } catch (SQLException e) {
      throw database.refused(e);
    }
  }

  /// All that were ever served, in the order in which they came.
  public List<Release> all() {
    List<Release> releases = new ArrayList<>();
    try (Connection connection = database.pool().getConnection();
        PreparedStatement select = connection.prepareStatement(ALL);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        releases.add(
            new Release(
                HexFormat.of().formatHex(rows.getBytes(1)),
                rows.getString(2),
                rows.getObject(3, OffsetDateTime.class).toInstant()));
      }
    } catch (SQLException e) {
      throw database.refused(e);
    }
    return releases;
  }
}
