package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases are changed by those who have proved who they are, from wherever they call; on the server's own machine nobody is trusted for
/// being there.
class StrangersTest {
  private static final List<String> HEADERS =
      List.of(
          "Host: localhost:1",
          "Host: prices.example",
          "Host: localhost\r\nOrigin: http://localhost:8080",
          "Host: localhost\r\nCookie: token=%s; authorization=%s",
          "Host: localhost\r\nX-Forwarded-For: 203.0.113.9");

  @TempDir private Path folder;

  @Test
  void nobody_changes_a_release_who_has_not_logged_in_and_who_has_may_come_from_anywhere()
      throws Exception {
    try (UpProcess up = UpProcess.start(folder.resolve("data")).ready()) {
      up.asAdmin();
      Path logins = Quoin.SETTINGS.resolve("quoin/logins");
      assertThat(Files.getPosixFilePermissions(logins))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      String here = up.url() + " ";
      String token =
          Files.readAllLines(logins).stream()
              .filter(line -> line.startsWith(here))
              .map(line -> line.split(" ", 2)[1])
              .findFirst()
              .orElseThrow();
      int port = URI.create(up.url()).getPort();
      for (String headers : HEADERS) {
        assertThat(answer(port, headers.replace("%s", token)))
            .as(headers)
            .contains(" 401 ")
            .contains("not-logged-in");
        assertThat(answer(port, headers + "\r\nAuthorization: Bearer " + token))
            .as(headers)
            .contains(" 400 ")
            .contains("missing-field");
      }
      assertTheCommandsSayWhoOneIs(up);
      assertNoSecretIsTold(up, token);
    }
  }

  private void assertTheCommandsSayWhoOneIs(UpProcess up) throws Exception {
    assertThat(run(up, "whoami").out()).startsWith("admin, administrator, until ");
    Quoin.Ran key = run(up, "keys", "add", "ci", "--scope", "publish,releases", "--days", "30");
    assertThat(key.out())
        .startsWith("ci, releases publish, until ")
        .containsPattern("\nkey quoin_key_\\S{43} \\(shown this once\\)\n");
    assertThat(run(up, "users", "add", "kim", "--role", "viewer").out())
        .startsWith("kim, viewer\npassword ");
    assertThat(run(up, "users", "role", "kim", "analyst").out()).isEqualTo("kim, analyst\n");
    assertThat(Quoin.in(folder).run("users", "reset", "kim", "--data", "data").out())
        .startsWith("password of kim: ")
        .endsWith("\nkim is no administrator, but analyst; administrators who can log in: admin\n");
    assertThat(run(up, "users", "disable", "kim").out()).isEqualTo("kim, analyst, disabled\n");
    assertThat(run(up, "users", "list").out().lines())
        .containsExactly(
            "account  role", "admin    administrator", "kim      analyst        disabled");
    assertThat(Quoin.in(folder).run("users", "reset", "kim", "--data", "data").out())
        .endsWith("\nkim is disabled, and cannot log in; administrators who can log in: admin\n");
    assertThat(run(up, "keys", "revoke", "ci").out()).contains(", revoked");
    assertThat(run(up, "keys", "list").out()).contains("ci", "publish", "never", "revoked");

    Quoin.Ran reset = Quoin.in(folder).run("users", "reset", "--data", "data");
    assertThat(reset.out()).as(reset.all()).startsWith("password of admin: ").hasLineCount(1);
    String password = reset.out().replaceFirst("(?s).*: (\\S+) .*", "$1");
    assertThatTheLoginEnds(up);
    up.asAdmin(password);
    String wanted = "correct horse battery";
    Quoin.Ran changed =
        Quoin.inCheckout()
            .saying(password + "\n" + wanted + "\n")
            .run("users", "password", "--server", up.url());
    assertThat(changed.out())
        .as(changed.all())
        .isEqualTo("the password is changed; log in again\n");
    up.asAdmin(wanted);
    assertThat(Quoin.in(folder).run("audit", "verify", "--data", "data").out())
        .endsWith(" entries are as written\n");
    assertThat(run(up, "logout").out()).isEqualTo("logged out\n");
    assertThat(run(up, "logout").code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(
            Quoin.inCheckout()
                .saying("x")
                .run("login", "--user", "kim", "--server", "http://192.0.2.1:8080")
                .err())
        .contains("a password is not sent to http://192.0.2.1:8080");
  }

  @Test
  void no_secret_goes_to_another_machine_in_the_clear_unless_one_says_so() throws Exception {
    Quoin quoin = Quoin.inCheckout().with("QUOIN_API_KEY", "quoin_key_x");
    assertThat(quoin.run("releases", "--server", "http://192.0.2.1:8080").err())
        .startsWith(
            "quoin: the API key in QUOIN_API_KEY is not sent to http://192.0.2.1:8080, where everybody")
        .contains("`--plaintext`");
    assertThat(
            quoin
                .run(
                    "load",
                    "--target",
                    "grpc://192.0.2.1:9090",
                    "--ratebook",
                    "ratebooks/seoul-carshare",
                    "--distinct",
                    "1")
                .err())
        .startsWith("quoin: the API key is not sent to grpc://192.0.2.1:9090, where everybody");
    Optional<String> here = addressOfThisMachine();
    assumeTrue(here.isPresent(), "this machine has no address but its own");
    String nobody = "http://" + here.get() + ":1";
    assertThat(quoin.run("releases", "--server", nobody).err()).contains("is not sent to");
    assertThat(quoin.run("releases", "--server", nobody, "--plaintext").err())
        .contains("no answer from");
    assertThat(Quoin.inCheckout().run("releases", "--server", nobody).err())
        .as("without a secret")
        .contains("no answer from");
  }

  private static Optional<String> addressOfThisMachine() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  /// Another process has ended it, so the server may remember it for a second.
  private static void assertThatTheLoginEnds(UpProcess up) throws InterruptedException {
    int code = run(up, "whoami").code();
    for (int i = 0; i < 50 && code != ExitCode.COULD_NOT_RUN; i++) {
      Thread.sleep(100);
      code = run(up, "whoami").code();
    }
    assertThat(code).isEqualTo(ExitCode.COULD_NOT_RUN);
  }

  private static Quoin.Ran run(UpProcess up, String... words) throws InterruptedException {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--server";
    all[words.length + 1] = up.url();
    return Quoin.inCheckout().run(all);
  }

  private static void assertNoSecretIsTold(UpProcess up, String token) throws InterruptedException {
    String log = String.join("\n", up.err());
    assertThat(log).contains("somebody logged in");
    for (String secret : List.of(up.password(), token, "correct horse battery", "quoin_key_")) {
      assertThat(log).doesNotContain(secret);
    }
    String password = up.password();
    assertThat(up.out().stream().filter(line -> line.contains(password)).count()).isOne();
  }

  private static String answer(int port, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "POST /v1/activations HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                  .formatted(headers)
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
