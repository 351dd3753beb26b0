package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases are changed from the server's own machine alone, whatever else on it passes calls on.
class StrangersTest {
  @TempDir private Path folder;

  @Test
  void neither_a_page_of_another_site_nor_a_proxy_changes_a_release() throws Exception {
    try (UpProcess up = UpProcess.start(folder.resolve("data")).ready()) {
      int port = URI.create(up.url()).getPort();
      for (String here : List.of("Host: localhost:1", "Host: 127.0.0.1", "Host: [::1]:8080")) {
        assertThat(answer(port, here)).contains(" 400 ").contains("missing-field");
      }
      for (String stranger :
          List.of(
              "Host: evil.example:8080",
              "Host: localhost.evil.example",
              "Host: localhost\r\nOrigin: http://localhost:8080",
              "Host: localhost\r\nSec-Fetch-Site: same-origin",
              "Host: localhost\r\nX-Forwarded-For: 203.0.113.9",
              "Host: localhost\r\nForwarded: for=203.0.113.9",
              "Host: localhost\r\nVia: 1.1 proxy")) {
        assertThat(answer(port, stranger)).as(stranger).contains(" 403 ").contains("not-from-here");
      }
    }
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
