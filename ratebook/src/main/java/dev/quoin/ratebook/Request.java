package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Allowed;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Inputs;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a customer, or a case, asks: a value for each input, of the type that the model wants and allowed by it. The
/// levers are not among them.
public final class Request {
  /// What the body of a call to the API has beside the inputs.
  private static final Set<String> CALL = Set.of("inputs", "request_id", "ratebook");

  private final List<Program.Input> asked;
  private final Value[] values;
  private final @Nullable Place[] places;

  /// @param values by the index of the global
  /// @param places of the inputs, by the same index
  Request(List<Program.Input> asked, Value[] values, @Nullable Place[] places) {
    this.asked = asked;
    this.values = values;
    this.places = places;
  }

  /// Reads a JSON object as the inputs of a service, or as the body of a call to the API, which has them as its `inputs`.
  ///
  /// @param file the file as the user named it
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Request> read(
      Ratebook ratebook, String service, String file, byte[] content, Problems problems) {
    return service(ratebook, service, new Place(file, 0, 0), problems)
        .flatMap(found -> new Reader(ratebook, found.inputs()).read(file, content, problems));
  }

  /// Reads a JSON object as the inputs of a decision: of those inputs that it needs. A body of a call may stand around them.
  public static Optional<Request> readForDecision(
      Ratebook ratebook, String decision, String file, byte[] content, Problems problems) {
    return needed(ratebook, decision, new Place(file, 0, 0), problems)
        .flatMap(needed -> new Reader(ratebook, needed).read(file, content, problems));
  }

  /// The inputs of a decision from a tree, whatever notation it was written in: of those inputs that it needs.
  public static Optional<Request> ofDecision(
      Ratebook ratebook, String decision, Node root, Problems problems) {
    return needed(ratebook, decision, root.place(), problems)
        .flatMap(needed -> new Reader(ratebook, needed).read(root, problems));
  }

  private static Optional<List<Integer>> needed(
      Ratebook ratebook, String decision, Place place, Problems problems) {
    Program program = ratebook.program();
    Optional<Program.Global> asked =
        program.global(decision).filter(Program.Decision.class::isInstance);
    if (asked.isEmpty()) {
      List<String> names =
          program.globals().stream()
              .filter(Program.Decision.class::isInstance)
              .map(Program.Global::name)
              .toList();
      problems.add(
          place,
          "unknown-decision",
          "unknown decision `%s`%s".formatted(decision, Suggestion.text(decision, names)));
      return Optional.empty();
    }
    return Optional.of(
        Needed.inputs(program, asked.get().index()).stream()
            .filter(index -> ratebook.lever((Program.Input) program.globals().get(index)).isEmpty())
            .toList());
  }

  /// The service of that name.
  public static Optional<Ratebook.Service> service(
      Ratebook ratebook, String name, Place asked, Problems problems) {
    return service(ratebook.services(), name, asked, problems);
  }

  /// The service of that name, of those that are known.
  static Optional<Ratebook.Service> service(
      Map<String, Ratebook.Service> services, String name, Place asked, Problems problems) {
    Ratebook.Service service = services.get(name);
    if (service == null) {
      problems.add(
          asked,
          "unknown-service",
          "unknown service `%s`%s".formatted(name, Suggestion.text(name, services.keySet())));
    }
    return Optional.ofNullable(service);
  }

