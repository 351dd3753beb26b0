package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Folders that a server was told to serve from its start and that may not price.
public final class RatebooksRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Map<Path, List<Problem>> problems;

  RatebooksRefused(Map<Path, List<Problem>> problems) {
    super(
        problems.keySet().stream()
            .map(folder -> "`" + folder + "`")
            .collect(Collectors.joining(", ", "", " may not price")));
    this.problems = new LinkedHashMap<>(problems);
  }

  /// Everything that is wrong, by the folders as they were named.
  public Map<Path, List<Problem>> problems() {
    return problems;
  }
}
