package dev.quoin.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/// Reads spec files: behaviour as data.
///
///     # if evaluates only the chosen branch
///     if 1 > 0 then "a" else 1 / 0
///     ==> "a"
///
/// A title may go on in a second `#` line. What is given may have several lines, and so may the
/// answer, which ends at an empty line, a title or the end of the file. Several examples may share a
/// title. Lines between an answer and the next title must be a further example: prose goes into
/// titles.
///
/// Files end in `.spec`, are UTF-8, and lie in the test resources beside the class that runs them.
public final class SpecFile {
  private SpecFile() {}

  /// What a test does with the given text of a [Spec]: the text it answers is compared with the
  /// expected one.
  @FunctionalInterface
  public interface Answer {
    String to(String given) throws Exception;
  }

  /// A test for each example of a spec file, or of every spec file in a folder, in order. For a
  /// method with `@TestFactory`.
  ///
  /// @param beside the class in whose package the resource lies
  /// @param resource the name of a `.spec` file or of a folder of them
  public static Stream<DynamicNode> tests(Class<?> beside, String resource, Answer answer) {
    Path path = resource(beside, resource);
    if (!Files.isDirectory(path)) {
      return testsOf(path, answer);
    }
    return filesIn(path).stream()
        .map(file ->
            DynamicContainer.dynamicContainer(
                file.getFileName().toString(), file.toUri(), testsOf(file, answer)));
  }

  /// The examples of a spec file, or of every spec file in a folder, in order.
  public static List<Spec> specs(Class<?> beside, String resource) {
    Path path = resource(beside, resource);
    return Files.isDirectory(path)
        ? filesIn(path).stream().flatMap(file -> read(file).stream()).toList()
        : read(path);
  }

  /// The examples in a text.
  ///
  /// @param name how places call the text
  /// @throws IllegalArgumentException where the text is no spec file; the message names the line
  public static List<Spec> parse(String name, String text) {
    return new SpecParser(name).parse(text);
  }

  private static Stream<DynamicNode> testsOf(Path file, Answer answer) {
    return read(file).stream()
        .map(spec -> DynamicTest.dynamicTest(spec.title(), source(file, spec), test(spec, answer)));
  }

  private static Executable test(Spec spec, Answer answer) {
    return () ->
        Assertions.assertThat(answer.to(spec.given()))
            .as("%s: %s%n%s%n", spec.place(), spec.title(), spec.given())
            .isEqualTo(spec.expected());
  }

  /// Lets a development environment jump from the test to the line.
  private static URI source(Path file, Spec spec) {
    return URI.create(
        file.toUri() + "?line=" + spec.place().substring(spec.place().lastIndexOf(':') + 1));
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> specs = files.filter(file -> file.toString().endsWith(".spec")).sorted().toList();
      if (specs.isEmpty()) {
        throw new IllegalArgumentException("no spec file in " + folder);
      }
      return specs;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Spec> read(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Path resource(Class<?> beside, String resource) {
    URL url = beside.getResource(resource);
    if (url == null) {
      throw new IllegalArgumentException("no `" + resource + "` beside " + beside.getName());
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
