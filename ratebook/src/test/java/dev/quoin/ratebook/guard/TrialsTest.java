package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Bikes;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
  private static final int START = 0;

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void every_holiday_of_a_few_begins_and_ends() {
    bikes.write(
        "tables/holidays.csv",
        "date,name\n2026-03-01,a\n2026-05-05,b\n2026-06-03,c\n2026-08-15,d\n2026-10-09,e\n"
            .getBytes(UTF_8));
    assertThat(starts())
        .contains("2026-03-01T00:00", "2026-05-05T00:00", "2026-06-03T00:00", "2026-08-15T00:00")
        .contains("2026-10-09T00:00", "2026-03-02T00:00", "2026-10-09T23:50", "2026-10-10T00:10")
        .contains("2026-01-01T00:00", "2026-12-31T23:50");
  }

  @Test
  void a_moment_that_a_table_names_is_met_and_its_neighbours() {
    ofStart("date and time", "[2026-06-05T10:20..2026-06-07T11:30)");
    assertThat(starts())
        .contains("2026-06-05T10:20", "2026-06-05T10:10", "2026-06-05T10:30")
        .contains("2026-06-07T11:30", "2026-06-07T11:20", "2026-06-07T11:40");
  }

  @Test
  void a_time_of_day_that_a_table_names_is_met_on_the_day_of_the_request() {
    ofStart("time", ">= 10:20");
    assertThat(starts()).contains("2026-06-06T10:20", "2026-06-06T10:10", "2026-06-06T10:30");
  }

  @Test
  void the_same_seed_makes_the_same_requests() {
    assertThat(requests()).isEqualTo(requests());
  }

  /// Rates by the start, in place of the distance.
  private void ofStart(String type, String range) {
    bikes.change(
        "bikes.dmn",
        "rate per minute(model, distance)",
        "rate per minute(model, " + (type.equals("time") ? "time(start)" : "start") + ")");
    bikes.change(
        "bikes.dmn",
        "href=\"#in_distance\"/></informationRequirement>\n    <knowledgeRequirement id=\"r6\"",
        "href=\"#in_start\"/></informationRequirement>\n    <knowledgeRequirement id=\"r6\"");
    bikes.change(
        "bikes.dmn",
        "id=\"p_distance\" name=\"distance\" typeRef=\"number\"",
        "id=\"p_distance\" name=\"since\" typeRef=\"" + type + "\"");
    bikes.write(
        "tables/rates.csv",
        "in model: string,in since: %s,out per slot: number,out per km: number\n-,%s,100,0\n"
            .formatted(type, range)
            .getBytes(UTF_8));
  }

  private List<List<Value>> requests() {
    Ratebook ratebook = bikes.load();
    Ratebook.Service rental = ratebook.services().values().iterator().next();
    GuardCheck.Options options = new GuardCheck.Options(1, 10, Instant.EPOCH);
    return new Trials(ratebook, rental, options).make().requests().stream().map(List::of).toList();
  }

  private Set<String> starts() {
    return requests().stream()
        .map(request -> (Value.DateTime) request.get(START))
        .map(
            start -> LocalDateTime.ofEpochSecond(start.localSecond(), 0, ZoneOffset.UTC).toString())
        .collect(Collectors.toSet());
  }
}
