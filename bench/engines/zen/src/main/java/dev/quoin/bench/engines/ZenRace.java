package dev.quoin.bench.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.bench.race.Duel;
import dev.quoin.bench.race.Duel.Figures;
import dev.quoin.bench.race.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/// GoRules ZEN, a library for Node: `race.mjs` measures it in a process of its own, after by hand and the row form were
/// measured here, and races it with by hand in JavaScript. Ratios are to what was measured here.
///
/// `-Dquoin.zen` names the folder of `race.mjs`, with its `node_modules`.
public final class ZenRace {
  private static final Path FOLDER = Path.of(System.getProperty("quoin.zen", "bench/engines/zen"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private ZenRace() {}

  /// Races and prints two rows for each workload.
  ///
  /// @param arguments the workloads to race on; all where nothing is said
  public static void main(String[] arguments) {
    Duel.elsewhere(ZenRace::measured, arguments);
  }

  private static List<Figures> measured(Workload workload, Duration time) {
    JsonNode told = run(workload, time);
    String node = ", Node " + told.get("node").asText();
    return List.of(
        figures("by hand in JavaScript" + node, told.get("byHand")),
        figures("GoRules ZEN 0.54.0" + node, told.get("zen")));
  }

  private static Figures figures(String name, JsonNode told) {
    return new Figures(
        name,
        told.get("nanos").asDouble(),
        OptionalLong.empty(),
        told.get("checked").asInt(),
        told.has("loaded")
            ? OptionalDouble.of(told.get("loaded").asDouble())
            : OptionalDouble.empty());
  }

  private static JsonNode run(Workload workload, Duration time) {
    try {
      Path file = Files.createTempFile("zen", ".json");
      try {
        JSON.writeValue(file.toFile(), written(workload));
        Process node =
            new ProcessBuilder(
                    "node",
                    FOLDER.resolve("race.mjs").toString(),
                    file.toString(),
                    Long.toString(time.toSeconds()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode told = JSON.readTree(node.getInputStream());
        int exitCode = node.waitFor();
        if (exitCode != 0) {
          throw new IllegalStateException("race.mjs ended with " + exitCode);
        }
        return told;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> written(Workload workload) {
    return Map.of(
        "name", workload.name(),
        "tables", workload.tables().get(),
        "requests", workload.requests().stream().map(ZenRace::written).toList(),
        "answers", workload.answers());
  }

  private static Map<String, Object> written(Map<String, Object> request) {
    Map<String, Object> written = new TreeMap<>(request);
    written.replaceAll((_, value) ->
        value instanceof LocalDateTime moment
            ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment)
            : value);
    return written;
  }
}
