package dev.quoin.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// As whom PostgreSQL's programs are run: as oneself, or, since they refuse to run as root, as somebody with fewer rights.
///
/// `setpriv` (util-linux, on every Linux) does the change, and asks the kernel to interrupt PostgreSQL when the thread that
/// started it is gone, so that no kill of ours leaves one behind. Where there is no `setpriv`, on a Mac say, an ordinary
/// user starts PostgreSQL without it; what a kill leaves behind there is stopped by the next start. Before it `setsid`, of
/// the same package, takes PostgreSQL out of the terminal's reach: Ctrl-C is for Quoin, which stops the database last.
///
/// The folder may lie where that somebody cannot come to, in `/root` say. Then PostgreSQL keeps one capability, to pass by
/// permissions, and can gain none. The bit `no_setuid_fixup` lets access(2), by which it looks for its programs, honour it.
final class Account {
  private static final List<String> CANDIDATES = List.of("postgres", "nobody");

  private final Optional<String> user;
  private final List<String> prefix;

  private Account(Optional<String> user, List<String> prefix) {
    this.user = user;
    this.prefix = List.copyOf(prefix);
  }

  /// The account for a folder of data. One that is there already belongs to whom it belongs.
  static Account of(Path folder) throws IOException {
    Optional<Path> setpriv = program("setpriv");
    List<String> prefix = new ArrayList<>();
    program("setsid").ifPresent(path -> prefix.add(path.toString()));
    if (!"root".equals(System.getProperty("user.name"))) {
      setpriv.ifPresent(path -> prefix.addAll(List.of(path.toString(), "--pdeathsig=INT")));
      return new Account(Optional.empty(), prefix);
    }
    if (setpriv.isEmpty()) {
      throw new DatabaseException(
          "PostgreSQL refuses to run as root, and there is no `setpriv` to run it as somebody else: start Quoin as an"
              + " ordinary user, or give it a database of your own with QUOIN_DATABASE_URL");
    }
    String user = userFor(folder);
    prefix.add(setpriv.get().toString());
    prefix.addAll(List.of("--reuid=" + user, "--regid=" + groupOf(user), "--clear-groups"));
    if (isClosedToOthers(folder)) {
      prefix.add("--inh-caps=-all,+dac_override");
      prefix.add("--bounding-set=-all,+dac_override");
      prefix.add("--ambient-caps=+dac_override");
      prefix.add("--securebits=+no_setuid_fixup");
    }
    prefix.addAll(List.of("--no-new-privs", "--pdeathsig=INT"));
    return new Account(Optional.of(user), prefix);
  }

  private static Optional<Path> program(String name) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String userFor(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      String owner = Files.getOwner(folder).getName();
      if (!owner.equals("root")) {
        return owner;
      }
    }
    for (String candidate : CANDIDATES) {
      if (passwd(candidate).isPresent()) {
        return candidate;
      }
    }
    throw new DatabaseException(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as");
  }

  private static String groupOf(String user) throws IOException {
    return passwd(user)
        .map(fields -> fields[3])
        .orElseThrow(
            () -> new DatabaseException("there is no user `" + user + "` on this machine"));
  }

  private static Optional<String[]> passwd(String user) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && fields[0].equals(user))
          .findFirst();
    }
  }

  private static boolean isClosedToOthers(Path folder) throws IOException {
    for (Path parent = folder.toRealPath().getParent();
        parent != null;
        parent = parent.getParent()) {
      if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return true;
      }
    }
    return false;
  }

  /// The command that runs a program as this account.
  List<String> command(List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  /// Gives a file or folder to this account.
  void own(Path path) throws IOException {
    if (user.isPresent()) {
      OwnerAndMode.setOwner(path, user.get());
    }
  }
}
