package dev.quoin.ratebook.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The style sheets that pages carry within themselves.
public final class Style {
  private Style() {}

  /// The text of a resource that lies beside a class.
  public static String of(Class<?> page, String name) {
    try (InputStream in = requireNonNull(page.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
