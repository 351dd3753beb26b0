package dev.quoin.journal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.journal.parquet.ParquetOutput.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Has DuckDB read what is written, and reads it again.
class ParquetOutputTest {
  @TempDir Path folder;

  private record Line(String id, @Nullable BigDecimal amount, List<String> reasons) {}

  @Test
  void what_is_written_is_what_duckdb_reads() throws Exception {
    Path file = written("lines.parquet", 5_000);
    assertThat(asked("select column_name, column_type from (describe select * from '%s')", file))
        .containsExactly("id | VARCHAR", "amount | DECIMAL(18,2)", "reasons | VARCHAR[]");
    assertThat(
            asked(
                "select count(*), count(amount), sum(amount), sum(len(reasons)), max(id) from '%s'",
                file))
        .containsExactly("5000 | 3750 | 9375937.50 | 4722 | q-999");
    assertThat(asked("select reasons from '%s' where id = 'q-104'", file))
        .containsExactly("[reason-0, reason-1, reason-2]");
    assertThat(asked("select key::varchar, value::varchar from parquet_kv_metadata('%s')", file))
        .contains("quoin.lines | 1");
  }

  @Test
  void the_same_rows_have_the_same_bytes_and_are_read_again() throws Exception {
    Path file = written("one.parquet", 3_000);
    assertThat(written("other.parquet", 3_000)).hasSameBinaryContentAs(file);
    List<List<ParquetRows.@Nullable Cell>> rows = new ArrayList<>();
    try (ParquetRows read = ParquetRows.open(file, name -> !name.equals("reasons"))) {
      assertThat(read.size()).isEqualTo(3_000);
      for (var page = read.next(512); !page.isEmpty(); page = read.next(512)) {
        rows.addAll(page);
      }
    }
    assertThat(rows).hasSize(3_000);
    assertThat(rows.get(7).toString()).contains("text=q-7]", "text=7.25]");
    assertThat(rows.get(8).get(1)).isNull();
  }

  @Test
  void a_file_is_there_when_it_is_whole() throws Exception {
    Path file = folder.resolve("lines.parquet");
    try (ParquetOutput<Line> output = output(file)) {
      output.write(line(1));
      assertThat(files()).containsExactly("lines.parquet.new");
      assertThatThrownBy(() -> output(file)).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(files()).isEmpty();
    written("lines.parquet", 1);
    assertThat(files()).containsExactly("lines.parquet");
  }

  @Test
  void what_is_there_is_not_written_over() throws Exception {
    Path file = Files.writeString(folder.resolve("lines.parquet"), "mine");
    assertThatThrownBy(() -> output(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files()).containsExactly("lines.parquet");
    Path late = folder.resolve("late.parquet");
    try (ParquetOutput<Line> output = output(late)) {
      Files.writeString(late, "mine");
      assertThatThrownBy(output::finish).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(late).hasContent("mine");
    assertThat(files()).containsExactly("late.parquet", "lines.parquet");
  }

  private Path written(String name, int count) throws IOException {
    Path file = folder.resolve(name);
    try (ParquetOutput<Line> output = output(file)) {
      for (int i = 0; i < count; i++) {
        output.write(line(i));
      }
      output.finish();
    }
    return file;
  }

  private static ParquetOutput<Line> output(Path file) throws IOException {
    return ParquetOutput.create(
        file,
        Line.class,
        List.of(
            new Field.Text<>("id", Line::id),
            new Field.Amount<>("amount", 2, Line::amount),
            new Field.Texts<>("reasons", Line::reasons)),
        Map.of("quoin.lines", "1"));
  }

  /// Every fourth has no amount, and as many reasons as it has digits.
  private static Line line(int i) {
    return new Line(
        "q-" + i,
        i % 4 == 0 ? null : BigDecimal.valueOf(i * 100L + 25, 2),
        i % 4 == 0
            ? IntStream.range(0, String.valueOf(i).length()).mapToObj(n -> "reason-" + n).toList()
            : List.of());
  }

  private static List<String> asked(String query, Path file) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query.formatted(file))) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : " | ").append(found.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
