package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Inputs;
import dev.quoin.ratebook.value.Written;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a customer, or a case, asks: a value for each input, of the type that the model wants and allowed by it. The
/// levers are not among them.
public final class Request {
  private final List<Program.Input> asked;
  private final Value[] values;
  private final Map<Integer, Place> places;

  /// @param values by the index of the global
  /// @param places of the inputs, by their index
  Request(List<Program.Input> asked, Value[] values, Map<Integer, Place> places) {
    this.asked = asked;
    this.values = values;
    this.places = places;
  }

  /// Reads a JSON object as the inputs of a service.
  ///
  /// @param file the file as the user named it
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Request> read(
      Ratebook ratebook, String service, String file, byte[] content, Problems problems) {
    return service(ratebook, service, new Place(file, 0, 0), problems)
        .flatMap(found -> new Reader(ratebook, found.inputs(), problems).read(file, content));
  }

  /// Reads a JSON object as the inputs of a decision: of those inputs that it needs.
  public static Optional<Request> readForDecision(
      Ratebook ratebook, String decision, String file, byte[] content, Problems problems) {
    return needed(ratebook, decision, new Place(file, 0, 0), problems)
        .flatMap(needed -> new Reader(ratebook, needed, problems).read(file, content));
  }

  /// The inputs of a decision from a tree, whatever notation it was written in: of those inputs that it needs.
  public static Optional<Request> ofDecision(
      Ratebook ratebook, String decision, Node root, Problems problems) {
    return needed(ratebook, decision, root.place(), problems)
        .flatMap(needed -> new Reader(ratebook, needed, problems).read(root));
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
    Ratebook.Service service = ratebook.services().get(name);
    if (service == null) {
      problems.add(
          asked,
          "unknown-service",
          "unknown service `%s`%s"
              .formatted(name, Suggestion.text(name, ratebook.services().keySet())));
    }
    return Optional.ofNullable(service);
  }

  /// The inputs of a service from a tree, whatever notation it was written in.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Request> of(
      Ratebook ratebook, Ratebook.Service service, Node root, Problems problems) {
    return new Reader(ratebook, service.inputs(), problems).read(root);
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
    Reader reader = new Reader(ratebook, service.inputs(), problems);
    return reader.read(inputs, place);
  }

  private record Reader(Ratebook ratebook, List<Integer> asked, Problems problems) {

    /// A tree may have come with problems, such as a repeated name: then what it says is shown to be wrong as well, but
    /// it is no request.
    Optional<Request> read(String file, byte[] content) {
      Problems own = new Problems();
      Optional<Request> request =
          Json.read(file, content, own).flatMap(new Reader(ratebook, asked, own)::read);
      problems.addAll(own.sorted());
      return own.isEmpty() ? request : Optional.empty();
    }

    Optional<Request> read(Node root) {
      if (!(root instanceof Node.Mapping mapping)) {
        problems.add(
            root.place(),
            "wrong-type",
            "the request is " + root.what() + " (expected: an object with the inputs)");
        return Optional.empty();
      }
      int before = problems.size();
      Program program = ratebook.program();
      List<Program.Input> inputs =
          asked.stream().map(index -> (Program.Input) program.globals().get(index)).toList();
      mapping.entries().stream()
          .filter(entry -> inputs.stream().noneMatch(input -> input.name().equals(entry.key())))
          .forEach(entry -> refuse(ratebook, entry, names(inputs), problems));
      Value[] values = new Value[program.globals().size()];
      Map<Integer, Place> places = new LinkedHashMap<>();
      for (Program.Input input : inputs) {
        Optional<Node> sent = mapping.get(input.name());
        places.put(input.index(), sent.map(Node::place).orElse(mapping.place()));
        value(input, sent, mapping).ifPresent(value -> values[input.index()] = value);
      }
      return problems.size() == before
          ? Optional.of(new Request(inputs, values, places))
          : Optional.empty();
    }

    Optional<Request> read(Map<String, Value> given, Function<String, Place> place) {
      int before = problems.size();
      Program program = ratebook.program();
      List<Program.Input> inputs =
          asked.stream().map(index -> (Program.Input) program.globals().get(index)).toList();
      Value[] values = new Value[program.globals().size()];
      Map<Integer, Place> places = new LinkedHashMap<>();
      for (Program.Input input : inputs) {
        Value value = given.getOrDefault(input.name(), Value.NULL);
        Place origin = place.apply(input.name());
        places.put(input.index(), origin);
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
          isAllowed(input, value, origin);
        }
      }
      return problems.size() == before
          ? Optional.of(new Request(inputs, values, places))
          : Optional.empty();
    }

    private Optional<Value> value(Program.Input input, Optional<Node> sent, Node.Mapping mapping) {
      if (sent.isEmpty() || Inputs.isNull(sent.get())) {
        if (input.nullable()) {
          return Optional.of(Value.NULL);
        }
        problems.add(
            sent.map(Node::place).orElse(mapping.place()),
            "missing-field",
            "`%s` is %s (expected: a %s)"
                .formatted(input.name(), sent.isEmpty() ? "missing" : "null", input.type()));
        return Optional.empty();
      }
      return Inputs.of(ratebook.zone(), problems)
          .read(sent.get(), input.type(), "`" + input.name() + "`")
          .filter(value -> isAllowed(input, value, sent.get().place()));
    }

    private boolean isAllowed(Program.Input input, Value value, Place sent) {
      if (Conditions.allows(input.allowed(), value)) {
        return true;
      }
      String hint =
          value instanceof Value.Text text
              ? Suggestion.text(text.value(), Conditions.texts(input.allowed()))
              : "";
      problems.add(
          sent,
          "not-allowed",
          "`%s` is `%s` (expected: %s)%s"
              .formatted(input.name(), Written.plain(value), input.allowedText(), hint));
      return false;
    }
  }

  /// The inputs by name, in the order of the model.
  public Map<String, Value> inputs() {
    Map<String, Value> inputs = new LinkedHashMap<>();
    asked.forEach(input -> inputs.put(input.name(), values[input.index()]));
    return inputs;
  }

  /// The inputs as a JSON object, which is read again as the same request.
  public String json() {
    return Written.json(new Value.Context(inputs()));
  }

  /// Whether it has a value for each of these inputs: whether it was read for a service or decision that needs them.
  boolean has(Collection<Integer> inputs) {
    return places.keySet().containsAll(inputs);
  }

  /// A copy of the values, by the index of the global.
  Value[] values() {
    return values.clone();
  }

  /// Where an input was written; the request itself where it was left out.
  Place place(int input) {
    return places.getOrDefault(input, new Place("request", 0, 0));
  }
}
