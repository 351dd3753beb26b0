package dev.quoin.ratebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguageTest {
  @Test
  void the_environment_says_which_the_strongest_variable_first() {
    assertThat(Language.of(Map.of("LANG", "ko_KR.UTF-8"))).isEqualTo(Language.KO);
    assertThat(Language.of(Map.of("LANG", "ko_KR.UTF-8", "LC_ALL", "C.UTF-8")))
        .isEqualTo(Language.EN);
    assertThat(Language.of(Map.of("LC_MESSAGES", "ko", "LANG", "en_US"))).isEqualTo(Language.KO);
  }

  @Test
  void english_where_it_says_nothing() {
    assertThat(Language.of(Map.of())).isEqualTo(Language.EN);
    assertThat(Language.of(Map.of("LANG", "fr_FR"))).isEqualTo(Language.EN);
  }
}
