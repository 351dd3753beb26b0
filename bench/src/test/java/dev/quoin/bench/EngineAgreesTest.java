package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compiled, row by row and by columns, traced, interpreted and written by hand, the policy gives the same answers, line by line.
class EngineAgreesTest {
  private static final int REQUESTS = 100_000;
  private static final int BATCH = 3_333;
  private static final long SEED = 7_310;

  private final SeoulRatebook seoul = SeoulRatebook.load(GoldenCases.RATEBOOK);

  @Test
  void on_rentals() {
    HandWrittenRental byHand = HandWrittenRental.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("rental");
    EngineService traced = seoul.traced("rental");
    EngineService interpreted = seoul.interpreted("rental");
    List<Value[]> asked = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (RentalRequest request : requests(REQUESTS)) {
      Answer expected = byHand.quote(request);
      asked.add(compiled.inputs(EngineInputs.of(request)));
      answers.add(expected);
      assertThat(compiled.answer(compiled.inputs(EngineInputs.of(request))))
          .as("compiled: %s", request)
          .isEqualTo(expected);
      assertThat(traced.answer(traced.inputs(EngineInputs.of(request))))
          .as("traced: %s", request)
          .isEqualTo(expected);
      assertThat(interpreted.answer(interpreted.inputs(EngineInputs.of(request))))
          .as("interpreted: %s", request)
          .isEqualTo(expected);
    }
    agreeByColumns(compiled, asked, answers);
  }

  @Test
  void on_waivers() {
    HandWrittenWaiver byHand = HandWrittenWaiver.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("waiver");
    EngineService traced = seoul.traced("waiver");
    EngineService interpreted = seoul.interpreted("waiver");
    List<Value[]> asked = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (RentalRequest request : requests(REQUESTS / 10)) {
      for (long deductible : List.of(0L, 50_000L, 300_000L, 700_000L)) {
        Answer expected = byHand.quote(request, deductible);
        asked.add(compiled.inputs(EngineInputs.of(request, deductible)));
        answers.add(expected);
        assertThat(compiled.answer(compiled.inputs(EngineInputs.of(request, deductible))))
            .as("compiled: %s at %s", request, deductible)
            .isEqualTo(expected);
        assertThat(traced.answer(traced.inputs(EngineInputs.of(request, deductible))))
            .as("traced: %s at %s", request, deductible)
            .isEqualTo(expected);
        assertThat(interpreted.answer(interpreted.inputs(EngineInputs.of(request, deductible))))
            .as("interpreted: %s at %s", request, deductible)
            .isEqualTo(expected);
      }
    }
    agreeByColumns(compiled, asked, answers);
  }

  @Test
  void on_settlements() {
    HandWrittenSettlement byHand = HandWrittenSettlement.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("settlement");
    EngineService traced = seoul.traced("settlement");
    EngineService interpreted = seoul.interpreted("settlement");
    List<Value[]> asked = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (SettlementRequest request : RentalRequests.settlements(REQUESTS / 10, SEED)) {
      Answer expected = byHand.settle(request);
      asked.add(compiled.inputs(EngineInputs.of(request)));
      answers.add(expected);
      assertThat(compiled.answer(compiled.inputs(EngineInputs.of(request))))
          .as("compiled: %s", request)
          .isEqualTo(expected);
      assertThat(traced.answer(traced.inputs(EngineInputs.of(request))))
          .as("traced: %s", request)
          .isEqualTo(expected);
      assertThat(interpreted.answer(interpreted.inputs(EngineInputs.of(request))))
          .as("interpreted: %s", request)
          .isEqualTo(expected);
    }
    agreeByColumns(compiled, asked, answers);
  }

  @Test
  void on_cancellations() {
    HandWrittenCancellation byHand = HandWrittenCancellation.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("cancellation");
    EngineService traced = seoul.traced("cancellation");
    EngineService interpreted = seoul.interpreted("cancellation");
    List<Value[]> asked = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (CancellationRequest request : RentalRequests.cancellations(REQUESTS / 10, SEED)) {
      long fee = byHand.fee(request);
      Answer expected =
          new Answer.Price(
              List.of(new Answer.Line("cancellation-fee", fee)), fee, request.paidAmount() - fee);
      asked.add(compiled.inputs(EngineInputs.of(request)));
      answers.add(expected);
      assertThat(compiled.answer(compiled.inputs(EngineInputs.of(request))))
          .as("compiled: %s", request)
          .isEqualTo(expected);
      assertThat(traced.answer(traced.inputs(EngineInputs.of(request))))
          .as("traced: %s", request)
          .isEqualTo(expected);
      assertThat(interpreted.answer(interpreted.inputs(EngineInputs.of(request))))
          .as("interpreted: %s", request)
          .isEqualTo(expected);
    }
    agreeByColumns(compiled, asked, answers);
  }

  /// In batches that do not end with a chunk.
  private static void agreeByColumns(
      EngineService compiled, List<Value[]> asked, List<Answer> expected) {
    for (int from = 0; from < asked.size(); from += BATCH) {
      int to = Math.min(from + BATCH, asked.size());
      assertThat(compiled.answers(asked.subList(from, to)))
          .as("by columns, from %d", from)
          .isEqualTo(expected.subList(from, to));
    }
  }

  private static List<RentalRequest> requests(int count) {
    return Stream.concat(
            RentalRequests.realistic(count / 2, SEED).stream(),
            RentalRequests.edges(count / 2, SEED).stream())
        .toList();
  }
}
