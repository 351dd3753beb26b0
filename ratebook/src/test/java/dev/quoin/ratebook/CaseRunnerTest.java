package dev.quoin.ratebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseRunnerTest {
  @TempDir Path folder;
  private Bikes bikes;

  @BeforeEach
  void write() {
    bikes = new Bikes(folder);
  }

  @Test
  void cases_that_agree_pass_and_are_told_one_by_one() {
    List<String> told = new ArrayList<>();
    List<CaseRunner.Result> results = run(told);
    assertThat(results).allMatch(CaseRunner.Result::passed, "passed").hasSize(5);
    assertThat(told)
        .containsExactly(
            "an hour on a Monday", "an hour on a Saturday", "two days", "backwards", "free");
  }

  @Test
  void a_difference_says_what_was_expected_what_came_and_where() {
    bikes.change("cases/rental.csv", "city,5,,,,600,60,600,", "city,5,,,,600,61,700,9");
    assertThat(run(new ArrayList<>()).getFirst().differences())
        .containsExactly(
            new CaseRunner.Difference(
                new Place("cases/rental.csv", 2, 70), "`minutes`", "61", "60"),
            new CaseRunner.Difference(
                new Place("cases/rental.csv", 2, 73), "line `rental-fee`", "700", "600"),
            new CaseRunner.Difference(
                new Place("cases/rental.csv", 2, 77), "line `mileage-fee`", "9", "no line"));
  }

  @Test
  void a_refusal_or_problem_that_is_not_expected_fails_as_such() {
    bikes.change("cases/rental.csv", ",too-long,,", ",,too-long,");
    bikes.change("cases/rental.csv", ",end-not-after-start,", ",no-rule,");
    List<CaseRunner.Result> results = run(new ArrayList<>());
    assertThat(results.get(2).differences())
        .containsExactly(
            new CaseRunner.Difference(
                new Place("cases/rental.csv", 4, 61),
                "problem",
                "too-long",
                "a refusal: too-long"));
    assertThat(results.get(3).differences())
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.expected()).isEqualTo("no-rule");
          assertThat(difference.got()).contains("end-not-after-start");
        });
  }

  @Test
  void every_wrong_column_and_cell_of_a_case_file_is_reported() {
    bikes.write(
        "cases/rental.csv",
        """
        case,in modle,in weekend uplift,out totl,line fee,expects,out total
        a,x,1,,,,five
        a,x,1,,,,
        b,x,1,,,4,
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Problems problems = new Problems();
    Ratebook ratebook = bikes.load();
    assertThat(Cases.read(ratebook, ratebook.cases().getFirst(), problems)).isEmpty();
    assertThat(Bikes.lines(problems.sorted()))
        .containsExactly(
            "cases/rental.csv:1:6: unknown-column: `modle` is no input of service `rental`; did you mean `model`?",
            "cases/rental.csv:1:15: unknown-column: `weekend uplift` is no input of service `rental`",
            "cases/rental.csv:1:33: unknown-column: `totl` is no output decision of service `rental`; did you mean `total`?",
            "cases/rental.csv:1:42: unknown-column: `fee` is no line item of the ratebook",
            "cases/rental.csv:1:51: bad-header: `expects` is no column of a case (expected: `case`, `at`, `in NAME`, `out NAME`, `line CODE`, `lines`, `refusals`, `problem` or `note`)",
            "cases/rental.csv:2:10: bad-value: `five` is no number (expected: such as 1200.5)",
            "cases/rental.csv:3:1: duplicate-value: case `a` occurs twice",
            "cases/rental.csv:3:1: empty-case: case `a` expects nothing (expected: a result)");
  }

  private List<CaseRunner.Result> run(List<String> told) {
    Pricer pricer = bikes.pricer();
    Problems problems = new Problems();
    Optional<Cases> cases =
        Cases.read(pricer.ratebook(), pricer.ratebook().cases().getFirst(), problems);
    assertThat(Bikes.lines(problems.sorted())).isEmpty();
    return new CaseRunner(pricer)
        .run(cases.orElseThrow(), result -> told.add(result.golden().name()));
  }
}
