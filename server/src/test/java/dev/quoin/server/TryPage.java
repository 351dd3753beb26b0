package dev.quoin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The page to try calls on, as somebody uses it.
public final class TryPage {
  private TryPage() {}

  public static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Clicks, and reads what the page says.
  ///
  /// @param folder for its files
  /// @param key that the page is given where it asks for one; none, if empty
  /// @param clicks pairs of the end of a path and the inputs that are changed
  public static List<String> clicked(Path folder, String url, String key, String clicks)
      throws Exception {
    Path page = resource(folder, "/dev/quoin/server/page/try.js", "page.js");
    Path script = resource(folder, "/dev/quoin/server/page/try-page.js", "script.js");
    Path input = Files.writeString(folder.resolve("clicks.json"), clicks);
    Process process =
        new ProcessBuilder("node", script.toString(), url, page.toString(), key)
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static Path resource(Path folder, String name, String file) throws IOException {
    try (var in = TryPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return Files.write(folder.resolve(file), in.readAllBytes());
    }
  }
}
