package dev.quoin.feel;

/// A piece of text and where it stands: a FEEL expression in a model's file, a cell of a table.
///
/// @param origin where the first character stands
/// @param text the text itself, decoded
public record Source(Place origin, String text) {

  /// A source that stands at the beginning of a file of its own.
  public static Source of(String file, String text) {
    return new Source(new Place(file, 1, 1), text);
  }

  /// The place of the character at `offset`; the place behind the last one is allowed.
  public Place place(int offset) {
    int line = origin.line();
    int column = origin.column();
    int end = Math.min(offset, text.length());
    for (int i = 0; i < end; i++) {
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
