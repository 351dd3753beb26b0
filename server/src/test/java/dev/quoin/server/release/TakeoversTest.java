package dev.quoin.server.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quoin.pricing.Release;
import dev.quoin.server.release.Served.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeoversTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path folder;

  private final KeptInMemory shelf = new KeptInMemory();
  private final Releases releases = new Releases(shelf);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private SeoulFolder seoul;
  private Takeovers takeovers;
  private String first;

  @BeforeEach
  void open() throws RatebooksRefused {
    seoul = SeoulFolder.in(folder, "seoul");
    takeovers = open(seoul.path());
    first = live();
  }

  @AfterEach
  void close() {
    takeovers.close();
  }

  private Takeovers open(Path... folders) throws RatebooksRefused {
    return Takeovers.open(
        List.of(folders),
        Duration.ofMillis(20),
        releases,
        meters,
        InstantSource.fixed(NOW),
        _ -> {});
  }

  private String live() {
    return releases.live().ratebook("seoul-carshare").orElseThrow().digest();
  }

  private Served served() {
    return takeovers.served().getFirst();
  }

  /// Two looks that see the same.
  private void look() {
    takeovers.look();
    takeovers.look();
  }

  private double count(String outcome) {
    return meters.get("quoin.takeovers").tag("outcome", outcome).counter().count();
  }

  @Test
  void the_first_release_is_kept_and_live() {
    assertThat(shelf.files).containsOnlyKeys(first);
    assertThat(releases.live().withService("waiver"))
        .extracting(Release::digest)
        .containsOnly(first);
    assertThat(releases.live().withService("no such service")).isEmpty();
    assertThat(served())
        .isEqualTo(
            new Served(
                seoul.path(),
                "seoul-carshare",
                Optional.of(first),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void a_changed_folder_is_taken_over_and_kept_before_it_is_live() {
    seoul.comment("changed");
    look();
    assertThat(live()).isNotEqualTo(first);
    assertThat(shelf.files).containsOnlyKeys(first, live());
    assertThat(served().release()).contains(live());
    assertThat(count("taken")).isEqualTo(1);
  }

  @Test
  void the_release_before_stays_at_hand() {
    seoul.comment("changed");
    look();
    assertThat(releases.byDigest(first).orElseThrow().digest()).isEqualTo(first);
    assertThat(shelf.readings).hasValue(0);
  }

  @Test
  void a_folder_that_was_only_touched_is_no_new_release() throws IOException {
    Files.writeString(seoul.path().resolve("README.md"), "not a part of it");
    look();
    assertThat(live()).isEqualTo(first);
    assertThat(count("taken") + count("refused")).isZero();
  }

  @Test
  void a_folder_that_still_changes_is_left_alone() {
    for (int i = 0; i < 3; i++) {
      seoul.comment("change " + i);
      takeovers.look();
    }
    assertThat(live()).isEqualTo(first);
    takeovers.look();
    assertThat(live()).isNotEqualTo(first);
  }

  @Nested
  class APathOfAMapping {
    private static final String PATH = "/legacy/pf/waiver-fee";
    private static final String OTHER = "/legacy/pf/fee";

    @Test
    void comes_and_goes_with_the_release() {
      assertThat(releases.live().mapped(PATH)).isPresent();
      seoul.change("mappings/pf.yaml", PATH, OTHER);
      look();
      assertThat(releases.live().mapped(PATH)).isEmpty();
      assertThat(releases.live().mapped(OTHER).orElseThrow().release().digest()).isEqualTo(live());
    }

    @Test
    void is_one_ratebooks_alone_from_the_start_on() {
      SeoulFolder busan = busan();
      assertThatThrownBy(() -> open(seoul.path(), busan.path()))
          .isInstanceOfSatisfying(
              RatebooksRefused.class,
              refused ->
                  assertThat(refused.problems().get(busan.path()))
                      .hasToString("[" + claimed() + "]"));
    }

    @Test
    void is_not_taken_over_while_another_ratebook_has_it() throws RatebooksRefused {
      SeoulFolder busan = busan();
      busan.change("mappings/pf.yaml", PATH, OTHER);
      takeovers.close();
      takeovers = open(seoul.path(), busan.path());
      busan.change("mappings/pf.yaml", OTHER, PATH);
      look();
      assertThat(releases.live().mapped(PATH).orElseThrow().release().digest()).isEqualTo(first);
      assertThat(releases.live().mapped(OTHER)).isPresent();
      assertThat(takeovers.served().get(1).refused().orElseThrow().problems())
          .hasToString("[" + claimed() + "]");
      seoul.change("mappings/pf.yaml", PATH, "/legacy/pf/of-seoul");
      look();
      assertThat(takeovers.served().get(1).refused()).isEmpty();
      assertThat(releases.live().mapped(PATH).orElseThrow().release().ratebook().id())
          .isEqualTo("busan-carshare");
    }

    private SeoulFolder busan() {
      SeoulFolder busan = SeoulFolder.in(folder, "busan");
      busan.change("ratebook.yaml", "ratebook: seoul-carshare", "ratebook: busan-carshare");
      return busan;
    }

    private String claimed() {
      return "mappings/pf.yaml:5:7: duplicate-value: the path `/legacy/pf/waiver-fee` of mapping `pf` is that of mapping `pf` of"
          + " ratebook `seoul-carshare`, too (mappings/pf.yaml:5:7)";
    }
  }

  @Test
  void it_looks_by_itself_once_it_watches() throws InterruptedException {
    takeovers.watch();
    seoul.comment("changed");
    for (int i = 0; i < 1_000 && live().equals(first); i++) {
      Thread.sleep(20);
    }
    assertThat(live()).isNotEqualTo(first);
  }

  @Nested
  class IsRefused {
    private Refused refused() {
      return served().refused().orElseThrow();
    }

    private List<String> codes() {
      return refused().problems().stream().map(problem -> problem.code()).distinct().toList();
    }

    @AfterEach
    void the_old_one_stays_live() {
      assertThat(live()).isEqualTo(first);
      assertThat(shelf.files).containsOnlyKeys(first);
    }

    @Test
    void what_does_not_pass_check() {
      seoul.change("ratebook.yaml", "value: 0.70", "value: 7");
      look();
      assertThat(codes()).containsExactly("lever-out-of-bounds");
      assertThat(refused().at()).isEqualTo(NOW);
    }

    @Test
    void what_differs_from_a_golden_case() {
      seoul.change("tables/mileage-bands.csv", "100", "101");
      look();
      assertThat(codes()).containsExactly("case-differs");
      assertThat(refused().release()).isPresent();
      assertThat(refused().problems().getFirst().place().file()).startsWith("cases/");
    }

    @Test
    void what_answers_the_callers_of_an_older_system_otherwise() {
      seoul.change("mappings/pf.yaml", "\"0000\"", "\"0001\"");
      look();
      assertThat(codes()).contains("case-differs");
      assertThat(refused().problems().getFirst().place().file()).startsWith("mappings/");
    }

    @Test
    void what_is_half_written() {
      String whole = seoul.read("rental.dmn");
      seoul.write("rental.dmn", whole.substring(0, whole.length() / 2));
      look();
      assertThat(codes()).contains("xml");
    }

    @Test
    void a_folder_that_has_gone() throws IOException {
      Files.move(seoul.path(), folder.resolve("elsewhere"));
      look();
      assertThat(refused().release()).isEmpty();
    }

    @Test
    void another_ratebook() {
      seoul.change("ratebook.yaml", "ratebook: seoul-carshare", "ratebook: busan-carshare");
      look();
      assertThat(refused().problems())
          .singleElement()
          .asString()
          .contains(
              "the folder has become ratebook `busan-carshare` (expected: `seoul-carshare`, which"
                  + " it was when the server started)");
    }

    @Test
    void and_counted_once_until_something_changes() {
      seoul.change("ratebook.yaml", "value: 0.70", "value: 7");
      look();
      look();
      assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void until_it_is_as_before() {
      String before = seoul.read("ratebook.yaml");
      seoul.change("ratebook.yaml", "value: 0.70", "value: 7");
      look();
      seoul.write("ratebook.yaml", before);
      look();
      assertThat(served().refused()).isEmpty();
    }
  }

  @Test
  void while_the_database_is_away_a_new_release_waits() {
    shelf.isAway = true;
    seoul.comment("changed");
    look();
    look();
    assertThat(live()).isEqualTo(first);
    String waiting = served().waiting().orElseThrow();
    shelf.isAway = false;
    takeovers.look();
    assertThat(live()).isEqualTo(waiting);
    assertThat(served().waiting()).isEmpty();
  }

  @Nested
  class AtTheStart {
    @Test
    void all_folders_that_may_not_price_are_named_with_all_their_problems() {
      SeoulFolder broken = SeoulFolder.in(folder, "broken");
      broken.write("tables/fleet.csv", "");
      assertThatThrownBy(() -> open(seoul.path(), broken.path(), folder.resolve("none")))
          .isInstanceOfSatisfying(
              RatebooksRefused.class,
              refused ->
                  assertThat(refused.problems())
                      .containsOnlyKeys(broken.path(), folder.resolve("none")));
    }

    @Test
    void a_folder_that_may_not_price_is_watched_where_somebody_has_decided_on_its_ratebook()
        throws RatebooksRefused {
      takeovers.close();
      String before = seoul.read("ratebook.yaml");
      seoul.change("ratebook.yaml", "value: 0.70", "value: 7");
      RatebooksRefused refused =
          catchThrowableOfType(
              RatebooksRefused.class, () -> Proven.of(List.of(seoul.path()), _ -> {}));
      assertThatThrownBy(() -> refused.despite(_ -> false)).isSameAs(refused);
      takeovers =
          Takeovers.open(
              refused.despite("seoul-carshare"::equals),
              Duration.ofSeconds(1),
              releases,
              Offers.taken(releases, InstantSource.fixed(NOW)),
              new SimpleMeterRegistry(),
              InstantSource.fixed(NOW));
      assertThat(served().release()).contains(first);
      assertThat(served().refused().orElseThrow().problems())
          .anyMatch(problem -> problem.code().equals("lever-out-of-bounds"));
      seoul.write("ratebook.yaml", before);
      look();
      assertThat(served().refused()).isEmpty();
    }

    @Test
    void a_folder_of_which_nobody_knows_what_it_is_meant_to_be_is_refused() {
      seoul.write("ratebook.yaml", "no: [ratebook");
      RatebooksRefused refused =
          catchThrowableOfType(
              RatebooksRefused.class, () -> Proven.of(List.of(seoul.path()), _ -> {}));
      assertThatThrownBy(() -> refused.despite(_ -> true)).isSameAs(refused);
    }

    @Test
    void a_ratebook_may_not_come_twice() {
      SeoulFolder again = SeoulFolder.in(folder, "again");
      assertThatThrownBy(() -> open(seoul.path(), again.path()))
          .isInstanceOfSatisfying(
              RatebooksRefused.class,
              refused ->
                  assertThat(refused.problems().get(again.path()))
                      .singleElement()
                      .asString()
                      .contains(
                          "is ratebook `seoul-carshare`, too (expected: each ratebook once)"));
    }
  }

  @Nested
  class ByDigest {
    @Test
    void a_release_is_read_and_compiled_once_even_if_many_ask_at_the_same_time() throws Exception {
      Releases restarted = new Releases(shelf);
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        Callable<Release> ask = () -> restarted.byDigest(first).orElseThrow();
        List<Future<Release>> asked = threads.invokeAll(Collections.nCopies(32, ask));
        assertThat(asked.stream().map(Future::resultNow).collect(Collectors.toSet())).hasSize(1);
      }
      assertThat(shelf.readings).hasValue(1);
    }

    @Test
    void one_that_nobody_kept_is_none_and_may_come_later() {
      Releases restarted = new Releases(new KeptInMemory());
      assertThat(restarted.byDigest(first)).isEmpty();
      assertThat(restarted.byDigest(first)).isEmpty();
    }

    @Test
    void is_asked_anew_after_the_database_was_away() {
      Releases restarted = new Releases(shelf);
      shelf.isAway = true;
      assertThatThrownBy(() -> restarted.byDigest(first)).hasMessage("no PostgreSQL answers");
      shelf.isAway = false;
      assertThat(restarted.byDigest(first)).isPresent();
    }
  }
}
