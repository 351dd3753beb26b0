package dev.quoin.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The folder of public data sets that some tests run on. It is no part of the checkout: it is
/// named by `QUOIN_DATA`, or lies beside the checkout as `../shared/data`.
public final class QuoinData {
  private static final String VARIABLE = "QUOIN_DATA";

  private QuoinData() {}

  /// The folder, where there is one.
  ///
  /// @throws IllegalStateException if `QUOIN_DATA` names something that is no folder
  public static Optional<Path> find() {
    return find(System.getenv(), Path.of(""));
  }

  /// A file or folder of the data; where it is absent, ends the test as skipped and says so in one
  /// line.
  public static Path orSkip(String name) {
    Optional<Path> found = find().map(data -> data.resolve(name)).filter(Files::exists);
    if (found.isEmpty()) {
      String reason = "skipped: no `" + name + "` in a data folder; set " + VARIABLE + " to one";
      System.err.println(reason);
      return Assumptions.abort(reason);
    }
    return found.get();
  }

  static Optional<Path> find(Map<String, String> environment, Path within) {
    return named(environment, VARIABLE)
        .or(() ->
            Checkout.around(within)
                .map(root -> root.resolveSibling("shared").resolve("data"))
                .filter(Files::isDirectory));
  }

  /// The folder that a variable names, where it names one.
  static Optional<Path> named(Map<String, String> environment, String variable) {
    String named = environment.get(variable);
    if (named == null || named.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Path.of(named);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(variable + " names `" + named + "`, which is no folder");
    }
    return Optional.of(folder.toAbsolutePath());
  }
}
