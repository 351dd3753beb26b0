package dev.quoin.ratebook.guard;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A statement that every price must satisfy.
///
/// @param text the statement, for people
/// @param when where it says something; everywhere without it
public record Guard(String id, Texts text, Optional<Formula> when, Rule rule, Place place) {

  /// What is stated.
  public sealed interface Rule {}

  /// What is stated of the answers of a service.
  public sealed interface OfService extends Rule {
    Ratebook.Service service();
  }

  /// An amount lies between two bounds.
  ///
  /// @param with another service, whose total the bounds may name
  public record Range(
      Ratebook.Service service,
      Output of,
      Optional<Formula> atLeast,
      Optional<Formula> atMost,
      Optional<Other> with)
      implements OfService {}

  /// Another service that is priced beside.
  ///
  /// @param inputs by the index of the input of the other service
  public record Other(Ratebook.Service service, Map<Integer, Formula> inputs) {
    public Other {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /// Where inputs move in a direction, an amount does not move in the other.
  ///
  /// @param mayFall whether the amount may fall; else it may rise
  /// @param by so much it may move in the other direction all the same
  public record Monotone(
      Ratebook.Service service,
      Output of,
      Move move,
      boolean mayFall,
      Optional<Formula> by,
      Optional<Formula> except)
      implements OfService {}

  /// How inputs are moved.
  public sealed interface Move {}

  /// To a higher, or a lower, value of one input.
  public record Along(int input, boolean isUp) implements Move {}

  /// To what formulas say, by the indexes of the inputs.
  public record To(Map<Integer, Formula> inputs) implements Move {
    public To {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /// Not more requests are refused than so many of a hundred.
  public record Refusals(Ratebook.Service service, Decimal atMost) implements OfService {}

  /// Every request that is right is refused, or none of them is.
  public record Refused(Ratebook.Service service, boolean always) implements OfService {}

  /// Every request that is right is answered, or ends with one of these problems.
  public record Answered(Ratebook.Service service, Set<String> except) implements OfService {
    public Answered {
      except = Set.copyOf(except);
    }
  }

  /// What is stated of what changes against another release.
  public sealed interface OfChange extends Rule {}

  /// An amount changes by so many percent at most.
  public record Change(
      Ratebook.Service service, Output of, On on, Optional<Decimal> rise, Optional<Decimal> fall)
      implements OfChange {}

  /// Of which amounts a change is told.
  public sealed interface On {}

  /// Of each.
  public record Each() implements On {}

  /// Of the mean of all, or of those that have the same value of an input.
  ///
  /// @param by the index of the input
  public record Mean(Optional<Integer> by) implements On {}

  /// No number of a rate table or a lever becomes so many times as much, or so small a part.
  public record Factor(Decimal factor) implements OfChange {}

  /// A calendar reaches so many days beyond the pricing instant.
  public record Horizon(Ratebook.Calendar calendar, int days) implements Rule {}

  /// An amount of an answer.
  ///
  /// @param decision the index of the decision that has it
  /// @param line the code of the line, where it is one; a line that is not there is zero
  public record Output(String name, int decision, Optional<String> line) {

    /// The amount in what the decision says.
    Optional<Decimal> amount(Value value) {
      if (line.isEmpty()) {
        return value instanceof Value.Num number ? Optional.of(number.value()) : Optional.empty();
      }
      Decimal sum = Decimal.ZERO;
      if (value instanceof Value.Items lines) {
        for (Value item : lines.values()) {
          if (item instanceof Value.Context context
              && context.entries().get("code") instanceof Value.Text code
              && code.value().equals(line.get())
              && context.entries().get("amount") instanceof Value.Num amount) {
            sum = sum.plus(amount.value());
          }
        }
      }
      return Optional.of(sum);
    }
  }
}
