package dev.quoin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FuzzTest {
  private static final List<byte[]> CORPUS = List.of(Fuzz.bytes("one two"), Fuzz.bytes("[1..3]"));

  @Test
  void a_target_that_throws_is_a_finding_and_its_input_is_made_small() {
    assertThatThrownBy(() -> fuzz(FuzzTest::refuseBrackets).run(2_000, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("java.lang.IllegalStateException")
        .hasMessageContaining("\n[\n")
        .hasMessageContaining("kept in");
  }

  @Test
  void a_target_that_survives_everything_is_well() {
    assertThatCode(() -> fuzz((input, seen) -> seen.add("length " + input.length)).run(2_000, 1))
        .doesNotThrowAnyException();
  }

  @Test
  void the_same_seed_makes_the_same_inputs() {
    assertThat(inputs(7)).isEqualTo(inputs(7)).isNotEqualTo(inputs(8));
  }

  @Test
  void an_input_is_shown_with_everything_escaped_that_is_not_plain() {
    assertThat(Fuzz.shown(new byte[] {'a', '\n', '\\', (byte) 0xFF})).isEqualTo("a\\x0a\\x5c\\xff");
  }

  private static List<String> inputs(long seed) {
    List<String> inputs = new ArrayList<>();
    fuzz((input, seen) -> inputs.add(new String(input, StandardCharsets.ISO_8859_1)))
        .run(300, seed);
    return inputs;
  }

  private static void refuseBrackets(byte[] input, Set<String> seen) {
    if (new String(input, StandardCharsets.ISO_8859_1).contains("[")) {
      throw new IllegalStateException("a bracket");
    }
  }

  private static Fuzz fuzz(Fuzz.Target target) {
    return new Fuzz(
        "fuzz-test",
        CORPUS,
        List.of("x", "[", "]"),
        seeded -> Fuzz.bytes(seeded.text("ab[", 0, 9)),
        target);
  }
}
