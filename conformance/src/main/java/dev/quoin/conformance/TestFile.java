package dev.quoin.conformance;

import dev.quoin.feel.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file of test cases, all of one model.
///
/// @param path the file
/// @param model the model's file, beside it
public record TestFile(Path path, Path model, List<Case> cases) {
  public TestFile {
    cases = List.copyOf(cases);
  }

  /// One case: inputs, and what must come of them.
  ///
  /// @param service the decision service that is called; empty where decisions are asked for
  public record Case(
      String id, Optional<String> service, List<Given> inputs, List<Wanted> results) {
    public Case {
      inputs = List.copyOf(inputs);
      results = List.copyOf(results);
    }
  }

  /// An input.
  ///
  /// @param namespace the model that has it; an empty text for the model itself
  public record Given(String namespace, String name, Value value) {}

  /// The value that a decision must have.
  ///
  /// @param error whether it must be null because of an error
  public record Wanted(String name, boolean error, Value value) {}
}
