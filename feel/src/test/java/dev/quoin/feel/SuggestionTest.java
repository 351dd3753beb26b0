package dev.quoin.feel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("model", "start", "end", "licence date");

  @Test
  void two_neighbours_that_changed_places_are_one_change() {
    assertThat(Suggestion.nearest("dne", List.of("den", "end"))).contains("den");
    assertThat(Suggestion.nearest("omdel", KNOWN)).contains("model");
  }

  @Test
  void a_short_word_whose_first_letter_is_right_may_have_two_changes() {
    assertThat(Suggestion.nearest("madle", KNOWN)).contains("model");
    assertThat(Suggestion.nearest("Sart2", KNOWN)).contains("start");
    assertThat(Suggestion.nearest("nodle", KNOWN)).isEmpty();
  }

  @Test
  void a_long_word_may_have_a_third_of_its_letters_changed() {
    assertThat(Suggestion.nearest("license dat", KNOWN)).contains("licence date");
    assertThat(Suggestion.nearest("driver age", KNOWN)).isEmpty();
  }

  @Test
  void a_name_with_a_word_more_is_another_one() {
    assertThat(Suggestion.nearest("containsOnly", List.of("contains"))).isEmpty();
    assertThat(Suggestion.nearest("contains", List.of("containsOnly"))).isEmpty();
    assertThat(Suggestion.nearest("licence dates", KNOWN)).contains("licence date");
  }

  @Test
  void a_text_is_empty_where_nothing_is_near() {
    assertThat(Suggestion.text("modle", KNOWN)).isEqualTo("; did you mean `model`?");
    assertThat(Suggestion.text("price", KNOWN)).isEmpty();
  }
}
