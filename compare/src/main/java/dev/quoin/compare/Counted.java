package dev.quoin.compare;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.Optional;

// INVARIANT: add is associative and commutative. Sums have no bound, what is kept of many (movers,
// flaws) is the least by an order in which no two are alike, and nothing tells which part was added
// first. So it shows nowhere how requests were parted, who counted a part, and how often he tried;
// only that each part was added once. CountedTest holds both.

/// What some of the requests of a comparison have come to: a value, which can be written down and added to another.
public final class Counted {
  private static final int VERSION = 1;

  private final long part;
  private final Tally tally;
  private final Flaws flaws;
  private Optional<Failure> failure = Optional.empty();

  /// Why requests could not be counted.
  ///
  /// @param part the number of the part in which it happened
  /// @param isTooMuch whether there was too much to count, rather than a request that could not be made
  private record Failure(long part, boolean isTooMuch, Problem problem) {}

  /// @param part its number: where several fail, the first tells why
  Counted(long part, Tally tally, Flaws flaws) {
    this.part = part;
    this.tally = tally;
    this.flaws = flaws;
  }

  Tally tally() {
    return tally;
  }

  /// What is wrong with the requests.
  public Flaws flaws() {
    return flaws;
  }

  /// What the requests come to that are counted by now; nothing where something is wrong with one.
  public Optional<Figures> soFar() {
    return failure.isPresent() || flaws.count() > 0
        ? Optional.empty()
        : Optional.of(tally.all().figures());
  }

  /// Takes in what other requests have come to, in the same comparison.
  public void add(Counted other) {
    flaws.add(other.flaws);
    fail(other.failure);
    if (failure.isPresent()) {
      return; // What was counted beside it is of no use.
    }
    try {
      tally.add(other.tally);
    } catch (TooMuch tooMuch) {
      fail(Optional.of(new Failure(Long.MAX_VALUE, true, tooMuch.problem())));
    }
  }

  void fail(TooMuch tooMuch) {
    fail(Optional.of(new Failure(part, true, tooMuch.problem())));
  }

  void fail(EvaluationException impossible) {
    fail(Optional.of(new Failure(part, false, impossible.problem())));
  }

  /// Of several failures that of the first part is told.
  private void fail(Optional<Failure> another) {
    if (another.isPresent() && (failure.isEmpty() || another.get().part() < failure.get().part())) {
      failure = another;
    }
  }

  /// @throws TooMuch where there was more than can be counted
  /// @throws EvaluationException where a request could not be made
  void requireWhole() {
    failure.ifPresent(failed -> {
      if (failed.isTooMuch()) {
        throw new TooMuch(failed.problem());
      }
      throw new EvaluationException(
          new Reason(failed.problem().code(), failed.problem().sentence()),
          new Span(new Source(failed.problem().place(), ""), 0, 0));
    });
  }

  /// Written down, in a form that another process of the same version reads. What is the same has the same bytes.
  public byte[] toBytes() {
    Wire.Writer wire = new Wire.Writer();
    wire.number(VERSION);
    flaws.write(wire);
    wire.flag(failure.isPresent());
    failure.ifPresent(failed -> {
      wire.number(failed.part());
      wire.flag(failed.isTooMuch());
      wire.problem(failed.problem());
    });
    if (failure.isEmpty()) {
      tally.write(wire);
    }
    return wire.toBytes();
  }

  /// Reads one.
  ///
  /// @param nothing what no requests come to in the same comparison
  static Counted read(byte[] bytes, Counted nothing) {
    Wire.Reader wire = new Wire.Reader(bytes);
    wire.require(VERSION);
    nothing.flaws.read(wire);
    if (wire.flag()) {
      nothing.failure = Optional.of(new Failure(wire.number(), wire.flag(), wire.problem()));
    } else {
      nothing.tally.read(wire);
    }
    return nothing;
  }
}
