package dev.quoin.server.page;

import static dev.quoin.ratebook.json.JsonTree.object;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.pricing.Quoting;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Bookable;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Mapping;
import dev.quoin.ratebook.MappingCases;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.RecordedCall;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.server.release.Live;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Describes REST as an OpenAPI 3.1 document, from the ratebooks that are live: what each service asks for and allows, in Korean and
/// English where the ratebook says it.
final class OpenApi {
  private static final String ASK_AGAIN =
      "the database is away, more is asked than can be kept, or the request took too long: ask again after `Retry-After`";

  private static final String CUSTOMER =
      "the customer, in ASCII without blanks: kept as a pseudonym alone, for searching and erasing";

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final ProblemPages problems;

  private OpenApi(ProblemPages problems) {
    this.problems = problems;
  }

  static Map<String, Object> of(Live live, ProblemPages problems) {
    return new OpenApi(problems).document(live);
  }

  private Map<String, Object> document(Live live) {
    Map<String, Object> paths = new LinkedHashMap<>();
    Map<String, Object> schemas = new LinkedHashMap<>();
    put(
        paths,
        "get",
        "/v1/ratebooks",
        operation(
            "The ratebooks that are live", "ratebooks", List.of(), Optional.empty(), "Ratebooks"));
    Map<String, List<Quote>> quotes = new LinkedHashMap<>();
    for (Release release : live.all()) {
      services(release, paths, schemas, quotes);
      release.ratebook().mappings().forEach(mapping -> mapping(release, mapping, paths));
    }
    quotes.forEach((service, ofRatebooks) ->
        put(
            paths,
            "post",
            "/v1/" + service + "/quotes",
            operation(
                ofRatebooks.getFirst().title(),
                service,
                List.of(),
                Optional.of(body(ofRatebooks)),
                "Answer")));
    rental(live, paths, schemas);
    put(
        paths,
        "get",
        "/v1/quotes",
        operation(
            "Answers that were given, newest first: those to which all applies that is asked",
            "quotes",
            searchedBy(),
            Optional.empty(),
            "Found"));
    put(
        paths,
        "get",
        "/v1/quotes/{id}",
        operation(
            "An answer by its id", "quotes", List.of(path("id")), Optional.empty(), "Answer"));
    put(
        paths,
        "get",
        "/v1/quotes/{id}/explanation",
        operation(
            "Why an answer is what it is: its request, priced again under its own release",
            "quotes",
            List.of(path("id"), query("lang", "ko", "en"), query("full", "true", "false")),
            Optional.empty(),
            "Explained"));
    put(
        paths,
        "post",
        "/v1/ratebooks/{ratebook}/decisions/{decision}",
        operation(
            "The value of any decision, of the inputs that it needs; nothing is kept",
            "ratebooks",
            List.of(path("ratebook"), path("decision")),
            Optional.of(
                object(
                    "type",
                    "object",
                    "required",
                    List.of("inputs"),
                    "properties",
                    object("inputs", object("type", "object")))),
            "Decision"));
    answers(schemas);
    ReleaseApi.describe(paths, schemas);
    ProposalApi.describe(paths, schemas);
    IdentityApi.describe(paths, schemas);
    return object(
        "openapi",
        "3.1.0",
        "info",
        object(
            "title",
            "Quoin",
            "version",
            "1",
            "description",
            "Prices of rentals and waivers. Decimals in answers are texts, instants RFC 3339 in UTC. A number may be sent as a number or as"
                + " a text; dates and times are ISO 8601, in the ratebook's time zone where they have no offset."),
        "paths",
        paths,
        "components",
        object(
            "schemas",
            schemas,
            "securitySchemes",
            object(
                "bearer",
                object(
                    "type",
                    "http",
                    "scheme",
                    "bearer",
                    "description",
                    "an API key, a login, or a token of the identity provider"))),
        "security",
        List.of(object("bearer", List.of()), object()));
  }

  /// An operation, by the name that generated clients call it: its method and its path.
  static void put(
      Map<String, Object> paths, String method, String path, Map<String, Object> operation) {
    operation.put("operationId", method + inOneWord(path));
    @SuppressWarnings("unchecked")
    Map<String, Object> methods =
        (Map<String, Object>) paths.computeIfAbsent(path, _ -> new LinkedHashMap<String, Object>());
    methods.put(method, operation);
  }

