package dev.quoin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void a_folder_is_one_holders_at_a_time() throws Exception {
    FolderLock first = FolderLock.claim(folder).orElseThrow();
    assertThat(FolderLock.claim(folder)).isEmpty();
    assertThat(FolderLock.holder(folder)).isEqualTo(Long.toString(ProcessHandle.current().pid()));
    assertThat(claimedElsewhere()).as("who asked in vain took nothing away").isFalse();
    first.close();
    assertThat(claimedElsewhere()).isTrue();
    try (FolderLock again = FolderLock.claim(folder).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  private boolean claimedElsewhere() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process other =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int status = other.waitFor();
    assertThat(status).isBetween(0, 1);
    return status == 0;
  }

  /// Ends with 0 if it got the folder, with 1 if not.
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      System.exit(claims(Path.of(arguments[0])) ? 0 : 1);
    }

    private static boolean claims(Path folder) {
      try {
        Optional<FolderLock> lock = FolderLock.claim(folder);
        return lock.isPresent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
