package dev.quoin.server.release;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which ratebook a folder is meant to be that cannot be loaded as one.
final class RatebookId {
  private RatebookId() {}

  /// What `ratebook.yaml` says, if that much of it can be read.
  static Optional<String> in(Path folder) {
    try {
      return Yaml.read(
              "ratebook.yaml", Files.readAllBytes(folder.resolve("ratebook.yaml")), new Problems())
          .filter(Node.Mapping.class::isInstance)
          .flatMap(root -> ((Node.Mapping) root).get("ratebook"))
          .filter(Node.Scalar.class::isInstance)
          .map(id -> ((Node.Scalar) id).text());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
