package dev.quoin.ratebook.worksheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.ratebook.layout.Cells;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {
  @Test
  void a_note_stands_behind_its_text_or_under_it_and_is_cut_where_it_is_too_long() {
    Tree tree =
        new Tree("fee = 10", List.of("← a + b", "(what one pays for a day or two)"), List.of());
    assertThat(tree.lines(30)).containsExactly("fee = 10  ← a + b", "  (what one pays for a day …");
  }

  @Test
  void branches_hang_on_lines() {
    Tree tree =
        new Tree(
            "total",
            List.of(
                new Tree("fee", List.of(Tree.leaf("rate"), Tree.leaf("hours"))), Tree.leaf("vat")));
    assertThat(tree.lines(80))
        .containsExactly("total", "├─ fee", "│  ├─ rate", "│  └─ hours", "└─ vat");
  }

  @Test
  void a_long_text_goes_on_beside_the_line_to_its_branches() {
    Tree tree =
        new Tree(
            "fee",
            List.of(
                new Tree("a text that is too long for one line", List.of(Tree.leaf("x"))),
                Tree.leaf("another that is too long for one")));
    assertThat(tree.lines(32))
        .containsExactly(
            "fee",
            "├─ a text that is too long for",
            "│  │ one line",
            "│  └─ x",
            "└─ another that is too long",
            "     for one");
  }

  @Test
  void no_line_is_wider_than_asked_nor_ends_with_a_blank() {
    Tree tree = Tree.leaf("요금 정책집의 결정과 표와 레버  tables/day-rates.csv:12 ".repeat(9));
    assertThat(nested(tree, 12).lines(80))
        .hasSizeGreaterThan(20)
        .allMatch(line -> Cells.width(line) <= 80)
        .allMatch(line -> line.equals(line.stripTrailing()));
  }

  private static Tree nested(Tree tree, int depth) {
    return depth == 0 ? tree : new Tree("level " + depth, List.of(nested(tree, depth - 1)));
  }
}
