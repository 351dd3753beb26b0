package dev.quoin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One folder of data, and what happens to the PostgreSQL on it.
class EmbeddedPostgresTest {
  @TempDir static Path data;

  @BeforeAll
  static void begin() throws SQLException {
    assumeTrue(EmbeddedPostgres.isAvailable(), "no PostgreSQL for this machine");
    try (Database database = Database.embedded(data);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table word (text text)");
      statement.execute("insert into word values ('kept')");
    }
  }

  private static String answer(Database database, String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String word(Database database) throws SQLException {
    return answer(database, "select text from word");
  }

  @Test
  void it_is_safe_and_for_its_owner_alone() throws Exception {
    try (Database database = Database.embedded(data)) {
      for (String setting :
          List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
        assertThat(answer(database, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(answer(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("postgres"))))
          .isEqualTo("rwx------");
      DatabaseUrl url = database.embedded().orElseThrow().url();
      DatabaseUrl guessed = new DatabaseUrl(url.jdbc(), url.user(), Optional.of("a guess"));
      assertThatThrownBy(() -> Database.at(guessed))
          .isInstanceOf(DatabaseException.class)
          .hasMessageEndingWith("does not accept the user or the password");
      DatabaseUrl elsewhere = new DatabaseUrl(url.jdbc() + "2", url.user(), url.password());
      assertThatThrownBy(() -> Database.at(elsewhere))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("there is no such database: 127.0.0.1:");
    }
  }

  /// Ctrl-C goes to all of the terminal's session, and the server must be able to write until it has drained.
  @Test
  void it_is_no_part_of_the_terminals_session() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc on this machine");
    try (Database database = Database.embedded(data)) {
      long pid = database.embedded().orElseThrow().pid();
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // proc(5): behind the name in brackets stand state, parent, process group, session.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      assertThat(fields.subList(2, 4)).containsOnly(Long.toString(pid));
    }
  }

  @Test
  void a_second_one_on_the_same_folder_is_refused() throws SQLException {
    try (Database first = Database.embedded(data)) {
      assertThatThrownBy(() -> Database.embedded(data))
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith(
              "another server (process " + ProcessHandle.current().pid() + ") works on ");
      assertThat(word(first)).isEqualTo("kept");
    }
  }

  @Test
  void killed_under_a_server_it_is_started_again() throws Exception {
    try (Database database = Database.embedded(data)) {
      EmbeddedPostgres postgres = database.embedded().orElseThrow();
      long first = postgres.pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (postgres.pid() == first || !answers(database)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
      assertThat(word(database)).isEqualTo("kept");
    }
  }

  private static boolean answers(Database database) {
    try {
      return word(database).equals("kept");
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void a_pid_file_that_names_a_stranger_or_nobody_is_no_hindrance() throws Exception {
    Path pidFile = data.resolve("postgres/cluster/postmaster.pid");
    String stranger = Long.toString(ProcessHandle.current().pid());
    for (String pid : List.of(stranger, "999999999", "", "nonsense")) {
      Files.writeString(pidFile, pid + "\n");
      try (Database database = Database.embedded(data)) {
        assertThat(word(database)).isEqualTo("kept");
      }
    }
  }

  @Test
  void what_a_killed_server_left_running_is_stopped_first() throws Exception {
    Process child = child();
    long orphan = Long.parseLong(child.inputReader().readLine());
    child.toHandle().destroyForcibly();
    child.waitFor();
    try (Database database = Database.embedded(data)) {
      assertThat(word(database)).isEqualTo("kept");
      assertThat(database.embedded().orElseThrow().pid()).isNotEqualTo(orphan);
    }
  }

  private static Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// A server that runs until it is killed.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      Database database = Database.embedded(Path.of(arguments[0]));
      System.out.println(database.embedded().orElseThrow().pid());
      Thread.currentThread().join();
    }
  }
}
