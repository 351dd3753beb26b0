package dev.quoin.cli.docs;

import java.util.List;

/// A requirements graph as it is drawn.
///
/// @param nodes no two with one id
/// @param edges from what is required to what requires it; without a cycle
record Graph(List<Node> nodes, List<Edge> edges) {
  Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /// @param href where a click leads
  record Node(String id, String label, Kind kind, String href) {}

  record Edge(String from, String to) {}

  enum Kind {
    INPUT,
    LEVER,
    DECISION,
    /// A decision that the service answers with.
    OUTPUT,
    FUNCTION,
    RATE_TABLE,
    CALENDAR;

    /// Whether it stands at the bottom of the picture.
    boolean isBottom() {
      return this == INPUT || this == LEVER;
    }

    /// Whether it is a business knowledge model in DMN's sense.
    boolean isKnowledge() {
      return this == FUNCTION || this == RATE_TABLE || this == CALENDAR;
    }
  }
}
