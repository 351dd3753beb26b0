package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How an answer came to be: the trace of the same program under the same inputs, whose answer was equal to the one
/// without a trace.
///
/// @param steps what the answer asked for, in that order
public record Explanation(Answer answer, List<Step> steps) {
  public Explanation {
    steps = List.copyOf(steps);
  }

  /// All steps, each before those that it used.
  public Stream<Step> all() {
    return all(steps);
  }

  private static Stream<Step> all(List<Step> steps) {
    return steps.stream()
        .flatMap(step ->
            switch (step) {
              case Decided decided -> Stream.concat(Stream.of(step), all(decided.because()));
              case Called called -> Stream.concat(Stream.of(step), all(called.because()));
              case Asked _, Given _, Lever _, Known _ -> Stream.of(step);
            });
  }

  /// One step.
  public sealed interface Step {}

  /// A decision was evaluated.
  ///
  /// @param value its value; absent where the evaluation ended within
  /// @param because what it used, in the order of use
  public record Decided(
      String name, String question, Optional<Value> value, Place place, List<Step> because)
      implements Step {
    public Decided {
      because = List.copyOf(because);
    }
  }

  /// A business knowledge model was called: one of the model, a rate table or a calendar.
  ///
  /// @param bound the id of the rate table or calendar that is its body
  public record Called(
      String name,
      Optional<String> bound,
      List<Argument> arguments,
      Optional<Value> value,
      Place place,
      List<Step> because)
      implements Step {
    public Called {
      arguments = List.copyOf(arguments);
      because = List.copyOf(because);
    }
  }

  public record Argument(String name, Value value) {}

  /// A table was asked.
  ///
  /// @param subjects what was tested, one per input column
  /// @param hits the rules that answered; none where the default did
  public record Asked(String table, String file, List<Argument> subjects, List<Hit> hits)
      implements Step {
    public Asked {
      subjects = List.copyOf(subjects);
      hits = List.copyOf(hits);
    }
  }

  /// A rule that answered.
  public record Hit(int rule, Place place) {}

  /// An input of the request was used.
  public record Given(String input, Value value) implements Step {}

  /// A lever was used.
  ///
  /// @param since the instant from which on it has this value, where it had another before
  /// @param expires the instant from which on it is its base; that of `since` where it is past
  public record Lever(
      String id, Value value, Optional<Instant> since, Optional<Instant> expires, Place place)
      implements Step {}

  /// A decision that was evaluated before was used again.
  public record Known(String decision, Value value) implements Step {}
}
