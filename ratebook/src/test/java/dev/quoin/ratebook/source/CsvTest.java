package dev.quoin.ratebook.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvTest {
  private final Problems problems = new Problems();

  @Test
  void cells_know_their_line_and_column() {
    Csv csv = read("a,b\n1,\"x,\n\"\"y\"\"\"\n3,z\n").orElseThrow();
    assertThat(csv.rows()).hasSize(2);
    assertThat(csv.rows().get(0).text(1)).isEqualTo("x,\n\"y\"");
    assertThat(csv.rows().get(0).place(1)).isEqualTo(new Place("t.csv", 2, 3));
    assertThat(csv.rows().get(1).place(1)).isEqualTo(new Place("t.csv", 4, 3));
    assertThat(csv.rows().get(1).line()).isEqualTo(4);
  }

  @Test
  void windows_and_old_line_ends_and_a_byte_order_mark_are_read() {
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      Csv csv = read(String.join(lineEnd, "\uFEFFa,b", "1,2", "", "3,4", "")).orElseThrow();
      assertThat(csv.header().text(0)).isEqualTo("a");
      assertThat(csv.header().place(0)).isEqualTo(new Place("t.csv", 1, 1));
      assertThat(csv.rows()).hasSize(2);
      assertThat(csv.rows().get(1).place(1)).isEqualTo(new Place("t.csv", 4, 3));
    }
  }

  @Test
  void line_ends_of_all_kinds_may_follow_one_another() {
    Csv csv = read("a,b\r1,2\n3,4\r\n5,6\r\r7,8").orElseThrow();
    assertThat(csv.rows().stream().map(row -> row.text(0) + row.text(1) + " " + row.line()))
        .containsExactly("12 2", "34 3", "56 4", "78 6");
  }

  @Test
  void what_ends_cells_means_nothing_in_quotes() {
    Csv csv = read("a,b\n\"1,\r\n\"\"2\",3\n4,\"5,\"\n6,7").orElseThrow();
    assertThat(csv.rows().stream().map(row -> row.text(0) + "|" + row.text(1)))
        .containsExactly("1,\n\"2|3", "4|5,", "6|7");
    assertThat(csv.rows().getLast().place(1)).isEqualTo(new Place("t.csv", 5, 3));
  }

  @Test
  void the_first_quote_of_a_cell_without_quotes_is_shown_behind_one_with_quotes() {
    assertThat(read("a,b\n\"x\"\"y\",z\"w\"\n1,2\n3,v\"\n")).isEmpty();
    assertThat(found().stream().map(found -> found.substring(0, found.indexOf(" bad-csv"))))
        .containsExactly("t.csv:2:9:", "t.csv:4:4:");
  }

  @Test
  void korean_windows_bytes_are_refused_with_a_hint() {
    byte[] content = "a,b\n1,주말\n".getBytes(Charset.forName("x-windows-949"));
    assertThat(Csv.read("t.csv", content, problems)).isEmpty();
    assertThat(found())
        .containsExactly(
            "t.csv:2:3: not-utf-8: byte `C1` is not UTF-8; the file seems to be CP949 (EUC-KR): save it as \"CSV UTF-8\"");
  }

  @Test
  void other_separators_are_named_once_instead_of_what_comes_of_them() {
    assertThat(read("in a: number;note\n1,5;x\n2;y\n")).isEmpty();
    assertThat(read("\n\"in a, b: number\"\tnote\n1\tx,y\n")).isEmpty();
    assertThat(found())
        .containsExactly(
            "t.csv:1:13: bad-csv: cells are separated by semicolons (expected: commas)",
            "t.csv:2:18: bad-csv: cells are separated by tabs (expected: commas)");
  }

  @Test
  void semicolons_inside_of_cells_are_none() {
    assertThat(read("a,\"b;c\",d;e\n1;2,3,4\n").orElseThrow().rows().getFirst().text(0))
        .isEqualTo("1;2");
    assertThat(read("\"a;b\"\n1;2\n").orElseThrow().header().text(0)).isEqualTo("a;b");
  }

  @Test
  void all_ragged_rows_are_reported_at_once() {
    assertThat(read("a,b\n1\n1,2\n1,2,3\n")).isEmpty();
    assertThat(found())
        .containsExactly(
            "t.csv:2:1: ragged-row: 1 cells (expected: 2, as in the header)",
            "t.csv:4:5: ragged-row: 3 cells (expected: 2, as in the header)");
  }

  @Test
  void a_quote_that_is_not_closed_is_refused_where_it_opens() {
    assertThat(read("a,b\n1,\"x\n2,y\n")).isEmpty();
    assertThat(found())
        .contains("t.csv:2:3: bad-csv: a quote that is not closed before the end of the file");
  }

  @Test
  void quotes_in_the_middle_and_text_behind_them_are_refused() {
    assertThat(read("a,b\n1 \"x\",\"y\" z\n")).isEmpty();
    assertThat(found())
        .containsExactly(
            "t.csv:2:3: bad-csv: a quote inside of a cell without quotes; write the cell in quotes, and \"\" for one inside",
            "t.csv:2:10: bad-csv: ` z` behind the closing quote (expected: a comma or the end of the line)");
  }

  @Test
  void nul_is_refused() {
    assertThat(read("a,b\n1,x\0y\n")).isEmpty();
    assertThat(found()).containsExactly("t.csv:2:3: bad-csv: a NUL character in the cell");
  }

  @Test
  void nothing_is_refused() {
    assertThat(read("\n")).isEmpty();
    assertThat(found()).containsExactly("t.csv:1:1: empty-file: nothing (expected: a header row)");
  }

  @Test
  void a_cell_has_a_limit() {
    assertThat(read("a\n" + "x".repeat(10_001))).isEmpty();
    assertThat(problems.sorted()).extracting(Problem::code).containsExactly("too-large");
  }

  private Optional<Csv> read(String text) {
    return Csv.read("t.csv", text.getBytes(StandardCharsets.UTF_8), problems);
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
