package dev.quoin.server;

import java.time.Duration;
import java.util.Optional;

/// How a server is run.
///
/// @param host the address that it binds to
/// @param http the port for REST; 0 for a free one
/// @param grpc the port for gRPC; 0 for a free one
/// @param url where callers find it, if that is not the address that it binds to
/// @param patience how long a request may take, its body included
/// @param idle how long a connection may lie still
public record Options(
    String host, int http, int grpc, Optional<String> url, Duration patience, Duration idle) {

  /// On this machine alone, on free ports.
  public static Options local() {
    return new Options(
        "127.0.0.1", 0, 0, Optional.empty(), Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  public Options withPorts(int httpPort, int grpcPort) {
    return new Options(host, httpPort, grpcPort, url, patience, idle);
  }
}
