package dev.quoin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.quoin.api.rental.v1.Inputs;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.server.log.Log;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong is told by its code and field, over gRPC and REST alike, and never priced.
class BadInputTest {
  @TempDir static Path folder;
  static Running running;
  static Client client;
  static Wire wire;

  @BeforeAll
  static void start() {
    Options local = Options.local();
    running =
        new Running(
            folder,
            new Options(local.host(), 0, 0, Optional.empty(), Duration.ofSeconds(5), local.idle()));
    client = new Client(running.server);
    wire = new Wire(running.server);
  }

  @AfterAll
  static void stop() {
    wire.close();
    client.close();
    running.close();
  }

  /// A field of the weekend with another value, both ways.
  private record Slip(String json, Consumer<Inputs.Builder> message, String field, String code) {}

  @TestFactory
  Stream<DynamicTest> a_slip_in_one_field_is_told_alike_over_grpc_and_rest() {
    return Stream.of(
            new Slip(
                "\"start\": \"12.6.2026\"", in -> in.setStart("12.6.2026"), "start", "bad-value"),
            new Slip(
                "\"start\": \"1899-12-31T18:00\"",
                in -> in.setStart("1899-12-31T18:00"),
                "start",
                "out-of-range"),
            new Slip(
                "\"start\": \"2201-01-01T18:00\"",
                in -> in.setStart("2201-01-01T18:00"),
                "start",
                "out-of-range"),
            new Slip(
                "\"start\": \"2026-02-30T18:00\"",
                in -> in.setStart("2026-02-30T18:00"),
                "start",
                "bad-value"),
            new Slip("\"start\": null", Inputs.Builder::clearStart, "start", "missing-field"),
            new Slip("\"start\": \"\"", in -> in.setStart(""), "start", "bad-value"),
            new Slip(
                "\"end\": \"2026-06-12T17:00:00\"",
                in -> in.setEnd("2026-06-12T17:00:00"),
                "end",
                "end-not-after-start"),
            new Slip("\"model\": \"K9000\"", in -> in.setModel("K9000"), "model", "not-allowed"),
            new Slip("\"model\": \"null\"", in -> in.setModel("null"), "model", "not-allowed"),
            new Slip("\"distance\": \"far\"", in -> in.setDistance("far"), "distance", "bad-value"),
            new Slip("\"distance\": -1", in -> in.setDistance("-1"), "distance", "not-allowed"),
            new Slip(
                "\"distance\": \"1e400\"", in -> in.setDistance("1e400"), "distance", "bad-number"),
            new Slip("\"distance\": \"NaN\"", in -> in.setDistance("NaN"), "distance", "bad-value"),
            new Slip(
                "\"utilisation\": 101",
                in -> in.setUtilisation("101"),
                "utilisation",
                "not-allowed"),
            new Slip(
                "\"licence date\": \"1980-01-01\"",
                in -> in.setLicenceDate("1980-01-01"),
                "licence date",
                "licence-not-after-birth"),
            new Slip(
                "\"birth date\": \"" + "9".repeat(100_000) + "\"",
                in -> in.setBirthDate("9".repeat(100_000)),
                "birth date",
                "bad-value"),
            new Slip(
                "\"model\": \"" + "K".repeat(100_000) + "\"",
                in -> in.setModel("K".repeat(100_000)),
                "model",
                "too-large"),
            new Slip(
                "\"colour\": \"red\"",
                in -> in.putOthers("colour", "red"),
                "colour",
                "unknown-field"),
            new Slip(
                "\"demand busy\": 0.85",
                in -> in.putOthers("demand busy", "0.85"),
                "demand busy",
                "lever-in-request"))
        .map(slip ->
            DynamicTest.dynamicTest(
                slip.field()
                    + " "
                    + slip.code()
                    + " "
                    + slip.json().substring(0, Math.min(40, slip.json().length())),
                () -> tells(slip)));
  }

