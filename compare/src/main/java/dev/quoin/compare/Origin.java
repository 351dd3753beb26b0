package dev.quoin.compare;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.generate.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the requests of a comparison come from, as a value that another process understands.
public sealed interface Origin {
  /// So many requests are priced at once by a thread: some chunks of the engine's. Blocks of a file have fewer where
  /// requests are long.
  int BLOCK = 8_192;

  /// So many blocks are a part that somebody else counts: tenths of a second.
  int BLOCKS = 8;

  /// Requests that a generator makes.
  ///
  /// @param isOfAfter whether it is that of the policy after the change
  record Generated(boolean isOfAfter, long seed, long count) implements Origin {}

  /// Requests of a file.
  ///
  /// @param name how problems name it
  /// @param isCsv rather than JSON lines
  record Written(String name, Path path, boolean isCsv) implements Origin {}

  /// The requests themselves.
  ///
  /// @param problems what is wrong with the generator or with the header of the file, should nothing be returned
  /// @throws IllegalArgumentException where the policy has no generator
  default Optional<Parted> open(Policy before, Policy after, Problems problems) throws IOException {
    return switch (this) {
      case Generated generated ->
          generator(generated.isOfAfter() ? after : before, problems)
              .map(generator ->
                  new GeneratedRequests(generator, generated.seed(), generated.count(), BLOCK));
      case Written written ->
          written.isCsv()
              ? FileRequests.csv(written.name(), written.path(), before, after, BLOCK, problems)
                  .map(Parted.class::cast)
              : Optional.of(
                  FileRequests.jsonLines(written.name(), written.path(), before, after, BLOCK));
    };
  }

  private static Optional<Generator> generator(Policy policy, Problems problems) {
    return policy.ratebook().generator(policy.service().name(), problems);
  }

  /// All of the requests in parts. They lie between the same blocks that are read where nothing is parted.
  default List<Part> parts() throws IOException {
    return switch (this) {
      case Generated generated -> parts(generated.count());
      case Written written -> FileRequests.parts(written.path(), written.isCsv(), BLOCK, BLOCKS);
    };
  }

  private static List<Part> parts(long count) {
    List<Part> parts = new ArrayList<>();
    long most = (long) BLOCK * BLOCKS;
    for (long from = 0; from < count; from += most) {
      parts.add(new Part(parts.size(), from, Math.min(most, count - from), 0, 0));
    }
    return parts;
  }
}
