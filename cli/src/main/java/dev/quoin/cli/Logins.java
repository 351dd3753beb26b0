package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.OwnerAndMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// With what the servers are asked: a key in `QUOIN_API_KEY`, or else the login that `quoin login` left in a file that nobody else may
/// read, one line a server.
final class Logins {
  static final String KEY = "QUOIN_API_KEY";

  static final String KEY_IN_THE_WAY =
      "quoin: `QUOIN_API_KEY` is set, and this is about your login (expected: without it, `env -u QUOIN_API_KEY quoin …`)";

  private final Path file;
  private final Map<String, String> environment;

  private Logins(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  static Logins of(Terminal terminal) {
    Map<String, String> environment = terminal.environment();
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        config.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")))
                .resolve(".config")
            : Path.of(config);
    return new Logins(folder.resolve("quoin/logins"), environment);
  }

  /// What is sent to a server, if there is something.
  Optional<String> secret(String server) {
    String key = environment.getOrDefault(KEY, "").strip();
    return key.isEmpty() ? login(server) : Optional.of(key);
  }

  /// Whether a key is sent instead of a login.
  boolean hasKey() {
    return !environment.getOrDefault(KEY, "").isBlank();
  }

  Optional<String> login(String server) {
    return Optional.ofNullable(all().get(server));
  }

  void keep(String server, String token) throws IOException {
    Map<String, String> all = all();
    all.put(server, token);
    write(all);
  }

  void forget(String server) throws IOException {
    Map<String, String> all = all();
    if (all.remove(server) != null) {
      write(all);
    }
  }

  private Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file, UTF_8)) {
        String[] words = line.split(" ", 2);
        if (words.length == 2) {
          all.put(words[0], words[1]);
        }
      }
    } catch (NoSuchFileException e) {
      // Nobody has logged in yet.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /// In one step: whoever reads meanwhile finds the old or the new one, and never one that is open to others.
  private void write(Map<String, String> all) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new NoSuchFileException(file.toString());
    }
    OwnerAndMode.ownersFolder(folder);
    Path fresh = folder.resolve("logins." + ProcessHandle.current().pid());
    Files.deleteIfExists(fresh);
    OwnerAndMode.ownersFile(fresh);
    Files.writeString(
        fresh,
        all.entrySet().stream()
            .map(login -> login.getKey() + " " + login.getValue() + "\n")
            .collect(Collectors.joining()),
        UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