  /// The inputs of a service from a tree, whatever notation it was written in.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Request> of(
      Ratebook ratebook, Ratebook.Service service, Node root, Problems problems) {
    return reader(ratebook, service).read(root, problems);
  }

  /// What reads requests of a service. It is no other thread's.
  public static Reader reader(Ratebook ratebook, Ratebook.Service service) {
    return new Reader(ratebook, service.inputs());
  }

  /// Says why a field is none that is asked for.
  static void refuse(
      Ratebook ratebook, Node.Mapping.Entry field, List<String> asked, Problems problems) {
    Optional<Ratebook.Lever> lever =
        ratebook
            .program()
            .global(field.key())
            .filter(Program.Input.class::isInstance)
            .flatMap(input -> ratebook.lever((Program.Input) input));
    if (lever.isPresent()) {
      problems.add(
          field.place(),
          "lever-in-request",
          "`%s` is lever `%s` of the ratebook (expected: nothing, for levers are not sent)"
              .formatted(field.key(), lever.get().id()));
    } else {
      problems.add(
          field.place(),
          "unknown-field",
          "unknown field `%s`%s".formatted(field.key(), Suggestion.text(field.key(), asked)));
    }
  }

  private static List<Program.Input> inputs(Program program, List<Integer> asked) {
    List<Program.Input> inputs = new ArrayList<>(asked.size());
    for (int index : asked) {
      inputs.add((Program.Input) program.globals().get(index));
    }
    return inputs;
  }

  private static List<String> names(List<Program.Input> inputs) {
    return inputs.stream().map(Program.Input::name).toList();
  }

  /// The inputs of a service as values, such as a generator makes them.
  ///
  /// @param inputs by their names; one that is missing is null
  /// @param place where each of them comes from, for problems
  public static Optional<Request> of(
      Ratebook ratebook,
      Ratebook.Service service,
      Map<String, Value> inputs,
      Function<String, Place> place,
      Problems problems) {
    return reader(ratebook, service).read(inputs, place, problems);
  }

  /// Reads many requests for the same inputs. A node that several of them share, as the cars of a batch share their trip, is
  /// read once: the same node is the same value.
  public static final class Reader {
    private final Ratebook ratebook;
    private final List<Program.Input> inputs;

    /// What each input was last read from, where nothing was wrong with it.
    private final @Nullable Node[] known;

    private final Value[] knownValues;

    private Reader(Ratebook ratebook, List<Integer> asked) {
      this.ratebook = ratebook;
      this.inputs = inputs(ratebook.program(), asked);
      this.known = new Node[inputs.size()];
      this.knownValues = new Value[inputs.size()];
    }

    /// A tree may have come with problems, such as a repeated name: then what it says is shown to be wrong as well, but
    /// it is no request.
    private Optional<Request> read(String file, byte[] content, Problems problems) {
      Problems own = new Problems();
      Optional<Request> request =
          Json.read(file, content, own).flatMap(root -> read(unwrapped(root, own), own));
      problems.addAll(own.sorted());
      return own.isEmpty() ? request : Optional.empty();
    }

    /// The inputs inside of a call's body; any other tree is the inputs themselves.
    private Node unwrapped(Node root, Problems problems) {
      if (!(root instanceof Node.Mapping body) || !isCall(body)) {
        return root;
      }
      body.get("ratebook")
          .filter(named -> !(named instanceof Node.Scalar id) || !id.text().equals(ratebook.id()))
          .ifPresent(named ->
              problems.add(
                  named.place(),
                  "unknown-ratebook",
                  "the call names another ratebook (expected: `%s`)".formatted(ratebook.id())));
      return body.get("inputs").orElse(root);
    }

    private boolean isCall(Node.Mapping body) {
      return body.get("inputs").isPresent()
          && body.entries().stream()
              .allMatch(entry -> CALL.contains(entry.key()) && !isAsked(entry.key()));
    }

    /// The request that a tree is.
    ///
    /// @param problems everything that is wrong with it, should nothing be returned
    public Optional<Request> read(Node root, Problems problems) {
      if (!(root instanceof Node.Mapping mapping)) {
        problems.add(
            root.place(),
            "wrong-type",
            "the request is " + root.what() + " (expected: an object with the inputs)");
        return Optional.empty();
      }
      int before = problems.size();
      int globals = ratebook.program().globals().size();
      Value[] values = new Value[globals];
      @Nullable Place[] places = new Place[globals];
      Inputs plain = Inputs.of(ratebook.zone(), problems);
      @Nullable Node[] fields = fields(mapping, problems);
      for (int i = 0; i < inputs.size(); i++) {
        Program.Input input = inputs.get(i);
        Node sent = fields[i];
        places[input.index()] = sent == null ? mapping.place() : sent.place();
        if (sent == null || !isSame(sent, known[i])) {
          Optional<Value> value = value(input, sent, mapping, plain);
          known[i] = value.isPresent() ? sent : null;
          knownValues[i] = value.orElse(Value.NULL);
        }
        values[input.index()] = knownValues[i];
      }
      return problems.size() == before
          ? Optional.of(new Request(inputs, values, places))
          : Optional.empty();
    }

    @SuppressWarnings("ReferenceEquality") // one that is alike is read again
    private static boolean isSame(Node sent, @Nullable Node known) {
      return sent == known;
    }

    /// What was sent for each input. What was sent beside them is refused.
    private @Nullable Node[] fields(Node.Mapping mapping, Problems problems) {
      @Nullable Node[] fields = new Node[inputs.size()];
      int found = 0;
      for (int i = 0; i < fields.length; i++) {
        fields[i] = mapping.get(inputs.get(i).name()).orElse(null);
        found += fields[i] == null ? 0 : 1;
      }
      if (found < mapping.entries().size()) {
        mapping.requireOnce(problems);
        for (Node.Mapping.Entry entry : mapping.entries()) {
          if (!isAsked(entry.key())) {
            refuse(ratebook, entry, names(inputs), problems);
          }
        }
      }
      return fields;
    }

    private boolean isAsked(String name) {
      for (Program.Input input : inputs) {
        if (input.name().equals(name)) {
          return true;
        }
      }
      return false;
    }

    private Optional<Request> read(
        Map<String, Value> given, Function<String, Place> place, Problems problems) {
      int before = problems.size();
      int globals = ratebook.program().globals().size();
      Value[] values = new Value[globals];
      @Nullable Place[] places = new Place[globals];
      for (Program.Input input : inputs) {
        Value value = given.getOrDefault(input.name(), Value.NULL);
        Place origin = place.apply(input.name());
        places[input.index()] = origin;
        values[input.index()] = value;
        if (value instanceof Value.Null) {
          if (!input.nullable()) {
            problems.add(
                origin,
                "missing-field",
                "`%s` is null (expected: a %s)".formatted(input.name(), input.type()));
          }
        } else if (!Operators.instanceOf(value, input.type())) {
          problems.add(
              origin,
              "wrong-type",
              "`%s` is `%s` (expected: a %s)"
                  .formatted(input.name(), Written.plain(value), input.type()));
        } else {
          check(input, value, origin, problems);
        }
      }
      return problems.size() == before
          ? Optional.of(new Request(inputs, values, places))
          : Optional.empty();
    }

    private static Optional<Value> value(
        Program.Input input, @Nullable Node sent, Node.Mapping mapping, Inputs plain) {
      if (sent == null || Inputs.isNull(sent)) {
        if (input.nullable()) {
          return Optional.of(Value.NULL);
        }
        plain
            .problems()
            .add(
                sent == null ? mapping.place() : sent.place(),
                "missing-field",
                "`%s` is %s (expected: a %s)"
                    .formatted(input.name(), sent == null ? "missing" : "null", input.type()));
        return Optional.empty();
      }
      return plain
          .read(sent, input.type(), "`" + input.name() + "`")
          .filter(value -> check(input, value, sent.place(), plain.problems()));
    }

    private static boolean check(Program.Input input, Value value, Place sent, Problems problems) {
      if (Conditions.allows(input.allowed(), value)) {
        return true;
      }
      problems.add(
          sent,
          "not-allowed",
          Allowed.by(input).refusal(input.name(), "`" + Written.plain(value) + "`", value));
      return false;
    }
  }

  /// The inputs by name, in the order of the model.
  public Map<String, Value> inputs() {
    Map<String, Value> inputs = new LinkedHashMap<>();
    asked.forEach(input -> inputs.put(input.name(), values[input.index()]));
    return inputs;
  }

  /// What was asked for, in the order of the model.
  public List<Program.Input> asked() {
    return asked;
  }

  /// The value of an input that was asked for.
  public Value value(Program.Input input) {
    return values[input.index()];
  }

  /// The inputs as a JSON object, which is read again as the same request.
  public String json() {
    return Written.json(new Value.Context(inputs()));
  }

  /// Whether it has a value for each of these inputs: whether it was read for a service or decision that needs them.
  boolean has(Collection<Integer> inputs) {
    for (int input : inputs) {
      if (places[input] == null) {
        return false;
      }
    }
    return true;
  }

  /// A copy of the values, by the index of the global.
  Value[] values() {
    return values.clone();
  }

  /// Where an input was written; the request itself where it was left out.
  Place place(int input) {
    Place place = places[input];
    return place == null ? new Place("request", 0, 0) : place;
  }
}
