package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.diff.Diff;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
  private static final String RULE =
      """
      approvals:
        count: 1.0
        more:
          - {count: 2, changed above: 30}
          - {count: 3, mean above: 2.5}
      """;

  @TempDir private Path folder;

  private Problems problems = new Problems();

  private Optional<Ratebook> with(String section) {
    Bikes bikes = new Bikes(folder);
    bikes.write("ratebook.yaml", (bikes.read("ratebook.yaml") + section).getBytes(UTF_8));
    problems = new Problems();
    return Ratebook.load(folder, problems);
  }

  private static Optional<Approvals.Size> size(String changed, String mean) {
    return Optional.of(new Approvals.Size(new BigDecimal(changed), new BigDecimal(mean)));
  }

  @Test
  void are_none_where_the_ratebook_asks_for_none() {
    assertThat(Approvals.of(with("").orElseThrow().files())).isEmpty();
  }

  @Test
  void are_as_many_as_the_size_of_the_change_asks_for() {
    Approvals approvals = Approvals.of(with(RULE).orElseThrow().files()).orElseThrow();
    assertThat(approvals.needed(size("30", "2.5"))).isEqualTo(1);
    assertThat(approvals.needed(size("30.01", "0"))).isEqualTo(2);
    assertThat(approvals.needed(size("100", "-2.51"))).isEqualTo(3);
    assertThat(approvals.needed(Optional.empty())).isEqualTo(3);
  }

  @Test
  void change_no_price() {
    Ratebook before = with("").orElseThrow();
    Ratebook after = with(RULE).orElseThrow();
    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(Diff.of(before, after).changes()).isEmpty();
  }

  @Test
  void what_is_wrong_with_them_is_told_by_its_place() {
    assertThat(with("approvals:\n  count: 10\n  more:\n    - {count: -1, mean abov: 2}\n"))
        .isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::code)
        .containsExactly("bad-value", "bad-value", "unknown-key");
    assertThat(with("approvals:\n  count: 1\n  more:\n    - {count: 2}\n")).isEmpty();
    List<Problem> found = problems.sorted();
    assertThat(found).extracting(Problem::code).containsExactly("missing-key");
    assertThat(found.getFirst().sentence()).contains("`changed above` or `mean above`");
  }
}
