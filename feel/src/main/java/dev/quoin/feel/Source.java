package dev.quoin.feel;

import java.util.List;

/// A piece of text and where it stands: a FEEL expression in a model's file, a cell of a table.
///
/// The text is decoded: in the file `<` may have been written `&lt;`. So that a place behind such an entity is still
/// right, anchors say where the count begins anew.
///
/// @param origin where the first character stands
/// @param text the text itself, decoded
/// @param anchors where the text and the file go apart, in ascending order of their offsets
public record Source(Place origin, String text, List<Anchor> anchors) {

  /// From the character at `offset` on, places are counted from `place`.
  public record Anchor(int offset, Place place) {}

  public Source {
    anchors = List.copyOf(anchors);
  }

  /// A text that stands in the file as it is.
  public Source(Place origin, String text) {
    this(origin, text, List.of());
  }

  /// A source that stands at the beginning of a file of its own.
  public static Source of(String file, String text) {
    return new Source(new Place(file, 1, 1), text);
  }

  /// The place of the character at `offset`; the place behind the last one is allowed.
  public Place place(int offset) {
    int from = 0;
    Place start = origin;
    for (Anchor anchor : anchors) {
      if (anchor.offset > offset) {
        break;
      }
      from = anchor.offset;
      start = anchor.place;
    }
    int line = start.line();
    int column = start.column();
    int end = Math.min(offset, text.length());
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(origin.file(), line, column);
  }

  /// The whole text as a span.
  public Span whole() {
    return new Span(this, 0, text.length());
  }
}
