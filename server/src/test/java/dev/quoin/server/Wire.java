package dev.quoin.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.rpc.Status;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.quoin.api.v1.Problem;
import dev.quoin.api.v1.Problems;
import io.grpc.Status.Code;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A caller of gRPC who sends what no stub would: any bytes, to any path, at any pace.
final class Wire implements AutoCloseable {
  static final String QUOTE = "/quoin.rental.v1.RentalService/Quote";

  private final ClientFactory connections = ClientFactory.builder().build();
  private final WebClient client;

  Wire(QuoinServer server) {
    this.client =
        WebClient.builder("h2c://127.0.0.1:" + server.grpcPort())
            .factory(connections)
            .responseTimeout(Duration.ofSeconds(30))
            .build();
  }

  /// What a stub would make an exception of.
  record Reply(int http, Code code, List<String> codes) {}

  Reply send(String path, byte[] body, String... headers) {
    return reply(
        client.execute(HttpRequest.of(headers(path, headers), HttpData.wrap(body))).aggregate());
  }

  /// Sends the beginning of a body, and then nothing, ever.
  Reply sendBeginning(String path, byte[] beginning) {
    HttpRequestWriter request = HttpRequest.streaming(headers(path));
    CompletableFuture<AggregatedHttpResponse> response = client.execute(request).aggregate();
    request.write(HttpData.wrap(beginning));
    return reply(response);
  }

  /// Sends the beginning of a body, and breaks off.
  void breakOff(String path, byte[] beginning) {
    HttpRequestWriter request = HttpRequest.streaming(headers(path));
    CompletableFuture<AggregatedHttpResponse> response = client.execute(request).aggregate();
    request.write(HttpData.wrap(beginning));
    request.abort();
    response.exceptionally(_ -> null).join();
  }

  private static RequestHeaders headers(String path, String... more) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, path)
            .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
            .set("te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      headers.set(more[i], more[i + 1]);
    }
    return headers.build();
  }

  /// A message behind its length.
  static byte[] framed(MessageLite message) {
    return framed(message.toByteArray());
  }

  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static Reply reply(CompletableFuture<AggregatedHttpResponse> response) {
    AggregatedHttpResponse whole = response.join();
    HttpHeaders end = whole.headers().contains("grpc-status") ? whole.headers() : whole.trailers();
    return new Reply(
        whole.status().code(),
        io.grpc.Status.fromCodeValue(end.getInt("grpc-status", Code.UNKNOWN.value())).getCode(),
        codes(end.get("grpc-status-details-bin", "")));
  }

  private static List<String> codes(String details) {
    try {
      Status status = Status.parseFrom(Base64.getDecoder().decode(details));
      for (com.google.protobuf.Any detail : status.getDetailsList()) {
        if (detail.is(Problems.class)) {
          return detail.unpack(Problems.class).getProblemsList().stream()
              .map(Problem::getCode)
              .toList();
        }
      }
      return List.of();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
