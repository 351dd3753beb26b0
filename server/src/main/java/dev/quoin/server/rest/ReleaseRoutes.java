package dev.quoin.server.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.registry.Author;
import dev.quoin.registry.Registry;
import dev.quoin.server.command.Bugs;
import dev.quoin.server.command.ProposalDesk;
import dev.quoin.server.command.ReleaseDesk;
import dev.quoin.server.gate.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The routes by which releases are published and decided on.
///
/// Who asks has come through the [Gate]: by their name it is published and decided. What changes something is taken only with a content
/// type that no page of a stranger makes a browser send.
final class ReleaseRoutes {
  private static final long MAX_BYTES = 1 << 16;
  private static final long MAX_ARCHIVE_BYTES = 64 << 20;

  /// Check, guards and cases of a large ratebook.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final MediaType ZIP = MediaType.create("application", "zip");
  private static final Pattern PLAIN = Pattern.compile("[^\\p{Cc}]*");
  static final int MAX_NAME = 128;
  private static final int MAX_TEXT = 1_000;

  static final List<String> AUTHOR = List.of("reason");
  private static final List<String> ACTIVATION =
      List.of("reason", "release", "expected", "at", "callers_name_ratebook");
  private static final List<String> EXPECTED = List.of("reason", "expected");

  private final ReleaseDesk desk;
  private final ProblemJson problems;

  ReleaseRoutes(ReleaseDesk desk, ProblemJson problems) {
    this.desk = desk;
    this.problems = problems;
  }

  static void add(
      ServerBuilder server, ReleaseDesk desk, ProposalDesk proposals, ProblemJson problems) {
    ReleaseRoutes routes = new ReleaseRoutes(desk, problems);
    ProposalRoutes.add(server, proposals, routes);
    server
        .route()
        .methods(HttpMethod.POST)
        .path("/v1/releases")
        .maxRequestLength(MAX_ARCHIVE_BYTES)
        .requestTimeout(PATIENCE)
        .build((context, request) ->
            HttpResponse.of(
                request.aggregate().thenApply(whole -> routes.publish(context, whole))));
    routes.get(
        server,
        "/v1/releases",
        context ->
            routes.send(
                context,
                desk.releases(context.queryParams().get("ratebook", "")),
                ReleaseJson::listed));
    routes.get(
        server,
        "/v1/releases/{release}",
        context ->
            routes.send(context, desk.release(path(context, "release")), ReleaseJson::listed));
    routes.get(
        server,
        "/v1/ratebooks/{ratebook}/life",
        context -> routes.send(context, desk.life(path(context, "ratebook")), ReleaseJson::life));
    routes.post(server, "/v1/activations", ACTIVATION, routes::activate);
    routes.post(server, "/v1/ratebooks/{ratebook}/rollback", EXPECTED, routes::rollback);
    routes.post(server, "/v1/ratebooks/{ratebook}/deactivate", EXPECTED, routes::deactivate);
    routes.post(
        server,
        "/v1/ratebooks/{ratebook}/freeze",
        AUTHOR,
        (context, body) -> routes.freeze(context, body, true));
    routes.post(
        server,
        "/v1/ratebooks/{ratebook}/unfreeze",
        AUTHOR,
        (context, body) -> routes.freeze(context, body, false));
    routes.post(server, "/v1/releases/{release}/retirement", AUTHOR, routes::retire);
  }

  /// Answers a change that is asked for with a body.
  interface Changing {
    HttpResponse answer(ServiceRequestContext context, Body body);
  }

  void get(
      ServerBuilder server, String path, Function<ServiceRequestContext, HttpResponse> handler) {
    server.route().methods(HttpMethod.GET).path(path).build((context, _) -> handler.apply(context));
  }

  void post(ServerBuilder server, String path, List<String> members, Changing handler) {
    server
        .route()
        .methods(HttpMethod.POST)
        .path(path)
        .maxRequestLength(MAX_BYTES)
        .requestTimeout(PATIENCE)
        .build((context, request) ->
            HttpResponse.of(
                request.aggregate().thenApply(whole -> change(context, whole, members, handler))));
  }

  private HttpResponse change(
      ServiceRequestContext context,
      AggregatedHttpRequest whole,
      List<String> members,
      Changing handler) {
    return otherThan(MediaType.JSON, whole)
        .orElseGet(() ->
            switch (Body.read(whole.content().array())) {
              case Verdict.Given<Body>(Body body) -> {
                body.allow(members);
                yield handler.answer(context, body);
              }
              case Verdict.Rejected<Body>(Rejection rejection) -> problems.response(rejection);
            });
  }

  private Optional<HttpResponse> otherThan(MediaType expected, AggregatedHttpRequest whole) {
    MediaType type = whole.contentType();
    return type != null && type.is(expected.withoutParameters())
        ? Optional.empty()
        : Optional.of(
            problems.response(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                Rejection.of(
                    Rejection.Kind.WRONG,
                    "",
                    "wrong-media-type",
                    "the body is %s (expected: `%s`)"
                        .formatted(
                            type == null ? "of no type" : "`" + type + "`",
                            expected.withoutParameters()))));
  }

