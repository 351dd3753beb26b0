package dev.quoin.compare;

import java.util.List;

/// What changes for the requests that have something in common.
///
/// @param by how the requests were put into segments
/// @param list the segments, in the order of their labels
public record Segments(By by, List<Segment> list) {
  public Segments {
    list = List.copyOf(list);
  }

  /// One of them.
  ///
  /// @param labels one for each axis
  public record Segment(List<Label> labels, Figures figures) {
    public Segment {
      labels = List.copyOf(labels);
    }
  }
}
