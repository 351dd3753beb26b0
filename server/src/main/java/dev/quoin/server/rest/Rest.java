package dev.quoin.server.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Explained;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Node;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.Bugs;
import dev.quoin.server.command.Call;
import dev.quoin.server.command.IdentityDesk;
import dev.quoin.server.command.PriceDesk;
import dev.quoin.server.command.ProposalDesk;
import dev.quoin.server.command.ReleaseDesk;
import dev.quoin.server.command.SearchDesk;
import dev.quoin.server.gate.Gate;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.ProblemPages;
import dev.quoin.server.release.Live;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The routes of REST.
public final class Rest {
  private static final String CALLER = "quoin-caller";
  private static final String CUSTOMER = "quoin-customer";
  private static final String IDEMPOTENCY_KEY = "idempotency-key";
  private static final String PROVEN = "quoin-proven";

  private static final long MAX_BYTES = 1 << 20;
  private static final long MAX_BATCH_BYTES = 4 << 20;

  private static final List<String> QUOTE = List.of("request_id", "ratebook", "inputs");
  private static final List<String> BATCH = List.of("request_id", "ratebook", "trip", "cars");
  private static final List<String> BOOK = List.of("request_id", "quote_id", "booking_id");
  private static final List<String> DECISION = List.of("inputs");
  private static final List<String> EVENT = List.of("request_id", "inputs");

  private final PriceDesk prices;
  private final BookingDesk bookings;
  private final SearchDesk search;
  private final AnswerJson answers;
  private final ProblemJson problems;

  /// Where what is asked is answered.
  ///
  /// @param releases absent where no registry says what is live
  /// @param proposals absent, too, where that is
  /// @param identity absent where nobody is asked who they are
  public record Desks(
      PriceDesk prices,
      BookingDesk bookings,
      SearchDesk search,
      Optional<ReleaseDesk> releases,
      Optional<ProposalDesk> proposals,
      Optional<IdentityDesk> identity) {}

  private Rest(Desks desks, ProblemPages pages, Requests requests) {
    this.prices = desks.prices();
    this.bookings = desks.bookings();
    this.search = desks.search();
    this.answers = new AnswerJson(pages);
    this.problems = new ProblemJson(answers, pages, requests);
  }

  public static void routes(
      ServerBuilder server, Desks desks, ProblemPages pages, Requests requests) {
    PriceDesk prices = desks.prices();
    BookingDesk bookings = desks.bookings();
    Rest rest = new Rest(desks, pages, requests);
    for (String service : List.of("rental", "waiver")) {
      rest.post(
          server,
          "/v1/" + service + "/quotes",
          MAX_BYTES,
          asked -> rest.quote(asked, service, asked.ratebook()));
    }
    rest.post(server, "/v1/rental/batches", MAX_BATCH_BYTES, rest::batch);
    rest.post(server, "/v1/rental/bookings", MAX_BYTES, rest::book);
    rest.event(server, "extensions", Booked.Step.Kind.EXTEND);
    rest.event(server, "settlement", Booked.Step.Kind.SETTLE);
    rest.event(server, "cancellation", Booked.Step.Kind.CANCEL);
    rest.post(
        server,
        "/v1/ratebooks/{ratebook}/services/{service}/quotes",
        MAX_BYTES,
        asked -> rest.quote(asked, asked.path("service"), asked.ratebookOfPath()));
    rest.post(server, "/v1/ratebooks/{ratebook}/decisions/{decision}", MAX_BYTES, rest::decide);
    rest.get(server, "/v1/ratebooks", _ -> rest.ratebooks());
    rest.get(server, "/v1/quotes", rest::found);
    rest.get(
        server,
        "/v1/quotes/{id}",
        asked -> rest.send(asked, () -> prices.answer(asked.path("id")), AnswerJson::answer));
    rest.get(server, "/v1/quotes/{id}/explanation", rest::explanation);
    rest.get(
        server,
        "/v1/rental/bookings/{booking_id}",
        asked ->
            rest.send(
                asked, () -> bookings.booking(asked.path("booking_id")), AnswerJson::history));
    desks
        .releases()
        .ifPresent(desk ->
            ReleaseRoutes.add(server, desk, desks.proposals().orElseThrow(), rest.problems));
    desks.identity().ifPresent(desk -> IdentityRoutes.add(server, desk, rest.problems));
    server.route().pathPrefix("/legacy").maxRequestLength(MAX_BYTES).build(rest::mapped);
  }

