package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compiled, traced, interpreted and written by hand, the policy gives the same answers, line by line.
class EngineAgreesTest {
  private static final int REQUESTS = 100_000;
  private static final long SEED = 7_310;

  private final SeoulRatebook seoul = SeoulRatebook.load(GoldenCases.RATEBOOK);

  @Test
  void on_rentals() {
    HandWrittenRental byHand = HandWrittenRental.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("rental");
    EngineService traced = seoul.traced("rental");
    EngineService interpreted = seoul.interpreted("rental");
    for (RentalRequest request : requests(REQUESTS)) {
      Answer expected = byHand.quote(request);
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
  }

  @Test
  void on_waivers() {
    HandWrittenWaiver byHand = HandWrittenWaiver.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("waiver");
    EngineService traced = seoul.traced("waiver");
    EngineService interpreted = seoul.interpreted("waiver");
    for (RentalRequest request : requests(REQUESTS / 10)) {
      for (long deductible : List.of(0L, 50_000L, 300_000L, 700_000L)) {
        Answer expected = byHand.quote(request, deductible);
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
  }

  @Test
  void on_settlements() {
    HandWrittenSettlement byHand = HandWrittenSettlement.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("settlement");
    EngineService traced = seoul.traced("settlement");
    EngineService interpreted = seoul.interpreted("settlement");
    for (SettlementRequest request : RentalRequests.settlements(REQUESTS / 10, SEED)) {
      Answer expected = byHand.settle(request);
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
  }

  @Test
  void on_cancellations() {
    HandWrittenCancellation byHand = HandWrittenCancellation.load(GoldenCases.RATEBOOK);
    EngineService compiled = seoul.compiled("cancellation");
    EngineService traced = seoul.traced("cancellation");
    EngineService interpreted = seoul.interpreted("cancellation");
    for (CancellationRequest request : RentalRequests.cancellations(REQUESTS / 10, SEED)) {
      long fee = byHand.fee(request);
      Answer expected =
          new Answer.Price(
              List.of(new Answer.Line("cancellation-fee", fee)), fee, request.paidAmount() - fee);
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
  }

  private static List<RentalRequest> requests(int count) {
    return Stream.concat(
            RentalRequests.realistic(count / 2, SEED).stream(),
            RentalRequests.edges(count / 2, SEED).stream())
        .toList();
  }
}
