package dev.quoin.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The folder of the DMN conformance cases. It is no part of the checkout: it is named by `QUOIN_TCK`, or lies beside the
/// public data as `tck`.
public final class ConformanceKit {
  private static final String VARIABLE = "QUOIN_TCK";

  private ConformanceKit() {}

  /// The folder, where there is one.
  ///
  /// @throws IllegalStateException if `QUOIN_TCK` names something that is no folder
  public static Optional<Path> find() {
    return find(System.getenv(), QuoinData.find());
  }

  /// The folder; where it is absent, ends the test as skipped and says so in one line.
  ///
  /// @throws IllegalStateException if `QUOIN_TCK` names something that is no folder
  public static Path orSkip() {
    Optional<Path> found = find();
    if (found.isEmpty()) {
      String reason = "skipped: no folder of DMN conformance cases; set " + VARIABLE + " to one";
      System.err.println(reason);
      return Assumptions.abort(reason);
    }
    return found.get();
  }

  static Optional<Path> find(Map<String, String> environment, Optional<Path> data) {
    return QuoinData.named(environment, VARIABLE)
        .or(() -> data.map(folder -> folder.resolveSibling("tck")).filter(Files::isDirectory));
  }
}
