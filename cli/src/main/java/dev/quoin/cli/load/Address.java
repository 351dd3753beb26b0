package dev.quoin.cli.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a target listens: `grpc://127.0.0.1:9090` or `http://127.0.0.1:8080`; with `/seoul-carshare` behind it, the
/// ratebook that is asked.
///
/// @param rest whether it is spoken to in REST rather than gRPC
/// @param encrypted whether by TLS
/// @param ratebook an id, or empty: the only one of the server
record Address(
    String typed, boolean rest, boolean encrypted, String host, int port, String ratebook) {
  private static final Pattern PATTERN =
      Pattern.compile(
          "(grpc|grpcs|http|https)://([^/:\\s]+|\\[[0-9a-fA-F:]+])(?::(\\d{1,5}))?(?:/([^/\\s]*))?");

  static Address of(String typed) throws LoadProblem {
    Matcher parts = PATTERN.matcher(typed);
    if (!parts.matches()) {
      throw new LoadProblem(
          "`%s` is no target (expected: such as grpc://127.0.0.1:9090 or http://127.0.0.1:8080)"
              .formatted(typed));
    }
    String scheme = parts.group(1);
    boolean rest = scheme.startsWith("http");
    boolean encrypted = scheme.endsWith("s");
    if (parts.group(3) == null && !rest) {
      throw new LoadProblem("`" + typed + "` has no port");
    }
    int port = parts.group(3) == null ? encrypted ? 443 : 80 : Integer.parseInt(parts.group(3));
    if (port < 1 || port > 65_535) {
      throw new LoadProblem("`%s` has port %d (expected: 1 to 65,535)".formatted(typed, port));
    }
    return new Address(
        typed, rest, encrypted, parts.group(2), port, parts.group(4) == null ? "" : parts.group(4));
  }
}
