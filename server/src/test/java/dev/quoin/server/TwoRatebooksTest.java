package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.database.Database;
import dev.quoin.journal.Settings;
import dev.quoin.server.release.SeoulFolder;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two ratebooks that both have rentals and waivers.
class TwoRatebooksTest {
  private static final Pattern OPERATION = Pattern.compile("\"operationId\": ?\"([^\"]+)\"");

  @TempDir static Path folder;

  private static Running running;
  private static Client client;

  @BeforeAll
  static void start() {
    SeoulFolder busan = SeoulFolder.in(folder, "busan");
    busan.change("ratebook.yaml", "ratebook: seoul-carshare", "ratebook: busan-carshare");
    busan.change("mappings/pf.yaml", "/legacy/pf/waiver-fee", "/legacy/busan/waiver-fee");
    running =
        new Running(
            Database.embedded(folder.resolve("database")),
            folder,
            Settings.DEFAULT,
            Options.local(),
            Running.SEOUL,
            busan.path());
    client = new Client(running.server);
  }

  @AfterAll
  static void stop() {
    client.close();
    running.close();
  }

  @Test
  void are_both_described_and_each_example_says_which_it_is_of() {
    Client.Reply api = client.get("/v1/openapi.json");
    for (String service : new String[] {"rental", "waiver"}) {
      String body =
          "paths./v1/%s/quotes.post.requestBody.content.application/json.schema."
              .formatted(service);
      for (int i = 0; i < 2; i++) {
        String ratebook = api.at(body + "oneOf." + i + ".properties.ratebook.const");
        assertThat(api.at(body + "examples." + i + ".ratebook")).isEqualTo(ratebook);
        assertThat(api.at(body + "oneOf." + i + ".required.0")).isEqualTo("ratebook");
      }
    }
  }

  @Test
  void have_operations_that_are_named_apart() {
    assertThat(OPERATION.matcher(client.get("/v1/openapi.json").body()).results())
        .extracting((MatchResult found) -> found.group(1))
        .contains("postRentalQuotes", "postRatebooksBusanCarshareServicesRentalQuotes")
        .doesNotHaveDuplicates();
  }

  @Test
  void answer_when_they_are_named_and_not_before() {
    String inputs = "\"inputs\": " + Samples.json("weekend.json");
    assertThat(client.post("/v1/rental/quotes", "{" + inputs + "}").codes())
        .containsExactly("which-ratebook");
    for (String ratebook : new String[] {"seoul-carshare", "busan-carshare"}) {
      Client.Reply quote =
          client.post(
              "/v1/rental/quotes", "{\"ratebook\": \"%s\", %s}".formatted(ratebook, inputs));
      assertThat(quote.at("ratebook")).isEqualTo(ratebook);
      assertThat(quote.at("total")).isEqualTo(Samples.WEEKEND_TOTAL);
    }
  }
}
