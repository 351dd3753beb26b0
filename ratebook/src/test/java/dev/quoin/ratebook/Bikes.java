package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A small ratebook, bike rental: one table, one lever, one calendar. A test changes a file of its copy.
public final class Bikes {
  private static final List<String> FILES =
      List.of(
          "ratebook.yaml",
          "bikes.dmn",
          "tables/rates.csv",
          "tables/holidays.csv",
          "cases/rental.csv");

  private final Path folder;

  public Bikes(Path folder) {
    this.folder = folder;
    for (String file : FILES) {
      write(file, resource(file));
    }
  }

  Path folder() {
    return folder;
  }

  public String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces a text that stands in a file.
  public Bikes change(String file, String from, String to) {
    String text = read(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException("no `" + from + "` in " + file);
    }
    return write(file, text.replace(from, to).getBytes(UTF_8));
  }

  public Bikes write(String file, byte[] content) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bikes encode(String file, Charset charset) {
    return write(file, read(file).getBytes(charset));
  }

  Bikes delete(String file) {
    try {
      Files.delete(folder.resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Ratebook load() {
    Problems problems = new Problems();
    Optional<Ratebook> ratebook = Ratebook.load(folder, problems);
    return ratebook.orElseThrow(() -> new AssertionError(lines(problems.sorted()).toString()));
  }

  /// What is wrong with it.
  List<String> problems() {
    Problems problems = new Problems();
    Optional<Ratebook> ratebook = Ratebook.load(folder, problems);
    if (ratebook.isPresent() == !problems.isEmpty()) {
      throw new AssertionError("half loaded: " + problems.sorted());
    }
    return lines(problems.sorted());
  }

  Pricer pricer() {
    return new Pricer(load(), ModelInterpreter::new);
  }

  static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  private static byte[] resource(String file) {
    try (InputStream in = Bikes.class.getResourceAsStream("bikes/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no bikes/" + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