  private static String inOneWord(String path) {
    return WORD.matcher(path.replace("{", "by-").replaceFirst("^/v1", ""))
        .results()
        .map(MatchResult::group)
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /// A question of price that a ratebook answers.
  ///
  /// @param schema the name of its inputs
  private record Quote(
      String ratebook, String title, String schema, Optional<Map<String, Object>> sample) {}

  /// @param quotes by the services that have a path without a ratebook
  private void services(
      Release release,
      Map<String, Object> paths,
      Map<String, Object> schemas,
      Map<String, List<Quote>> quotes) {
    Ratebook ratebook = release.ratebook();
    for (Ratebook.Service service : ratebook.services().values()) {
      Quote quote =
          new Quote(
              ratebook.id(),
              service.title().en() + " · " + service.title().ko(),
              ratebook.id() + "." + service.name(),
              sample(release, service));
      schemas.put(quote.schema(), inputs(ratebook, service));
      put(
          paths,
          "post",
          "/v1/ratebooks/%s/services/%s/quotes".formatted(ratebook.id(), service.name()),
          operation(
              quote.title(),
              ratebook.id(),
              List.of(),
              Optional.of(body(List.of(quote))),
              "Answer"));
      if (service.name().equals("rental") || service.name().equals("waiver")) {
        quotes.computeIfAbsent(service.name(), _ -> new ArrayList<>()).add(quote);
      }
    }
  }

  /// The path of a mapping, in the shape that its callers know.
  private void mapping(Release release, Mapping mapping, Map<String, Object> paths) {
    Optional<RecordedCall> golden = golden(mapping);
    Map<String, Object> call = object("schema", mapping.callSchema());
    golden
        .flatMap(sample -> Json.read(sample.place(), sample.call(), new Problems()))
        .ifPresent(sent -> call.put("example", sent));
    Map<String, Object> responses = new LinkedHashMap<>();
    mapping
        .replySchemas()
        .forEach((status, schemas) -> {
          Map<String, Object> reply =
              object("schema", schemas.size() == 1 ? schemas.getFirst() : object("anyOf", schemas));
          golden
              .filter(sample -> sample.status().orElse(status).equals(status))
              .ifPresent(sample -> reply.put("example", sample.response()));
          responses.put(
              String.valueOf(status),
              object(
                  "description",
                  "as the callers of `%s` expect it".formatted(mapping.id()),
                  "content",
                  object("application/json", reply)));
        });
    responses.putIfAbsent("400", problem("a header is wrong"));
    responses.putIfAbsent("409", problem("the key stands for another call"));
    responses.putIfAbsent("413", problem("the body is too large"));
    responses.putIfAbsent("415", problem("the body is no JSON"));
    responses.putIfAbsent("503", problem(ASK_AGAIN));
    put(
        paths,
        "post",
        mapping.path(),
        object(
            "summary",
            mapping.title().en() + " · " + mapping.title().ko(),
            "description",
            "Asks for `%s` of `%s` in the shape of an older system."
                .formatted(mapping.service(), release.ratebook().id()),
            "tags",
            List.of(release.ratebook().id()),
            "parameters",
            List.of(
                header("Quoin-Caller", "the name of the calling system"),
                header("Quoin-Customer", CUSTOMER),
                header("Idempotency-Key", "under it a repeated call is answered as it was first")),
            "requestBody",
            object("required", true, "content", object("application/json", call)),
            "responses",
            responses));
  }

  private static Optional<RecordedCall> golden(Mapping mapping) {
    return mapping.cases().stream()
        .flatMap(file -> MappingCases.read(mapping, file, new Problems()).stream())
        .flatMap(cases -> cases.cases().stream())
        .findFirst();
  }

  /// What is sent to a path that several ratebooks may answer: then it names one.
  private static Map<String, Object> body(List<Quote> quotes) {
    boolean isOne = quotes.size() == 1;
    List<Map<String, Object>> alternatives = new ArrayList<>();
    List<Object> examples = new ArrayList<>();
    for (Quote quote : quotes) {
      alternatives.add(
          closed(
              isOne ? List.of("inputs") : List.of("ratebook", "inputs"),
              object(
                  "request_id",
                  name(),
                  "ratebook",
                  object("const", quote.ratebook()),
                  "inputs",
                  reference(quote.schema()))));
      quote
          .sample()
          .map(inputs ->
              isOne
                  ? object("inputs", inputs)
                  : object("ratebook", quote.ratebook(), "inputs", inputs))
          .ifPresent(examples::add);
    }
    Map<String, Object> body =
        isOne ? new LinkedHashMap<>(alternatives.getFirst()) : object("oneOf", alternatives);
    if (!examples.isEmpty()) {
      body.put("examples", examples);
    }
    return body;
  }

  private void rental(Live live, Map<String, Object> paths, Map<String, Object> schemas) {
    for (Release release : live.withService("rental")) {
      String rental = release.ratebook().id() + ".rental";
      put(
          paths,
          "post",
          "/v1/rental/batches",
          operation(
              "The prices of one trip with up to 1,000 cars",
              "rental",
              List.of(),
              Optional.of(
                  closed(
                      List.of("trip", "cars"),
                      object(
                          "request_id",
                          name(),
                          "ratebook",
                          text(),
                          "trip",
                          object(
                              "type",
                              "object",
                              "description",
                              "the inputs of `" + rental + "` that all cars share"),
                          "cars",
                          object(
                              "type",
                              "array",
                              "minItems",
                              1,
                              "maxItems",
                              1000,
                              "items",
                              object("type", "object"))))),
              "Batch"));
      Bookable bookable = release.ratebook().bookings().get("rental");
      if (bookable != null) {
        bookings(release.ratebook(), bookable, paths, schemas);
      }
    }
  }

  private void bookings(
      Ratebook ratebook,
      Bookable bookable,
      Map<String, Object> paths,
      Map<String, Object> schemas) {
    put(
        paths,
        "post",
        "/v1/rental/bookings",
        operation(
            "Takes a quote",
            "bookings",
            List.of(),
            Optional.of(
                closed(
                    List.of("quote_id", "booking_id"),
                    object("request_id", name(), "quote_id", text(), "booking_id", name()))),
            "Step"));
    put(
        paths,
        "get",
        "/v1/rental/bookings/{booking_id}",
        operation(
            "A booking and all that became of it",
            "bookings",
            List.of(path("booking_id")),
            Optional.empty(),
            "Booking"));
    bookable
        .events()
        .forEach((kind, event) -> {
          String schema = ratebook.id() + ".rental." + kind.text();
          schemas.put(schema, sent(ratebook, event));
          put(
              paths,
              "post",
              "/v1/rental/bookings/{booking_id}/" + path(kind),
              operation(
                  title(kind),
                  "bookings",
                  List.of(path("booking_id")),
                  Optional.of(
                      closed(
                          List.of("inputs"),
                          object("request_id", name(), "inputs", reference(schema)))),
                  "Step"));
        });
  }

  private static String path(Bookable.Event.Kind kind) {
    return switch (kind) {
      case EXTEND -> "extensions";
      case SETTLE -> "settlement";
      case CANCEL -> "cancellation";
    };
  }

  private static String title(Bookable.Event.Kind kind) {
    return switch (kind) {
      case EXTEND -> "The price of a longer rental, and what of it is new";
      case SETTLE -> "The final price, from real times and distance";
      case CANCEL -> "What a cancelled booking costs";
    };
  }

  /// The inputs of an event that a caller sends.
  private static Map<String, Object> sent(Ratebook ratebook, Bookable.Event event) {
    Ratebook.Service service = ratebook.services().get(event.service());
    return service == null
        ? object("type", "object")
        : inputs(
            ratebook,
            service.inputs().stream()
                .map(index -> (Program.Input) ratebook.program().globals().get(index))
                .filter(input -> event.sent().contains(input.name()))
                .toList());
  }

  private static Map<String, Object> inputs(Ratebook ratebook, Ratebook.Service service) {
    return inputs(
        ratebook,
        service.inputs().stream()
            .map(index -> (Program.Input) ratebook.program().globals().get(index))
            .toList());
  }

  private static Map<String, Object> inputs(Ratebook ratebook, List<Program.Input> inputs) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    for (Program.Input input : inputs) {
      properties.put(input.name(), schema(ratebook, input));
      if (!input.nullable()) {
        required.add(input.name());
      }
    }
    return closed(required, properties);
  }

