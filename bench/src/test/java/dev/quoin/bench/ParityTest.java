package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.parity.LegacyLog;
import dev.quoin.ratebook.parity.Parity;
import dev.quoin.ratebook.parity.ParityReport;
import dev.quoin.ratebook.parity.Suspect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The older process with ten deviations, and what parity finds of them in its recorded answers alone.
class ParityTest {
  private static final int CALLS = 3_000;
  private static final long SEED = 20_261_127;

  /// What the older process has otherwise: the file, what is there, what it has.
  private record Planted(String file, String ours, String theirs) {}

  private static final List<Planted> PLANTED =
      List.of(
          new Planted("waiver-fees.csv", "compact,50000,19800,", "compact,50000,18900,"),
          new Planted("waiver-fees.csv", "suv,0,30800,", "suv,0,38000,"),
          new Planted("waiver-fees.csv", "large,700000,14300,", "large,700000,14000,"),
          new Planted("waiver-lengths.csv", "[1..24],40,", "[1..24],50,"),
          new Planted("waiver-lengths.csv", "[49..72],80,", "[49..72],75,"),
          new Planted("waiver-risks.csv", ">= 70,-,130,", ">= 70,-,160,"),
          new Planted("waiver-risks.csv", "[26..29],<= 2,125,", "[26..29],<= 2,120,"),
          new Planted("class-terms.csv", "large,24,2,", "large,26,2,"),
          new Planted("waiver-terms.csv", "50000,23,2,", "50000,21,2,"),
          new Planted("fleet.csv", "K8,-,true,large,", "K8,-,true,midsize,"));

  @TempDir Path older;

  @Test
  void ten_deviations_are_found_each_at_its_row_with_the_value_that_the_older_process_has()
      throws IOException {
    ParityReport report = parity(olderLog(CALLS));
    assertThat(report.calls()).isEqualTo(CALLS);
    assertThat(report.groups())
        .extracting(group -> found(group.suspect(), group.repair().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(PLANTED);
    assertThat(report.differing()).isGreaterThan(CALLS / 4);
    assertThat(report.together().mended()).isEqualTo(report.differing());
    assertThat(report.together().broken()).isZero();
    assertThat(report.beyond()).isZero();
  }

  /// The row of a group as the older process has it.
  private static Planted found(Suspect suspect, ParityReport.Repair repair) {
    try {
      String row =
          Files.readAllLines(GoldenCases.RATEBOOK.resolve(suspect.place().file()))
              .get(suspect.place().line() - 1);
      int at = repair.place().column() - 1;
      assertThat(row.substring(at)).startsWith(repair.ours());
      String theirs =
          row.substring(0, at) + repair.theirs() + row.substring(at + repair.ours().length());
      Planted planted =
          PLANTED.stream()
              .filter(one -> row.startsWith(one.ours()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(row));
      assertThat(theirs).startsWith(planted.theirs());
      assertThat(suspect.decision()).isNotEmpty();
      return planted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_no_value_explains_is_named_by_its_decision() throws IOException {
    String log =
        Pattern.compile("\"VAT_AMT\":\"([\\d,]+)\"")
            .matcher(log(GoldenCases.RATEBOOK, CALLS / 4))
            .replaceAll(vat -> "\"VAT_AMT\":\"" + withoutLast(vat.group(1)) + "0\"");
    ParityReport report = parity(log);
    assertThat(report.fields()).containsOnlyKeys("BODY.VAT_AMT");
    assertThat(report.groups())
        .singleElement()
        .satisfies(group -> {
          assertThat(group.repair()).isEmpty();
          assertThat(group.suspect().kind()).isEqualTo(Suspect.Kind.DECISION);
          assertThat(group.suspect().decision()).isEqualTo("waiver vat");
          assertThat(group.differing()).isEqualTo(report.differing());
        });
  }

  private static String withoutLast(String digits) {
    return digits.substring(0, digits.length() - 1);
  }

  @Test
  void an_older_process_that_has_the_same_policy_differs_nowhere() throws IOException {
    ParityReport report = parity(log(GoldenCases.RATEBOOK, CALLS / 4));
    assertThat(report.equal()).isEqualTo(report.calls()).isEqualTo(CALLS / 4);
    assertThat(report.groups()).isEmpty();
  }

  private ParityReport parity(String log) throws IOException {
    Ratebook ratebook = SeoulRatebook.load(GoldenCases.RATEBOOK).ratebook();
    Problems problems = new Problems();
    Parity parity =
        new Parity(
            ratebook, ratebook.mapping("pf").orElseThrow(), Compiler::compile, true, _ -> {});
    LegacyLog.read(
        "older.jsonl",
        new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        problems,
        parity::take);
    assertThat(problems.sorted()).isEmpty();
    return parity.report();
  }

  /// What the older process was asked and answered, as it would log it.
  private String olderLog(int calls) throws IOException {
    copy(GoldenCases.RATEBOOK, older);
    for (Planted planted : PLANTED) {
      Path file = older.resolve("tables").resolve(planted.file());
      String table = Files.readString(file);
      assertThat(table).contains(planted.ours());
      Files.writeString(file, table.replace(planted.ours(), planted.theirs()));
    }
    return log(older, calls);
  }

  private static String log(Path ratebook, int calls) throws IOException {
    LegacyCars cars = LegacyCars.read();
    LegacyPf process = new LegacyPf(ratebook, cars.models());
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder log = new StringBuilder();
    List<RentalRequest> requests =
        Stream.of(RentalRequests.realistic(calls, SEED), RentalRequests.edges(calls, SEED))
            .flatMap(some ->
                some.stream()
                    .filter(request -> request.licenceDate().isAfter(request.birthDate()))
                    .limit(calls / 2))
            .toList();
    for (int i = 0; i < requests.size(); i++) {
      RentalRequest request = requests.get(i);
      String call =
          LegacyCallsTest.call(
              request, SeoulTables.known(cars.code(request.model()), request), random);
      String answer = process.answer(call, "PF" + i, LocalDateTime.parse("2026-06-01T09:15"));
      log.append("{\"id\":\"PF%d\",\"at\":\"2026-06-01T09:00:00+09:00\",\"request\":".formatted(i))
          .append(call.replace("\n", " "))
          .append(",\"response\":")
          .append(answer)
          .append("}\n");
    }
    return log.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
