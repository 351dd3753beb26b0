package dev.quoin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SpecFileTest {
  @TestFactory
  Stream<DynamicNode> every_example_of_a_folder_is_a_test() {
    return SpecFile.tests(SpecFileTest.class, "specs", given -> given.toUpperCase(Locale.ROOT));
  }

  @Test
  void examples_come_in_order_with_title_and_place() {
    assertThat(SpecFile.specs(SpecFileTest.class, "specs"))
        .containsExactly(
            new Spec(
                "letters become capitals, and the title may take two lines",
                "abc",
                "ABC",
                "letters.spec:3"),
            new Spec("several examples share a title", "x", "X", "letters.spec:7"),
            new Spec("several examples share a title", "y1\ny2", "Y1\nY2", "letters.spec:10"),
            new Spec("a file ends without an empty line", "word", "WORD", "words.spec:2"));
  }

  @Test
  void windows_line_ends_change_nothing() {
    assertThat(SpecFile.parse("w", "# t\r\n1 +\r\n\r\n  1\r\n==> 2\r\n"))
        .containsExactly(new Spec("t", "1 +\n\n  1", "2", "w:2"));
  }

  @Test
  void a_wrong_answer_fails_with_place_title_given_and_both_answers() {
    DynamicTest test =
        (DynamicTest)
            SpecFile.tests(SpecFileTest.class, "specs/words.spec", given -> "wrong")
                .findFirst()
                .orElseThrow();
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("words.spec:2: a file ends without an empty line")
        .hasMessageContainingAll("word", "\"WORD\"", "\"wrong\"");
  }

  @Nested
  class ABrokenFile {
    @Test
    void names_the_line_of_an_expression_without_an_answer() {
      assertBroken("# t\n1\n# u\n2\n==> 2\n", "f:3: an expression without `==>`");
    }

    @Test
    void names_the_line_of_an_answer_without_an_expression() {
      assertBroken("# t\n==> 2\n", "f:2: `==>` without an expression before it");
      assertBroken("# t\n1\n==> 1\n==> 2\n", "f:4: `==>` without an expression before it");
    }

    @Test
    void names_the_line_of_an_expression_without_a_title() {
      assertBroken("1\n==> 1\n", "f:1: an expression without a title");
    }

    @Test
    void may_not_be_empty() {
      assertBroken("# only a title\n", "f:2: no example");
    }

    private void assertBroken(String text, String message) {
      assertThatThrownBy(() -> SpecFile.parse("f", text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void a_missing_resource_is_named() {
    assertThatThrownBy(() -> SpecFile.specs(SpecFileTest.class, "absent.spec"))
        .hasMessageContaining("no `absent.spec` beside " + SpecFileTest.class.getName());
  }
}
