package dev.quoin.server.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.identity.Attempt;
import dev.quoin.identity.Operation;
import dev.quoin.identity.Role;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import dev.quoin.server.command.Bugs;
import dev.quoin.server.command.IdentityDesk;
import dev.quoin.server.gate.Denied;
import dev.quoin.server.gate.Gate;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The routes by which people log in, and by which accounts and keys are made and taken away.
///
/// Secrets stand in bodies and in answers here: no problem quotes either of them, and no answer is for a cache.
final class IdentityRoutes {
  private static final long MAX_BYTES = 1 << 14;
  private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int MOST_SERVICES = 20;
  private static final Pattern DAYS = Pattern.compile("[1-9]\\d{0,3}");

  private final IdentityDesk desk;
  private final ProblemJson problems;

  private IdentityRoutes(IdentityDesk desk, ProblemJson problems) {
    this.desk = desk;
    this.problems = problems;
  }

  static void add(ServerBuilder server, IdentityDesk desk, ProblemJson problems) {
    IdentityRoutes routes = new IdentityRoutes(desk, problems);
    routes.post(server, "/v1/logins", List.of("name", "password"), routes::logIn);
    routes.post(
        server,
        "/v1/logout",
        List.of(),
        (context, body) ->
            routes.send(
                context, body, () -> desk.logOut(Gate.principal(context)), IdentityJson::whoAmI));
    routes.get(
        server,
        "/v1/me",
        context ->
            routes.send(
                context,
                CompletableFuture.completedFuture(new Verdict.Given<>(Gate.principal(context))),
                IdentityJson::whoAmI));
    routes.post(server, "/v1/me/password", List.of("old", "new"), routes::changePassword);
    routes.get(
        server,
        "/v1/accounts",
        context -> routes.send(context, desk.accounts(), IdentityJson::accounts));
    routes.post(server, "/v1/accounts", List.of("name", "role"), routes::addAccount);
    routes.post(
        server,
        "/v1/accounts/{account}/role",
        List.of("role"),
        (context, body) -> {
          Role role = role(body);
          return routes.send(
              context,
              body,
              () -> desk.setRole(account(context), role, Gate.principal(context)),
              IdentityJson::account);
        });
    for (boolean active : new boolean[] {true, false}) {
      routes.post(
          server,
          "/v1/accounts/{account}/" + (active ? "enable" : "disable"),
          List.of(),
          (context, body) ->
              routes.send(
                  context,
                  body,
                  () -> desk.setActive(account(context), active, Gate.principal(context)),
                  IdentityJson::account));
    }
    routes.post(
        server,
        "/v1/accounts/{account}/password",
        List.of(),
        (context, body) ->
            routes.send(
                context,
                body,
                () -> desk.resetPassword(account(context), Gate.principal(context)),
                IdentityJson::made));
    routes.post(
        server,
        "/v1/accounts/{account}/logout",
        List.of(),
        (context, body) ->
            routes.send(
                context,
                body,
                () -> desk.revokeLogins(account(context), Gate.principal(context)),
                IdentityJson::account));
    routes.get(
        server, "/v1/keys", context -> routes.send(context, desk.keys(), IdentityJson::keys));
    routes.post(
        server, "/v1/keys", List.of("name", "operations", "services", "days"), routes::addKey);
    routes.post(
        server,
        "/v1/keys/{key}/revocation",
        List.of(),
        (context, body) ->
            routes.send(
                context,
                body,
                () -> desk.revokeKey(path(context, "key"), Gate.principal(context)),
                IdentityJson::key));
  }

  private HttpResponse logIn(ServiceRequestContext context, Body body) {
    String name = required(body, "name");
    String password = required(body, "password");
    String address = context.remoteAddress().getAddress().getHostAddress();
    return answer(
        context,
        body,
        () -> desk.logIn(name, password, address),
        attempt ->
            switch (attempt) {
              case Attempt.LoggedIn in -> secret(IdentityJson.loggedIn(in));
              case Attempt.Refused _ -> problems.response(Denied.login());
              case Attempt.TooMany(Duration delay) -> problems.response(Denied.tooOften(delay));
            });
  }

  private HttpResponse changePassword(ServiceRequestContext context, Body body) {
    String old = required(body, "old");
    String wanted = required(body, "new");
    return send(
        context,
        body,
        () -> desk.changePassword(Gate.principal(context), old, wanted),
        IdentityJson::account);
  }

  private HttpResponse addAccount(ServiceRequestContext context, Body body) {
    String name = required(body, "name");
    Role role = role(body);
    return send(
        context, body, () -> desk.add(name, role, Gate.principal(context)), IdentityJson::made);
  }

  private HttpResponse addKey(ServiceRequestContext context, Body body) {
    String name = required(body, "name");
    Set<Operation> operations = operations(body);
    Set<String> services =
        body.has("services")
            ? texts(body, "services", text -> SERVICE.matcher(text).matches(), "names of services")
            : Set.of();
    if (body.has("services") && services.isEmpty()) {
      body.flaw(
          "services",
          "bad-value",
          "`services` names none (expected: some, or no `services` for all)");
    }
    Optional<Duration> lifetime = lifetime(body);
    return send(
        context,
        body,
        () -> desk.addKey(name, operations, services, lifetime, Gate.principal(context)),
        IdentityJson::made);
  }

