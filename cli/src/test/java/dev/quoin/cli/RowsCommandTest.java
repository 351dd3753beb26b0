package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.cli.Quoin.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Quoin quoin = Quoin.inCheckout();

  @TempDir private Path folder;

  private Ran rows(String requests, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("rows", "--ratebook", "ratebooks/seoul-carshare", "--service", "rental"));
    all.addAll(List.of("--requests", requests));
    all.addAll(List.of(more));
    return quoin.run(all.toArray(String[]::new));
  }

  /// The weekend of the examples: three blocks of 24 hours, the second and third under one row.
  private String weekend() throws IOException {
    Path file = folder.resolve("weekend.jsonl");
    String request = Files.readString(quoin.folder().resolve("docs/examples/weekend.json"));
    return Files.writeString(file, request.replace('\n', ' ') + "\n").toString();
  }

  private static JsonNode table(JsonNode tree, String name) {
    return StreamSupport.stream(tree.path("tables").spliterator(), false)
        .filter(table -> table.path("table").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_row_that_answers_a_request_twice_has_two_answers_and_one_request() throws IOException {
    Ran ran = rows(weekend(), "--json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.FINE);
    JsonNode tree = JSON.readTree(ran.out());
    assertThat(tree.path("requests").asInt()).isEqualTo(1);
    JsonNode discounts = table(tree, "length discounts");
    assertThat(discounts.path("asked").asInt()).isEqualTo(3);
    assertThat(discounts.path("rows").toString())
        .startsWith(
            """
            [{"line":2,"rule":1,"answers":1,"requests":1},{"line":3,"rule":2,"answers":2,"requests":1},\
            {"line":4,"rule":3,"answers":0,"requests":0}\
            """);
    assertThat(discounts.path("never").asInt()).isEqualTo(3);
  }

  @Test
  void rows_that_never_answer_are_named() throws IOException {
    Ran ran = rows(weekend());
    assertThat(ran.out())
        .contains("1 requests of seoul-carshare")
        .contains("never answered: length discounts\n  tables/length-discounts.csv:4  rule 3\n")
        .contains("  … and 25 more\n"); // of 36 in the rate sheet
  }

  @Test
  void each_time_a_table_is_asked_one_row_answers_or_none() throws IOException {
    JsonNode tree = JSON.readTree(rows("generate:300@7", "--json").out());
    assertThat(tree.path("requests").asInt()).isEqualTo(300);
    for (JsonNode table : tree.path("tables")) {
      long answers = 0;
      for (JsonNode row : table.path("rows")) {
        answers += row.path("answers").asLong();
      }
      assertThat(answers + table.path("unanswered").asLong())
          .as(table.path("table").asText())
          .isEqualTo(table.path("asked").asLong());
    }
    assertThat(table(tree, "rate sheet").path("asked").asInt()).isPositive();
  }

  @Test
  void it_does_not_show_how_many_worked_at_it() {
    assertThat(rows("generate:300@7", "--json", "--threads", "1").out())
        .isEqualTo(rows("generate:300@7", "--json", "--threads", "3").out());
  }

  @Test
  void the_heat_map_shows_the_rows_with_their_cells() throws IOException {
    Path page = folder.resolve("rows.html");
    rows(weekend(), "--report", page.toString());
    assertThat(page)
        .content()
        .startsWith("<!doctype html>")
        .contains("<tr class=\"heat8\"><th scope=\"row\">28</th><td>1</td><td>1</td><td>K8</td>")
        .contains("<tr class=\"heat0\">")
        .contains("tables/length-discounts.csv · asked 3 times")
        .doesNotContain("<script", "http");
  }

  @Test
  void what_is_wrong_is_told() throws IOException {
    assertThat(rows("generate:many").errLines())
        .containsExactly("quoin: `generate:many` (expected: such as `generate:100000@7`)");
    Path file = Files.writeString(folder.resolve("wrong.jsonl"), "{\"modle\": \"K8\"}\n");
    Ran wrong = rows(file.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(wrong.err()).contains("unknown field `modle`");
    assertThat(quoin.run("rows", "--ratebook", "ratebooks/seoul-carshare", "--requests", "-").err())
        .contains("`--service` is missing (the ratebook has `");
  }
}
