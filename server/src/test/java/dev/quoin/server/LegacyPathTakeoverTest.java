package dev.quoin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.database.Database;
import dev.quoin.journal.Settings;
import dev.quoin.server.release.SeoulFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyPathTakeoverTest {
  private static final String PATH = "/legacy/pf/waiver-fee";
  private static final String NEW = "/legacy/pf/fee";
  private static final String CALL =
      """
      {"HEADER": {"TRAN_ID": "T1"}, "BODY": {"RENT_ST_DTM": "202606121800", "RENT_ED_DTM": "202606142100", "CAR_CD": "C0412",
       "PF_AMT": "50,000", "DRV_INFO": {"BIRTH_YMD": "19900520", "LCNS_YMD": "20150302"}}}\
      """;

  @Test
  void a_path_comes_and_goes_with_the_release_while_all_others_are_answered(@TempDir Path folder)
      throws InterruptedException {
    SeoulFolder seoul = SeoulFolder.in(folder, "seoul");
    try (Running running =
            new Running(
                Database.embedded(folder.resolve("database")),
                folder,
                Settings.DEFAULT,
                Options.local(),
                seoul.path());
        Client client = new Client(running.server)) {
      running.takeovers.watch();
      assertThat(client.post(PATH, CALL).at("HEADER.RSLT_CD")).isEqualTo("0000");
      assertThat(client.post(NEW, CALL).codes()).containsExactly("unknown-path");
      try (Others others = new Others(client)) {
        seoul.change("mappings/pf.yaml", PATH, NEW);
        await(client, NEW);
        assertThat(client.post(PATH, CALL).codes()).containsExactly("unknown-path");
        assertThat(client.get("/v1/openapi.json").body()).contains(NEW).doesNotContain(PATH);
        seoul.change("mappings/pf.yaml", NEW, PATH);
        await(client, PATH);
        assertThat(client.post(NEW, CALL).codes()).containsExactly("unknown-path");
        others.leave();
        assertThat(others.complaints).isEmpty();
        assertThat(others.answered).hasPositiveValue();
      }
    }
  }

  private static void await(Client client, String path) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (client.post(path, CALL).status() == 404) {
      assertThat(System.nanoTime()).as("the time to wait").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  /// Who asks for rentals meanwhile, over gRPC and REST.
  private static final class Others implements AutoCloseable {
    final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Thread thread;

    Others(Client client) {
      this.thread =
          Thread.startVirtualThread(() -> {
            String body = "{\"inputs\": " + Samples.json("weekend.json") + "}";
            QuoteRequest request = QuoteRequest.newBuilder().setInputs(Samples.weekend()).build();
            while (going.get()) {
              try {
                expect(client.post("/v1/rental/quotes", body).at("total"));
                expect(client.rental.quote(request).getAnswer().getPrice().getTotal());
              } catch (RuntimeException | AssertionError e) {
                complaints.add(e.toString());
              }
            }
          });
    }

    private void expect(String total) {
      assertThat(total).isEqualTo(Samples.WEEKEND_TOTAL);
      answered.incrementAndGet();
    }

    void leave() throws InterruptedException {
      close();
      thread.join();
    }

    @Override
    public void close() {
      going.set(false);
    }
  }
}
