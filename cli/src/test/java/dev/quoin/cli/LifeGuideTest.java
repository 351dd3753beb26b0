package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide to the life of a ratebook prints is run as it is printed, against a server in a process of its own.
/// `-Dquoin.listings=write` writes what comes out into the page instead.
class LifeGuideTest {
  private static final Path PAGE = Quoin.checkout().resolve("docs/guide/life-of-a-ratebook.md");

  @TempDir private Path folder;

  @Test
  void the_life_of_a_ratebook() throws Exception {
    for (String tool : List.of("jq", "sed", "openssl")) {
      assumeTrue(UpProcess.has(tool), "there is no " + tool + " on this machine");
    }
    copy(
        Quoin.checkout().resolve("ratebooks/nyc-green-taxi"),
        folder.resolve("ratebooks/nyc-green-taxi"));
    Path data = folder.resolve("quoin-data");
    try (UpProcess up = UpProcess.start(data)) {
      command(up.url());
      up.asAdmin();
      for (String name : List.of("kim", "lee")) {
        Quoin.Ran added =
            Quoin.inCheckout()
                .run("users", "add", name, "--role", "approver", "--server", up.url());
        assertThat(added.code()).as(added.all()).isZero();
        Files.writeString(
            folder.resolve(name + ".password"),
            added.out().replaceFirst("(?s).*password (\\S+) .*", "$1\n"));
      }
      String page = Files.readString(PAGE);
      String run =
          new ShellListings(
                  folder,
                  Map.of("XDG_CONFIG_HOME", folder.resolve("settings").toString()),
                  Map.of("docs/problems", Quoin.checkout().resolve("docs/problems").toString()))
              .run(page);
      if ("write".equals(System.getProperty("quoin.listings"))) {
        Files.writeString(PAGE, run);
      } else {
        assertThat(withoutMoments(run)).isEqualTo(withoutMoments(page));
      }
    }
  }

  /// The command, for this server.
  private void command(String url) throws IOException {
    Path command = folder.resolve("quoin");
    Files.writeString(
        Files.createFile(
            command,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        """
        #!/bin/sh
        case $1 in audit) server= ;; *) server="--server %s" ;; esac
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC '-Dquoin.home=%s' -cp '%s' dev.quoin.cli.Main "$@" $server
        """
            .formatted(
                url,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Quoin.checkout(),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /// What every run has anew: instants, and digests, which change with any comment in a ratebook.
  private static String withoutMoments(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "…instant…")
        .replaceAll("\\b\\p{XDigit}{64}\\b", "…digest…")
        .replaceAll("\\b\\p{XDigit}{12}\\b", "…digest…");
  }
}