  /// The paths of mappings come and go with what is live, so they are looked up at each request.
  private HttpResponse mapped(ServiceRequestContext context, HttpRequest request) {
    Live.Mapped mapped =
        prices
            .live()
            .mapped(context.path())
            .orElseThrow(() -> HttpStatusException.of(HttpStatus.NOT_FOUND));
    if (request.method() != HttpMethod.POST) {
      throw HttpStatusException.of(HttpStatus.METHOD_NOT_ALLOWED);
    }
    return HttpResponse.of(request.aggregate().thenApply(whole -> mapped(context, whole, mapped)));
  }

  private HttpResponse mapped(
      ServiceRequestContext context, AggregatedHttpRequest whole, Live.Mapped mapped) {
    Call call = Call.of(whole.headers()::getAll);
    return notJson(whole)
        .orElseGet(() ->
            HttpResponse.of(
                prices
                    .reply(call, mapped, whole.content().array())
                    .handle(Bugs::told)
                    .thenApplyAsync(this::reply, context.eventLoop())));
  }

  private HttpResponse reply(Verdict<Mapping.Reply> verdict) {
    return switch (verdict) {
      case Verdict.Given<Mapping.Reply>(Mapping.Reply reply) ->
          HttpResponse.of(
              HttpStatus.valueOf(reply.status()),
              MediaType.JSON_UTF_8,
              HttpData.wrap(reply.body()));
      case Verdict.Rejected<Mapping.Reply>(Rejection rejection) -> problems.response(rejection);
    };
  }

  /// A request with all of its body.
  private record Asked(ServiceRequestContext context, RequestHeaders headers, Body body) {
    String path(String parameter) {
      String value = context.pathParam(parameter);
      return value == null ? "" : value;
    }

    String ratebook() {
      return body.text("ratebook");
    }

    /// Whether what the caller would like most is of a type.
    boolean prefers(MediaType type) {
      return headers.accept().stream()
          .findFirst()
          .filter(first -> first.is(type.withoutParameters()))
          .isPresent();
    }

    /// The language of texts; English where none is asked for.
    Language language() {
      return switch (Call.language("lang", query("lang"))) {
        case Verdict.Given<Language>(Language language) -> language;
        case Verdict.Rejected<Language>(Rejection rejection) -> {
          rejection.flaws().forEach(flaw -> body.flaw(flaw.field(), flaw.code(), flaw.sentence()));
          yield Language.EN;
        }
      };
    }

    boolean flag(String parameter) {
      String value = query(parameter);
      if (!List.of("", "true", "false").contains(value)) {
        body.flaw(
            parameter, "bad-value", "`%s` is neither `true` nor `false`".formatted(parameter));
      }
      return value.equals("true");
    }

    private String query(String parameter) {
      String value = context.queryParam(parameter);
      return value == null ? "" : value;
    }

    /// The ratebook of the path; the body may repeat it.
    String ratebookOfPath() {
      String ofPath = path("ratebook");
      String ofBody = ratebook();
      if (!ofBody.isEmpty() && !ofBody.equals(ofPath)) {
        body.flaw(
            "ratebook",
            "which-ratebook",
            "`ratebook` is another than the path's (expected: `%s`, or none)".formatted(ofPath));
      }
      return ofPath;
    }

    /// The request id may stand in a header, in the body, or alike in both.
    Call call() {
      String inHeader = only(IDEMPOTENCY_KEY);
      String inBody = body.text("request_id");
      if (!inBody.isEmpty() && !inHeader.isEmpty() && !inBody.equals(inHeader)) {
        body.flaw(
            "request_id",
            "bad-id",
            "`request_id` is another than the header `Idempotency-Key` (expected: one of them, or both alike)");
      }
      return Call.of(only(CALLER), inBody.isEmpty() ? inHeader : inBody, only(CUSTOMER))
          .within(Gate.services(context));
    }

