package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Shows how far a long work is, how fast it goes and how long it still takes, in one line that is written over, or in two.
final class Meter {
  private static final int BAR = 24;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Terminal terminal;
  private final String unit;
  private final OptionalLong length;
  private final Instant began;
  private Instant shown;
  private long done;

  /// @param unit what is counted, such as `requests`
  /// @param length how much there is to do, if that is known
  Meter(Terminal terminal, String unit, OptionalLong length) {
    this.terminal = terminal;
    this.unit = unit;
    this.length = length;
    this.began = terminal.clock().get();
    this.shown = began;
  }

  /// So much more is done.
  void add(long more) {
    add(more, Optional::empty);
  }

  /// So much more is done.
  ///
  /// @param below what is shown in a line below, if anything; asked when it is shown
  synchronized void add(long more, Supplier<Optional<String>> below) {
    done += more;
    Instant now = terminal.clock().get();
    if (terminal.live() && Duration.between(shown, now).compareTo(PAUSE) >= 0) {
      shown = now;
      String line = line(now);
      below
          .get()
          .ifPresentOrElse(text -> terminal.progress(line, text), () -> terminal.progress(line));
    }
  }

  /// Clears the line.
  synchronized void end() {
    terminal.progress("");
  }

  private String line(Instant now) {
    long millis = Math.max(1, Duration.between(began, now).toMillis());
    long perSecond = Math.multiplyExact(done, 1_000L) / millis;
    String pace =
        perSecond > 0
            ? "%,d/s".formatted(perSecond)
            : "%,d/min".formatted(Math.multiplyExact(done, 60_000L) / millis);
    if (length.isEmpty() || length.getAsLong() == 0) {
      return "%,d %s  %s".formatted(done, unit, pace);
    }
    long all = length.getAsLong();
    int full = (int) Math.min(BAR, done * BAR / all);
    long left = done == 0 ? 0 : Math.multiplyExact(Math.max(0, all - done), millis) / done / 1_000;
    return "%s%s  %,d of %,d %s  %s  %d:%02d left"
        .formatted(
            "█".repeat(full), "░".repeat(BAR - full), done, all, unit, pace, left / 60, left % 60);
  }
}