  private static Map<String, Object> schema(Ratebook ratebook, Program.Input input) {
    Map<String, Object> schema = schema(input.type(), input.nullable());
    List<String> words = new ArrayList<>();
    ratebook.terms().stream()
        .filter(term -> term.term().en().equals(input.name()))
        .forEach(term -> {
          schema.put("title", term.term().ko() + " · " + term.term().en());
          words.add(term.definition().ko());
          words.add(term.definition().en());
        });
    if (!input.description().isEmpty()) {
      words.add(input.description());
    }
    List<Object> points = points(input);
    if (!points.isEmpty()) {
      schema.put("enum", points);
    } else if (!input.allowedText().isEmpty()) {
      words.add("Allowed: " + input.allowedText());
    }
    if (!words.isEmpty()) {
      schema.put("description", String.join("\n\n", words));
    }
    return schema;
  }

  private static List<Object> points(Program.Input input) {
    List<Object> points = new ArrayList<>();
    if (input.type() == Type.Simple.STRING
        && input.allowed() instanceof CellTest.Points(var values)) {
      values.forEach(value -> points.add(JsonTree.of(value)));
      if (input.nullable() && !points.contains(Value.NULL)) {
        points.add(Value.NULL);
      }
    }
    return points;
  }

  private static Map<String, Object> schema(Type type, boolean nullable) {
    List<Object> types = new ArrayList<>();
    Map<String, Object> schema = object("type", types);
    switch (type) {
      case Type.Simple simple -> {
        switch (simple) {
          case NUMBER -> {
            types.add("number");
            types.add("string");
            schema.put("format", "decimal");
          }
          case BOOLEAN -> types.add("boolean");
          case ANY, NULL -> schema.remove("type");
          case STRING, TIME, DATE, DATE_TIME, DAY_TIME_DURATION, YEAR_MONTH_DURATION -> {
            types.add("string");
            format(simple).ifPresent(format -> schema.put("format", format));
          }
        }
      }
      case Type.ListType list -> {
        types.add("array");
        schema.put("items", schema(list.element(), false));
      }
      case Type.ContextType context -> {
        types.add("object");
        Map<String, Object> properties = new LinkedHashMap<>();
        context.entries().forEach((name, entry) -> properties.put(name, schema(entry, false)));
        schema.put("properties", properties);
      }
      case Type.RangeType _, Type.FunctionType _ -> types.add("string");
    }
    if (nullable) {
      types.add("null");
    }
    return schema;
  }