    private String only(String header) {
      List<String> sent = headers.getAll(header);
      if (Set.copyOf(sent).size() > 1) {
        body.flaw("", "bad-id", "the header `%s` comes twice (expected: once)".formatted(header));
      }
      return sent.isEmpty() ? "" : sent.getFirst();
    }
  }

  private HttpResponse quote(Asked asked, String service, String ratebook) {
    asked.body().allow(QUOTE);
    Call call = asked.call();
    Node inputs = asked.body().object("inputs");
    return send(asked, () -> prices.quote(call, service, ratebook, inputs), AnswerJson::answer);
  }

  private HttpResponse batch(Asked asked) {
    asked.body().allow(BATCH);
    Call call = asked.call();
    String ratebook = asked.ratebook();
    Node trip = asked.body().object("trip");
    List<Node> cars = asked.body().list("cars");
    return send(asked, () -> prices.batch(call, "rental", ratebook, trip, cars), answers::batch);
  }

  private HttpResponse book(Asked asked) {
    asked.body().allow(BOOK);
    Call call = asked.call();
    String quote = asked.body().text("quote_id");
    String booking = asked.body().text("booking_id");
    return send(asked, () -> bookings.book(call, quote, booking), AnswerJson::step);
  }

  /// The value of a decision is no answer that anybody could book, so it is not kept.
  private HttpResponse decide(Asked asked) {
    asked.body().allow(DECISION);
    Node inputs = asked.body().object("inputs");
    return send(
        asked,
        () ->
            CompletableFuture.completedFuture(
                prices.decide(asked.path("ratebook"), asked.path("decision"), inputs)),
        AnswerJson::decision);
  }

  /// As JSON, or as a worksheet for those who ask for text or HTML. A header says whether it is proven.
  private HttpResponse explanation(Asked asked) {
    Language language = asked.language();
    boolean full = asked.flag("full");
    MediaType type =
        Stream.of(MediaType.PLAIN_TEXT_UTF_8, MediaType.HTML_UTF_8)
            .filter(asked::prefers)
            .findFirst()
            .orElse(MediaType.JSON_UTF_8);
    return reply(
        asked,
        () ->
            prices
                .explain(asked.path("id"))
                .thenApply(verdict ->
                    verdict.map(explained ->
                        explanation(explained, type, written(explained, type, language, full)))),
        Function.identity());
  }

  private static String written(
      Explained explained, MediaType type, Language language, boolean full) {
    if (type.is(MediaType.PLAIN_TEXT_UTF_8)) {
      return String.join("\n", explained.worksheet(language, full)) + "\n";
    }
    return type.is(MediaType.HTML_UTF_8)
        ? explained.page(language, full)
        : JsonTree.compact(AnswerJson.explained(explained));
  }

