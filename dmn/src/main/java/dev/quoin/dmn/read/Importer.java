package dev.quoin.dmn.read;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import java.util.Optional;

/// Finds the models that a model imports.
@FunctionalInterface
public interface Importer {

  /// The model of a namespace; where there is none, a problem has been added.
  ///
  /// @param location where the file is said to be; an empty text where nothing is said
  /// @param span the import
  Optional<Model> model(String namespace, String location, Span span, Problems problems);

  /// Of a model that stands alone.
  static Importer none() {
    return (namespace, _, span, problems) -> {
      problems.add(
          span,
          "not-supported",
          "an `import` of another file, `" + namespace + "`, is not supported here");
      return Optional.empty();
    };
  }
}
