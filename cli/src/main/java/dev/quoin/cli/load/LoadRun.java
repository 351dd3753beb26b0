package dev.quoin.cli.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

// An open model. Customers do not wait for each other: call k is due at begin + k / rate, whether
// or not those before it are answered. Its latency counts from that moment, not from the one at
// which a busy generator came to send it. A generator that sends the next call when the last is
// answered would send nothing while a server stalls, and report one slow call where a thousand
// customers waited (Tene: How NOT to Measure Latency, "coordinated omission").
//
// One thread keeps the schedule and sends; answers come on the threads of the targets and only
// count. Where the thread wakes up late it sends all that is due at once. How late each call went
// out is measured, too: that much of each latency is ours.
//
// With several targets each has the whole rate, their calls interleaved: call k goes to all of
// them, with the same request, half an interval apart.

/// Sends calls on their schedule and counts what becomes of them.
public final class LoadRun {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// Until the first call is due.
  private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(50);

  /// Clients count their timeouts in milliseconds, and by clocks of their own: so much earlier they may end a call.
  private static final long EARLY = TimeUnit.MILLISECONDS.toNanos(10);

  /// How long calls under way are waited for beyond their timeout.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Plan plan;
  private final Mix mix;
  private final int[] pattern;
  private final List<Lane> lanes = new ArrayList<>();
  private final Histogram lateness = Meter.histogram();
  private volatile boolean stopped;

  /// @param calls by the service of the mix, for each target
  public LoadRun(Plan plan, Mix mix, Map<Target, Map<String, List<Target.Call>>> calls) {
    this.plan = plan;
    this.mix = mix;
    this.pattern = mix.pattern();
    calls.forEach((target, byService) -> lanes.add(new Lane(target.name(), byService)));
  }

  /// A target with its calls and what counts them.
  private final class Lane {
    private final String name;
    private final List<List<Target.Call>> calls = new ArrayList<>();
    private final List<Meter> meters = new ArrayList<>();
    private final List<Measured.Second> seconds = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private long sentBefore;
    private long answeredBefore;
    private long failedBefore;

    Lane(String name, Map<String, List<Target.Call>> byService) {
      this.name = name;
      for (String service : mix.services()) {
        calls.add(List.copyOf(byService.getOrDefault(service, List.of())));
        meters.add(new Meter());
      }
    }

    void send(int service, long number, String requestId, long due, boolean measured) {
      List<Target.Call> ofService = calls.get(service);
      @Nullable Meter meter = measured ? meters.get(service) : null;
      if (underWay.get() >= plan.inFlight()) {
        if (meter != null) {
          meter.notSent();
        }
        return;
      }
      if (meter != null) {
        meter.sent();
      }
      underWay.incrementAndGet();
      ofService
          .get((int) (number % ofService.size()))
          .send(requestId, new Pending(this, meter, due, plan.timeout()));
    }

    /// Closes a second.
    void tick(int second) {
      Histogram interval = Meter.histogram();
      long sent = 0;
      long answered = 0;
      long failed = 0;
      for (Meter meter : meters) {
        interval.add(meter.interval());
        sent += meter.sentSoFar();
        answered += meter.answeredSoFar();
        failed += meter.failedSoFar();
      }
      seconds.add(
          new Measured.Second(
              second,
              sent - sentBefore,
              answered - answeredBefore,
              failed - failedBefore,
              interval.getValueAtPercentile(50),
              interval.getValueAtPercentile(99),
              interval.getMaxValue()));
      sentBefore = sent;
      answeredBefore = answered;
      failedBefore = failed;
    }

    Measured.Lane measured() {
      Map<String, Counts> services = new LinkedHashMap<>();
      for (int i = 0; i < meters.size(); i++) {
        meters.get(i).interval();
        services.put(mix.services().get(i), meters.get(i).counts(plan.timeout()));
      }
      return new Measured.Lane(name, services, seconds);
    }
  }

  /// A call under way.
  ///
  /// @param meter counts it; null while warming up
  private record Pending(Lane lane, @Nullable Meter meter, long due, Duration timeout)
      implements Target.Reply {
    @Override
    public void priced(int prices) {
      lane.underWay.decrementAndGet();
      if (meter != null) {
        meter.priced(prices, System.nanoTime() - due);
      }
    }

    @Override
    public void refused() {
      lane.underWay.decrementAndGet();
      if (meter != null) {
        meter.refused(System.nanoTime() - due);
      }
    }

    @Override
    public void failed(String code, String message) {
      lane.underWay.decrementAndGet();
      if (meter != null) {
        long nanos = System.nanoTime() - due;
        meter.failed(code, message, nanos >= timeout.toNanos() - EARLY, nanos);
      }
    }
  }

