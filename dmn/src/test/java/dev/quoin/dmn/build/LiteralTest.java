package dev.quoin.dmn.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.testkit.Seeded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is read without the parser is what the parser reads.
class LiteralTest {
  private static final List<String> PIECES =
      List.of(
          "0",
          "1",
          "12",
          "007",
          "999999999999999999",
          ".",
          "-",
          "e5",
          "\"",
          "a",
          "\\n",
          " ",
          "é",
          "가",
          "//",
          "null");

  @Test
  void it_reads_as_the_parser_does() {
    Seeded.forAll(
        20_000,
        1,
        seeded -> {
          StringBuilder text = new StringBuilder();
          for (int i = seeded.between(0, 5); i > 0; i--) {
            text.append(seeded.pick(PIECES));
          }
          Source cell = new Source(new Place("m.dmn", 3, 7), text.toString());
          Literal.read(cell)
              .ifPresent(read -> assertThat(parsed(cell)).as(cell.text()).contains(read));
        });
  }

  private static Optional<TypedExpr> parsed(Source cell) {
    Problems problems = new Problems();
    Scope scope = Scope.of(Mode.STRICT, Map.of(), Map.of());
    Optional<TypedExpr> expr =
        Parser.parse(cell, scope.names(), problems)
            .map(parsed -> Checker.check(parsed, scope, problems));
    return problems.isEmpty() ? expr : Optional.empty();
  }

  @Test
  void numbers_and_texts_are_read() {
    for (String text : List.of("0", "12.50", "007", "\"R000001\"", "\"\"", "\"a b\"")) {
      assertThat(Literal.read(new Source(new Place("m.dmn", 1, 1), text))).as(text).isPresent();
    }
  }
}
