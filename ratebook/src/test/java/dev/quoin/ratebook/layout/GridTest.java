package dev.quoin.ratebook.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.ratebook.layout.Grid.Side;
import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void columns_stand_under_each_other_whatever_their_script() {
    Grid grid =
        Grid.of(Side.LEFT, Side.LEFT, Side.RIGHT)
            .row("rental-fee", "대여요금", "299,120")
            .row("demand", "Demand", "29,910");
    assertThat(grid.lines())
        .containsExactly("rental-fee  대여요금  299,120", "demand      Demand     29,910");
    assertThat(grid.lines()).allMatch(line -> Cells.width(line) == grid.width());
  }

  @Test
  void no_line_ends_with_blanks() {
    assertThat(Grid.of(Side.LEFT, Side.LEFT).row("a", "").row("b", "c").lines())
        .containsExactly("a", "b  c");
  }

  @Test
  void a_row_has_as_many_texts_as_there_are_columns() {
    Grid grid = Grid.of(Side.LEFT, Side.LEFT);
    assertThatThrownBy(() -> grid.row("one")).hasMessage("1 texts in 2 columns");
  }
}
