package dev.quoin.compiler.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Dmn;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.check.TypedExpr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page about the index shows what the index of its example says of itself. `-Dquoin.listings=write` writes it there instead.
class TableIndexPageTest {
  private static final Path PAGE = Path.of("..", "docs", "engine", "table-index.md");

  private static final Pattern RULE =
      Pattern.compile(
          "(?m)^\\| \\d \\| `(?<class>[^`]+)` \\| `(?<hours>[^`]+)` \\| (?<rate>\\d+) \\|$");

  private static final Pattern PICTURE =
      Pattern.compile("```text\\n(?<picture>.*?)```", Pattern.DOTALL);

  @Test
  void the_index_of_the_example_is_as_the_page_says() throws IOException {
    String page = Files.readString(PAGE);
    List<String> rules =
        RULE.matcher(page)
            .results()
            .map(rule ->
                "<rule><inputEntry><text>%s</text></inputEntry><inputEntry><text>%s</text></inputEntry>"
                        .formatted(escaped(rule.group("class")), escaped(rule.group("hours")))
                    + "<outputEntry><text>%s</text></outputEntry></rule>"
                        .formatted(rule.group("rate")))
            .toList();
    assertThat(rules).hasSize(5);
    String picture = Planner.plan(table(rules)).picture();
    String run =
        PICTURE
            .matcher(page)
            .replaceFirst(Matcher.quoteReplacement("```text\n" + picture + "\n```"));
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(PAGE, run);
    } else {
      assertThat(run).isEqualTo(page);
    }
  }

  private static String escaped(String test) {
    return test.replace("<", "&lt;");
  }

  private static TypedExpr.Table table(List<String> rules) {
    String model =
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="example" namespace="example">
          <inputData id="class" name="class"><variable name="class" typeRef="string"/></inputData>
          <inputData id="hours" name="hours"><variable name="hours" typeRef="number"/></inputData>
          <decision id="rate" name="rate">
            <variable name="rate"/>
            <informationRequirement><requiredInput href="#class"/></informationRequirement>
            <informationRequirement><requiredInput href="#hours"/></informationRequirement>
            <decisionTable hitPolicy="FIRST">
              <input label="class"><inputExpression><text>class</text></inputExpression></input>
              <input label="hours"><inputExpression><text>hours</text></inputExpression></input>
              <output/>%s
            </decisionTable>
          </decision>
        </definitions>
        """
            .formatted(rules.stream().collect(Collectors.joining()));
    Program program =
        Dmn.read("example.dmn", model.getBytes(UTF_8), Mode.PLAIN, new Problems()).orElseThrow();
    return (TypedExpr.Table) ((Program.Decision) program.global("rate").orElseThrow()).body();
  }
}
