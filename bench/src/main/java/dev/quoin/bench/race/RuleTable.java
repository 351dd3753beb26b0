package dev.quoin.bench.race;

import java.util.List;

/// A decision table whose first matching rule answers, as cells in DMN's notation: `"text"`, `[1..3)`, `< 6`, `-`.
/// Engines that read no DMN get files of their own from it.
public record RuleTable(
    String name, List<Column> inputs, List<Column> outputs, List<List<String>> rules) {

  public RuleTable {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    rules = List.copyOf(rules);
  }
}