  private static Optional<String> format(Type.Simple type) {
    return switch (type) {
      case DATE -> Optional.of("date");
      case DAY_TIME_DURATION, YEAR_MONTH_DURATION -> Optional.of("duration");
      // Times may come without an offset and without seconds, which these formats do not allow.
      case TIME, DATE_TIME -> Optional.empty();
      case STRING, NUMBER, BOOLEAN, ANY, NULL -> Optional.empty();
    };
  }

  /// The first golden case that is a right request.
  private static Optional<Map<String, Object>> sample(Release release, Ratebook.Service service) {
    Problems none = new Problems();
    return release.ratebook().cases().stream()
        .filter(file -> file.service().equals(service.name()))
        .flatMap(file -> Cases.read(release.ratebook(), file, none).stream())
        .flatMap(file -> file.cases().stream())
        .map(golden -> Quoting.read(release, service.name(), golden.inputs()))
        .flatMap(read ->
            read instanceof Verdict.Given<Request>(Request request)
                ? Optional.of(request).stream()
                : Optional.<Request>empty().stream())
        .findFirst()
        .map(request -> {
          Map<String, Object> inputs = new LinkedHashMap<>();
          request.inputs().forEach((name, value) -> inputs.put(name, JsonTree.of(value)));
          return inputs;
        });
  }

