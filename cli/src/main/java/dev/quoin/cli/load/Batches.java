package dev.quoin.cli.load;

import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Makes batches of rental requests: the trip of one, and cars of all.
final class Batches {
  private static final String CAR = "model";

  private Batches() {}

  /// What all cars of a batch share.
  static Node.Mapping trip(Node.Mapping inputs) {
    return new Node.Mapping(
        inputs.entries().stream().filter(entry -> !entry.key().equals(CAR)).toList(),
        inputs.place());
  }

  /// So many cars: the models of all requests, in turn.
  static List<String> cars(List<Node.Mapping> requests, int count) throws LoadProblem {
    Set<String> models = new LinkedHashSet<>();
    for (Node.Mapping request : requests) {
      if (request.get(CAR).isPresent() && request.get(CAR).get() instanceof Node.Scalar model) {
        models.add(model.text());
      }
    }
    if (models.isEmpty()) {
      throw new LoadProblem("no request has a `model`, of which a batch is made");
    }
    List<String> all = List.copyOf(models);
    List<String> cars = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cars.add(all.get(i % all.size()));
    }
    return cars;
  }
}
