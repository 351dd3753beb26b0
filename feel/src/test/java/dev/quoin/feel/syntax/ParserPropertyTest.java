package dev.quoin.feel.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.SpecFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParserPropertyTest {
  private static final Names NAMES = Names.of(RandomTrees.NAMES);

  /// What a mutation puts into a text: what the grammar knows, and what it does not.
  static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "..",
          ".",
          ",",
          ":",
          "=",
          "!=",
          "<",
          ">=",
          "-",
          "+",
          "**",
          "/",
          "?",
          "@",
          "\"",
          "\\",
          "'",
          "“",
          "%",
          "&",
          "//",
          "/*",
          "*/",
          "\n",
          " ",
          " and ",
          " or ",
          " in ",
          " if ",
          " then ",
          " else ",
          " for ",
          " return ",
          " some ",
          " satisfies ",
          " between ",
          " instance of ",
          " not(",
          " function(",
          " external ",
          " list<",
          ">",
          "null",
          "1",
          "1e9",
          "00",
          "date and time",
          "driver age",
          "나이",
          "\uD83D",
          "\u0000",
          "\uFEFF");

  private static final List<String> VALID =
      Stream.of("expressions", "names", "unary-tests")
          .flatMap(file -> SpecFile.specs(ParserTest.class, "parser/" + file + ".spec").stream())
          .map(spec -> spec.given())
          .toList();

  @Test
  void twenty_thousand_trees_are_read_as_they_were_written() {
    Seeded.forAll(
        20_000,
        2026,
        seeded -> {
          Expr tree = new RandomTrees(seeded).expr(4);
          String text = seeded.note("text", FeelText.of(tree));
          Problems problems = new Problems();
          Optional<Expr> read = Parser.parse(Source.of("", text), NAMES, problems);
          assertThat(problems.sorted()).isEmpty();
          assertThat(read.map(Sketch::of)).contains(Sketch.of(tree));
        });
  }

  @Test
  void twenty_thousand_cells_are_read_as_they_were_written() {
    Seeded.forAll(
        20_000,
        2027,
        seeded -> {
          Expr.UnaryTests tests = new RandomTrees(seeded).tests(3);
          String text = seeded.note("text", FeelText.of(tests));
          Problems problems = new Problems();
          Optional<Expr.UnaryTests> read =
              Parser.parseUnaryTests(Source.of("", text), NAMES, problems);
          assertThat(problems.sorted()).isEmpty();
          assertThat(read.map(Sketch::of)).contains(Sketch.of(tests));
        });
  }

  @Test
  void a_hundred_thousand_damaged_texts_give_a_tree_or_a_problem() {
    Seeded.forAll(
        100_000,
        2028,
        seeded -> {
          String text = seeded.note("text", damaged(seeded));
          Source source = Source.of("", text);
          Problems problems = new Problems();
          boolean read =
              switch (seeded.between(0, 2)) {
                case 0 -> Parser.parse(source, NAMES, problems).isPresent();
                case 1 -> Parser.parseUnaryTests(source, NAMES, problems).isPresent();
                default -> Parser.parseType(source, problems).isPresent();
              };
          assertThat(problems.size()).isEqualTo(read ? 0 : 1);
        });
  }

  private static String damaged(Seeded seeded) {
    StringBuilder text = new StringBuilder(seeded.pick(VALID));
    for (int i = seeded.between(1, 5); i > 0; i--) {
      int at = seeded.between(0, text.length());
      switch (seeded.between(0, 3)) {
        case 0 -> text.insert(at, seeded.pick(PIECES));
        case 1 -> text.delete(at, Math.min(text.length(), at + seeded.between(1, 4)));
        case 2 -> text.insert(at, seeded.pick(VALID));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }
}
