package dev.quoin.ratebook.generate;

import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Written;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes requests of a service, as customers would send them. Request number n of a seed is always the same one: any
/// range of them can be made again, in any order and by any number of threads.
public final class Generator {
  private final List<Named> draws;

  /// The inputs of the service with the index of their draw; those without one have -1, and are null.
  private final Map<Program.Input, Integer> inputs;

  private final Place place;
  private final List<Problem> warnings;

  /// A draw with its name, and what stands for it in a chance.
  ///
  /// @param type of what is drawn
  record Named(String name, long chance, Draw draw, Type type, boolean nullable, Place place) {}

  Generator(
      List<Named> draws, Map<Program.Input, Integer> inputs, Place place, List<Problem> warnings) {
    this.draws = List.copyOf(draws);
    this.inputs = new LinkedHashMap<>(inputs);
    this.place = place;
    this.warnings = List.copyOf(warnings);
  }

  /// What a generator's draws are held against, and may draw from.
  ///
  /// @param inputs what a request of the service has
  public record Subject(ZoneId zone, List<Program.Input> inputs, List<RateTable> tables) {
    public Subject {
      inputs = List.copyOf(inputs);
      tables = List.copyOf(tables);
    }
  }

  /// Reads a generator's file.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Generator> read(
      String file, byte[] content, Subject subject, Problems problems) {
    return GeneratorReader.read(file, content, subject, problems);
  }

  /// The inputs of a request, by their names in the order of the model.
  ///
  /// @param number from 0
  /// @throws EvaluationException where an expression has no value for what was drawn, or a table no row
  public Map<String, Value> inputs(long seed, long number) {
    Value[] drawn = new Value[draws.size()];
    for (int i = 0; i < drawn.length; i++) {
      Named named = draws.get(i);
      drawn[i] = named.draw.value(Chance.of(seed, number, named.chance), drawn);
    }
    Map<String, Value> request = new LinkedHashMap<>();
    inputs.forEach((input, draw) -> request.put(input.name(), draw < 0 ? Value.NULL : drawn[draw]));
    return request;
  }

  List<Named> draws() {
    return draws;
  }

  /// The inputs of the service with the index of their draw; those without one have -1.
  Map<Program.Input, Integer> inputs() {
    return inputs;
  }

  /// The request as JSON, in one line.
  public String json(long seed, long number) {
    return Written.json(new Value.Context(inputs(seed, number)));
  }

  /// Where the draw of an input stands; the generator itself where it has none.
  public Place place(String input) {
    return draws.stream()
        .filter(named -> named.name.equals(input))
        .map(Named::place)
        .findFirst()
        .orElse(place);
  }

  /// What a person should look at: draws that nothing uses.
  public List<Problem> warnings() {
    return warnings;
  }

  static Node.Mapping mapping(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new IllegalStateException(node.place() + ": the schema let pass " + node.what());
  }
}
