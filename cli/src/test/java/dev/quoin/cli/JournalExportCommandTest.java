package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalExportCommandTest {
  @TempDir Path folder;

  @Test
  void where_there_is_no_database_it_says_so() {
    Quoin.Ran ran = Quoin.in(folder).run("journal", "export", "--out", "lake", "--data", "nowhere");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(ran.errLines())
        .containsExactly("quoin: there is no database in " + folder.resolve("nowhere"));
  }
}
