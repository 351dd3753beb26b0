package dev.quoin.ratebook.worksheet;

import dev.quoin.ratebook.layout.Cells;
import java.util.ArrayList;
import java.util.List;

/// A text with branches under it, drawn with box characters.
///
/// @param text one line; it is broken where it is too long
/// @param notes what is said beside the text: each behind it where there is room, else on a line of its own, which it does not
/// leave; what does not fit there is cut off
record Tree(String text, List<String> notes, List<Tree> branches) {
  private static final int NARROWEST = 24;

  /// What is too long for a line of its own, too, is cut off behind the text if as many cells are left there.
  private static final int ENOUGH = 60;

  public Tree {
    notes = List.copyOf(notes);
    branches = List.copyOf(branches);
  }

  public Tree(String text, List<Tree> branches) {
    this(text, List.of(), branches);
  }

  public static Tree leaf(String text) {
    return new Tree(text, List.of());
  }

  /// The lines of the tree, none wider than `width` cells unless it is nested too deeply for that.
  public List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    draw("", "", width, lines);
    return lines;
  }

  private void draw(String first, String rest, int width, List<String> lines) {
    String beside = branches.isEmpty() ? "  " : "│ ";
    int room = Math.max(NARROWEST, width - Cells.width(rest) - Cells.width(beside));
    List<String> told = told(room);
    lines.add((first + told.getFirst()).stripTrailing());
    told.stream().skip(1).forEach(line -> lines.add((rest + beside + line).stripTrailing()));
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      branches
          .get(i)
          .draw(rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), width, lines);
    }
  }

  private List<String> told(int room) {
    List<String> lines = new ArrayList<>(Cells.wrap(text, room));
    for (String note : notes) {
      String longer = lines.getLast() + "  " + note;
      int left = room - Cells.width(lines.getLast()) - 2;
      if (Cells.width(note) > room && left >= ENOUGH) {
        lines.set(lines.size() - 1, lines.getLast() + "  " + Cells.cut(note, left));
      } else if (Cells.width(longer) <= room) {
        lines.set(lines.size() - 1, longer);
      } else {
        lines.add(Cells.cut(note, room));
      }
    }
    return lines;
  }
}
