package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide for callers prints is run as it is printed, against a server in a process of its own. `-Dquoin.listings=write` writes
/// what comes out into the page instead.
class CallTheApiTest {
  private static final Path PAGE = Quoin.checkout().resolve("docs/guide/call-the-api.md");
  private static final String JAVA = "In Java";
  private static final String PYTHON = "In Python";

  @TempDir private static Path data;
  private static UpProcess up;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    up = UpProcess.start(data);
    up.ready();
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void in_a_shell() throws Exception {
    for (String tool : List.of("curl", "jq")) {
      assumeTrue(UpProcess.has(tool), "there is no " + tool + " on this machine");
    }
    assertRuns(title -> !title.equals(JAVA) && !title.equals(PYTHON), Map.of());
  }

  @Test
  void in_java() throws Exception {
    assertRuns(
        JAVA::equals,
        Map.of(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + path(),
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
  }

  @Test
  void in_python() throws Exception {
    Optional<String> python =
        Stream.of("python3", "/usr/bin/python3").filter(CallTheApiTest::speaksGrpc).findFirst();
    assumeTrue(
        python.isPresent() && UpProcess.has("protoc") && UpProcess.has("grpc_python_plugin"),
        "there is no Python with gRPC, or no protoc with its plugin, on this machine");
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Files.writeString(
        Files.createFile(
            programs.resolve("python3"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        "#!/bin/sh\nexec " + UpProcess.shell("command -v " + python.get()).strip() + " \"$@\"\n");
    assertRuns(PYTHON::equals, Map.of("PATH", programs + File.pathSeparator + path()));
  }

  private static boolean speaksGrpc(String python) {
    return UpProcess.shell(python + " -c 'import grpc, google.protobuf; print(1)'").equals("1\n");
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
  }

  /// Runs the sections of some titles.
  private void assertRuns(Predicate<String> titles, Map<String, String> environment)
      throws IOException, InterruptedException {
    ShellListings listings =
        new ShellListings(
            folder,
            environment,
            Map.of(
                "127.0.0.1:9090",
                up.grpc(),
                "127.0.0.1:8080",
                up.url().replaceFirst("http://", ""),
                "api/src/main/proto",
                Quoin.checkout().resolve("api/src/main/proto").toString()));
    List<String> page = sections(Files.readString(PAGE));
    List<String> own = page.stream().filter(section -> titles.test(title(section))).toList();
    List<String> run = sections(listings.run(String.join("", own)));
    if ("write".equals(System.getProperty("quoin.listings"))) {
      write(page, own, run);
    } else {
      assertThat(withoutMoments(run)).isEqualTo(withoutMoments(own));
    }
  }

  private static List<String> sections(String page) {
    return List.of(page.split("(?m)^(?=## )"));
  }

  private static String title(String section) {
    return section.lines().findFirst().orElse("").replaceFirst("^#+ ", "");
  }

  /// What every run has anew: ids, instants, and the digest, which changes with any comment in the ratebook.
  private static String withoutMoments(List<String> sections) {
    return String.join("", sections)
        .replaceAll("\\b\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b", "…id…")
        .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "…instant…")
        .replaceAll("\\b\\p{XDigit}{64}\\b", "…digest…");
  }

  /// Writes the sections that run otherwise than the page shows.
  private static void write(List<String> page, List<String> own, List<String> run)
      throws IOException {
    List<String> written = new ArrayList<>(page);
    for (int i = 0; i < own.size(); i++) {
      if (!withoutMoments(List.of(own.get(i))).equals(withoutMoments(List.of(run.get(i))))) {
        written.set(page.indexOf(own.get(i)), run.get(i));
      }
    }
    Files.writeString(PAGE, String.join("", written));
  }
}
