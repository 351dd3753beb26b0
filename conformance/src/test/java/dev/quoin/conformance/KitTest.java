package dev.quoin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.testkit.ConformanceKit;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The cases of the DMN compatibility kit, each asked of all forms.
class KitTest {
  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void all_forms_give_what_the_kit_expects() throws IOException {
    Problems problems = new Problems();
    List<TestFile> files = TestFileReader.readAll(ConformanceKit.orSkip(), "*", problems);
    assertThat(problems.sorted()).isEmpty();
    KitRun run = new KitRun(Agreeing::new, MOMENT);
    List<String> failures = new ArrayList<>();
    int passed = 0;
    for (TestFile file : files) {
      KitRun.Outcome outcome = run.run(file);
      passed += outcome.passed();
      outcome.failures().forEach(failure -> failures.add(shown(failure)));
    }
    assertThat(passed).isGreaterThan(2_000);
    assertThat(failures).isEmpty();
  }

  private static String shown(KitRun.Failure failure) {
    return "%s %s %s: expected %s, got %s"
        .formatted(
            failure.file().path().getFileName(),
            failure.testCase(),
            failure.node(),
            failure.expected(),
            failure.got());
  }
}
