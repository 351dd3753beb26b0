package dev.quoin.server.release;

import dev.quoin.feel.Problem;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folders that a server was told to serve from its start and that may not price.
public final class RatebooksRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Map<Path, List<Problem>> problems;
  private final transient Proven rest;

  /// @param rest the folders that may price, and those of the others of which it is known what they are meant to be
  RatebooksRefused(Map<Path, List<Problem>> problems, Proven rest) {
    super(
        problems.keySet().stream()
            .map(folder -> "`" + folder + "`")
            .collect(Collectors.joining(", ", "", " may not price")));
    this.problems = new LinkedHashMap<>(problems);
    this.rest = rest;
  }

  /// What is served where it does not matter what these folders hold, for somebody has decided on the ratebooks that they are
  /// meant to be.
  ///
  /// @param isDecided whether that is so of a ratebook
  /// @throws RatebooksRefused where it matters
  public Proven despite(Predicate<String> isDecided) throws RatebooksRefused {
    List<String> overruled = rest.overruled().stream().map(Proven.Overruled::ratebook).toList();
    Stream<String> fit =
        rest.folders().stream().map(folder -> folder.fit().release().ratebook().id());
    boolean isEachOnce = Stream.concat(overruled.stream(), fit).allMatch(new HashSet<>()::add);
    if (overruled.size() < problems.size()
        || !overruled.stream().allMatch(isDecided)
        || !isEachOnce) {
      throw this;
    }
    return rest;
  }

  /// Everything that is wrong, by the folders as they were named.
  public Map<Path, List<Problem>> problems() {
    return problems;
  }
}
