package dev.quoin.feel.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.testkit.SpecFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ParserTest {
  /// What the spec files take to be in scope.
  private static final Names NAMES =
      Names.of(
          List.of(
              "age",
              "driver age",
              "driver",
              "licence years",
              "profit",
              "loss",
              "profit and loss",
              "a",
              "b",
              "a-b",
              "a+b",
              "a/b",
              "x",
              "y",
              "xs",
              "driver's age",
              "what if?",
              "return date",
              "not eligible",
              "decision B 2.2",
              "운전자 나이",
              "면책금"));

  @TestFactory
  Stream<DynamicNode> expressions() {
    return SpecFile.tests(ParserTest.class, "parser/expressions.spec", ParserTest::expression);
  }

  @TestFactory
  Stream<DynamicNode> names() {
    return SpecFile.tests(ParserTest.class, "parser/names.spec", ParserTest::expression);
  }

  @TestFactory
  Stream<DynamicNode> problems() {
    return SpecFile.tests(ParserTest.class, "parser/problems.spec", ParserTest::expression);
  }

  @TestFactory
  Stream<DynamicNode> unary_tests() {
    return SpecFile.tests(ParserTest.class, "parser/unary-tests.spec", ParserTest::tests);
  }

  @TestFactory
  Stream<DynamicNode> types() {
    return SpecFile.tests(
        ParserTest.class,
        "parser/types.spec",
        text -> answer(problems -> Parser.parseType(source(text), problems).map(Sketch::of)));
  }

  private static String expression(String text) {
    return answer(problems -> Parser.parse(source(text), NAMES, problems).map(Sketch::of));
  }

  private static String tests(String text) {
    return answer(
        problems -> Parser.parseUnaryTests(source(text), NAMES, problems).map(Sketch::of));
  }

  private static Source source(String text) {
    return Source.of("", text);
  }

  private static String answer(Function<Problems, Optional<String>> parse) {
    Problems problems = new Problems();
    Optional<String> tree = parse.apply(problems);
    return tree.orElseGet(() ->
        problems.sorted().stream()
            .map(Problem::toString)
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n")));
  }

  @Nested
  class WithLimits {
    @Test
    void brackets_200_deep_are_a_tree_and_50_000_deep_a_problem() {
      assertThat(expression("(".repeat(199) + "1" + ")".repeat(199))).isEqualTo("1");
      for (String open :
          List.of(
              "(",
              "[",
              "{a:",
              "-",
              "f(",
              "if ",
              "not(",
              "]1..",
              "function() ",
              "x[",
              "x in (",
              "for i in ",
              "[1..",
              "< (")) {
        assertThat(expression(open.repeat(50_000))).contains(": too-deep: ");
        assertThat(tests(open.repeat(50_000))).contains(": too-deep: ");
      }
      assertThat(expression("x instance of " + "list<".repeat(50_000))).contains(": too-deep: ");
    }

    @Test
    void chains_of_400_operations_are_a_tree_and_longer_ones_a_problem() {
      assertThat(expression("1" + "+1".repeat(399))).startsWith("(+ ");
      for (String link :
          List.of("+1", "*1", " and x", " or x", ".a", "[1]", "()", " instance of number")) {
        assertThat(expression("x" + link.repeat(50_000))).contains(": too-deep: ");
      }
    }

    @Test
    void a_list_may_be_long() {
      assertThat(expression("[1" + ",1".repeat(400_000) + "]")).startsWith("(list 1 1 ");
    }

    @Test
    void a_text_of_more_than_a_million_characters_is_refused() {
      assertThat(expression(" ".repeat(Parser.MAX_LENGTH - 1) + "1")).isEqualTo("1");
      assertThat(expression(" ".repeat(Parser.MAX_LENGTH) + "1"))
          .isEqualTo("1:1: too-long: `` has 1000001 characters; expected at most 1000000");
    }

    @Test
    void a_name_of_a_million_characters_is_refused() {
      assertThat(expression("a ".repeat(400_000))).contains("begins a name that is too long");
      assertThat(expression("{" + "a-".repeat(400_000) + "b: 1}"))
          .contains("begins a name that is too long");
    }

    @Test
    void nested_point_ranges_are_read_up_to_the_limit() {
      assertThat(expression("(=".repeat(150) + "1" + ")".repeat(150))).startsWith("(range = ");
      assertThat(expression("(=".repeat(250) + "1" + ")".repeat(250))).contains("too-deep");
    }
  }

  @Nested
  class WithPlaces {
    @Test
    void every_node_knows_its_text() {
      Expr.Comparison expr =
          (Expr.Comparison)
              Parser.parse(source("(a) + 1 > f(x)[1].b"), NAMES, new Problems()).orElseThrow();
      assertThat(expr.span().text()).isEqualTo("(a) + 1 > f(x)[1].b");
      assertThat(expr.left().span().text()).isEqualTo("(a) + 1");
      assertThat(expr.right().span().text()).isEqualTo("f(x)[1].b");
      Expr.Path path = (Expr.Path) expr.right();
      assertThat(path.nameSpan().text()).isEqualTo("b");
      assertThat(path.source().span().text()).isEqualTo("f(x)[1]");
    }

    @Test
    void a_problem_in_a_cell_is_placed_in_its_file() {
      Problems problems = new Problems();
      Source cell = new Source(new dev.quoin.feel.Place("tables/fee.csv", 7, 12), "> 5 >");
      assertThat(Parser.parseUnaryTests(cell, NAMES, problems)).isEmpty();
      assertThat(problems.sorted().getFirst().place().toString()).isEqualTo("tables/fee.csv:7:16");
    }
  }

  @Nested
  class WithNames {
    @Test
    void names_match_with_any_white_space_between_their_words() {
      Names names = Names.of(List.of("  first \t name "));
      assertThat(Parser.parse(source("first\n  name"), names, new Problems()).map(Sketch::of))
          .contains("|first name|");
    }

    @Test
    void one_more_name_is_known_beside_the_others() {
      Names names = Names.of(List.of("a-b")).with("c-d");
      assertThat(Parser.parse(source("a-b+c-d"), names, new Problems()).map(Sketch::of))
          .contains("(+ |a-b| |c-d|)");
      assertThat(Parser.parse(source("c-d"), Names.none(), new Problems()).map(Sketch::of))
          .contains("(- c d)");
    }

    @Test
    void names_that_no_text_can_spell_are_ignored() {
      Names names = Names.of(List.of("", "1", "a(b", "\"", "true"));
      assertThat(Parser.parse(source("1 = f(true)"), names, new Problems()).map(Sketch::of))
          .contains("(= 1 (call f true))");
    }
  }
}
