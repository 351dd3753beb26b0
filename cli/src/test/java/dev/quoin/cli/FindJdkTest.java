package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script with which the launchers find their JDK.
class FindJdkTest {
  private static final Path SCRIPT = Path.of("../build/find-jdk.sh").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void java_home_wins_where_it_is_a_jdk_25() throws Exception {
    Path home = jdk("25.0.9", "javac");
    assertThat(found(home)).isEqualTo(home.toString());
  }

  @Test
  void the_first_release_of_25_is_a_25() throws Exception {
    Path home = jdk("25", "javac");
    assertThat(found(home)).isEqualTo(home.toString());
  }

  @Test
  void another_version_in_java_home_is_passed_over() throws Exception {
    assertThat(found(jdk("17.0.25", "javac"))).isNotEqualTo(folder.toString()).isNotEmpty();
    assertThat(found(jdk("250.0.1", "javac"))).isNotEqualTo(folder.toString()).isNotEmpty();
  }

  @Test
  void a_run_time_without_a_compiler_is_passed_over() throws Exception {
    assertThat(found(jdk("25.0.9", "java"))).isNotEqualTo(folder.toString()).isNotEmpty();
  }

  /// A folder that looks like a JDK, as far as the script looks.
  private Path jdk(String version, String tool) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path program = folder.resolve("bin").resolve(tool);
    Files.writeString(program, "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return folder;
  }

  /// What the script finds with this JAVA_HOME; the JDK of this test is on PATH for it to fall back
  /// on.
  private static String found(Path javaHome) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", ". \"$0\" && printf %s \"$JAVA_HOME\"", SCRIPT.toString());
    shell.environment().put("JAVA_HOME", javaHome.toString());
    shell
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin:", (path, own) -> own + path);
    Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return answer;
  }
}
