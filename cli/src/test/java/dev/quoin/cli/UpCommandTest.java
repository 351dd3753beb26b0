package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.server.gate.Callers;
import dev.quoin.server.release.Proven;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static String data(Path folder) {
    return folder.resolve("data").toString();
  }

  @Test
  void the_call_that_it_prints_shows_a_key_where_callers_need_one() {
    Proven.Example example = new Proven.Example("seoul-carshare", "rental", Map.of("model", "K8"));
    String header = " -H \"authorization: Bearer $QUOIN_API_KEY\" ";
    assertThat(UpPage.curl("http://here", example, Callers.KEYS)).contains(header);
    assertThat(UpPage.curl("http://here", example, Callers.OPEN)).doesNotContain(header);
  }

  @Test
  void it_serves_what_it_prints_and_ends_with_0_when_it_is_told_to() throws Exception {
    try (UpProcess up = UpProcess.start(folder.resolve("data"))) {
      String answered = UpProcess.shell(up.curl());
      JsonNode answer = JSON.readTree(answered);
      assertThat(answer.path("release").asText()).as(answered).hasSize(64);
      assertThat(answer.path("total").asText()).as(answered).matches("[0-9]+");

      assertThat(up.get("/health/live").statusCode()).isEqualTo(200);
      up.ready();
      assertThat(up.get("/health/ready").statusCode()).isEqualTo(200);
      JsonNode health = JSON.readTree(up.get("/health").body());
      assertThat(health.path("status").asText()).isEqualTo("ready");
      assertThat(health.path("attention")).isEmpty();
      assertThat(health.path("database").path("up").asBoolean()).isTrue();
      assertThat(health.path("ratebooks").path(0).path("release").asText())
          .isEqualTo(answer.path("release").asText());

      assertMetricsAreThoseOfTheGuide(up.get("/metrics").body());
      assertItsAnswersAreExplained(up.url(), answer);
      assertItsAnswersAreFound(up.url(), answer);
      assertThat(Files.getPosixFilePermissions(folder.resolve("data/parquet")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      Quoin.Ran exported =
          Quoin.in(folder).run("journal", "export", "--out", "lake", "--data", data(folder));
      assertThat(exported.code()).as(exported.all()).isEqualTo(ExitCode.FINE);
      assertThat(exported.out()).matches("exported [1-9][0-9,]* answers in [1-9] files\n");
      assertThat(folder.resolve("lake/manifests/0000000001.json")).exists();

      up.terminate();
      assertThat(up.exitCode()).isZero();
      assertThat(up.out()).last().isEqualTo("stopped");
      assertThat(up.err())
          .extracting(line -> JSON.readTree(line).path("message").asText())
          .contains("server started", "server ready", "server draining", "server stopped");
    }
  }

  private void assertItsAnswersAreExplained(String url, JsonNode answer) throws IOException {
    String id = answer.path("id").asText();
    Quoin.Ran sheet = Quoin.inCheckout().run("explain", id, "--server", url);
    assertThat(sheet.code()).as(sheet.all()).isEqualTo(ExitCode.FINE);
    assertThat(sheet.out()).startsWith(id).contains("tables/rate-sheet.csv");

    Quoin.Ran json = Quoin.inCheckout().run("explain", id, "--server", url, "--json");
    JsonNode tree = JSON.readTree(json.out());
    assertThat(tree.path("total")).isEqualTo(answer.path("total"));
    assertThat(tree.path("proven").asBoolean()).isTrue();

    Path page = folder.resolve("answer.html");
    Quoin.inCheckout().run("explain", id, "--server", url, "--report", page.toString());
    assertThat(page)
        .content()
        .startsWith("<!doctype html>")
        .contains(id, "tables/rate-sheet.csv", " KRW</td>");

    Quoin.Ran unknown = Quoin.inCheckout().run("explain", "nothing", "--server", url);
    assertThat(unknown.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(unknown.errLines()).containsExactly("quoin: there is no answer `nothing`");
  }

  private static void assertItsAnswersAreFound(String url, JsonNode answer) throws IOException {
    String id = answer.path("id").asText();
    Quoin.Ran table = Quoin.inCheckout().run("quotes", "find", "--limit", "1", "--server", url);
    assertThat(table.code()).as(table.all()).isEqualTo(ExitCode.FINE);
    assertThat(table.out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).matches("answered \\(UTC\\) +id +what +total"),
            row ->
                assertThat(row)
                    .matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  "
                            + id
                            + "  rental quote  [\\d,]+ KRW  model=.*, membership=.*"));

    Quoin.Ran json =
        Quoin.inCheckout()
            .run(
                "quotes",
                "find",
                "--server",
                url,
                "--json",
                "--total",
                answer.path("total").asText());
    assertThat(JSON.readTree(json.out()).path("answers").path(0).path("id").asText()).isEqualTo(id);

    Quoin.Ran none =
        Quoin.inCheckout().run("quotes", "find", "--customer", "nobody", "--server", url);
    assertThat(none.out()).isEqualTo("no answers\n");
    assertThat(none.code()).isEqualTo(ExitCode.FINE);

    Quoin.Ran wrong = Quoin.inCheckout().run("quotes", "find", "--kind", "x", "--server", url);
    assertThat(wrong.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(wrong.errLines())
        .containsExactly(
            "quoin: `kind` is `x` (expected: `quote`, `batch`, `booking`, `extension`,"
                + " `settlement`, `cancellation`)");
  }

  /// Some of the JVM's are only there once there was something to measure.
  private static void assertMetricsAreThoseOfTheGuide(String exposed) throws IOException {
    Set<String> shown = names("^# TYPE (\\S+)", exposed);
    shown.removeIf(name -> name.endsWith("_max") && shown.contains(name.replaceAll("_max$", "")));
    String guide = Files.readString(Quoin.checkout().resolve("docs/guide/operate.md"));
    Set<String> listed =
        names("`([a-z]+_[a-z0-9_]+)`", guide.substring(guide.indexOf("<!-- metrics -->")));
    assertThat(listed).containsAll(shown);
    listed.removeIf(name -> !name.startsWith("quoin_"));
    listed.remove("quoin_problems_total"); // nobody was told of one
    assertThat(shown).containsAll(listed);
  }

  private static Set<String> names(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Nested
  class DoesNotStartAndSaysWhy {
    private static final String UNSOUND =
        "this JVM may compile a method wrongly (docs/decisions/0018), and no price is better than a"
            + " wrong one; start it by ./quoin, or with -XX:+UnlockDiagnosticVMOptions"
            + " -XX:-ReduceAllocationMerges";

    private void refused(String sentence, String... arguments) throws Exception {
      refused(sentence, UpProcess.start(folder.resolve("data"), arguments));
    }

    private void refused(String sentence, UpProcess started) throws Exception {
      try (UpProcess up = started) {
        assertThat(up.exitCode()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(up.err()).last().isEqualTo("quoin: " + sentence);
        assertThat(up.out()).isEmpty();
        assertThat(up.handle().descendants()).isEmpty();
      }
    }

    @Test
    void where_another_program_has_its_port() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        refused(
            "port %d of 127.0.0.1 cannot be had: another program has it (choose another with --http)"
                .formatted(taken.getLocalPort()),
            "--http",
            String.valueOf(taken.getLocalPort()));
      }
    }

    @Test
    void where_a_ratebook_may_not_price() throws Exception {
      Path ratebook = Files.createDirectory(folder.resolve("empty"));
      refused("nothing was started: `" + ratebook + "` may not price", ratebook.toString());
    }

    @Test
    void where_the_data_folder_is_a_file() throws Exception {
      Files.writeString(folder.resolve("data"), "not a folder");
      refused("the data folder `" + data(folder) + "` is a file");
    }

    @Test
    void where_no_database_answers() throws Exception {
      refused(
          "no PostgreSQL answers at 127.0.0.1:1/quoin",
          "--database-url",
          "postgres://127.0.0.1:1/quoin");
    }

    @Test
    void where_the_compiler_of_the_jvm_is_not_to_be_trusted() throws Exception {
      refused(
          UNSOUND, UpProcess.start(List.of("-XX:+ReduceAllocationMerges"), folder.resolve("data")));
    }

    /// As `java` starts it without a flag.
    @Test
    void where_the_jvm_does_not_tell_what_its_compiler_does() throws Exception {
      refused(
          UNSOUND,
          UpProcess.start(List.of("-XX:-UnlockDiagnosticVMOptions"), folder.resolve("data")));
    }

    @Test
    void where_another_server_has_the_data() throws Exception {
      try (UpProcess first = UpProcess.start(folder.resolve("data"))) {
        first.url();
        refused(
            "the data folder `"
                + data(folder)
                + "` is in use by another server (expected: one server for each; name another with"
                + " --data)");
      }
    }
  }

  @Nested
  class OnTheCommandLine {
    private List<String> refused(String... arguments) {
      Quoin.Ran ran = Quoin.in(folder).run(arguments);
      assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
      return ran.errLines();
    }

    @Test
    void a_port_is_one_that_there_is() {
      assertThat(refused("up", "--http", "65536"))
          .startsWith("quoin: --http: no port 65536 (expected: 0 to 65535)");
    }

    @Test
    void what_is_empty_was_meant_to_be_something() {
      assertThat(refused("up", "--data", "")).startsWith("quoin: --data is empty");
      assertThat(refused("up", "--host", " ")).startsWith("quoin: --host is empty");
      assertThat(refused("up", "--database-url", "").getFirst())
          .startsWith("quoin: --database-url or QUOIN_DATABASE_URL is empty (expected: postgres:");
    }

    @Test
    void an_explanation_needs_a_server() {
      assertThat(refused("explain", "x", "--server", "http://127.0.0.1:1"))
          .singleElement()
          .asString()
          .startsWith("quoin: no answer from http://127.0.0.1:1")
          .endsWith("(expected: a server, such as `quoin up` starts)");
      assertThat(refused("explain", "x", "--server", "over there").getFirst())
          .contains("`over there` is no address of a server");
    }

    @Test
    void a_load_has_a_length_and_a_place_for_its_results() {
      String[] load = {"load", "--target", "grpc://127.0.0.1:1", "--ratebook", "r"};
      assertThat(refused(with(load, "--duration", "0s")))
          .containsExactly("quoin: --duration is 0s (expected: more than nothing)");
      assertThat(refused(with(load, "--json", "none/x.json")))
          .containsExactly(
              "quoin: --json: `none/x.json` cannot be written (expected: a folder that is there)");
    }

    private static String[] with(String[] arguments, String... more) {
      return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void there_are_two_ports() {
      assertThat(refused("up", "--http", "9090"))
          .startsWith("quoin: --http and --grpc are both 9090 (expected: two ports)");
    }
  }
}
