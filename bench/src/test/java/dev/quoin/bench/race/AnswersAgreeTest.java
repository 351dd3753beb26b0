package dev.quoin.bench.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.testkit.QuoinData;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Everybody who races gives the right answers, so that nobody is fast by being wrong.
class AnswersAgreeTest {
  private static final int ALL = Integer.MAX_VALUE;

  /// The interpreter reads a hundred thousand rules for each answer.
  private static final int FEW = 20;

  @Nested
  class OfTheGivenModels {
    @Test
    void all_agree_on_the_price_of_a_rental() {
      agree(CarRental.workload(folder()));
    }

    @Test
    void all_agree_on_a_table_of_3_700_rules() {
      agree(Rating.of(Rating.MANY, folder()));
    }

    @Test
    void all_agree_on_a_table_of_100_000_rules() {
      agree(Rating.of(Rating.VERY_MANY, folder()));
    }

    private static Optional<BenchFolder> folder() {
      return Optional.of(new BenchFolder(QuoinData.orSkip("../bench")));
    }
  }

  @Nested
  class OfOurOwnModels {
    @Test
    void all_agree_on_the_price_of_a_rental() {
      agree(CarRental.made());
    }

    @Test
    void all_agree_on_a_table_of_ten_rules() {
      agree(Rating.made("10 rules", 10));
    }

    @Test
    void all_agree_on_a_table_of_3_700_rules() {
      agree(Rating.made("3,700 rules", Rating.MANY));
    }
  }

  private static void agree(Rating rating) {
    agree(rating.workload());
    Evaluator bound = Compiler.compile(QuoinEngine.program(rating.openDmn(), rating.csv()));
    Workload workload = rating.workload();
    isRight(workload, QuoinEngine.compiled(bound, workload), ALL);
    isRight(workload, new QuoinColumns(bound, workload), ALL);
  }

  private static void agree(Workload workload) {
    byte[] dmn = workload.dmn().get();
    Program strict = QuoinEngine.program(dmn, Mode.STRICT);
    Program plain = QuoinEngine.program(dmn, Mode.PLAIN);
    Evaluator compiled = Compiler.compile(strict);
    isRight(workload, workload.byHand(), ALL);
    isRight(workload, QuoinEngine.compiled(compiled, workload), ALL);
    isRight(workload, QuoinEngine.compiled(Compiler.compile(plain), workload), ALL);
    isRight(workload, new QuoinColumns(compiled, workload), ALL);
    isRight(workload, new QuoinColumns(Compiler.compile(plain), workload), ALL);
    isRight(workload, QuoinEngine.traced(compiled, QuoinEngine.Keeper::new, workload), ALL);
    isRight(workload, QuoinEngine.interpreted(strict, workload), FEW);
    isRight(workload, QuoinEngine.interpreted(plain, workload), FEW);
  }

  private static void isRight(Workload workload, Contender contender, int asked) {
    assertThat(workload.firstWrong(contender, asked)).isEmpty();
  }
}
