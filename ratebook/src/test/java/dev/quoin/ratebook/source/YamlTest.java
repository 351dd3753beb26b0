package dev.quoin.ratebook.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlTest {
  private final Problems problems = new Problems();

  @Test
  void korean_windows_bytes_are_no_table_of_a_spreadsheet() {
    byte[] content = "title: 요금\n".getBytes(Charset.forName("x-windows-949"));
    assertThat(Yaml.read("ratebook.yaml", content, problems)).isEmpty();
    assertThat(found())
        .containsExactly(
            "ratebook.yaml:1:8: not-utf-8: byte `BF` is not UTF-8; the file seems to be CP949 (EUC-KR): save it as UTF-8");
  }

  @Test
  void every_node_knows_its_line_and_column() {
    Node.Mapping root = mapping("title: {ko: 요금, en: Fee}\nlevers:\n  - value: 1.15\n");
    Node.Listing levers = (Node.Listing) root.get("levers").orElseThrow();
    Node.Mapping lever = (Node.Mapping) levers.items().getFirst();
    assertThat(root.get("title").flatMap(title -> ((Node.Mapping) title).get("en")))
        .hasValueSatisfying(en -> assertThat(en.place()).isEqualTo(new Place("r.yaml", 1, 21)));
    assertThat(lever.get("value"))
        .hasValue(new Node.Scalar(Node.Kind.NUMBER, "1.15", new Place("r.yaml", 3, 12)));
  }

  @Test
  void what_looks_like_a_time_or_a_no_is_a_text() {
    Node.Mapping root =
        mapping(
            "hours: 02:00..06:00\ncountry: no\nslot: PT10M\nday: 2026-05-01\nopen: true\nnothing:\n");
    assertThat(root.entries())
        .extracting(entry -> ((Node.Scalar) entry.value()).kind())
        .containsExactly(
            Node.Kind.TEXT,
            Node.Kind.TEXT,
            Node.Kind.TEXT,
            Node.Kind.TEXT,
            Node.Kind.BOOLEAN,
            Node.Kind.NULL);
  }

  @Test
  void a_text_is_kept_as_the_file_has_it_so_that_a_place_inside_of_it_is_one_of_the_file() {
    Node.Mapping root = mapping("a: b + c\nd: \"e + f\"\ng: |\n  h\n  + i\n");
    assertThat(written(root, "a")).isEqualTo(new Source(new Place("r.yaml", 1, 4), "b + c"));
    assertThat(written(root, "d")).isEqualTo(new Source(new Place("r.yaml", 2, 5), "e + f"));
    assertThat(written(root, "g").place(7)).isEqualTo(new Place("r.yaml", 5, 4));
  }

  @Test
  void anchors_may_be_used_again() {
    Node.Mapping root = mapping("a: &days [x, y]\nb: *days\n");
    assertThat(root.get("b")).isEqualTo(root.get("a"));
  }

  @Test
  void a_bomb_of_aliases_is_refused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ", List.of(alias, alias, alias, alias, alias, alias, alias, alias))));
    }
    assertThat(read(bomb.toString())).isEmpty();
    assertThat(problems.sorted())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isIn("too-large", "bad-yaml");
          assertThat(problem.place().line()).isPositive();
        });
  }

  @Test
  void lists_in_lists_are_refused_before_they_fill_the_stack() {
    assertThat(read("[".repeat(100_000))).isEmpty();
    assertThat(read("- ".repeat(3_000) + "a")).isEmpty();
    assertThat(read("{a: ".repeat(3_000))).isEmpty();
    assertThat(found())
        .containsExactly(
            "r.yaml:1:65: too-large: nested deeper than 64",
            "r.yaml:1:129: too-large: nested deeper than 64",
            "r.yaml:1:257: too-large: nested deeper than 64");
  }

  @Test
  void a_character_that_yaml_does_not_know_is_refused_where_it_stands() {
    assertThat(read("a: 😀\nb: x\u0000\n")).isEmpty();
    assertThat(found())
        .containsExactly("r.yaml:2:5: bad-yaml: the character U+0000 is not allowed in YAML");
  }

  @Test
  void an_anchor_inside_of_itself_is_refused() {
    assertThat(read("a: &a\n  b: *a\n")).isEmpty();
    assertThat(found()).singleElement().asString().contains("bad-yaml");
  }

  @Test
  void keys_that_occur_twice_are_refused_where_they_do() {
    read("a: 1\nb: 2\na: 3\n");
    assertThat(found()).containsExactly("r.yaml:3:1: duplicate-key: `a` occurs twice");
  }

  @Test
  void tags_of_ones_own_are_refused() {
    assertThat(read("a: !!java.net.URL [x]\n")).isEmpty();
    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("r.yaml:1:4: bad-yaml: tag `tag:yaml.org,2002:java.net.URL`");
  }

  @Test
  void what_is_no_yaml_is_refused_with_its_place() {
    assertThat(read("a: [1, 2\nb: 3\n")).isEmpty();
    assertThat(problems.sorted())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("bad-yaml");
          assertThat(problem.place().line()).isEqualTo(2);
        });
  }

  private static Source written(Node.Mapping root, String key) {
    return ((Node.Scalar) root.get(key).orElseThrow()).written();
  }

  private Node.Mapping mapping(String text) {
    Node node = read(text).orElseThrow();
    assertThat(problems.isEmpty()).isTrue();
    return (Node.Mapping) node;
  }

  private Optional<Node> read(String text) {
    return Yaml.read("r.yaml", text.getBytes(StandardCharsets.UTF_8), problems);
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
