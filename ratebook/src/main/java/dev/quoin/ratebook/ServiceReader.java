package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.check.Symbol;
import dev.quoin.ratebook.source.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Reads the services of a ratebook: finds their decision services and what their answers are made of.
final class ServiceReader {
  private static final Type REFUSALS = new Type.ListType(Simple.STRING);
  private static final Type LINES = lines();

  private final Program program;
  private final List<Ratebook.Lever> levers;
  private final Problems problems;

  ServiceReader(Program program, List<Ratebook.Lever> levers, Problems problems) {
    this.program = program;
    this.levers = levers;
    this.problems = problems;
  }

  private static final List<Type> SEARCHED =
      List.of(Simple.STRING, Simple.NUMBER, Simple.BOOLEAN, Simple.DATE);

  private static Type lines() {
    Map<String, Type> line = new LinkedHashMap<>();
    line.put("code", Simple.STRING);
    line.put("amount", Simple.NUMBER);
    return new Type.ListType(new Type.ContextType(line));
  }

  Map<String, Ratebook.Service> read(Keys services) {
    Map<String, Ratebook.Service> read = new LinkedHashMap<>();
    for (Node.Mapping.Entry entry : services.mapping().entries()) {
      Keys service = Keys.of(entry.value());
      decisionService(service.scalar("decision service"))
          .flatMap(decisions -> service(entry.key(), service, decisions))
          .ifPresent(found -> read.put(entry.key(), found));
    }
    return read;
  }

  private Optional<Program.Service> decisionService(Node.Scalar name) {
    Optional<Program.Service> service = program.service(name.text());
    if (service.isEmpty()) {
      List<String> names = program.services().stream().map(Program.Service::name).toList();
      problems.add(
          name.place(),
          "unknown-decision-service",
          "unknown decision service `%s`%s"
              .formatted(name.text(), Suggestion.text(name.text(), names)));
    }
    return service;
  }

  private Optional<Ratebook.Service> service(String name, Keys service, Program.Service decisions) {
    int before = problems.size();
    Outputs outputs = new Outputs(program, decisions, problems);
    Keys answer = service.keys("answer");
    Optional<Integer> refusals =
        answer.optionalScalar("refusals").flatMap(written -> outputs.find(written, REFUSALS));
    Optional<Integer> lines = outputs.find(answer.scalar("lines"), LINES);
    Optional<Integer> total = outputs.find(answer.scalar("total"), Simple.NUMBER);
    List<Integer> shown =
        answer.scalars("shown").stream()
            .flatMap(written -> outputs.find(written, Simple.ANY).stream())
            .toList();
    List<Integer> inputs = inputs(decisions, service);
    List<Integer> searchBy =
        service.scalars("search by").stream()
            .flatMap(written -> searched(written, inputs).stream())
            .toList();
    List<Ratebook.Requirement> requirements = requirements(service, inputs);
    return problems.size() == before
        ? Optional.of(
            new Ratebook.Service(
                name,
                service.texts("title"),
                decisions,
                inputs,
                refusals,
                lines.orElseThrow(),
                total.orElseThrow(),
                shown,
                searchBy,
                requirements,
                service.place()))
        : Optional.empty();
  }

  private record Outputs(Program program, Program.Service service, Problems problems) {
    Optional<Integer> find(Node.Scalar written, Type wanted) {
      List<Program.Global> outputs =
          service.outputs().stream().map(program.globals()::get).toList();
      Optional<Program.Global> found =
          outputs.stream().filter(global -> global.name().equals(written.text())).findFirst();
      if (found.isEmpty()) {
        List<String> names = outputs.stream().map(Program.Global::name).toList();
        problems.add(
            written.place(),
            "unknown-decision",
            "`%s` is no output decision of decision service `%s`%s"
                .formatted(written.text(), service.name(), Suggestion.text(written.text(), names)));
        return Optional.empty();
      }
      if (!found.get().type().conformsTo(wanted) || found.get().type() == Simple.NULL) {
        problems.add(
            written.place(),
            "wrong-type",
            "decision `%s` is of type %s (expected: %s)"
                .formatted(written.text(), found.get().type(), wanted));
        return Optional.empty();
      }
      return found.map(Program.Global::index);
    }
  }

  /// What a request has: the declared inputs and those that the outputs need, without levers.
  private List<Integer> inputs(Program.Service decisions, Keys service) {
    TreeSet<Integer> inputs = new TreeSet<>();
    for (int index : decisions.inputs()) {
      if (program.globals().get(index) instanceof Program.Decision decision) {
        problems.add(
            service.place("decision service"),
            "unknown-decision-service",
            "decision service `%s` takes decision `%s` as an input (expected: input data only)"
                .formatted(decisions.name(), decision.name()));
      } else {
        inputs.add(index);
      }
    }
    decisions.outputs().forEach(output -> inputs.addAll(Needed.inputs(program, output)));
    inputs.removeIf(index ->
        levers.stream().anyMatch(lever -> lever.binds().equals(program.globals().get(index).id())));
    return List.copyOf(inputs);
  }

  /// An input that is searched by: it stands in an index, so it is one value and a short one.
  private Optional<Integer> searched(Node.Scalar written, List<Integer> inputs) {
    List<Program.Global> asked = inputs.stream().map(program.globals()::get).toList();
    Optional<Program.Global> found =
        asked.stream().filter(input -> input.name().equals(written.text())).findFirst();
    if (found.isEmpty()) {
      List<String> names = asked.stream().map(Program.Global::name).toList();
      problems.add(
          written.place(),
          "unknown-field",
          "the service has no input `%s`%s"
              .formatted(written.text(), Suggestion.text(written.text(), names)));
      return Optional.empty();
    }
    if (SEARCHED.stream().noneMatch(found.get().type()::conformsTo)) {
      problems.add(
          written.place(),
          "wrong-type",
          "input `%s` is of type %s (expected: a string, a number, a boolean or a date, for it is searched by)"
              .formatted(written.text(), found.get().type()));
      return Optional.empty();
    }
    return found.map(Program.Global::index);
  }

  private List<Ratebook.Requirement> requirements(Keys service, List<Integer> inputs) {
    Map<String, Symbol> symbols = new LinkedHashMap<>();
    Map<String, Integer> indexes = new LinkedHashMap<>();
    for (int index : inputs) {
      Program.Global input = program.globals().get(index);
      symbols.put(input.name(), new Symbol.Global(index, input.type(), input.nullable()));
      indexes.put(input.name(), index);
    }
    return new RequirementReader(symbols, indexes, problems).read(service);
  }
}
