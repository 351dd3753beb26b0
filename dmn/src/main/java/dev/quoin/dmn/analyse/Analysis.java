package dev.quoin.dmn.analyse;

import dev.quoin.feel.Problem;
import java.util.List;

/// What is known about a table.
///
/// @param findings at most [TableAnalysis#MAX_FINDINGS] of each kind
/// @param undecided why something could not be decided, as sentences; empty where everything was
public record Analysis(List<Finding> findings, List<String> undecided) {

  public Analysis {
    findings = List.copyOf(findings);
    undecided = List.copyOf(undecided);
  }

  public List<Problem> problems() {
    return findings.stream().map(Finding::problem).toList();
  }
}
