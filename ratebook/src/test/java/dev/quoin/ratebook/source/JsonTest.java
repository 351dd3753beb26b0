package dev.quoin.ratebook.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private final Problems problems = new Problems();

  @Test
  void every_node_knows_its_line_and_column() {
    Node.Mapping root =
        (Node.Mapping) read("{\n  \"거리\": 12.50,\n  \"tags\": [\"a\", null]}").orElseThrow();
    Node.Mapping.Entry distance = root.entry("거리").orElseThrow();
    assertThat(distance.place()).isEqualTo(new Place("r.json", 2, 3));
    assertThat(distance.value())
        .isEqualTo(new Node.Scalar(Node.Kind.NUMBER, "12.50", new Place("r.json", 2, 9)));
    Node.Listing tags = (Node.Listing) root.get("tags").orElseThrow();
    assertThat(tags.items().get(1).place()).isEqualTo(new Place("r.json", 3, 17));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void numbers_keep_the_text_that_was_written() {
    assertThat(read("1e400"))
        .hasValue(new Node.Scalar(Node.Kind.NUMBER, "1e400", new Place("r.json", 1, 1)));
    assertThat(read("0.10000000000000000000000000000000000000001"))
        .map(node -> ((Node.Scalar) node).text())
        .hasValue("0.10000000000000000000000000000000000000001");
  }

  @Test
  void names_that_occur_twice_are_refused_where_they_do() {
    read("{\"a\": 1,\n \"a\": 2, \"b\": {\"c\": 1, \"c\": 1}}");
    assertThat(found())
        .containsExactly(
            "r.json:2:2: duplicate-key: `a` occurs twice",
            "r.json:2:24: duplicate-key: `c` occurs twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+Infinity", "-INF", "nan", "undefined"})
  void a_word_that_is_no_value_is_refused_where_it_begins(String word) {
    assertThat(read("{\"a\": 1,\n \"b\": " + word + "}")).isEmpty();
    assertThat(found()).containsExactly("r.json:2:7: bad-json: `" + word + "` is no value of JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'a': 1}", "{a: 1}", "// a\n{}", "[01]", "[.5]", "[\"\t\"]", "[1,]"})
  void no_sentence_speaks_of_the_settings_of_a_parser(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(found())
        .singleElement()
        .asString()
        .contains(": bad-json: ")
        .doesNotContain("eature");
  }

  @Test
  void text_behind_the_value_is_refused() {
    assertThat(read("{} {}")).isEmpty();
    assertThat(found())
        .containsExactly("r.json:1:4: bad-json: text behind the end of the JSON value");
  }

  @Test
  void a_missing_bracket_is_refused_with_its_place() {
    assertThat(read("{\"a\": [1, 2}")).isEmpty();
    assertThat(problems.sorted())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.place()).isEqualTo(new Place("r.json", 1, 12));
          assertThat(problem.code()).isEqualTo("bad-json");
        });
  }

  @Test
  void nothing_is_refused() {
    assertThat(read(" ")).isEmpty();
    assertThat(found()).containsExactly("r.json:1:1: bad-json: nothing (expected: a JSON value)");
  }

  @Test
  void nesting_has_a_limit() {
    assertThat(read("[".repeat(100_000))).isEmpty();
    assertThat(found()).containsExactly("r.json:1:65: bad-json: nested deeper than 64");
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused_at_the_first() {
    byte[] content = "{\"a\": \"_\"}".getBytes(StandardCharsets.UTF_8);
    content[7] = (byte) 0xFF;
    assertThat(Json.read("r.json", content, problems)).isEmpty();
    assertThat(found())
        .containsExactly("r.json:1:8: not-utf-8: byte `FF` is not UTF-8; save the file as UTF-8");
  }

  private Optional<Node> read(String text) {
    return Json.read("r.json", text.getBytes(StandardCharsets.UTF_8), problems);
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
