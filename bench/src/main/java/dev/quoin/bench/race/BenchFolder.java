package dev.quoin.bench.race;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The folder with the models that other engines were measured with, their inputs and the right answers: `bench` beside
/// the folder that `QUOIN_DATA` names, or `../shared/bench`. It is no part of the checkout; without it the benchmark makes
/// the same shapes itself.
record BenchFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Optional<BenchFolder> find() {
    return Stream.of(
            Optional.ofNullable(System.getenv("QUOIN_DATA"))
                .filter(data -> !data.isEmpty())
                .map(data -> Path.of(data).toAbsolutePath().resolveSibling("bench")),
            Optional.of(Path.of("..", "shared", "bench")))
        .flatMap(Optional::stream)
        .filter(folder -> Files.isRegularFile(folder.resolve("w1.dmn")))
        .map(BenchFolder::new)
        .findFirst();
  }

  /// The bytes of a file where there is one.
  Optional<byte[]> find(String name) {
    return Files.isRegularFile(path.resolve(name)) ? Optional.of(bytes(name)) : Optional.empty();
  }

  /// The bytes of a file, unpacked where its name ends with `.gz`.
  byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines(String name) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> jsonLines(String name) {
    return lines(name).stream().map(line -> json(line.getBytes(StandardCharsets.UTF_8))).toList();
  }

  static JsonNode json(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(String name) throws IOException {
    InputStream file = Files.newInputStream(path.resolve(name));
    return name.endsWith(".gz") ? new GZIPInputStream(file) : file;
  }
}
