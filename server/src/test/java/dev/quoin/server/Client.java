package dev.quoin.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import com.google.rpc.RetryInfo;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.v1.Problem;
import dev.quoin.api.v1.Problems;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.feel.Place;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Callers of a server: one of gRPC, one of REST.
final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final ManagedChannel channel;

  final RentalServiceGrpc.RentalServiceBlockingStub rental;
  final WaiverServiceGrpc.WaiverServiceBlockingStub waiver;

  Client(QuoinServer server) {
    this.url = server.url();
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    this.rental = RentalServiceGrpc.newBlockingStub(channel);
    this.waiver = WaiverServiceGrpc.newBlockingStub(channel);
  }

  /// What the weekend costs, asked over gRPC: whether the server still answers, and rightly.
  String weekendTotal() {
    return rental
        .quote(QuoteRequest.newBuilder().setInputs(Samples.weekend()).build())
        .getAnswer()
        .getPrice()
        .getTotal();
  }

  /// An answer of REST.
  ///
  /// @param retryAfter in seconds; empty where there is none
  record Reply(int status, String type, String body, String retryAfter, String allow) {
    Node.Mapping json() {
      dev.quoin.feel.Problems problems = new dev.quoin.feel.Problems();
      return (Node.Mapping)
          Json.read(new Place("reply", 1, 1), body, problems)
              .orElseThrow(() -> new IllegalStateException(body + problems.sorted()));
    }

    /// The text of a member, whose members are asked for with dots.
    String at(String path) {
      Node node = json();
      for (String step : path.split("\\.", -1)) {
        node =
            node instanceof Node.Listing list
                ? list.items().get(Integer.parseInt(step))
                : ((Node.Mapping) node).get(step).orElseThrow(() -> new AssertionError(body));
      }
      return ((Node.Scalar) node).text();
    }

    /// The codes of the problems.
    List<String> codes() {
      return ((Node.Listing) json().get("problems").orElseThrow(() -> new AssertionError(body)))
          .items().stream()
              .map(problem -> ((Node.Mapping) problem).get("code").orElseThrow())
              .map(code -> ((Node.Scalar) code).text())
              .toList();
    }
  }

  Reply post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  Reply post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  Reply get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Reply send(String method, String path) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("content-type").orElse(""),
          response.body(),
          response.headers().firstValue("retry-after").orElse(""),
          response.headers().firstValue("allow").orElse(""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("content-type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  /// The codes of the problems that came with a status.
  static List<String> codes(StatusRuntimeException failure) {
    return problems(failure).stream().map(Problem::getCode).toList();
  }

  static List<Problem> problems(StatusRuntimeException failure) {
    return Optional.ofNullable(StatusProto.fromThrowable(failure)).stream()
        .flatMap(status -> status.getDetailsList().stream())
        .filter(detail -> detail.is(Problems.class))
        .flatMap(detail -> unpacked(detail, Problems.class).getProblemsList().stream())
        .toList();
  }

  /// When to ask again, if the status says so.
  static Optional<Duration> retryAfter(StatusRuntimeException failure) {
    return Optional.ofNullable(StatusProto.fromThrowable(failure)).stream()
        .flatMap(status -> status.getDetailsList().stream())
        .filter(detail -> detail.is(RetryInfo.class))
        .map(detail -> unpacked(detail, RetryInfo.class))
        .map(retry -> Duration.ofSeconds(retry.getRetryDelay().getSeconds()))
        .findFirst();
  }

  private static <T extends Message> T unpacked(com.google.protobuf.Any detail, Class<T> type) {
    try {
      return detail.unpack(type);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    http.close();
  }
}
