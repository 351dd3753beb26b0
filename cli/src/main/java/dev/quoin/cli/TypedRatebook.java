package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.registry.Registry;
import dev.quoin.server.release.Releases;
import dev.quoin.server.run.RegistryShelf;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A ratebook as it was typed on the command line: its folder, or `release:DIGEST` of one that a server has kept.
///
/// @param database of the server
record TypedRatebook(String typed, DatabaseOption database, Terminal terminal) {
  private static final String RELEASE = "release:";

  /// The ratebook; where it is wrong, all its problems have been added.
  ///
  /// @throws FileSystemException where there is no such folder
  /// @throws Unusable where there is no such release
  Optional<Ratebook> load(Problems problems) throws FileSystemException, Unusable {
    return typed.startsWith(RELEASE)
        ? Optional.of(release(typed.substring(RELEASE.length())).ratebook())
        : new RatebookFolder(typed, "", terminal).load(problems);
  }

  /// The problems with the files' names as they were typed.
  List<Problem> asTyped(List<Problem> problems) {
    return Report.asTyped(problems, typed, "");
  }

  private Release release(String beginning) throws Unusable {
    try (Database open = database.open(terminal)) {
      String digest =
          switch (Registry.of(open).find(beginning)) {
            case Verdict.Given<dev.quoin.registry.Releases.Release>(var found) -> found.digest();
            case Verdict.Rejected<dev.quoin.registry.Releases.Release>(var rejection) ->
                throw new Unusable(
                    "`%s`: %s"
                        .formatted(
                            typed,
                            rejection.flaws().stream()
                                .map(Flaw::sentence)
                                .collect(Collectors.joining("; "))));
          };
      return new Releases(RegistryShelf.reading(open)).byDigest(digest).orElseThrow();
    } catch (DatabaseException | IllegalStateException e) {
      throw new Unusable("`%s`: %s".formatted(typed, e.getMessage()));
    }
  }
}