  /// Ends the run early: what is under way is waited for, and what was measured so far is the result. Any thread may
  /// call it.
  public void stop() {
    stopped = true;
  }

  /// Sends all calls and waits for their answers.
  ///
  /// @param progress is told once a second how far it is
  public Measured run(Consumer<String> progress) {
    long begin = System.nanoTime() + LEAD;
    long measureFrom = begin + plan.warmUp().toNanos();
    Ticker ticker = new Ticker(begin, measureFrom, progress);
    Thread ticking = Thread.ofPlatform().daemon().name("quoin-load-ticker").start(ticker);
    sendAll(begin, measureFrom);
    Duration took = stopped ? sinceOrNone(measureFrom) : plan.duration();
    waitForAnswers();
    ticker.stop(ticking);
    return new Measured(
        plan, mix, took, stopped, lanes.stream().map(Lane::measured).toList(), lateness);
  }

  private static Duration sinceOrNone(long begin) {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - begin));
  }

  private void sendAll(long begin, long measureFrom) {
    long perSecond = (long) plan.rate() * lanes.size();
    long warmUp = plan.warmUpCalls() * lanes.size();
    long slots = plan.calls() * lanes.size();
    long[] numbers = new long[mix.services().size()];
    for (long slot = 0; slot < slots && !stopped; slot++) {
      boolean measured = slot >= warmUp;
      long due =
          measured
              ? measureFrom + at(slot - warmUp, perSecond)
              : begin + rising(slot, warmUp, plan.warmUp());
      long now = System.nanoTime();
      while (now < due && !stopped) {
        LockSupport.parkNanos(due - now);
        now = System.nanoTime();
      }
      int lane = (int) (slot % lanes.size());
      long call = slot / lanes.size();
      int service = pattern[(int) (call % pattern.length)];
      if (measured) {
        lateness.recordValue(Math.max(0, Math.min((now - due) / 1_000, 3_600_000_000L)));
      }
      String requestId = plan.requestIds() ? plan.run() + "-" + lane + "-" + call : "";
      lanes.get(lane).send(service, numbers[service], requestId, due, measured);
      if (lane == lanes.size() - 1) {
        numbers[service]++;
      }
    }
  }

  /// When a call is due, in nanoseconds from the first.
  private static long at(long slot, long perSecond) {
    return slot / perSecond * SECOND + slot % perSecond * SECOND / perSecond;
  }

  /// The same while warming up. The rate rises evenly from nothing to the whole, for code that is not compiled yet would
  /// pile up calls, and the seconds that are measured would begin behind them.
  private static long rising(long slot, long slots, Duration warmUp) {
    return (long) (Math.sqrt((double) slot / slots) * warmUp.toNanos());
  }

  private void waitForAnswers() {
    long until = System.nanoTime() + plan.timeout().plus(GRACE).toNanos();
    while (System.nanoTime() < until && lanes.stream().anyMatch(lane -> lane.underWay.get() > 0)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /// Closes the seconds, and tells how far the run is.
  private final class Ticker implements Runnable {
    private final long begin;
    private final long measureFrom;
    private final Consumer<String> progress;
    private volatile boolean over;

    Ticker(long begin, long measureFrom, Consumer<String> progress) {
      this.begin = begin;
      this.measureFrom = measureFrom;
      this.progress = progress;
    }

    @Override
    public void run() {
      warmingUp();
      for (int second = 0; !over; second++) {
        await(measureFrom + (second + 1) * SECOND);
        int closed = second;
        lanes.forEach(lane -> lane.tick(closed));
        progress.accept(line(second + 1));
      }
    }

    private void warmingUp() {
      long seconds = plan.warmUp().toSeconds();
      for (int second = 1; second <= seconds && !over; second++) {
        progress.accept("warming up, %d of %d s".formatted(second, seconds));
        await(begin + second * SECOND);
      }
      await(measureFrom);
    }

    private void await(long time) {
      long left = time - System.nanoTime();
      while (left > 0 && !over) {
        LockSupport.parkNanos(this, left);
        left = time - System.nanoTime();
      }
    }

    private String line(int second) {
      StringBuilder line =
          new StringBuilder("%d of %d s".formatted(second, plan.duration().toSeconds()));
      for (Lane lane : lanes) {
        Measured.Second last = lane.seconds.getLast();
        line.append(
            " · %,d/s, p50 %s, p99 %s ms%s"
                .formatted(
                    last.answered(),
                    Millis.text(last.p50()),
                    Millis.text(last.p99()),
                    last.failed() == 0 ? "" : ", %,d failed".formatted(last.failed())));
      }
      return line.toString();
    }

    void stop(Thread ticking) {
      over = true;
      LockSupport.unpark(ticking);
      try {
        ticking.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
