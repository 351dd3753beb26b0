package dev.quoin.journal;

import dev.quoin.database.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Measures the journal: so many entries a second for so many seconds, at their times, whatever the answers do. The latency
/// of an entry counts from the moment at which it was due.
///
///     JournalLoad RATE SECONDS BYTES [ids]
///
/// BYTES is the size of an answer; with `ids` each entry has a request id.
final class JournalLoad {
  private JournalLoad() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rate = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    int bytes = Integer.parseInt(arguments[2]);
    boolean ids = arguments.length > 3 && arguments[3].equals("ids");
    Path folder = Files.createTempDirectory("journal-load");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Database database = Database.embedded(folder);
        Journal journal =
            Journal.open(
                database, folder.resolve("spool"), Entries.KEY, InstantSource.system(), registry)) {
      measure(journal, rate, 5, bytes, ids, "warm-up");
      measure(journal, rate, seconds, bytes, ids, "measured");
    }
    registry
        .getMeters()
        .forEach(meter ->
            System.out.println(
                meter.getId().getName() + " " + meter.getId().getTags() + " " + meter.measure()));
  }

  private static void measure(
      Journal journal, int rate, int seconds, int bytes, boolean ids, String what)
      throws InterruptedException {
    String inputs =
        "{\"model\":\"K8\",\"start\":\"2026-06-12T18:00\""
            + ",\"x\":\"0123456789\"".repeat(9)
            + "}";
    String answer = answer(bytes);
    int total = rate * seconds;
    long[] nanos = new long[total];
    AtomicInteger failed = new AtomicInteger();
    Semaphore open = new Semaphore(0);
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = start + (long) i * 1_000_000_000L / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(Math.min(due - System.nanoTime(), 500_000));
      }
      int number = i;
      Entry like = ids ? Entries.quote(what + " request " + i) : Entries.quote();
      Entry entry =
          new Entry(
              like.id(),
              like.kind(),
              like.service(),
              like.ratebook(),
              like.digest(),
              like.at(),
              like.validUntil(),
              like.caller(),
              like.requestId(),
              like.fingerprint(),
              Optional.empty(),
              inputs,
              answer,
              like.card());
      CompletableFuture<Kept> _ =
          journal
              .append(entry)
              .whenComplete((kept, failure) -> {
                nanos[number] = System.nanoTime() - due;
                if (failure != null) {
                  failed.incrementAndGet();
                }
                open.release();
              });
    }
    open.acquire(total);
    double took = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%s: %d entries, %.0f a second, %d failed; ms p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.2f%n",
        what,
        total,
        total / took,
        failed.get(),
        nanos[total / 2] / 1e6,
        nanos[total * 9 / 10] / 1e6,
        nanos[(int) (total * 0.99)] / 1e6,
        nanos[(int) (total * 0.999)] / 1e6,
        nanos[total - 1] / 1e6);
  }

  /// Compressible about as far as a real one.
  private static String answer(int bytes) {
    StringBuilder text = new StringBuilder("{\"cars\":[");
    for (int car = 0; text.length() < bytes; car++) {
      text.append("{\"total\":\"")
          .append(100_000 + (car * 7919L) % 900_000)
          .append("\",\"vat\":\"")
          .append((car * 104729L) % 90_000)
          .append("\"},");
    }
    return text.append("]}").toString();
  }
}
