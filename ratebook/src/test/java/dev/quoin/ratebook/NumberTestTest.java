package dev.quoin.ratebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumberTestTest {
  @Test
  void a_number_passes_where_the_interpreter_lets_it_pass() {
    Seeded.forAll(
        2_000,
        12,
        random -> {
          CellTest test = random.oneIn(3) ? anyOf(random) : single(random);
          NumberTest packed = NumberTest.of(test).orElseThrow();
          for (int i = 0; i < 20; i++) {
            Value.Num number = number(random);
            assertThat(packed.passes(Packed.of(number.value())))
                .as("%s in %s", number, test)
                .isEqualTo(Conditions.allows(test, number));
          }
        });
  }

  @Test
  void of_what_is_no_packed_number_nothing_is_said() {
    CellTest all = new CellTest.Interval(false, null, null, false);
    NumberTest test = NumberTest.of(all).orElseThrow();
    assertThat(test.passes(Packed.of(5, 0))).isTrue();
    assertThat(test.passes(Packed.NONE)).isFalse();
    assertThat(test.passes(Packed.marked(3))).isFalse();
  }

  @Test
  void other_tests_are_the_interpreters() {
    Value wide = Value.of(Decimal.parse("12345678901234567890"));
    for (CellTest test :
        List.of(
            new CellTest.Any(),
            new CellTest.Points(List.of(Value.of(1), Value.NULL)),
            new CellTest.Points(List.of(wide)),
            new CellTest.Interval(true, Value.of(1), wide, true),
            new CellTest.Not(new CellTest.Points(List.of(Value.of(1)))))) {
      assertThat(NumberTest.of(test)).isEqualTo(Optional.empty());
    }
  }

  private static CellTest anyOf(Seeded random) {
    return new CellTest.AnyOf(random.list(1, 3, () -> single(random)));
  }

  private static CellTest single(Seeded random) {
    if (random.yes()) {
      return new CellTest.Points(new ArrayList<>(random.list(1, 3, () -> number(random))));
    }
    Value low = end(random);
    return new CellTest.Interval(
        random.yes(), low, low == null ? number(random) : end(random), random.yes());
  }

  private static @Nullable Value end(Seeded random) {
    return random.oneIn(4) ? null : number(random);
  }

  private static Value.Num number(Seeded random) {
    return random.yes()
        ? Value.of(random.between(-3, 5))
        : Value.of(Decimal.of(random.decimal(3, 0, 2)));
  }
}
