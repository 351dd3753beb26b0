package dev.quoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Optional;

/// Where a PostgreSQL is, and as whom one comes to it.
///
/// @param jdbc the address for JDBC; it may hold parameters, and in the form that people give a password too
public record DatabaseUrl(String jdbc, Optional<String> user, Optional<String> password) {
  private static final String JDBC = "jdbc:postgresql:";
  private static final String EXPECTED =
      "expected `postgres://user:password@host:port/database` or `jdbc:postgresql://…`";

  /// Reads `postgres://user:password@host:port/database?parameter=value`, or an address of JDBC, which is taken as it is.
  ///
  /// @throws DatabaseException for anything else; the message does not repeat a password
  public static DatabaseUrl parse(String text) {
    if (text.startsWith(JDBC)) {
      return new DatabaseUrl(text, Optional.empty(), Optional.empty());
    }
    URI uri = uri(text);
    String scheme = uri.getScheme();
    if (!"postgres".equals(scheme) && !"postgresql".equals(scheme)) {
      throw new DatabaseException("no address of a PostgreSQL: " + EXPECTED);
    }
    if (uri.getHost() == null) {
      throw new DatabaseException("the address of the database names no host: " + EXPECTED);
    }
    String database = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (database.length() < 2) {
      throw new DatabaseException("the address of the database names no database: " + EXPECTED);
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String jdbc = JDBC + "//" + uri.getHost() + port + database + parameters;
    String who = uri.getRawUserInfo();
    if (who == null) {
      return new DatabaseUrl(jdbc, Optional.empty(), Optional.empty());
    }
    int colon = who.indexOf(':');
    return colon < 0
        ? new DatabaseUrl(jdbc, Optional.of(decoded(who)), Optional.empty())
        : new DatabaseUrl(
            jdbc,
            Optional.of(decoded(who.substring(0, colon))),
            Optional.of(decoded(who.substring(colon + 1))));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Neither message nor cause: both would show the password.
      throw new DatabaseException(
          "the address of the database cannot be read at its character "
              + (e.getIndex() + 1)
              + " (in a name or password write `@` as %40, `:` as %3A, `/` as %2F): "
              + EXPECTED);
    }
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
  }

  /// The address without parameters, user and password: for messages.
  public String place() {
    int query = jdbc.indexOf('?');
    String bare = query < 0 ? jdbc : jdbc.substring(0, query);
    return bare.startsWith(JDBC + "//") ? bare.substring(JDBC.length() + 2) : bare;
  }

  @Override
  public String toString() {
    return place();
  }
}
