package dev.quoin.dmn.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.testkit.QuoinData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Files that strangers wrote with seven tools, some of them broken on purpose.
class StrangersTest {

  @Test
  void each_file_gives_a_model_or_problems() throws IOException {
    Path folder = QuoinData.orSkip("dmn-models");
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".dmn")).sorted().toList();
    }
    int models = 0;
    for (Path file : files) {
      Problems problems = new Problems();
      String name = String.valueOf(file.getFileName());
      Optional<Model> model = ModelReader.read(name, Files.readAllBytes(file), problems);
      assertThat(model.isPresent() || !problems.isEmpty()).as(name).isTrue();
      if (model.isPresent()) {
        models++;
      }
    }
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(models).isGreaterThan(files.size() / 2);
  }
}
