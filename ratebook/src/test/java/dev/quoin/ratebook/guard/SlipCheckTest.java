package dev.quoin.ratebook.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Bikes;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlipCheckTest {
  private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void a_slip_touches_one_place_of_one_file_and_nothing_else() {
    Ratebook ratebook = bikes.load();
    Slips slips = new Slips(ratebook);
    int planted = 0;
    for (long number = 0; number < 300; number++) {
      Optional<Slip> slip = slips.plant(5, number);
      if (slip.isPresent()) {
        planted++;
        isOneEdit(slip.get(), ratebook);
      }
    }
    assertThat(planted).isGreaterThan(100);
  }

  private static void isOneEdit(Slip slip, Ratebook ratebook) {
    List<String> touched = new ArrayList<>();
    slip.files()
        .forEach((file, content) -> {
          if (!new String(content, UTF_8).equals(text(ratebook, file))) {
            touched.add(file);
          }
        });
    assertThat(touched).as(slip.toString()).containsExactly(slip.place().file());
    String after = new String(slip.files().get(slip.place().file()), UTF_8);
    List<String> before = text(ratebook, slip.place().file()).lines().toList();
    List<String> lines = after.lines().toList();
    assertThat(lines).hasSameSizeAs(before);
    long changed = 0;
    for (int i = 0; i < lines.size(); i++) {
      changed += lines.get(i).equals(before.get(i)) ? 0 : 1;
    }
    assertThat(changed)
        .as(slip.toString())
        .isBetween(1L, slip.kind() == Slip.Kind.ROWS_SWAPPED ? 2L : 1L);
    assertThat(slip.before()).isNotEqualTo(slip.after());
  }

  private static String text(Ratebook ratebook, String file) {
    return new String(ratebook.files().get(file), UTF_8);
  }

  @Test
  void cells_in_quotes_and_windows_line_ends_stay_as_they_are() {
    bikes.write(
        "tables/rates.csv",
        bikes
            .read("tables/rates.csv")
            .replace("\n", "\r\n")
            .replace("sport,-,200", "sport,-,\"200\"")
            .getBytes(UTF_8));
    Slips slips = new Slips(bikes.load());
    boolean seen = false;
    for (long number = 0; number < 500; number++) {
      Optional<Slip> slip =
          slips
              .plant(1, number)
              .filter(one -> one.kind() == Slip.Kind.TIMES_TEN && one.before().contains("\"200\""));
      if (slip.isPresent() && slip.get().after().contains("\"2000\"")) {
        seen = true;
        assertThat(new String(slip.get().files().get("tables/rates.csv"), UTF_8))
            .contains("sport,-,\"2000\"")
            .contains("\r\n");
      }
    }
    assertThat(seen).isTrue();
  }

  @Test
  void the_same_seed_finds_the_same_on_any_number_of_threads() throws InterruptedException {
    guarded();
    assertThat(told(report(1, 1))).isEqualTo(told(report(1, 3))).isNotEqualTo(told(report(2, 1)));
  }

  private SlipCheck.Report report(long seed, int threads) throws InterruptedException {
    return new SlipCheck(bikes.load(), Compiler::compile, new SlipCheck.Options(12, seed, 20, AT))
        .run(threads, _ -> {});
  }

  private static List<String> told(SlipCheck.Report report) {
    return report.tried().stream()
        .map(one ->
            "%d %s %s -> %s %s"
                .formatted(
                    one.slip().number(),
                    one.slip().place(),
                    one.slip().before(),
                    one.slip().after(),
                    one.stopped()))
        .toList();
  }

  @Test
  void guards_stop_what_without_them_cases_stop() throws InterruptedException {
    SlipCheck.Report without = report(3, 2);
    assertThat(without.slips(SlipCheck.Stopped.BY_GUARDS)).isEmpty();
    assertThat(without.slips(SlipCheck.Stopped.BY_CASES)).isNotEmpty();
    guarded();
    SlipCheck.Report with = report(3, 2);
    assertThat(with.slips(SlipCheck.Stopped.BY_GUARDS)).isNotEmpty();
    assertThat(with.slips(SlipCheck.Stopped.BY_CHECK).stream().map(Slip::number))
        .containsExactlyElementsOf(
            without.slips(SlipCheck.Stopped.BY_CHECK).stream().map(Slip::number).toList());
  }

  /// 1.50 with its last digit doubled.
  @Test
  void what_changes_no_price_is_no_slip() throws InterruptedException {
    Ratebook ratebook = bikes.load();
    SlipCheck check =
        new SlipCheck(ratebook, Compiler::compile, new SlipCheck.Options(1, 1, 20, AT));
    Slips slips = new Slips(ratebook);
    for (long number = 0; number < 400; number++) {
      Optional<Slip> slip = slips.plant(1, number);
      if (slip.isPresent()
          && slip.get().subject() == Slip.Subject.LEVER
          && slip.get().after().equals("1.500")) {
        assertThat(check.tried(number)).isEmpty();
        return;
      }
    }
    throw new AssertionError("no digit of a lever was doubled behind the point");
  }

  @Test
  void where_nothing_can_be_slipped_at_nothing_is_found() {
    bikes.write(
        "tables/rates.csv",
        "in model: string,in distance: number,out per slot: number,out per km: number,note\n"
            .getBytes(UTF_8));
    TreeMap<String, byte[]> files = new TreeMap<>(bikes.load().files());
    assertThat(Ratebook.load(files, new Problems())).isPresent();
    Slips slips = new Slips(bikes.load());
    for (long number = 0; number < 100; number++) {
      assertThat(slips.plant(1, number).filter(slip -> slip.subject() == Slip.Subject.TABLE))
          .isEmpty();
    }
  }

  private void guarded() {
    String guards =
        """

        guards:
          - id: bounds
            text: {ko: 범위, en: A rental fee has its bounds.}
            service: rental
            when: 'coupons = null'
            range: {of: line rental-fee, at least: '(end - start) / duration("PT10M") * 90', at most: '(end - start) / duration("PT10M") * 330 + 330'}
          - id: per-km
            text: {ko: 거리, en: A kilometre has its price.}
            service: rental
            range: {of: line mileage-fee, at least: distance * 15, at most: distance * 40}
          - id: answered
            text: {ko: 답, en: Every request is answered.}
            service: rental
            answered: {except: [outside-calendar]}
        """;
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + guards).getBytes(UTF_8));
  }
}
