package dev.quoin.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What the journal measures of itself.
final class Meters {
  private final MeterRegistry registry;
  private final DistributionSummary groups;
  private final Timer commits;
  private final Counter stored;
  private final Counter repeated;
  private final Counter conflicting;
  private final Counter refused;
  private final Counter failed;
  private final Counter overloaded;
  private final Counter spooled;
  private final Counter delivered;

  Meters(MeterRegistry registry) {
    this.registry = registry;
    this.groups =
        DistributionSummary.builder("quoin.journal.group")
            .description("entries that were committed together")
            .register(registry);
    this.commits =
        Timer.builder("quoin.journal.commit")
            .description("from taking a group to its commit")
            .register(registry);
    this.stored = outcome("stored");
    this.repeated = outcome("repeated");
    this.conflicting = outcome("conflicting");
    this.refused = outcome("refused");
    this.failed = outcome("failed");
    this.overloaded = outcome("overloaded");
    this.spooled = counter("quoin.journal.spooled", "entries that went to the spool");
    this.delivered = counter("quoin.journal.delivered", "entries that the spool delivered");
  }

  private Counter outcome(String outcome) {
    return Counter.builder("quoin.journal.entries")
        .description("entries by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(registry);
  }

  void group(int size) {
    groups.record(size);
  }

  void committed(long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  void outcome(Outcome outcome) {
    switch (outcome) {
      case Kept.Stored ignored -> stored.increment();
      case Kept.Repeated ignored -> repeated.increment();
      case Kept.Conflicting ignored -> conflicting.increment();
      case Outcome.Stale ignored -> refused.increment();
      case Outcome.QuoteTaken ignored -> refused.increment();
    }
  }

  void failed() {
    failed.increment();
  }

  void overloaded() {
    overloaded.increment();
  }

  void spooled(int entries) {
    spooled.increment(entries);
  }

  void delivered(int entries) {
    delivered.increment(entries);
  }
}