  private static List<Object> searchedBy() {
    List<Object> all = new ArrayList<>();
    all.add(header("Quoin-Customer", "whose they are, by the customer's own name"));
    all.add(
        query("customer", "whose they are, by the pseudonym under which they were found", text()));
    all.add(query("id", "the id of an answer, or of a car of a batch", text()));
    all.add(
        query(
            "from",
            "answered then or later: a date, or a date and time; in the ratebook's zone where it has no offset",
            text()));
    all.add(query("to", "answered before; on that day or before, where it is a date", text()));
    all.add(query("service", "what was priced", text()));
    all.add(query("ratebook", "the ratebook's id", text()));
    all.add(query("release", "the beginning of its digest", text()));
    all.add(query("booking_id", "the booking that was made or changed", text()));
    all.add(
        query(
            "kind",
            "what was asked",
            object(
                "enum",
                List.of("quote", "batch", "booking", "extension", "settlement", "cancellation"))));
    all.add(query("outcome", "what was answered", object("enum", List.of("price", "refusal"))));
    all.add(query("total", "the total", text()));
    all.add(query("total_from", "the least total", text()));
    all.add(query("total_to", "the largest total", text()));
    all.add(query("line_item", "the code of a line item", text()));
    all.add(query("reason", "the code of a refusal", text()));
    all.add(
        query(
            "input",
            "an input that the ratebook lets one search by, such as `model=K8`; several have to apply all",
            object("type", "array", "items", text())));
    all.add(
        query(
            "limit", "how many at most", object("type", "integer", "minimum", 1, "maximum", 1000)));
    all.add(query("next", "`next` of the page before", text()));
    return all;
  }

  static Map<String, Object> query(String name, String description, Map<String, Object> schema) {
    return object(
        "name",
        name,
        "in",
        "query",
        "required",
        false,
        "description",
        description,
        "schema",
        schema);
  }

  private Map<String, Object> operation(
      String summary,
      String tag,
      List<Object> parameters,
      Optional<Map<String, Object>> body,
      String answer) {
    List<Object> all = new ArrayList<>(parameters);
    Map<String, Object> responses =
        object("200", object("description", "the answer", "content", content(reference(answer))));
    if (body.isPresent()) {
      all.add(header("Quoin-Caller", "the name of the calling system"));
      all.add(header("Quoin-Customer", CUSTOMER));
      all.add(header("Idempotency-Key", "another way to send `request_id`"));
      responses.put("400", problem("something is wrong with the request: all of it, by field"));
      responses.put(
          "409",
          problem("the request id, quote or booking stands for something else, or is closed"));
      responses.put("413", problem("the body is too large"));
      responses.put("415", problem("the body is no JSON"));
    }
    responses.put("404", problem("there is nothing of that name"));
    responses.put("500", problem("the ratebook or Quoin broke"));
    responses.put("503", problem(ASK_AGAIN));
    Map<String, Object> operation =
        object("summary", summary, "tags", List.of(tag), "parameters", all);
    body.ifPresent(schema ->
        operation.put("requestBody", object("required", true, "content", content(schema))));
    operation.put("responses", responses);
    return operation;
  }

  static Map<String, Object> content(Object schema) {
    return object("application/json", object("schema", schema));
  }

  static Map<String, Object> problem(String description) {
    return object(
        "description",
        description,
        "content",
        object("application/problem+json", object("schema", reference("Problem"))));
  }

  static Map<String, Object> path(String name) {
    return object("name", name, "in", "path", "required", true, "schema", text());
  }

  private static Map<String, Object> query(String name, String... values) {
    return object(
        "name", name, "in", "query", "required", false, "schema", object("enum", List.of(values)));
  }

  private static Map<String, Object> header(String name, String description) {
    return object(
        "name",
        name,
        "in",
        "header",
        "required",
        false,
        "description",
        description,
        "schema",
        name());
  }

