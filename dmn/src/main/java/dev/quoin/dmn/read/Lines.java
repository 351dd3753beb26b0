package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import java.util.Arrays;

/// Offsets in a text to lines and columns; `\n`, `\r\n` and a lone `\r` end a line, as XML has it.
final class Lines {
  private final String file;
  private final String text;
  private final int[] starts;

  /// The line that was asked for last: a reader goes on from there.
  private int last;

  Lines(String file, String text) {
    this.file = file;
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, count);
  }

  Place place(int offset) {
    int line = line(offset);
    return new Place(file, line + 1, offset - starts[line] + 1);
  }

  /// A place that another counted, who goes on to count behind the end of the last line.
  Place within(Place counted) {
    int line = Math.min(counted.line(), starts.length);
    int end = line == starts.length ? text.length() : starts[line];
    int start = starts[line - 1];
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return new Place(file, line, Math.min(counted.column(), end - start + 1));
  }

  private int line(int offset) {
    if (!isIn(last, offset)) {
      int index = Arrays.binarySearch(starts, offset);
      last = index >= 0 ? index : -index - 2;
    }
    return last;
  }

  private boolean isIn(int line, int offset) {
    return starts[line] <= offset && (line + 1 == starts.length || offset < starts[line + 1]);
  }
}
