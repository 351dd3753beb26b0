package dev.quoin.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A copy of the demo ratebook that a test may spoil.
public record SeoulFolder(Path path) {
  public static SeoulFolder in(Path parent, String name) {
    Path source = Checkout.folder().resolve("ratebooks/seoul-carshare");
    Path copy = parent.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(source.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SeoulFolder(copy);
  }

  String read(String file) {
    try {
      return Files.readString(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.writeString(path.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void change(String file, String before, String after) {
    String text = read(file);
    assertThat(text).contains(before);
    write(file, text.replace(before, after));
  }

  /// Another digest, the same prices.
  void comment(String text) {
    write("ratebook.yaml", read("ratebook.yaml") + "# " + text + "\n");
  }
}