  private static HttpResponse explanation(Explained explained, MediaType type, String body) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .add(
                HttpHeaderNames.VARY,
                HttpHeaderNames.ACCEPT.toString()) // a cache keeps its forms apart
            .add(PROVEN, String.valueOf(explained.isProven()))
            .build(),
        HttpData.ofUtf8(body));
  }

  /// Who is looked for comes in a header: what stands in addresses ends in logs.
  private HttpResponse found(Asked asked) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    asked
        .context()
        .queryParams()
        .forEach((name, text) -> texts.computeIfAbsent(name, _ -> new ArrayList<>()).add(text));
    String customer = asked.only(CUSTOMER);
    if (customer.isEmpty() && asked.headers().contains(CUSTOMER)) {
      asked
          .body()
          .flaw(
              "customer",
              "missing-field",
              "the header `%s` is empty (expected: a customer's name, or no such header)"
                  .formatted(CUSTOMER));
    }
    return send(asked, () -> search.find(texts, customer), AnswerJson::found);
  }

  private HttpResponse ratebooks() {
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.JSON_UTF_8,
        JsonTree.compact(prices.live().all().stream().map(AnswerJson::ratebook).toList()));
  }

  private void event(ServerBuilder server, String name, Booked.Step.Kind kind) {
    post(
        server,
        "/v1/rental/bookings/{booking_id}/" + name,
        MAX_BYTES,
        asked -> {
          asked.body().allow(EVENT);
          Call call = asked.call();
          Node inputs = asked.body().object("inputs");
          return send(
              asked,
              () -> bookings.happen(call, kind, asked.path("booking_id"), inputs),
              AnswerJson::step);
        });
  }

  private void post(
      ServerBuilder server, String path, long maxBytes, Function<Asked, HttpResponse> handler) {
    server
        .route()
        .methods(HttpMethod.POST)
        .path(path)
        .maxRequestLength(maxBytes)
        .build((context, request) ->
            HttpResponse.of(request.aggregate().thenApply(whole -> read(context, whole, handler))));
  }

  private HttpResponse read(
      ServiceRequestContext context,
      AggregatedHttpRequest whole,
      Function<Asked, HttpResponse> handler) {
    return notJson(whole)
        .orElseGet(() ->
            switch (Body.read(whole.content().array())) {
              case Verdict.Given<Body>(Body body) ->
                  handler.apply(new Asked(context, whole.headers(), body));
              case Verdict.Rejected<Body>(Rejection rejection) -> problems.response(rejection);
            });
  }

  /// What is said to a body that is something else.
  private Optional<HttpResponse> notJson(AggregatedHttpRequest whole) {
    MediaType type = whole.contentType();
    String encoding = whole.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      return Optional.of(notJson("encoded as `%s`".formatted(encoding)));
    }
    if (type != null && !type.is(MediaType.JSON.withoutParameters())) {
      return Optional.of(notJson("`%s`".formatted(type)));
    }
    return type == null || isUtf8(type)
        ? Optional.empty()
        : Optional.of(notJson("`%s`".formatted(type)));
  }

  private static boolean isUtf8(MediaType type) {
    try {
      Charset charset = type.charset(UTF_8);
      return charset.equals(UTF_8) || charset.equals(US_ASCII);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return false; // unknown, or no name of one, or two of them
    }
  }

  private HttpResponse notJson(String what) {
    return problems.response(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        Rejection.of(
            Rejection.Kind.WRONG,
            "",
            "wrong-media-type",
            "the body is %s (expected: `application/json` in UTF-8)".formatted(what)));
  }

  private void get(ServerBuilder server, String path, Function<Asked, HttpResponse> handler) {
    server
        .route()
        .methods(HttpMethod.GET)
        .path(path)
        .build((context, request) ->
            handler.apply(new Asked(context, request.headers(), Body.empty())));
  }

  /// Asks, unless the request was wrong, and sends what came of it as JSON.
  private <T> HttpResponse send(
      Asked asked,
      Supplier<CompletableFuture<Verdict<T>>> question,
      Function<T, Map<String, Object>> json) {
    return reply(
        asked,
        question,
        value ->
            HttpResponse.of(
                HttpStatus.OK, MediaType.JSON_UTF_8, JsonTree.compact(json.apply(value))));
  }

  /// Sends it from the connection's own thread, so that the journal's is free for the next answer.
  private <T> HttpResponse reply(
      Asked asked,
      Supplier<CompletableFuture<Verdict<T>>> question,
      Function<T, HttpResponse> told) {
    return switch (asked.body().unless(question)) {
      case Verdict.Given<Supplier<CompletableFuture<Verdict<T>>>> given ->
          HttpResponse.of(
              given
                  .value()
                  .get()
                  .handle(Bugs::told)
                  .thenApplyAsync(verdict -> response(verdict, told), asked.context().eventLoop()));
      case Verdict.Rejected<Supplier<CompletableFuture<Verdict<T>>>> rejected ->
          problems.response(rejected.rejection());
    };
  }

  private <T> HttpResponse response(Verdict<T> verdict, Function<T, HttpResponse> told) {
    return switch (verdict) {
      case Verdict.Given<T>(T value) -> told.apply(value);
      case Verdict.Rejected<T>(Rejection rejection) -> problems.response(rejection);
    };
  }
}
