package dev.quoin.server.run;

import dev.quoin.identity.Oidc;
import dev.quoin.server.Options;
import dev.quoin.server.gate.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a server is started with.
///
/// @param options how it is spoken to
/// @param callers whether those who ask for prices have to show a key
/// @param provider whose tokens are believed, beside logins and keys
/// @param data the folder that it keeps everything in: this server's alone
/// @param databaseUrl a PostgreSQL of one's own, instead of the one that lives in the data folder
/// @param customerKey the file of the key under which customers get their pseudonyms; made in the data folder where none is named
/// @param export the folder to which the journal is exported; it is not where none is named
/// @param keepDays for how many days PostgreSQL keeps what is exported; for ever where it is empty
/// @param ratebooks the folders that it serves
/// @param isDemo whether these are for those who have published nothing: then they are left out where somebody has
/// @param look between two looks at the folders
public record Setup(
    Options options,
    Callers callers,
    Optional<Oidc.Settings> provider,
    Path data,
    Optional<String> databaseUrl,
    Optional<Path> customerKey,
    Optional<Path> export,
    Optional<Integer> keepDays,
    List<Path> ratebooks,
    boolean isDemo,
    Duration look) {
  public Setup {
    ratebooks = List.copyOf(ratebooks);
  }
}
