package dev.quoin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerAndModeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, rw-------",
    "r--r-----, r--------",
    "r--------, r--------",
    "rwxrwxrwx, rw-------",
    "---r--r--, ---------"
  })
  void closing_a_file_takes_away_and_gives_nothing(String before, String after) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "secret");
    OwnerAndMode.setMode(file, before);
    OwnerAndMode.closeToOthers(file);
    assertThat(mode(file)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"rwxr-x---, rwx--x---", "rwxr-xr-x, rwx--x--x", "rwx------, rwx------"})
  void a_way_through_a_folder_opens_no_folder(String before, String after) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    OwnerAndMode.setMode(data, before);
    OwnerAndMode.ownersWay(data);
    assertThat(mode(data)).isEqualTo(after);
  }

  @Test
  void a_folder_of_its_owner_is_made_closed() throws IOException {
    Path made = folder.resolve("data/parquet");
    OwnerAndMode.ownersFolder(made);
    assertThat(mode(made)).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
