package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page to try calls on leads from a quote to its settlement, each request filled in from the answers before.
class TryPageTest {
  @TempDir static Path folder;

  @Test
  void a_quote_is_booked_extended_settled_or_cancelled_from_the_page() throws Exception {
    assumeTrue(TryPage.hasNode(), "there is no node on this machine");
    Options local = Options.local();
    try (Running running =
        new Running(
            folder,
            new Options(
                local.host(), 0, 0, Optional.empty(), Duration.ofSeconds(5), local.idle()))) {
      List<String> said =
          TryPage.clicked(
              folder,
              running.server.url(),
              "",
              """
              [["/v1/waiver/quotes", {}],
               ["/v1/rental/quotes", {"start": "2026-06-12T18:00", "end": "2026-06-14T21:00"}],
               ["/v1/rental/bookings", {}],
               ["/extensions", {"end": "2026-06-14T22:00"}],
               ["/settlement", {"returned at": "2026-06-14T22:10"}],
               ["/v1/rental/quotes", {"start": "2026-06-12T18:00", "end": "2026-06-14T21:00"}],
               ["/v1/rental/bookings", {}],
               ["/cancellation", {}]]
              """);
      assertThat(said).hasSize(8);
      assertThat(said.get(0)).contains("합계 · Total (KRW)");
      assertThat(said.get(2)).contains("· booked");
      assertThat(said.get(3)).contains("· booked ·").contains("more");
      assertThat(said.get(4)).contains("· settled");
      assertThat(said.get(6)).contains("· booked");
      assertThat(said.get(7)).startsWith("/cancellation: ").doesNotContain("unknown-field");
    }
  }
}
