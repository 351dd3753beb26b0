package dev.quoin.ratebook.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void a_latin_letter_takes_one_cell_and_a_hangul_syllable_two() {
    assertThat(Cells.width("abc")).isEqualTo(3);
    assertThat(Cells.width("대여요금")).isEqualTo(8);
    assertThat(Cells.width("K8 대여")).isEqualTo(7);
  }

  @Test
  void full_width_forms_and_characters_beyond_the_basic_plane_take_two() {
    assertThat(Cells.width("Ａ（")).isEqualTo(4);
    assertThat(Cells.width("𠮷")).isEqualTo(2);
    assertThat(Cells.width("🚗")).isEqualTo(2);
  }

  @Test
  void box_drawing_takes_one_and_a_combining_accent_none() {
    assertThat(Cells.width("├─ ")).isEqualTo(3);
    assertThat(Cells.width("e\u0301")).isEqualTo(1);
    assertThat(Cells.width("\u1112\u1161\u11ab")).as("한 in single jamo").isEqualTo(2);
  }

  @Test
  void padding_counts_cells() {
    assertThat(Cells.left("합계", 6)).isEqualTo("합계  ");
    assertThat(Cells.right("합계", 6)).isEqualTo("  합계");
    assertThat(Cells.right("합계입니다", 6)).isEqualTo("합계입니다");
  }

  @Test
  void wrapping_breaks_at_blanks_and_inside_of_a_word_only_if_it_must() {
    assertThat(Cells.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(Cells.wrap("수요 조정 항목", 9)).containsExactly("수요 조정", "항목");
    assertThat(Cells.wrap("무궁화꽃이", 4)).containsExactly("무궁", "화꽃", "이");
    assertThat(Cells.wrap("", 4)).containsExactly("");
  }
}
