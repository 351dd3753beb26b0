package dev.quoin.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the journal keeps is what was asked and answered.
class KeptJsonTest {
  @TestFactory
  Stream<DynamicTest> every_golden_case_is_read_as_it_was_written() {
    return Seoul.cases().stream()
        .map(file -> DynamicTest.dynamicTest(file.file(), () -> roundTrip(file)));
  }

  private static void roundTrip(Cases file) {
    int priced = 0;
    for (Cases.Case golden : file.cases()) {
      if (Quoting.read(Seoul.RELEASE, file.service(), golden.inputs())
          instanceof Verdict.Given<Request>(Request request)) {
        String json = KeptJson.of(request);
        Request again = KeptJson.request(Seoul.RELEASE, file.service(), json);
        assertThat(again.inputs()).as(golden.name()).isEqualTo(request.inputs());
        assertThat(KeptJson.of(again)).isEqualTo(json);
        if (Quoting.price(Seoul.RELEASE, file.service(), request, golden.at())
            instanceof Verdict.Given<Answer.Outcome>(Answer.Outcome outcome)) {
          priced++;
          String kept = KeptJson.of(outcome);
          Answer.Outcome read = KeptJson.outcome(Seoul.RELEASE, file.service(), kept);
          assertThat(read).as(golden.name()).isEqualTo(outcome);
          assertThat(KeptJson.of(read)).isEqualTo(kept);
        }
      }
    }
    assertThat(priced).isPositive();
  }
}