  private static Set<Operation> operations(Body body) {
    String known =
        Arrays.stream(Operation.values())
            .filter(Operation::isForKeys)
            .map(operation -> "`" + operation.text() + "`")
            .collect(Collectors.joining(", "));
    Set<Operation> operations = new LinkedHashSet<>();
    texts(
            body,
            "operations",
            text -> Operation.of(text).filter(Operation::isForKeys).isPresent(),
            known)
        .forEach(text -> operations.add(Operation.of(text).orElseThrow()));
    if (operations.isEmpty()) {
      body.flaw(
          "operations",
          "bad-value",
          "`operations` names none (expected: one at least of %s)".formatted(known));
    }
    return operations;
  }

  private static Set<String> texts(
      Body body, String field, Predicate<String> known, String expected) {
    Set<String> texts = new LinkedHashSet<>();
    boolean isKnown = true;
    for (Node item : body.list(field)) {
      if (item instanceof Node.Scalar scalar && known.test(scalar.text())) {
        texts.add(scalar.text());
      } else {
        isKnown = false;
      }
    }
    if (!isKnown || texts.size() > MOST_SERVICES) {
      body.flaw(field, "bad-value", "`%s` has others (expected: %s)".formatted(field, expected));
    }
    return texts;
  }

  private static Optional<Duration> lifetime(Body body) {
    String days = body.text("days");
    if (days.isEmpty()) {
      return Optional.empty();
    }
    if (!DAYS.matcher(days).matches()) {
      body.flaw("days", "bad-value", "`days` is no number of days (expected: `1` to `9999`)");
      return Optional.empty();
    }
    return Optional.of(Duration.ofDays(Integer.parseInt(days)));
  }

  private static Role role(Body body) {
    Optional<Role> role = Role.of(body.text("role"));
    if (role.isEmpty()) {
      body.flaw(
          "role",
          "bad-value",
          "`role` is none (expected: %s)"
              .formatted(
                  Arrays.stream(Role.values())
                      .map(known -> "`" + known.text() + "`")
                      .collect(Collectors.joining(", "))));
    }
    return role.orElse(Role.VIEWER);
  }

  private static String required(Body body, String field) {
    String text = body.text(field);
    if (text.isEmpty()) {
      body.flaw(field, "missing-field", "`%s` is missing".formatted(field));
    }
    return text;
  }

  private static String account(ServiceRequestContext context) {
    return path(context, "account");
  }

  private static String path(ServiceRequestContext context, String parameter) {
    return Optional.ofNullable(context.pathParam(parameter)).orElse("");
  }

  /// Answers what is asked for with a body.
  private interface Asking {
    HttpResponse answer(ServiceRequestContext context, Body body);
  }

  private void get(
      ServerBuilder server, String path, Function<ServiceRequestContext, HttpResponse> handler) {
    server.route().methods(HttpMethod.GET).path(path).build((context, _) -> handler.apply(context));
  }

  private void post(ServerBuilder server, String path, List<String> members, Asking handler) {
    server
        .route()
        .methods(HttpMethod.POST)
        .path(path)
        .maxRequestLength(MAX_BYTES)
        .build((context, request) ->
            HttpResponse.of(
                request.aggregate().thenApply(whole -> read(context, whole, members, handler))));
  }

  private HttpResponse read(
      ServiceRequestContext context,
      AggregatedHttpRequest whole,
      List<String> members,
      Asking handler) {
    MediaType type = whole.contentType();
    if (type == null || !type.is(MediaType.JSON.withoutParameters())) {
      return problems.response(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          Rejection.of(
              Rejection.Kind.WRONG,
              "",
              "wrong-media-type",
              "the body is something else (expected: `application/json`)"));
    }
    if (!(Body.read(whole.content().array()) instanceof Verdict.Given<Body>(Body body))) {
      // What is said of a text quotes it, and there may be a password in this one.
      return problems.response(
          Rejection.of(
              Rejection.Kind.WRONG, "", "bad-json", "the body is no JSON object (expected: one)"));
    }
    body.allow(members);
    return handler.answer(context, body);
  }

  private <T> HttpResponse send(
      ServiceRequestContext context,
      Body body,
      Supplier<CompletableFuture<Verdict<T>>> question,
      Function<T, Map<String, Object>> json) {
    return answer(context, body, question, value -> secret(json.apply(value)));
  }

  private <T> HttpResponse send(
      ServiceRequestContext context,
      CompletableFuture<Verdict<T>> answer,
      Function<T, Map<String, Object>> json) {
    return answer(context, Body.empty(), () -> answer, value -> secret(json.apply(value)));
  }

  /// Asks, unless the request was wrong.
  private <T> HttpResponse answer(
      ServiceRequestContext context,
      Body body,
      Supplier<CompletableFuture<Verdict<T>>> question,
      Function<T, HttpResponse> told) {
    return switch (body.unless(question)) {
      case Verdict.Given<Supplier<CompletableFuture<Verdict<T>>>> given ->
          HttpResponse.of(
              given
                  .value()
                  .get()
                  .handle(Bugs::told)
                  .thenApplyAsync(
                      verdict ->
                          switch (verdict) {
                            case Verdict.Given<T>(T value) -> told.apply(value);
                            case Verdict.Rejected<T>(Rejection rejection) ->
                                problems.response(rejection);
                          },
                      context.eventLoop()));
      case Verdict.Rejected<Supplier<CompletableFuture<Verdict<T>>>> rejected ->
          problems.response(rejected.rejection());
    };
  }

  private static HttpResponse secret(Map<String, Object> tree) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON_UTF_8)
            .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build(),
        HttpData.ofUtf8(JsonTree.compact(tree)));
  }
}
