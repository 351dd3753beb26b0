package dev.quoin.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The checkout that tests run in: the folder that holds the wrapper. Tests run in the folder of their module.
public final class Checkout {
  private Checkout() {}

  /// The folder.
  ///
  /// @throws IllegalStateException outside of a checkout
  public static Path folder() {
    return around(Path.of(""))
        .orElseThrow(
            () -> new IllegalStateException("not in a checkout: " + Path.of("").toAbsolutePath()));
  }

  static Optional<Path> around(Path within) {
    for (@Nullable Path folder = within.toAbsolutePath();
        folder != null;
        folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("mvnw"))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