  private HttpResponse publish(ServiceRequestContext context, AggregatedHttpRequest whole) {
    Optional<HttpResponse> refused = otherThan(ZIP, whole);
    if (refused.isPresent()) {
      return refused.get();
    }
    Body noted = Body.empty();
    String message = plain(noted, "message", context.queryParams().get("message", ""), MAX_TEXT);
    String commit = plain(noted, "commit", context.queryParams().get("commit", ""), MAX_NAME);
    byte[] archive = whole.content().array();
    Registry.Provenance provenance =
        new Registry.Provenance(Gate.principal(context).name(), message, commit);
    return send(
        context,
        noted,
        () -> desk.publish(() -> Zip.files(archive), provenance),
        ReleaseJson::published);
  }

  private HttpResponse activate(ServiceRequestContext context, Body body) {
    Author author = author(context, body);
    String release = required(body, "release", body.text("release"));
    Optional<String> expected = expected(body);
    Optional<Instant> at = at(body);
    boolean isNamed = body.flag("callers_name_ratebook");
    return send(
        context,
        body,
        () -> desk.activate(new ReleaseDesk.Activation(release, expected, at, isNamed), author),
        ReleaseJson::decided);
  }

  /// That nothing is active is said, too: as null, or as an empty text.
  private static Optional<String> expected(Body body) {
    body.require("expected");
    return Optional.of(plain(body, "expected", body.text("expected"), MAX_NAME))
        .filter(text -> !text.isEmpty());
  }

  private static Optional<Instant> at(Body body) {
    String text = body.text("at");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      body.flaw(
          "at",
          "no-such-time",
          "`at` is no instant (expected: such as `2026-06-01T00:00:00+09:00`)");
      return Optional.empty();
    }
  }

  private HttpResponse rollback(ServiceRequestContext context, Body body) {
    Author author = author(context, body);
    String expected = required(body, "expected", body.text("expected"));
    return send(
        context,
        body,
        () -> desk.rollback(path(context, "ratebook"), expected, author),
        ReleaseJson::decided);
  }

  private HttpResponse deactivate(ServiceRequestContext context, Body body) {
    Author author = author(context, body);
    String expected = required(body, "expected", body.text("expected"));
    return send(
        context,
        body,
        () -> desk.deactivate(path(context, "ratebook"), expected, author),
        ReleaseJson::decided);
  }

  private HttpResponse freeze(ServiceRequestContext context, Body body, boolean frozen) {
    Author author = author(context, body);
    return send(
        context,
        body,
        () -> desk.freeze(path(context, "ratebook"), frozen, author),
        ReleaseJson::decided);
  }

  private HttpResponse retire(ServiceRequestContext context, Body body) {
    Author author = author(context, body);
    return send(
        context,
        body,
        () -> desk.retire(path(context, "release"), author),
        ReleaseJson::retirement);
  }

  static Author author(ServiceRequestContext context, Body body) {
    return new Author(
        Gate.principal(context).name(), plain(body, "reason", body.text("reason"), MAX_TEXT));
  }

  static String required(Body body, String field, String text) {
    present(body, field, text);
    return plain(body, field, text, MAX_NAME);
  }

  static void present(Body body, String field, String text) {
    if (text.isBlank()) {
      body.flaw(field, "missing-field", "`%s` is missing".formatted(field));
    }
  }

  static String plain(Body body, String field, String text, int most) {
    if (text.length() > most) {
      body.flaw(
          field,
          "too-long",
          "`%s` has %,d characters (expected: at most %,d)".formatted(field, text.length(), most));
    } else if (!PLAIN.matcher(text).matches()) {
      body.flaw(
          field, "bad-value", "`%s` has control characters (expected: one line)".formatted(field));
    }
    return text;
  }

  static String path(ServiceRequestContext context, String parameter) {
    return Optional.ofNullable(context.pathParam(parameter)).orElse("");
  }

  /// Asks, unless the request was wrong.
  <T> HttpResponse send(
      ServiceRequestContext context,
      Body body,
      Supplier<CompletableFuture<Verdict<T>>> question,
      Function<T, Map<String, Object>> json) {
    return switch (body.unless(question)) {
      case Verdict.Given<Supplier<CompletableFuture<Verdict<T>>>> given ->
          send(context, given.value().get(), json);
      case Verdict.Rejected<Supplier<CompletableFuture<Verdict<T>>>> rejected ->
          problems.response(rejected.rejection());
    };
  }

  <T> HttpResponse send(
      ServiceRequestContext context,
      CompletableFuture<Verdict<T>> answer,
      Function<T, Map<String, Object>> json) {
    return HttpResponse.of(
        answer
            .handle(Bugs::told)
            .thenApplyAsync(
                verdict ->
                    switch (verdict) {
                      case Verdict.Given<T>(T value) ->
                          HttpResponse.of(
                              HttpStatus.OK,
                              MediaType.JSON_UTF_8,
                              JsonTree.compact(json.apply(value)));
                      case Verdict.Rejected<T>(Rejection rejection) -> problems.response(rejection);
                    },
                context.eventLoop()));
  }
}
