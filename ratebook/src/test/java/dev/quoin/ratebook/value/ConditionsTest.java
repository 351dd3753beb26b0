package dev.quoin.ratebook.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.testkit.Seeded;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final List<Value> VALUES =
      List.of(
          Value.of("K8"),
          Value.of("k8"),
          Value.of(""),
          Value.of(8),
          Value.TRUE,
          Value.NULL,
          new Value.Date(LocalDate.of(2026, 6, 1)),
          new Value.Items(List.of(Value.of("K8"))));

  /// What is compared at once passes where it passes the interpreter.
  @Test
  void a_test_lets_pass_what_it_lets_pass_interpreted() {
    Seeded.forAll(
        2_000,
        1,
        seeded -> {
          CellTest test = seeded.note("test", test(seeded, 2));
          Value value = seeded.note("value", seeded.pick(VALUES));
          assertThat(Conditions.allows(test, value)).isEqualTo(Conditions.interpreted(test, value));
        });
  }

  private static CellTest test(Seeded seeded, int depth) {
    if (depth == 0 || seeded.yes()) {
      return new CellTest.Points(seeded.list(1, 4, () -> seeded.pick(VALUES)));
    }
    return seeded.yes()
        ? new CellTest.Not(test(seeded, depth - 1))
        : new CellTest.AnyOf(seeded.list(1, 3, () -> test(seeded, depth - 1)));
  }
}