  private void answers(Map<String, Object> schemas) {
    Map<String, Object> bilingual =
        object("type", "object", "properties", object("ko", text(), "en", text()));
    Map<String, Object> line =
        object(
            "type",
            "object",
            "properties",
            object("code", text(), "text", bilingual, "amount", text()));
    Map<String, Object> answer =
        object(
            "id",
            text(),
            "valid_until",
            object("type", List.of("string", "null")),
            "ratebook",
            text(),
            "release",
            text(),
            "service",
            text(),
            "priced_at",
            text(),
            "outcome",
            object("enum", List.of("price", "refusal")),
            "currency",
            text(),
            "line_items",
            object("type", "array", "items", line),
            "total",
            text(),
            "shown",
            object("type", "object"),
            "reasons",
            object(
                "type",
                "array",
                "items",
                object("type", "object", "properties", object("code", text(), "text", bilingual))));
    schemas.put(
        "Answer",
        object(
            "type",
            "object",
            "required",
            List.of("id", "ratebook", "release", "service", "priced_at", "outcome"),
            "properties",
            answer));
    Map<String, Object> texts = object("type", "array", "items", text());
    Map<String, Object> listed =
        object(
            "type",
            "object",
            "required",
            List.of(
                "id",
                "kind",
                "ratebook",
                "release",
                "service",
                "priced_at",
                "caller",
                "line_items",
                "reasons",
                "inputs"),
            "properties",
            object(
                "id",
                text(),
                "kind",
                text(),
                "ratebook",
                text(),
                "release",
                text(),
                "service",
                text(),
                "priced_at",
                text(),
                "valid_until",
                object("type", List.of("string", "null")),
                "caller",
                text(),
                "request_id",
                text(),
                "booking_id",
                text(),
                "customer",
                text(),
                "outcome",
                object("enum", List.of("price", "refusal")),
                "currency",
                text(),
                "total",
                text(),
                "highest_total",
                text(),
                "line_items",
                texts,
                "reasons",
                texts,
                "inputs",
                texts,
                "engine",
                text(),
                "zone_data",
                text()));
    schemas.put(
        "Found",
        object(
            "type",
            "object",
            "required",
            List.of("answers", "next"),
            "properties",
            object(
                "answers",
                object("type", "array", "items", listed),
                "next",
                object("type", List.of("string", "null")))));
    Map<String, Object> difference =
        object(
            "type",
            "object",
            "properties",
            object("part", text(), "answered", text(), "again", text()));
    schemas.put(
        "Explained",
        object(
            "allOf",
            List.of(
                reference("Answer"),
                object(
                    "type",
                    "object",
                    "required",
                    List.of("inputs", "proven"),
                    "properties",
                    object(
                        "inputs",
                        object("type", "object"),
                        "proven",
                        object("type", "boolean"),
                        "engine",
                        object(
                            "type",
                            "object",
                            "properties",
                            object(
                                "answered",
                                object("type", List.of("string", "null")),
                                "again",
                                text())),
                        "explanation",
                        object("type", "array", "items", object("type", "object")),
                        "differences",
                        object("type", "array", "items", difference))))));
    schemas.put(
        "Batch",
        object(
            "type",
            "object",
            "properties",
            object(
                "id",
                text(),
                "items",
                object("type", "array", "items", object("type", "object")),
                "texts",
                object("type", "object", "additionalProperties", bilingual))));
    Map<String, Object> state = object("enum", List.of("booked", "settled", "cancelled"));
    schemas.put(
        "Step",
        object(
            "type",
            "object",
            "required",
            List.of("booking_id", "state", "answer"),
            "properties",
            object(
                "booking_id",
                text(),
                "state",
                state,
                "difference",
                text(),
                "answer",
                reference("Answer"))));
    schemas.put(
        "Booking",
        object(
            "type",
            "object",
            "required",
            List.of("booking_id", "quote_id", "state", "total", "answers"),
            "properties",
            object(
                "booking_id",
                text(),
                "quote_id",
                text(),
                "state",
                state,
                "total",
                text(),
                "answers",
                object("type", "array", "items", reference("Answer")))));
    schemas.put(
        "Decision",
        object(
            "type",
            "object",
            "properties",
            object(
                "ratebook",
                text(),
                "release",
                text(),
                "decision",
                text(),
                "priced_at",
                text(),
                "value",
                object())));
    schemas.put("Ratebooks", object("type", "array", "items", object("type", "object")));
    schemas.put(
        "Problem",
        object(
            "type",
            "object",
            "required",
            List.of("type", "title", "status", "detail", "problems"),
            "properties",
            object(
                "type",
                object(
                    "type",
                    "string",
                    "format",
                    "uri",
                    "examples",
                    List.of(problems.url("out-of-range"))),
                "title",
                text(),
                "status",
                object("type", "integer"),
                "detail",
                text(),
                "problems",
                object(
                    "type",
                    "array",
                    "items",
                    object(
                        "type",
                        "object",
                        "properties",
                        object(
                            "field",
                            text(),
                            "code",
                            text(),
                            "sentence",
                            text(),
                            "page",
                            text()))))));
  }

  /// An object that has these properties and no others.
  static Map<String, Object> closed(List<?> required, Map<String, Object> properties) {
    return object(
        "type",
        "object",
        "required",
        required,
        "additionalProperties",
        false,
        "properties",
        properties);
  }

  static Map<String, Object> reference(String schema) {
    return object("$ref", "#/components/schemas/" + schema);
  }

  static Map<String, Object> text() {
    return object("type", "string");
  }

  private static Map<String, Object> name() {
    return object("type", "string", "minLength", 1, "maxLength", 128);
  }
}
