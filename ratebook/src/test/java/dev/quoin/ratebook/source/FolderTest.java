package dev.quoin.ratebook.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  private static final Place ASKED = new Place("ratebook.yaml", 1, 1);

  @TempDir Path path;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(path.resolve("tables"));
    Files.writeString(path.resolve("tables/rates.csv"), "old");
  }

  @Test
  void a_file_is_read_once() throws IOException {
    Folder folder = open();
    assertThat(text(folder, "tables/rates.csv")).isEqualTo("old");
    Files.writeString(path.resolve("tables/rates.csv"), "new");
    assertThat(text(folder, "tables/rates.csv")).isEqualTo("old");
    assertThat(folder.files()).containsOnlyKeys("tables/rates.csv");
  }

  @Test
  void it_knows_whether_somebody_wrote_into_it_since() throws IOException {
    Folder folder = open();
    text(folder, "tables/rates.csv");
    assertThat(folder.isUnchanged()).isTrue();
    Files.writeString(path.resolve("tables/other.csv"), "nobody asked for it");
    assertThat(folder.isUnchanged()).isTrue();
    Files.writeString(path.resolve("tables/rates.csv"), "new");
    assertThat(folder.isUnchanged()).isFalse();
    Files.delete(path.resolve("tables/rates.csv"));
    assertThat(folder.isUnchanged()).isFalse();
  }

  @Test
  void names_mean_the_same_on_disk_and_in_memory() {
    Map<String, byte[]> held = Map.of("tables/rates.csv", "old".getBytes(UTF_8));
    for (String name :
        List.of(
            "tables/rates.csv",
            "tables/./rates.csv",
            "tables/../tables/rates.csv",
            "tables",
            "tables/",
            ".",
            "rates.csv",
            "tables/rates.csv/x",
            "../rates.csv",
            "tables/../../rates.csv",
            "/tables/rates.csv",
            "tables\\rates.csv",
            "a\0b")) {
      Problems onDisk = new Problems();
      Problems inMemory = new Problems();
      var first = Folder.open(path, onDisk).orElseThrow().read(name, ASKED);
      var second = Folder.of(held, inMemory).read(name, ASKED);
      assertThat(second.map(String::new)).as(name).isEqualTo(first.map(String::new));
      assertThat(codes(inMemory)).as(name).isEqualTo(codes(onDisk));
    }
  }

  @Test
  void a_file_is_no_folder_and_what_is_not_there_is_neither() {
    Problems problems = new Problems();
    assertThat(Folder.open(path.resolve("tables/rates.csv"), problems)).isEmpty();
    assertThat(Folder.open(path.resolve("tabels"), problems)).isEmpty();
    assertThat(problems.sorted())
        .extracting(problem -> problem.code() + ": " + problem.sentence())
        .containsExactly(
            "missing-file: no folder of this name",
            "unreadable-file: is a file (expected: the folder of a ratebook)");
  }

  private static List<String> codes(Problems problems) {
    return problems.sorted().stream().map(Problem::code).toList();
  }

  private Folder open() {
    return Folder.open(path, new Problems()).orElseThrow();
  }

  private static String text(Folder folder, String name) {
    return new String(folder.read(name, ASKED).orElseThrow(), UTF_8);
  }
}
