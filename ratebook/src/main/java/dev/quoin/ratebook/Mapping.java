package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The shape in which callers of an older system ask for a service and are answered: its fields, notations and codes. It
/// turns their calls into our requests and our answers into what they expect, to the byte; it reads and decides nothing.
public final class Mapping {
  private final Head head;
  private final List<Program.Input> inputs;
  private final int globals;
  private final ZoneId zone;
  private final Map<String, Feed> feeds;
  private final KnownFields known;
  private final Map<Outcome, Shape> shapes;
  private final List<Ratebook.CaseFile> cases;

  /// What a mapping is.
  ///
  /// @param path the REST path under which its callers find it
  /// @param service the service that is asked
  /// @param place where the path is written
  record Head(String id, Texts title, String path, Ratebook.Service service, Place place) {}

  /// @param globals how many inputs and decisions the program has
  /// @param zone the ratebook's
  /// @param feeds where the inputs come from, by name
  Mapping(
      Head head,
      List<Program.Input> inputs,
      int globals,
      ZoneId zone,
      Map<String, Feed> feeds,
      KnownFields known,
      Map<Outcome, Shape> shapes,
      List<Ratebook.CaseFile> cases) {
    this.head = head;
    this.inputs = List.copyOf(inputs);
    this.globals = globals;
    this.zone = zone;
    this.feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    this.known = known;
    this.shapes = Map.copyOf(shapes);
    this.cases = List.copyOf(cases);
  }

  public String id() {
    return head.id();
  }

  public Texts title() {
    return head.title();
  }

  /// The REST path under which its callers find it, such as `/legacy/pf/fee`.
  public String path() {
    return head.path();
  }

  /// The name of the service that is asked.
  public String service() {
    return head.service().name();
  }

  /// Where its file says the path.
  public Place place() {
    return head.place();
  }

  /// The JSON Schema of a call, for those who make one: a tree of JSON.
  public Map<String, Object> callSchema() {
    return MappingSchema.call(this);
  }

  /// The JSON Schemas of the replies, by their HTTP status: those of a price, of a refusal and of a failure.
  public SortedMap<Integer, List<Map<String, Object>>> replySchemas() {
    SortedMap<Integer, List<Map<String, Object>>> schemas = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      Shape shape = Objects.requireNonNull(shapes.get(outcome));
      schemas
          .computeIfAbsent(shape.status(), _ -> new ArrayList<>())
          .add(MappingSchema.reply(shape));
    }
    return schemas;
  }

  /// Calls and what they must be answered, one a line.
  public List<Ratebook.CaseFile> cases() {
    return cases;
  }

  /// A call that has been read.
  ///
  /// @param request what it asks for, unless something is wrong with it
  /// @param problems what is wrong with it, in the words of the caller: his fields, what came, what was expected
  public record Call(
      Optional<Node> tree, Optional<Request> request, List<Problem> problems, Fields fields) {
    public Call {
      problems = List.copyOf(problems);
    }

    /// The caller's field that a problem is about, of the call or of the price that it asked for.
    public Optional<String> field(Problem problem) {
      return Optional.ofNullable(fields.ofProblems().get(problem))
          .or(() -> Optional.ofNullable(fields.ofPlaces().get(problem.place())));
    }
  }

  /// Which field a problem, or a place of the call, is about.
  record Fields(Map<Problem, String> ofProblems, Map<Place, String> ofPlaces) {
    Fields {
      ofProblems = Map.copyOf(ofProblems);
      ofPlaces = Map.copyOf(ofPlaces);
    }
  }

  /// What is said of an answer beside the price.
  ///
  /// @param id the quote's id; empty where the quote is not kept
  /// @param askedAt the instant of pricing
  public record About(
      Optional<String> id, String ratebook, String digest, Instant askedAt, Instant validUntil) {

    /// Of an answer that is given offline, and so has no id.
    public static About offline(Ratebook ratebook, String service, Instant at) {
      return new About(
          Optional.empty(),
          ratebook.id(),
          ratebook.digest(),
          at,
          at.plus(ratebook.validity(service)));
    }
  }

  /// What is answered.
  ///
  /// @param body JSON
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Reply(int status, byte[] body) {
    /// The body as a tree.
    public Node tree() {
      return Json.read("reply", body, new Problems()).orElseThrow();
    }
  }

  /// Which shape an answer takes.
  enum Outcome {
    QUOTE,
    REFUSAL,
    FAILURE
  }

  /// Reads a call.
  ///
  /// @param file how problems name it
  public Call call(String file, byte[] content) {
    return new CallReader(this, file).read(content);
  }

  /// The ratebook's answer to a call; to one that could not be read, its problems.
  ///
  /// @param at the pricing instant
  public Answer answer(Call call, Pricer pricer, Instant at) {
    return call.request()
        .map(request -> pricer.quote(service(), request, at))
        .orElseGet(() -> new Answer.Failure(call.problems()));
  }

  /// Writes an answer to a call; to one that could not be read, the failure of its problems.
  public Reply reply(Call call, Answer answer, About about) {
    Shape shape = Objects.requireNonNull(shapes.get(outcome(answer)));
    return new Reply(
        shape.status(), new ReplyWriter(head.service(), call, answer, about).write(shape));
  }

  private static Outcome outcome(Answer answer) {
    return switch (answer) {
      case Answer.Quote _ -> Outcome.QUOTE;
      case Answer.Refusal _ -> Outcome.REFUSAL;
      case Answer.Failure _ -> Outcome.FAILURE;
      case Answer.Decided _ ->
          throw new IllegalArgumentException("no answer of a service: " + answer);
    };
  }

  /// What the fields of a reply to such an answer tell, by their paths; those of a list's objects as `FEES[].AMOUNT`.
  public Map<String, ReplyField> replyFields(Answer answer) {
    return ReplyField.of(Objects.requireNonNull(shapes.get(outcome(answer))).fields());
  }

  List<Program.Input> inputs() {
    return inputs;
  }

  int globals() {
    return globals;
  }

  ZoneId zone() {
    return zone;
  }

  Map<String, Feed> feeds() {
    return feeds;
  }

  KnownFields known() {
    return known;
  }
}
