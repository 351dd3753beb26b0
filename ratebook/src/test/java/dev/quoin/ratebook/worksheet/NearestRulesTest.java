package dev.quoin.ratebook.worksheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Bikes;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Ratebook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestRulesTest {
  private static final String FILE = "tables/rates.csv";

  @TempDir Path folder;

  /// What is said of a table of these rows, asked for a city bike and a distance, of which some rules answered.
  private List<String> missed(String hitPolicy, String rows, int distance, Integer... hits) {
    Ratebook ratebook =
        new Bikes(folder)
            .change("ratebook.yaml", "hit policy: UNIQUE", "hit policy: " + hitPolicy)
            .change("ratebook.yaml", "order: any", "order: as written")
            .write(
                FILE,
                ("in model: string,in distance: number,out per slot: number,out per km: number\n"
                        + rows)
                    .getBytes(StandardCharsets.UTF_8))
            .load();
    Explanation.Asked asked =
        new Explanation.Asked(
            "rates",
            FILE,
            List.of(
                new Explanation.Argument("model", Value.of("city")),
                new Explanation.Argument("distance", Value.of(distance))),
            Arrays.stream(hits)
                .map(rule -> new Explanation.Hit(rule, new Place(FILE, rule + 1, 1)))
                .toList());
    return new NearestRules(ratebook)
        .of(asked).stream()
            .map(miss ->
                miss.rule()
                    + String.join(
                        "",
                        miss.failed().stream()
                            .map(failed -> " " + failed.column() + " " + failed.test())
                            .toList()))
            .toList();
  }

  @Test
  void the_nearest_numbers_come_first() {
    String rows =
        "city,[0..10),1,1\ncity,[10..20),2,1\ncity,[20..30),3,1\ncity,>= 30,4,1\nsport,-,5,1\n";
    assertThat(missed("UNIQUE", rows, 12, 2))
        .containsExactly("1 distance [0..10)", "3 distance [20..30)", "4 distance >= 30");
  }

  @Test
  void a_rule_that_passed_nothing_is_near_only_by_a_number() {
    assertThat(missed("UNIQUE", "city,-,1,1\nsport,-,2,1\n", 5, 1)).isEmpty();
    assertThat(missed("UNIQUE", "city,-,1,1\nsport,<= 9,2,1\n", 5, 1))
        .containsExactly("2 model \"sport\"");
  }

  @Test
  void a_rule_behind_the_first_is_said_to_match_and_hides_no_near_one() {
    String rows = "city,<= 9,1,1\ncity,[10..20],2,1\n-,-,3,1\n-,-,4,1\n";
    assertThat(missed("FIRST", rows, 5, 1)).containsExactly("3", "2 distance [10..20]");
  }
}
