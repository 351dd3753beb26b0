package dev.quoin.journal.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads what DuckDB writes.
class ParquetRowsTest {
  private static final String ROWS =
      """
      select i, 'k' || (i % 3) as few, case when i % 4 = 0 then null else 'text ' || i end as text,
        (i * 1.5)::decimal(12, 2) as small, (i * 1.25)::decimal(30, 3) as large, date '2026-01-01' + i::int as day,
        timestamptz '2026-06-12 09:00:00Z' + interval (i) minute as utc, timestamp '2026-06-12 09:00:00' as local,
        time '09:30:00' as time, i % 2 = 0 as even, i * 0.25::double as double, i::utinyint as tiny
      from range(200) t(i)\
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "snappy, v1",
    "snappy, v2",
    "gzip, v1",
    "gzip, v2",
    "uncompressed, v1",
    "uncompressed, v2"
  })
  void every_value_keeps_its_digits_and_its_meaning(String compression, String version)
      throws Exception {
    List<List<ParquetRows.@Nullable Cell>> rows =
        read(written(ROWS, "compression " + compression + ", parquet_version " + version));
    assertThat(rows).hasSize(200);
    assertThat(rows.get(101).stream().map(cell -> cell == null ? "" : cell.text()))
        .containsExactly(
            "101",
            "k2",
            "text 101",
            "151.50",
            "126.250",
            "2026-04-12",
            "2026-06-12T10:41Z",
            "2026-06-12T09:00",
            "09:30",
            "false",
            "25.25",
            "101");
    assertThat(rows.get(100).get(2)).isNull();
  }

  @Test
  void groups_of_rows_follow_each_other_and_only_what_is_asked_for_is_read() throws Exception {
    Path file = written("select i, [i] as list from range(10000) t(i)", "row_group_size 2048");
    try (ParquetRows rows = ParquetRows.open(file, "i"::equals)) {
      assertThat(rows.columns()).containsExactly("i");
      assertThat(rows.size()).isEqualTo(10_000);
      long next = 0;
      for (var page = rows.next(700); !page.isEmpty(); page = rows.next(700)) {
        for (var row : page) {
          assertThat(row.toString()).contains("text=" + next++ + "]");
        }
      }
      assertThat(next).isEqualTo(10_000);
    }
    assertThatThrownBy(() -> ParquetRows.open(file, _ -> true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("column `list` has lists");
  }

  @Test
  void ids_and_times_of_day_are_texts_as_people_write_them() throws Exception {
    Path file =
        written(
            "select '01978a4c-6b2e-7c1d-9f3a-5d0c8e7b6a41'::uuid as id, time '18:30:00' as at",
            "compression snappy");
    assertThat(read(file).toString())
        .contains("text=01978a4c-6b2e-7c1d-9f3a-5d0c8e7b6a41", "text=18:30");
  }

  @Test
  void bytes_that_are_no_text_are_none() throws Exception {
    Path file = written("select '\\xFF\\xFE'::blob as model", "compression snappy");
    assertThatThrownBy(() -> read(file)).hasMessage("column `model` is no text");
  }

  /// A length of 4, and a copy of 4 bytes from 0 bytes before.
  @Test
  void what_was_not_yet_written_is_not_copied() {
    assertThatThrownBy(() -> Snappy.decompress(new byte[] {4, 1, 0}, 4))
        .hasMessage("a page is damaged");
  }

  @Test
  void what_cannot_be_read_is_told() throws Exception {
    Path file = written(ROWS, "compression zstd");
    assertThatThrownBy(() -> read(file)).hasMessageContaining("it is compressed by ZSTD");
    byte[] whole = Files.readAllBytes(written(ROWS, "compression snappy"));
    for (int length : new int[] {0, 7, 100, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
    Path text =
        Files.write(folder.resolve("a.parquet"), "id,start,end,model,distance\n".getBytes(UTF_8));
    assertThatThrownBy(() -> read(text)).hasMessage("it is no Parquet file");
  }

  private Path written(String query, String options) throws SQLException {
    Path file = folder.resolve("rows.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("copy (%s) to '%s' (format parquet, %s)".formatted(query, file, options));
    }
    return file;
  }

  private static List<List<ParquetRows.@Nullable Cell>> read(Path file) throws IOException {
    List<List<ParquetRows.@Nullable Cell>> all = new ArrayList<>();
    try (ParquetRows rows = ParquetRows.open(file, _ -> true)) {
      for (var page = rows.next(64); !page.isEmpty(); page = rows.next(64)) {
        all.addAll(page);
      }
    }
    return all;
  }
}
