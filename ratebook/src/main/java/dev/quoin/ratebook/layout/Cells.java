package dev.quoin.ratebook.layout;

import java.util.ArrayList;
import java.util.List;

/// Counts text in the cells of a terminal: 대 takes two, A takes one, an accent that stands above a letter none
/// (Unicode Standard Annex 11, East Asian Width).
public final class Cells {

  /// First and last code points of what is wide or full width, ascending.
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x2E80, 0x303E, 0x3041, 0x33FF,
    0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
    0xFE10, 0xFE19, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680,
    0x1F6FF, 0x1F900, 0x1F9FF, 0x20000, 0x3FFFD,
  };

  private static final int FIRST_JOINED_JAMO = 0x1160;
  private static final int LAST_JOINED_JAMO = 0x11FF;

  private Cells() {}

  /// How many cells the text takes.
  public static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  private static int width(int codePoint) {
    if (codePoint < WIDE[0]) {
      return isJoined(codePoint) ? 0 : 1;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
        return 2;
      }
    }
    return isJoined(codePoint) ? 0 : 1;
  }

  /// Stands in the cell of the character before it.
  private static boolean isJoined(int codePoint) {
    if (codePoint >= FIRST_JOINED_JAMO && codePoint <= LAST_JOINED_JAMO) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
      default -> false;
    };
  }

  /// The text with blanks behind it, `width` cells wide; a longer text stays as it is.
  public static String left(String text, int width) {
    return text + blanks(width - width(text));
  }

  /// The text with blanks before it, `width` cells wide; a longer text stays as it is.
  public static String right(String text, int width) {
    return blanks(width - width(text)) + text;
  }

  /// The text if it is at most `width` cells wide, else its beginning with `…` behind it.
  public static String cut(String text, int width) {
    return width(text) <= width ? text : wrap(text, width - 2).getFirst() + " …";
  }

  private static String blanks(int count) {
    return " ".repeat(Math.max(0, count));
  }

  /// The text in lines of at most `width` cells, broken at blanks where there are some.
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (String word : text.split(" ", -1)) {
      for (String piece : pieces(word, width)) {
        int needed = width(piece);
        if (line.isEmpty()) {
          line.append(piece);
          used = needed;
        } else if (used + 1 + needed <= width) {
          line.append(' ').append(piece);
          used += 1 + needed;
        } else {
          lines.add(line.toString());
          line = new StringBuilder(piece);
          used = needed;
        }
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> pieces(String word, int width) {
    if (width(word) <= width) {
      return List.of(word);
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int used = 0;
    for (int codePoint : word.codePoints().toArray()) {
      int needed = width(codePoint);
      if (used + needed > width && !piece.isEmpty()) {
        pieces.add(piece.toString());
        piece.setLength(0);
        used = 0;
      }
      piece.appendCodePoint(codePoint);
      used += needed;
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
