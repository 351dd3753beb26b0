package dev.quoin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The older process's codes of the models.
///
/// @param models by their codes
/// @param codes by their models; where several stand for one, the first
record LegacyCars(Map<String, String> models, Map<String, String> codes) {
  static LegacyCars read() throws IOException {
    Map<String, String> models = new HashMap<>();
    Map<String, String> codes = new HashMap<>();
    for (String row :
        Files.readAllLines(GoldenCases.RATEBOOK.resolve("mappings/pf-cars.csv")).stream()
            .skip(1)
            .toList()) {
      List<String> cells = List.of(row.split(",", -1));
      models.put(cells.get(0), cells.get(1));
      codes.putIfAbsent(cells.get(1), cells.get(0));
    }
    return new LegacyCars(models, codes);
  }

  @Nullable String code(String model) {
    return codes.get(model);
  }
}
