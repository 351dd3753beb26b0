package dev.quoin.pricing;

import dev.quoin.decimal.Decimal;
import dev.quoin.ratebook.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A quote that was taken, and what became of it.
///
/// @param id chosen by the caller
/// @param quote the quote that was taken
/// @param steps from the booking itself on, in order
public record Booked(String id, AnswerId quote, List<Step> steps) {
  public Booked {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.getFirst().kind() != Step.Kind.BOOK) {
      throw new IllegalArgumentException("a booking begins with its booking");
    }
  }

  /// Something that happened to it, with its price; or was asked for and refused by the policy, and then changed nothing.
  public record Step(Kind kind, Quoted answer) {
    public enum Kind {
      BOOK,
      EXTEND,
      SETTLE,
      CANCEL
    }

    boolean isPrice() {
      return answer.outcome() instanceof Answer.Quote;
    }
  }

  /// How far it is.
  public enum State {
    BOOKED,
    SETTLED,
    CANCELLED
  }

  public State state() {
    Step last = last(Step.Kind.SETTLE, Step.Kind.CANCEL).orElse(steps.getFirst());
    return switch (last.kind()) {
      case BOOK, EXTEND -> State.BOOKED;
      case SETTLE -> State.SETTLED;
      case CANCEL -> State.CANCELLED;
    };
  }

  /// The booking itself.
  public Quoted booking() {
    return steps.getFirst().answer();
  }

  /// The last extension that the policy granted.
  Optional<Quoted> extension() {
    return last(Step.Kind.EXTEND, Step.Kind.EXTEND).map(Step::answer);
  }

  /// What the rental costs by now: as it was booked or last extended, settled or cancelled.
  public Decimal total() {
    Step current =
        steps.reversed().stream().filter(Step::isPrice).findFirst().orElse(steps.getFirst());
    return ((Answer.Quote) current.answer().outcome()).total();
  }

  private Optional<Step> last(Step.Kind one, Step.Kind other) {
    return steps.reversed().stream()
        .filter(step -> (step.kind() == one || step.kind() == other) && step.isPrice())
        .findFirst();
  }

  /// The booking after one more step.
  public Booked with(Step step) {
    return new Booked(id, quote, Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  /// The booking as it was after a step; empty where it has no such step.
  public Optional<Booked> until(AnswerId answer) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).answer().id().equals(answer)) {
        return Optional.of(new Booked(id, quote, steps.subList(0, i + 1)));
      }
    }
    return Optional.empty();
  }

  /// What was answered last.
  public Quoted answer() {
    return steps.getLast().answer();
  }

  /// How much more the last step costs than what was booked before it; empty where it is the booking itself, or was refused.
  public Optional<Decimal> difference() {
    if (steps.size() == 1 || !(answer().outcome() instanceof Answer.Quote price)) {
      return Optional.empty();
    }
    Booked before = new Booked(id, quote, steps.subList(0, steps.size() - 1));
    return Optional.of(price.total().minus(before.total()));
  }
}