  private static void tells(Slip slip) {
    Inputs.Builder inputs = Samples.weekend().toBuilder();
    slip.message().accept(inputs);
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client.rental.quote(QuoteRequest.newBuilder().setInputs(inputs).build()));
    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Client.problems(failure))
        .extracting(problem -> problem.getField() + " " + problem.getCode())
        .containsExactly(slip.field() + " " + slip.code());
    Client.Reply reply =
        client.post("/v1/rental/quotes", "{\"inputs\": " + with(slip.json()) + "}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.type()).startsWith("application/problem+json");
    assertThat(reply.codes()).containsExactly(slip.code());
    assertThat(reply.at("problems.0.field")).isEqualTo(slip.field());
    assertThat(client.get(path(reply.at("problems.0.page"))).status()).isEqualTo(200);
  }

  /// The pages of problems begin with what a caller sees: a member of the inputs, and the problem that it makes.
  private static final Pattern CALL =
      Pattern.compile(
          "```json\\n(?<member>\"[^`]*?)\\n```(?<between>[^`]*)```json\\n(?<problem>[^`]*(?:`[^`\\n]+`[^`]*)*?)```\\n");

  @TestFactory
  Stream<DynamicTest> the_page_of_a_problem_shows_what_a_caller_gets() {
    return Stream.of(
            "unknown-field",
            "out-of-range",
            "missing-field",
            "wrong-type",
            "bad-number",
            "bad-value",
            "not-allowed")
        .map(code -> DynamicTest.dynamicTest(code, () -> shows(code)));
  }

  private static void shows(String code) throws IOException {
    Path file = Path.of("..", "docs", "problems", code + ".md");
    String page = Files.readString(file);
    Matcher call = CALL.matcher(page);
    assertThat(call.find()).isTrue();
    Client.Reply reply =
        client.post("/v1/rental/quotes", "{\"inputs\": " + with(call.group("member")) + "}");
    assertThat(reply.status()).isEqualTo(400);
    StringBuilder problem = new StringBuilder();
    for (String member : List.of("field", "code", "sentence", "page")) {
      String text =
          reply.at("problems.0." + member).replace(running.server.url(), "http://127.0.0.1:8080");
      problem.append(problem.isEmpty() ? "{\n" : ",\n");
      problem.append("  \"%s\": \"%s\"".formatted(member, text.replace("\"", "\\\"")));
    }
    String run =
        page.substring(0, call.start("problem"))
            + problem
            + "\n}\n"
            + page.substring(call.end("problem"));
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(file, run);
    } else {
      assertThat(run).isEqualTo(page);
    }
  }

  /// The weekend with one member replaced or added.
  private static String with(String member) {
    String name = member.substring(0, member.indexOf(':'));
    String weekend = Samples.json("weekend.json");
    return weekend.contains(name + ":")
        ? weekend.replaceFirst(name + ": [^,\n}]*", Matcher.quoteReplacement(member))
        : weekend.replaceFirst("\\{", "{" + Matcher.quoteReplacement(member) + ",");
  }

  private static String path(String url) {
    return url.substring(running.server.url().length());
  }

  @Nested
  class ABody {
    @TestFactory
    Stream<DynamicTest> that_is_no_request_is_told_why() {
      String weekend = Samples.json("weekend.json");
      return Stream.of(
              new String[] {"", "400", "bad-json"},
              new String[] {"{", "400", "bad-json"},
              new String[] {"[]", "400", "wrong-type"},
              new String[] {"null", "400", "wrong-type"},
              new String[] {"{}", "400", "missing-field"},
              new String[] {"{\"inputs\": []}", "400", "wrong-type"},
              new String[] {
                "{\"inputs\": " + weekend + ", \"inputs\": {}}", "400", "duplicate-key"
              },
              new String[] {
                "{\"inputs\": " + weekend.replaceFirst("\\{", "{\"model\": \"K5\",") + "}",
                "400",
                "duplicate-key"
              },
              new String[] {"{\"inputs\": " + weekend + ", \"input\": 1}", "400", "unknown-field"},
              new String[] {
                "{\"inputs\": " + weekend + ", \"request_id\": 7}", "400", "wrong-type"
              },
              new String[] {
                "{\"inputs\": " + weekend + ", \"request_id\": \"" + "x".repeat(129) + "\"}",
                "400",
                "bad-id"
              },
              new String[] {
                "{\"inputs\": " + weekend + ", \"request_id\": \"a\\u0000b\"}", "400", "bad-id"
              },
              new String[] {
                "{\"inputs\": " + weekend + ", \"ratebook\": \"busan\"}", "404", "unknown-ratebook"
              },
              new String[] {
                "{\"inputs\": " + weekend.replace("180", "true") + "}", "400", "wrong-type"
              },
              new String[] {
                "{\"inputs\": " + weekend.replace("\"business\"", "3") + "}", "400", "wrong-type"
              },
              new String[] {
                "{\"inputs\": " + weekend.replace("180", "NaN") + "}", "400", "bad-json"
              },
              new String[] {"[".repeat(100_000), "400", "bad-json"})
          .map(each ->
              DynamicTest.dynamicTest(
                  each[2] + " " + each[0].substring(0, Math.min(30, each[0].length())),
                  () -> {
                    Client.Reply reply = client.post("/v1/rental/quotes", each[0]);
                    assertThat(reply.status()).isEqualTo(Integer.parseInt(each[1]));
                    assertThat(reply.codes()).containsExactly(each[2]);
                    assertThat(reply.body()).doesNotContain("Exception", "at dev.quoin");
                  }));
    }

    @Test
    void of_numbers_as_texts_has_the_same_price() {
      Client.Reply reply =
          client.post(
              "/v1/rental/quotes",
              "{\"inputs\": " + Samples.json("weekend.json").replace("180", "\"180\"") + "}");
      assertThat(reply.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
    }

    @Test
    void of_two_megabytes_is_too_large() {
      byte[] body = " ".repeat(2 << 20).getBytes(UTF_8);
      Client.Reply reply = client.post("/v1/rental/quotes", body);
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.codes()).containsExactly("too-large");
    }

    @Test
    void that_is_not_utf_8_is_refused() {
      byte[] body = "{\"inputs\": \"?\"}".getBytes(UTF_8);
      body[12] = (byte) 0xFF;
      Client.Reply reply = client.post("/v1/rental/quotes", body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.codes()).containsExactly("not-utf-8");
    }

    @Test
    void of_another_kind_is_refused() {
      Client.Reply reply = client.post("/v1/rental/quotes", "<quote/>", "content-type", "text/xml");
      assertThat(reply.status()).isEqualTo(415);
      assertThat(reply.codes()).containsExactly("wrong-media-type");
    }

    @Test
    void with_a_member_twice_is_told_which() {
      String weekend = Samples.json("weekend.json");
      String inside = "{\"inputs\": " + weekend.replaceFirst("\\{", "{\"model\": \"K5\",") + "}";
      assertThat(client.post("/v1/rental/quotes", inside).at("problems.0.field"))
          .isEqualTo("model");
      String outside = "{\"inputs\": " + weekend + ", \"inputs\": {}}";
      assertThat(client.post("/v1/rental/quotes", outside).at("problems.0.field"))
          .isEqualTo("inputs");
    }

    @Test
    void at_no_path_or_by_another_method_is_refused() {
      assertThat(client.post("/v1/rental/quote", "{}").codes()).containsExactly("unknown-path");
      Client.Reply get = client.get("/v1/rental/quotes");
      assertThat(get.status()).isEqualTo(405);
      assertThat(get.codes()).containsExactly("wrong-method");
    }

    @Test
    void of_a_decision_is_told_what_is_wrong() {
      String path = "/v1/ratebooks/seoul-carshare/decisions/";
      assertThat(client.post(path + "vatt", "{\"inputs\": {}}").codes())
          .containsExactly("unknown-decision");
      Client.Reply decided =
          client.post(path + "rental%20day", "{\"inputs\": {\"start\": \"2026-06-12T18:00\"}}");
      assertThat(decided.at("value")).isEqualTo("2026-06-12");
    }
  }

  @Nested
  class AMessage {
    @Test
    void that_is_not_its_type_or_not_utf_8_is_refused() {
      ByteString notUtf8 = ByteString.copyFrom(new byte[] {0x12, 0x02, (byte) 0xC3, 0x28});
      for (ByteString bytes : new ByteString[] {notUtf8, ByteString.copyFromUtf8("\u0012\u007f")}) {
        StatusRuntimeException failure = raw(bytes.toByteArray());
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Client.codes(failure)).containsExactly("bad-message");
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 20})
    void that_is_too_large_is_always_told_so(int megabytes) {
      QuoteRequest request =
          QuoteRequest.newBuilder()
              .setInputs(Inputs.newBuilder().setModel("K".repeat(megabytes << 20)))
              .build();
      for (int i = 0; i < 5; i++) {
        StatusRuntimeException failure =
            catchThrowableOfType(StatusRuntimeException.class, () -> client.rental.quote(request));
        assertThat(failure.getStatus().getCode())
            .as(failure.getMessage())
            .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Client.codes(failure)).containsExactly("too-large");
        assertThat(failure).hasMessageContaining("expected: at most 1,048,576 bytes");
        StatusRuntimeException compressed =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.rental.withCompression("gzip").quote(request));
        assertThat(compressed.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Client.codes(compressed)).containsExactly("too-large");
      }
    }

    @Test
    void that_says_a_thing_twice_or_more_than_we_know_gets_no_price() {
      Inputs twice = Samples.weekend().toBuilder().putOthers("model", "XM3").build();
      Inputs later = Inputs.newBuilder(Samples.weekend()).setUnknownFields(unknown()).build();
      for (var wrong :
          Map.of(
                  QuoteRequest.newBuilder().setInputs(twice).build(), "duplicate-key",
                  QuoteRequest.newBuilder().setInputs(later).build(), "unknown-field",
                  QuoteRequest.newBuilder()
                          .setInputs(Samples.weekend())
                          .setUnknownFields(unknown())
                          .build(),
                      "unknown-field")
              .entrySet()) {
        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class, () -> client.rental.quote(wrong.getKey()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Client.codes(failure)).containsExactly(wrong.getValue());
      }
    }

    private static UnknownFieldSet unknown() {
      return UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();
    }

    @Test
    void that_is_a_batch_of_five_megabytes_is_too_large() {
      QuoteBatchRequest request =
          QuoteBatchRequest.newBuilder()
              .setTrip(Inputs.newBuilder().setModel("K".repeat(5 << 20)))
              .build();
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> client.rental.quoteBatch(request));
      assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(Client.codes(failure)).containsExactly("too-large");
      assertThat(failure).hasMessageContaining("expected: at most 4,194,304 bytes");
    }

    @TestFactory
    Stream<DynamicTest> that_is_none_is_told_why() {
      ByteString whole =
          ByteString.copyFrom(
              Wire.framed(QuoteRequest.newBuilder().setInputs(Samples.weekend()).build()));
      return Stream.of(
              new Oddity("nothing", Wire.QUOTE, ByteString.EMPTY, "bad-message"),
              new Oddity(
                  "garbage behind its length",
                  Wire.QUOTE,
                  ByteString.copyFrom(Wire.framed(garbage())),
                  "bad-message"),
              new Oddity("garbage", Wire.QUOTE, ByteString.copyFrom(garbage()), "bad-message"),
              new Oddity("half of one", Wire.QUOTE, whole.substring(0, 40), "bad-message"),
              new Oddity("two", Wire.QUOTE, whole.concat(whole), "bad-message"),
              new Oddity(
                  "of an unknown method",
                  "/quoin.rental.v1.RentalService/Quoth",
                  whole,
                  "unknown-path"),
              new Oddity(
                  "of an unknown service",
                  "/quoin.rental.v2.RentalService/Quote",
                  whole,
                  "unknown-path"))
          .map(oddity ->
              DynamicTest.dynamicTest(
                  oddity.name(),
                  () -> {
                    Wire.Reply reply = wire.send(oddity.path(), oddity.body().toByteArray());
                    assertThat(reply.codes()).as(reply.toString()).containsExactly(oddity.code());
                    assertThat(reply.code())
                        .isEqualTo(
                            oddity.code().equals("unknown-path")
                                ? Code.UNIMPLEMENTED
                                : Code.INVALID_ARGUMENT);
                  }));
    }

    private record Oddity(String name, String path, ByteString body, String code) {}

    private static byte[] garbage() {
      byte[] garbage = new byte[1000];
      new Random(7).nextBytes(garbage);
      garbage[0] = 0;
      return garbage;
    }

    @Test
    void that_is_called_something_else_is_refused() {
      byte[] whole = Wire.framed(QuoteRequest.newBuilder().setInputs(Samples.weekend()).build());
      assertThat(wire.send(Wire.QUOTE, whole, "content-type", "text/plain").http()).isEqualTo(415);
      assertThat(wire.send(Wire.QUOTE, whole, "content-type", "application/grpc+thrift").http())
          .isEqualTo(415);
      whole[0] = 1;
      Wire.Reply brotli = wire.send(Wire.QUOTE, whole, "grpc-encoding", "brotli");
      assertThat(brotli.code()).isEqualTo(Code.UNIMPLEMENTED);
      assertThat(brotli.codes()).containsExactly("wrong-media-type");
      assertThat(wire.send(Wire.QUOTE, whole, "grpc-encoding", "gzip").codes())
          .containsExactly("bad-message");
    }

    @Test
    void without_cars_is_refused() {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.rental.quoteBatch(
                      QuoteBatchRequest.newBuilder().setTrip(Samples.trip()).build()));
      assertThat(Client.codes(failure)).containsExactly("missing-field");
    }

    @Test
    void with_an_id_that_cannot_be_printed_or_is_too_long_is_refused() {
      for (String id : new String[] {"a\u0000b", "x".repeat(129), " x", "\u202e"}) {
        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    client.rental.quote(
                        QuoteRequest.newBuilder()
                            .setRequestId(id)
                            .setInputs(Samples.weekend())
                            .build()));
        assertThat(Client.codes(failure)).containsExactly("bad-id");
      }
    }

    private StatusRuntimeException raw(byte[] message) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", running.server.grpcPort())
              .usePlaintext()
              .build();
      try {
        MethodDescriptor<byte[], byte[]> method =
            RentalServiceGrpc.getQuoteMethod().toBuilder(BYTES, BYTES).build();
        return catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, message));
      } finally {
        channel.shutdownNow();
      }
    }

    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
          }

          @Override
          public byte[] parse(InputStream stream) {
            try {
              return stream.readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
  }

  @Nested
  class AClient {
    private final byte[] begun = Arrays.copyOf(Wire.framed(new byte[100]), 20);

    @Test
    void of_grpc_who_is_slow_is_told_so_and_let_go() {
      Wire.Reply reply = wire.sendBeginning(Wire.QUOTE, begun);
      assertThat(reply.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(reply.codes()).containsExactly("too-slow");
    }

    @Test
    void of_grpc_who_breaks_off_in_the_middle_leaves_nothing_behind() {
      for (int i = 0; i < 20; i++) {
        wire.breakOff(Wire.QUOTE, begun);
      }
      assertThat(client.weekendTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    }

    @Test
    void who_is_slow_is_told_so_and_let_go() throws IOException {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), running.server.httpPort())) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write(
                "POST /v1/rental/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"in"
                    .getBytes(UTF_8));
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[4096];
        while (text.indexOf("problems\":[") < 0) {
          int length = socket.getInputStream().read(piece);
          assertThat(length).as(text.toString()).isPositive();
          text.append(new String(piece, 0, length, UTF_8));
        }
        assertThat(text.toString()).startsWith("HTTP/1.1 503").contains("too-slow");
      }
    }

    /// Whoever half-closes a connection has hung up, as far as HTTP/1.1 goes.
    @Test
    void who_half_closes_after_a_whole_request_gets_its_answer_now_or_when_it_asks_again()
        throws IOException {
      String body = "{\"inputs\": " + Samples.json("weekend.json") + "}";
      String said;
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), running.server.httpPort())) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write(
                "POST /v1/rental/quotes HTTP/1.1\r\nHost: x\r\nIdempotency-Key: half\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(body.getBytes(UTF_8).length, body)
                    .getBytes(UTF_8));
        socket.shutdownOutput();
        said = new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
      Client.Reply again = client.post("/v1/rental/quotes", body, "idempotency-key", "half");
      assertThat(again.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
      if (!said.isEmpty()) {
        assertThat(said).startsWith("HTTP/1.1 200").contains(again.at("id"));
      }
    }

    /// As many in a minute as would have ended the connection, were they an attack.
    @Test
    void who_gives_up_again_and_again_is_no_bug() {
      QuoteRequest request = QuoteRequest.newBuilder().setInputs(Samples.weekend()).build();
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      Log.open(log);
      try {
        int late = 0;
        for (int i = 0; i < 600; i++) {
          try {
            var _ = client.rental.withDeadlineAfter(Duration.ofMillis(2)).quote(request);
          } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode())
                .as("%s, %s", e, log.toString(UTF_8))
                .isEqualTo(Code.DEADLINE_EXCEEDED);
            late++;
          }
        }
        assertThat(late).isPositive();
        assertThat(client.rental.quote(request).getAnswer().getPrice().getTotal())
            .isEqualTo(Samples.WEEKEND_TOTAL);
        assertThat(log.toString(UTF_8)).isEmpty();
      } finally {
        Log.close();
      }
    }

    @Test
    void who_hangs_up_in_the_middle_leaves_nothing_behind() throws IOException {
      for (int i = 0; i < 20; i++) {
        try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), running.server.httpPort())) {
          socket
              .getOutputStream()
              .write(
                  "POST /v1/rental/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"in"
                      .getBytes(UTF_8));
          socket.shutdownOutput();
        }
      }
      assertThat(client.weekendTotal()).isEqualTo(Samples.WEEKEND_TOTAL);
    }
  }

  @Test
  void a_method_that_a_path_does_not_know_is_told_so_and_nothing_is_logged() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Log.open(log);
    for (String method : List.of("OPTIONS", "DELETE", "PUT", "PATCH", "TRACE")) {
      Client.Reply reply = client.send(method, "/v1/rental/quotes");
      assertThat(reply.status()).as(method).isEqualTo(405);
      assertThat(reply.codes()).as(method).containsExactly("wrong-method");
      assertThat(reply.allow()).as(method).isEqualTo("POST");
    }
    assertThat(client.send("POST", "/v1/quotes/none").allow()).isEqualTo("GET");
    assertThat(client.send("DELETE", "/v1/openapi.json").allow()).isEqualTo("GET");
    Log.close();
    assertThat(log.toString(UTF_8)).isEmpty();
  }

  @Test
  void every_problem_that_a_caller_is_told_of_is_counted_wherever_it_was_found() {
    record Told(String code, Runnable call) {}
    for (Told told :
        List.of(
            new Told("bad-json", () -> client.post("/v1/rental/quotes", "{")),
            new Told("unknown-path", () -> client.get("/v2/rental/quotes")),
            new Told("unknown-answer", () -> client.get("/v1/quotes/none")),
            new Told(
                "missing-field", () -> client.post("/v1/rental/quotes", "{\"inputs\": {}}")))) {
      double before = told(told.code());
      told.call().run();
      assertThat(told(told.code())).as(told.code()).isGreaterThan(before);
    }
  }

  private static double told(String code) {
    Counter counter = running.meters.find("quoin.problems").tag("code", code).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void names_that_contradict_each_other_or_could_not_be_asked_for_again_are_refused() {
    String body = "{\"request_id\": \"a\", \"inputs\": " + Samples.json("weekend.json") + "}";
    assertThat(client.post("/v1/rental/quotes", body, "Idempotency-Key", "b").codes())
        .containsExactly("bad-id");
    assertThat(client.post("/v1/rental/quotes", body, "Idempotency-Key", "a").status())
        .isEqualTo(200);
    HttpRequest callers =
        HttpRequest.newBuilder(URI.create(running.server.url() + "/v1/rental/quotes"))
            .header("Quoin-Caller", "one")
            .header("Quoin-Caller", "two")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(callers).codes()).containsExactly("bad-id");
    for (String id : List.of("..", ".", "a/b", "..\\\\x")) {
      Client.Reply reply =
          client.post(
              "/v1/rental/bookings",
              "{\"quote_id\": \"019f0c3e-8f3a-7c11-9f0e-3d1f0a6b2c55\", \"booking_id\": \"%s\"}"
                  .formatted(id));
      assertThat(reply.codes()).as(id).containsExactly("bad-id");
    }
    assertThat(client.post("/v1/rental/bookings", "{}").codes())
        .containsExactly("missing-field", "missing-field");
    assertThat(
            client
                .post(
                    "/v1/ratebooks/seoul-carshare/services/rental/quotes",
                    "{\"ratebook\": \"busan\", \"inputs\": {}}")
                .codes())
        .contains("which-ratebook");
  }

  @Test
  void a_body_that_is_not_plain_utf_8_is_not_guessed_at() {
    String body = "{\"inputs\": " + Samples.json("weekend.json") + "}";
    assertThat(client.post("/v1/rental/quotes", body, "Content-Encoding", "br").codes())
        .containsExactly("wrong-media-type");
    for (String charset : List.of("euc-kr", "klingon", "%")) {
      String type = "application/json; charset=" + charset;
      assertThat(client.post("/v1/rental/quotes", body, "content-type", type).codes())
          .as(charset)
          .containsExactly("wrong-media-type");
    }
  }

  @Nested
  class ThePages {
    @Test
    void are_there() {
      assertThat(client.get("/").body()).contains("try.js");
      assertThat(client.get("/try.js").status()).isEqualTo(200);
      assertThat(client.get("/style.css").status()).isEqualTo(200);
      assertThat(client.get("/docs/").status()).isEqualTo(200);
      assertThat(client.get("/problems/quote-expired").body()).contains("<h1>quote-expired</h1>");
      assertThat(client.get("/problems/").body()).contains("quote-expired");
      assertThat(client.get("/problems/none-such").status()).isEqualTo(404);
      assertThat(client.get("/v1/ratebooks").body()).contains("seoul-carshare");
    }

    @Test
    void describe_rest_with_requests_that_work() {
      Client.Reply api = client.get("/v1/openapi.json");
      assertThat(api.at("openapi")).isEqualTo("3.1.0");
      assertThat(api.body()).contains("/v1/rental/bookings/{booking_id}/settlement", "더뉴K3");
    }
  }
}
