package dev.quoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quoin.database.Database;
import dev.quoin.ratebook.Request;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A customer is erased, and all others are replayed.
class JournalEraseCommandTest {
  private static final Instant MAY = Instant.parse("2026-05-20T03:00:00Z");

  @TempDir Path folder;

  @Test
  void a_customer_goes_and_the_others_are_replayed_without_a_difference() throws Exception {
    Path data = folder.resolve("data");
    List<UUID> hers = new ArrayList<>();
    try (KeptAnswers answers =
        KeptAnswers.in(data, Quoin.checkout().resolve("ratebooks/seoul-carshare"))) {
      for (int i = 0; i < 40; i++) {
        Request request = answers.request("rental", answers.drawn("rental", i));
        String customer = i % 4 == 0 ? "ann" : "customer " + i;
        UUID id =
            answers.quote("rental", request, MAY.plusSeconds(3_600L * i), Optional.of(customer));
        if (i % 4 == 0) {
          hers.add(id);
        }
      }
      answers.keep();
      String parquet = data.resolve("parquet").toString();
      assertThat(quoin("journal", "erase", "--customer", "ann").errLines())
          .containsExactly(
              "quoin: there is no export in %s (expected: `--export DIR` for each folder that a server exports to, or `--no-export` where there is none)"
                  .formatted(parquet));
      assertThat(quoin("journal", "export", "--out", parquet).out())
          .contains("exported 40 answers");

      assertThat(
              quoin("journal", "erase", "--customer", "ann", "--no-export", "--export", parquet)
                  .errLines())
          .containsExactly("quoin: `--no-export` and `--export` do not go together");
      Quoin.Ran would = quoin("journal", "erase", "--customer", "ann", "--dry-run");
      assertThat(would.out().lines().toList())
          .startsWith("would erase 10 answers, 0 bookings and 0 request ids from the database")
          .contains("  2026-05-20  quote  6", "  2026-05-21  quote  4")
          .endsWith("would erase 10 answers from 2 files of " + parquet);

      assertADryRunLeavesTheTablesAsTheyAre(data);

      Quoin.Ran erased = quoin("journal", "erase", "--customer", "ann", "--json");
      assertThat(erased.code()).as(erased.all()).isEqualTo(ExitCode.FINE);
      JsonNode told = new ObjectMapper().readTree(erased.out());
      assertThat(told.path("answers").asInt()).isEqualTo(10);
      assertThat(told.at("/exports/0/answers").asInt()).isEqualTo(10);
      assertThat(told.at("/exports/0/erased").asBoolean()).isTrue();

      Quoin.Ran replayed = quoin("replay");
      assertThat(replayed.code()).as(replayed.all()).isEqualTo(ExitCode.FINE);
      assertThat(replayed.out()).contains("replayed 30 answers of 1 releases: 0 differ");
      Quoin.Ran gone = quoin("case", "from", hers.getFirst().toString());
      assertThat(gone.errLines())
          .containsExactly("quoin: the database has no answer `" + hers.getFirst() + "`");
      assertThat(quoin("journal", "erase", "--customer", "ann").out())
          .startsWith("erased 0 answers, 0 bookings and 0 request ids from the database");
    }
  }

  /// As a server of a version before erasures has left them.
  private void assertADryRunLeavesTheTablesAsTheyAre(Path data) throws Exception {
    try (Database database = Database.of(data);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("alter table journal.erasure rename to erasure_later");
      assertThat(quoin("journal", "erase", "--customer", "ann", "--dry-run").err())
          .startsWith("quoin: the tables of the journal at ")
          .contains("are of an older version, and a dry run changes nothing");
      statement.execute("alter table journal.erasure_later rename to erasure");
    }
  }

  @Test
  void what_is_wrong_is_said_before_anything_is_erased() {
    assertThat(Quoin.in(folder).run("journal", "erase", "--data", "nowhere").code())
        .isEqualTo(ExitCode.COULD_NOT_RUN);
    assertThat(
            Quoin.in(folder)
                .run("journal", "erase", "--pseudonym", "ann", "--data", "nowhere")
                .errLines())
        .containsExactly(
            "quoin: `--pseudonym` is none (expected: 32 hexadecimal digits, lower case)");
    assertThat(
            Quoin.in(folder)
                .run("journal", "erase", "--customer", "ann", "--data", "nowhere")
                .errLines())
        .containsExactly("quoin: there is no database in " + folder.resolve("nowhere"));
  }

  private Quoin.Ran quoin(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    return Quoin.in(folder).run(all.toArray(String[]::new));
  }
}
