package dev.quoin.feel;

/// A stretch of a source: from `start` (inclusive) to `end` (exclusive), in characters.
public record Span(Source source, int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("a span from " + start + " to " + end);
    }
  }

  /// Where the span begins.
  public Place place() {
    return source.place(start);
  }

  /// The text under the span.
  public String text() {
    return source
        .text()
        .substring(Math.min(start, source.text().length()), Math.min(end, source.text().length()));
  }

  /// From the beginning of this span to the end of another of the same source.
  public Span to(Span other) {
    return new Span(source, start, Math.max(end, other.end));
  }

  @Override
  public String toString() {
    return place() + " `" + text() + "`";
  }
}
