package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit for systemd starts what there is, in a way that loses nothing.
class SystemdUnitTest {
  private static final Path UNIT = Quoin.checkout().resolve("deploy/systemd/quoin.service");

  @Test
  void it_starts_a_server_with_options_that_there_are() throws IOException {
    String[] words = settings().getOrDefault("ExecStart", "").split(" ", -1);
    assertThat(words).startsWith("/opt/quoin/quoin", "up");
    assertThat(settings().get("StateDirectory")).isEqualTo("quoin");
    assertThat(words).endsWith("--data", "/var/lib/quoin");
    String help = Quoin.inCheckout().run("up", "--help").all();
    for (String word : words) {
      if (word.startsWith("--")) {
        assertThat(help).contains(word);
      }
    }
  }

  /// A signal to all processes would end PostgreSQL before the journal has written what waits.
  @Test
  void it_ends_the_server_alone_and_does_not_try_again_what_cannot_start() throws IOException {
    assertThat(settings())
        .containsEntry("KillMode", "mixed")
        .containsEntry("Restart", "on-failure")
        .containsEntry("RestartPreventExitStatus", String.valueOf(ExitCode.COULD_NOT_RUN));
    assertThat(settings()).doesNotContainKey("KillSignal"); // SIGTERM is the default
  }

  @Test
  void the_guide_shows_how_to_install_it() throws IOException {
    assertThat(Files.readString(Quoin.checkout().resolve("docs/guide/operate.md")))
        .contains("deploy/systemd/quoin.service");
  }

  @Test
  void systemd_understands_it(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(UpProcess.has("systemd-analyze"), "there is no systemd-analyze on this machine");
    Path unit = folder.resolve("quoin.service");
    Files.writeString(
        unit,
        Files.readString(UNIT)
            .replace("/opt/quoin/quoin", "/bin/true")
            .replaceAll("(?m)^User=.*$", ""));
    Process process =
        new ProcessBuilder("systemd-analyze", "verify", unit.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said =
        process.inputReader().lines().filter(line -> line.contains("quoin.service")).toList();
    assertThat(process.waitFor()).isZero();
    assertThat(said).isEmpty();
  }

  private static Map<String, String> settings() throws IOException {
    return Pattern.compile("(?m)^([A-Za-z]+)=(.*)$")
        .matcher(Files.readString(UNIT))
        .results()
        .collect(
            Collectors.toMap(line -> line.group(1), line -> line.group(2), (first, _) -> first));
  }
}
