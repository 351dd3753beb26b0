package dev.quoin.ratebook.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.ratebook.Bikes;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
  private static final String FILE = "tables/rates.csv";

  @TempDir Path folder;

  private Ratebook with(String table) {
    return new Bikes(folder).write(FILE, table.getBytes(UTF_8)).load();
  }

  private static String text(Ratebook ratebook) {
    byte[] content = ratebook.files().get(FILE);
    return content == null ? "" : new String(content, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void another_value_stands_in_its_cell_alone_however_the_file_is_written(String lineEnd) {
    String table =
        """
        \uFEFFin model: string,"note","in distance: number",out per slot: number,out per km: number
        city,"two
        lines, ""quoted\""",[0..10),100,0

        city,-, >= 10 ,"100",20
        sport,-,-,200,30
        """
            .replace("\n", lineEnd);
    Ratebook ratebook = with(table);
    List<Cell> first = Cell.of(ratebook, new Place(FILE, 2, 1));
    assertThat(first).extracting(Cell::name).containsExactly("per slot", "per km");
    assertThat(first).extracting(Cell::text).containsExactly("100", "0");
    assertThat(text(first.getFirst().with(ratebook, "120").orElseThrow()))
        .isEqualTo(table.replace("[0..10),100,0", "[0..10),120,0"));
    List<Cell> second = Cell.of(ratebook, new Place(FILE, 5, 1));
    assertThat(text(second.getFirst().with(ratebook, "90.5").orElseThrow()))
        .isEqualTo(table.replace(",\"100\",20", ",90.5,20"));
    assertThat(text(second.getLast().with(ratebook, "25").orElseThrow()))
        .isEqualTo(table.replace(",\"100\",20", ",\"100\",25"));
  }

  @Test
  void others_are_what_stands_elsewhere_in_the_column() {
    Ratebook ratebook = new Bikes(folder).load();
    Cell cell = Cell.of(ratebook, new Place(FILE, 3, 1)).getLast();
    assertThat(cell.text()).isEqualTo("20");
    assertThat(cell.isNumber()).isTrue();
    assertThat(cell.others(ratebook)).containsExactly("0", "30");
  }

  @Test
  void a_row_of_a_model_has_no_cells() {
    assertThat(Cell.of(new Bikes(folder).load(), new Place("bikes.dmn", 3, 1))).isEmpty();
    assertThat(Cell.of(new Bikes(folder).load(), new Place(FILE, 99, 1))).isEmpty();
  }

  @Test
  void a_value_that_is_none_makes_no_ratebook() {
    Ratebook ratebook = new Bikes(folder).load();
    Cell cell = Cell.of(ratebook, new Place(FILE, 3, 1)).getFirst();
    assertThat(cell.with(ratebook, "a hundred")).isEmpty();
  }

  @Test
  void a_lever_knows_what_its_bounds_allow() {
    Ratebook ratebook = new Bikes(folder).load();
    LeverValue lever = LeverValue.of(ratebook, "weekend uplift").orElseThrow();
    assertThat(lever.allows(lever.text())).isTrue();
    assertThat(lever.allows("1000")).isFalse();
    assertThat(
            lever
                .with(ratebook, "1000")
                .map(other -> LeverValue.of(other, "weekend uplift").orElseThrow().text()))
        .contains("1000");
  }
}
