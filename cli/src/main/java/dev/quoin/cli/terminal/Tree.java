package dev.quoin.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// A text with branches under it, drawn with box characters.
///
/// @param text one line; it is broken where it is too long
public record Tree(String text, List<Tree> branches) {
  private static final int NARROWEST = 24;

  public Tree {
    branches = List.copyOf(branches);
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
    List<String> wrapped = Cells.wrap(text, room);
    lines.add((first + wrapped.getFirst()).stripTrailing());
    wrapped.stream().skip(1).forEach(line -> lines.add((rest + beside + line).stripTrailing()));
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      branches
          .get(i)
          .draw(rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), width, lines);
    }
  }
}
