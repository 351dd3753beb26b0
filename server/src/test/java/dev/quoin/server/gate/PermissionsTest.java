package dev.quoin.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.Inputs;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.database.Database;
import dev.quoin.database.EmbeddedPostgres;
import dev.quoin.identity.Oidc;
import dev.quoin.identity.Operation;
import dev.quoin.identity.Role;
import dev.quoin.server.Options;
import dev.quoin.server.TryPage;
import dev.quoin.server.run.RunningServer;
import dev.quoin.server.run.Setup;
import dev.quoin.testkit.Checkout;
import dev.quoin.testkit.OidcProvider;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what: each cell of the table, at each path of REST and by each method of gRPC, on a server whose callers need keys.
class PermissionsTest {
  private static final List<ServiceDescriptor> SERVICES =
      List.of(RentalServiceGrpc.getServiceDescriptor(), WaiverServiceGrpc.getServiceDescriptor());

  @TempDir static Path data;

  private static final String AUDIENCE = "urn:quoin";

  private static HttpClient client;
  private static @Nullable OidcProvider provider;
  private static RunningServer server;
  private static ManagedChannel channel;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    client = HttpClient.newHttpClient();
    provider = OidcProvider.isAvailable() ? OidcProvider.start(0, keys()) : null;
    server =
        RunningServer.start(
            new Setup(
                Options.local(),
                Callers.KEYS,
                Optional.ofNullable(provider).map(PermissionsTest::settings),
                data,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(Checkout.folder().resolve("ratebooks/seoul-carshare")),
                false,
                Duration.ofSeconds(1)),
            _ -> {});
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.server().grpcPort())
            .usePlaintext()
            .build();
    admin = login("admin", server.firstPassword().orElseThrow());
  }

  private static String keys() throws JOSEException {
    return new JWKSet(
            new RSAKeyGenerator(2048)
                .keyID("one")
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate())
        .toString(false);
  }

  private static Oidc.Settings settings(OidcProvider provider) {
    return new Oidc.Settings(
        URI.create(provider.issuer()),
        AUDIENCE,
        "sub",
        "roles",
        Map.of("pricing approvers", Role.APPROVER, "pricing viewers", Role.VIEWER));
  }

  @AfterAll
  static void stop() {
    if (provider != null) {
      provider.close();
    }
    if (server != null) {
      channel.shutdownNow();
      server.close();
      client.close();
    }
  }

  private static HttpResponse<String> send(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.server().url() + path))
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("content-type", "application/json");
    if (!token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String made(String path, String body, String member) throws Exception {
    HttpResponse<String> response = send("POST", path, admin == null ? "" : admin, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    Matcher found = Pattern.compile("\"" + member + "\":\\s*\"([^\"]+)\"").matcher(response.body());
    assertThat(found.find()).as(member).isTrue();
    return found.group(1);
  }

  private static String login(String name, String password) throws Exception {
    return made(
        "/v1/logins",
        "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password),
        "token");
  }

  private static String account(String name, Role role) throws Exception {
    return made(
        "/v1/accounts",
        "{\"name\": \"%s\", \"role\": \"%s\"}".formatted(name, role.text()),
        "password");
  }

  private static String key(String name, String operations, String more) throws Exception {
    return made(
        "/v1/keys",
        "{\"name\": \"%s\", \"operations\": [%s]%s}".formatted(name, operations, more),
        "key");
  }

  /// Whether somebody may do something.
  private interface Cells {
    boolean may(Operation operation);
  }

  private static void assertCells(String token, Cells cells) throws Exception {
    for (Map.Entry<String, Paths.Need> path : Paths.ALL.entrySet()) {
      boolean isLogout = path.getKey().equals("POST /v1/logout");
      if (path.getValue().operation().isPresent() && !isLogout) {
        assertCell(token, path.getKey(), cells.may(path.getValue().operation().get()));
      }
    }
    // Last, for it ends what has to be known for the others.
    assertCell(token, "POST /v1/logout", cells.may(Operation.SELF));
  }

  private static void assertCell(String token, String at, boolean may) throws Exception {
    Optional<MethodDescriptor<?, ?>> method =
        SERVICES.stream()
            .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
            .filter(of -> at.equals("ANY /" + of.getFullMethodName()))
            .findFirst();
    if (method.isPresent()) {
      StatusRuntimeException refused = call(token, method.get()).orElseThrow();
      Status.Code code = refused.getStatus().getCode();
      if (may) {
        assertThat(code)
            .as(at)
            .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.ALREADY_EXISTS);
      } else {
        assertThat(code)
            .as(at)
            .isEqualTo(
                token.isEmpty() ? Status.Code.UNAUTHENTICATED : Status.Code.PERMISSION_DENIED);
        assertThat(refused.getStatus().getDescription())
            .startsWith(token.isEmpty() ? "not-logged-in" : "not-permitted");
      }
      return;
    }
    String[] words = at.split(" ", 2);
    String verb = words[0].equals("ANY") ? "POST" : words[0];
    HttpResponse<String> response = send(verb, words[1].replace("*", "nothing"), token, "{}");
    if (may) {
      assertThat(response.statusCode()).as(at + " " + response.body()).isIn(200, 400, 404, 415);
    } else {
      assertThat(response.statusCode()).as(at).isEqualTo(token.isEmpty() ? 401 : 403);
      assertThat(response.body()).contains(token.isEmpty() ? "not-logged-in" : "not-permitted");
    }
  }

  /// Calls with an empty message, which is never enough.
  private static <Q, A> Optional<StatusRuntimeException> call(
      String token, MethodDescriptor<Q, A> method) {
    try {
      A _ =
          ClientCalls.blockingUnaryCall(
              as(token),
              method,
              CallOptions.DEFAULT,
              method.parseRequest(InputStream.nullInputStream()));
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(e);
    }
  }

  private static Channel as(String token) {
    Metadata headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @TestFactory
  Stream<DynamicTest> each_role_may_what_the_table_says() {
    return Arrays.stream(Role.values())
        .map(role ->
            DynamicTest.dynamicTest(
                role.text(),
                () -> {
                  String name = "role-" + role.text();
                  String token = login(name, account(name, role));
                  assertCells(token, operation -> operation.isFor(role));
                }));
  }

  @TestFactory
  Stream<DynamicTest> each_key_may_what_it_was_made_for_and_nothing_else() {
    return Arrays.stream(Operation.values())
        .filter(Operation::isForKeys)
        .map(only ->
            DynamicTest.dynamicTest(
                only.text(),
                () -> {
                  String key = key("only-" + only.text(), "\"" + only.text() + "\"", "");
                  assertCells(key, operation -> operation == only || operation == Operation.SELF);
                }));
  }

  @Test
  void nobody_may_anything_but_what_everybody_may() throws Exception {
    assertCells("", _ -> false);
    for (String page : List.of("/", "/health", "/health/live", "/metrics", "/problems/")) {
      assertThat(send("GET", page, "", "").statusCode()).as(page).isIn(200, 503);
    }
    assertThat(send("GET", "/nowhere", "", "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_key_for_one_service_prices_that_one_alone() throws Exception {
    String key = key("waivers", "\"price\", \"book\"", ", \"services\": [\"waiver\"]");
    String rental =
        Files.readString(Checkout.folder().resolve("docs/examples/weekend.json"), UTF_8);
    String asked = "{\"inputs\": %s}".formatted(rental);
    assertThat(send("POST", "/v1/rental/quotes", key, asked).statusCode()).isEqualTo(403);
    assertThat(
            send("POST", "/v1/ratebooks/seoul-carshare/services/rental/quotes", key, asked)
                .statusCode())
        .isEqualTo(403);
    assertThat(send("POST", "/v1/ratebooks/seoul-carshare/decisions/x", key, "{}").statusCode())
        .isEqualTo(403);
    assertThat(send("POST", "/v1/waiver/quotes", key, "{\"inputs\": {}}").statusCode())
        .isEqualTo(400);
    assertThat(call(key, RentalServiceGrpc.getQuoteMethod()).orElseThrow().getStatus().getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(call(key, WaiverServiceGrpc.getQuoteMethod()).orElseThrow().getStatus().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /// Which service a booking is of stands in the journal, not in the path.
  @Test
  void a_key_for_one_service_books_what_is_of_that_one_alone() throws Exception {
    String rentals = key("rental-desk", "\"book\"", ", \"services\": [\"rental\"]");
    String waivers = key("waiver-desk", "\"book\"", ", \"services\": [\"waiver\"]");
    String rental = quoted("/v1/rental/quotes", "weekend.json");
    String waiver = quoted("/v1/waiver/quotes", "waiver.json");
    assertBooked(rentals, waiver, "403", "not-permitted");
    assertBooked(waivers, rental, "403", "not-permitted");
    assertBooked(waivers, waiver, "409", "not-bookable");
    assertBooked(rentals, rental, "200", "booking_id");
    String cancellation = "/v1/rental/bookings/b-" + rental + "/cancellation";
    assertThat(send("POST", cancellation, waivers, "{\"inputs\": {}}").statusCode()).isEqualTo(403);
    assertThat(
            assertThrows(
                    StatusRuntimeException.class,
                    () ->
                        RentalServiceGrpc.newBlockingStub(as(waivers))
                            .cancel(CancelRequest.newBuilder().setBookingId("b-" + rental).build()))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    // Let through, and told which inputs are missing.
    assertThat(send("POST", cancellation, rentals, "{\"inputs\": {}}").statusCode()).isEqualTo(400);
  }

  private static String quoted(String path, String example) throws Exception {
    String inputs = Files.readString(Checkout.folder().resolve("docs/examples/" + example), UTF_8);
    return made(path, "{\"inputs\": %s}".formatted(inputs), "id");
  }

  private static void assertBooked(String key, String quote, String status, String word)
      throws Exception {
    HttpResponse<String> response =
        send(
            "POST",
            "/v1/rental/bookings",
            key,
            "{\"quote_id\": \"%s\", \"booking_id\": \"b-%1$s\"}".formatted(quote));
    assertThat(response.statusCode() + " " + response.body()).startsWith(status).contains(word);
  }

  @Test
  void the_page_to_try_calls_on_asks_for_a_key_and_prices_with_it() throws Exception {
    assumeTrue(TryPage.hasNode(), "there is no node on this machine");
    String key = key("try-page", "\"releases\", \"price\"", "");
    List<String> said =
        TryPage.clicked(
            data,
            server.server().url(),
            key,
            """
            [["/v1/rental/quotes", {"start": "2026-06-12T18:00", "end": "2026-06-14T21:00"}]]
            """);
    assertThat(said).hasSize(2);
    assertThat(said.get(0))
        .startsWith("asked who it is: not-logged-in")
        .contains("authorization: Bearer");
    assertThat(said.get(1)).contains("합계 · Total (KRW)").doesNotContain(key);
  }

  @Test
  void with_a_key_one_is_priced_under_its_name_over_both() throws Exception {
    String key = key("booking-app", "\"price\", \"read\"", "");
    String rental =
        Files.readString(Checkout.folder().resolve("docs/examples/weekend.json"), UTF_8);
    HttpResponse<String> rest =
        send("POST", "/v1/rental/quotes", key, "{\"inputs\": %s}".formatted(rental));
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
    String total =
        RentalServiceGrpc.newBlockingStub(as(key))
            .quote(
                QuoteRequest.newBuilder()
                    .setInputs(
                        Inputs.newBuilder()
                            .setStart("2026-06-12T18:00")
                            .setEnd("2026-06-14T21:00")
                            .setModel("K8")
                            .setDistance("180")
                            .setUtilisation("70")
                            .setMembership("business")
                            .setCouponPercent("10")
                            .setCouponAmount("5000")
                            .setBirthDate("1990-05-20")
                            .setLicenceDate("2015-03-02"))
                    .build())
            .getAnswer()
            .getPrice()
            .getTotal();
    assertThat(rest.body()).contains("\"total\":\"" + total + "\"");
    String asked = "{\"request_id\": \"r-1\", \"inputs\": %s}".formatted(rental);
    HttpResponse<String> first = send("POST", "/v1/rental/quotes", key, asked);
    assertThat(send("POST", "/v1/rental/quotes", key, asked).body()).isEqualTo(first.body());
    String other = key("another-app", "\"price\"", "");
    HttpResponse<String> others =
        client.send(
            HttpRequest.newBuilder(URI.create(server.server().url() + "/v1/rental/quotes"))
                .header("authorization", "Bearer " + other)
                .header("content-type", "application/json")
                .header("quoin-caller", "booking-app")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        asked.replace("\"utilisation\": 70", "\"utilisation\": 90")))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(others.statusCode()).as(others.body()).isEqualTo(200);
    assertThat(others.body()).isNotEqualTo(first.body());
  }

  @Test
  void people_of_the_identity_provider_may_what_their_roles_may_over_both() throws Exception {
    assumeTrue(provider != null, OidcProvider.HOW);
    OidcProvider there = requireNonNull(provider);
    assertCells(there.token("kim", AUDIENCE), operation -> operation.isFor(Role.APPROVER));
    assertCells(there.token("guest", AUDIENCE), _ -> false);
    String lee = there.token("lee", AUDIENCE);
    assertCells(lee, operation -> operation.isFor(Role.VIEWER));
    made("/v1/accounts/oidc:lee/disable", "{}", "name");
    for (String token : List.of(lee, there.token("kim", "urn:other"))) {
      assertThat(send("GET", "/v1/releases", token, "").statusCode()).isEqualTo(401);
      assertThat(call(token, RentalServiceGrpc.getGetMethod()).orElseThrow().getStatus().getCode())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void tokens_that_are_forged_over_or_revoked_are_refused_over_both() throws Exception {
    String password = account("kim", Role.VIEWER);
    String loggedOut = login("kim", password);
    assertThat(send("POST", "/v1/logout", loggedOut, "{}").statusCode()).isEqualTo(200);
    String over = login("kim", password);
    assertThat(send("GET", "/v1/releases", over, "").statusCode()).isEqualTo(200);
    try (Database database =
            Database.at(EmbeddedPostgres.running(data.resolve("postgres")).orElseThrow());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update identity.login set expires_at = now() - interval '1 second' where account = 'kim'");
    }
    Thread.sleep(1_100); // as long as a server remembers
    String disabled = login("kim", password);
    made("/v1/accounts/kim/disable", "{}", "name");
    String revoked = key("revoked", "\"read\"", "");
    made("/v1/keys/revoked/revocation", "{}", "name");
    List<String> tokens = new ArrayList<>(List.of(loggedOut, over, disabled, revoked));
    tokens.addAll(
        List.of(
            "quoin_key_" + "A".repeat(43),
            "quoin_login_" + "A".repeat(43),
            admin.substring(0, admin.length() - 1),
            admin + "A",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
            "x"));
    for (String token : tokens) {
      HttpResponse<String> response = send("GET", "/v1/releases", token, "");
      assertThat(response.statusCode()).as(token).isEqualTo(401);
      assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(response.body()).contains("token-refused").doesNotContain(token + "\"");
      StatusRuntimeException refused = call(token, RentalServiceGrpc.getGetMethod()).orElseThrow();
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refused.getStatus().getDescription()).startsWith("token-refused");
    }
    for (String header : List.of("Basic YWRtaW46eA==", "Bearer", "Bearer  ", admin)) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(server.server().url() + "/v1/releases"))
                  .header("authorization", header)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(header).isEqualTo(401);
    }
  }

  @Test
  void guesses_of_a_password_wait_and_no_answer_repeats_what_was_sent() throws Exception {
    String guess = "{\"name\": \"nobody\", \"password\": \"hunter2hunter2\"}";
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> refused = send("POST", "/v1/logins", "", guess);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("login-refused").doesNotContain("hunter2");
    }
    HttpResponse<String> waiting = send("POST", "/v1/logins", "", guess);
    assertThat(waiting.statusCode()).isEqualTo(429);
    assertThat(waiting.headers().firstValueAsLong("retry-after")).hasValue(1);
    assertThat(waiting.body()).contains("too-many-logins").doesNotContain("hunter2");
    for (String broken :
        List.of(
            "{\"name\": \"x\", \"password\": hunter2hunter2}",
            "{\"name\": \"x\", \"password\": [\"hunter2hunter2\"]}",
            "\"hunter2hunter2\"")) {
      HttpResponse<String> wrong = send("POST", "/v1/logins", "", broken);
      assertThat(wrong.statusCode()).as(broken).isEqualTo(400);
      assertThat(wrong.body()).doesNotContain("hunter2");
    }
  }
}
