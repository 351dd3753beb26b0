package dev.quoin.server.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.Problems;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.testkit.Checkout;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreparedTest {
  private final Release release =
      Release.of(
          Ratebook.load(Checkout.folder().resolve("ratebooks/nyc-green-taxi"), new Problems())
              .orElseThrow());
  private final Prepared prepared = new Prepared();

  private void get(String digest) {
    prepared.get(digest, _ -> release);
  }

  @Test
  void what_somebody_asked_for_and_then_did_not_decide_goes_again() {
    prepared.keep(Set.of("wanted"));
    get("wanted");
    for (int i = 0; i < 10; i++) {
      get("refused " + i);
    }
    assertThat(prepared.now("wanted")).isPresent();
    assertThat(prepared.now("refused 9")).isPresent();
    assertThat(prepared.now("refused 0")).isEmpty();
    assertThat(prepared.now("refused 7")).isEmpty();
  }
}
