package dev.quoin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuoinDataTest {
  @TempDir private Path folder;

  @Test
  void a_named_folder_wins() {
    assertThat(QuoinData.find(Map.of("QUOIN_DATA", folder.toString()), Path.of("")))
        .contains(folder);
  }

  @Test
  void a_named_folder_that_does_not_exist_is_a_mistake() {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> QuoinData.find(Map.of("QUOIN_DATA", absent.toString()), folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void the_folder_beside_the_checkout_is_found_from_a_module() throws IOException {
    Path module = Files.createDirectories(folder.resolve("checkout/module"));
    Files.createFile(folder.resolve("checkout/mvnw"));
    assertThat(QuoinData.find(Map.of(), module)).isEmpty();

    Path data = Files.createDirectories(folder.resolve("shared/data"));
    assertThat(QuoinData.find(Map.of(), module)).contains(data);
  }

  @Test
  void outside_of_a_checkout_there_is_none() {
    assertThat(QuoinData.find(Map.of(), folder)).isEmpty();
  }

  @Test
  void a_test_without_its_data_is_skipped_with_one_line() {
    assertThatThrownBy(() -> QuoinData.orSkip("no-such-data-set"))
        .isInstanceOf(org.opentest4j.TestAbortedException.class)
        .hasMessageContaining("skipped: no `no-such-data-set`");
  }
}
