package dev.quoin.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What stands on an entry beside its names, the question and the answer: what it is found by, and what computed it.
///
/// Answers of before there were cards have [#NONE].
///
/// @param customer the customer's [pseudonym][CustomerKey]: 32 hexadecimal digits, lower case
/// @param outcome what kind of answer it is; empty for a batch of which no car was answered
/// @param total the price; of a batch its lowest one
/// @param highestTotal the highest price of a batch that has several; empty for all else
/// @param currency of the totals
/// @param lines the codes of the line items, each once
/// @param refusals the codes of the refusals, each once
/// @param searched inputs as [#searched(String, String)] writes them: those by which the ratebook lets one search
/// @param engine the version of what computed the answer
/// @param zoneData the version of the rules of time zones by which it was computed
/// @param leversAt of when the levers are by which it was computed, and of a booking that has the price of its quote, when that was
/// given; empty for all that was priced as of when it was answered
public record Card(
    Optional<String> customer,
    Optional<Answered> outcome,
    Optional<BigDecimal> total,
    Optional<BigDecimal> highestTotal,
    Optional<String> currency,
    List<String> lines,
    List<String> refusals,
    List<String> searched,
    Optional<String> engine,
    Optional<String> zoneData,
    Optional<Instant> leversAt) {
  /// What a price and what a refusal is called where they are kept and searched.
  public enum Answered {
    PRICE,
    REFUSAL
  }

  public static final Card NONE =
      new Card(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// What is longer is cut, here and where it is searched for: PostgreSQL's index takes no more than some hundred characters.
  private static final int MAX_VALUE = 200;

  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");

  public Card {
    lines = List.copyOf(lines);
    refusals = List.copyOf(refusals);
    searched = List.copyOf(searched);
    leversAt = leversAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
    customer.ifPresent(Card::requirePseudonym);
  }

  static void requirePseudonym(String customer) {
    if (!PSEUDONYM.matcher(customer).matches()) {
      throw new IllegalArgumentException("a customer without a pseudonym"); // and no word of who
    }
  }

  /// An input as it is searched for: `model=K8`.
  ///
  /// @param name of the input, in the ratebook
  /// @param value as it is written plainly
  public static String searched(String name, String value) {
    String clean = value.replace('\0', '\uFFFD');
    if (clean.length() <= MAX_VALUE) {
      return name + "=" + clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(MAX_VALUE - 1)) ? MAX_VALUE - 1 : MAX_VALUE;
    return name + "=" + clean.substring(0, end);
  }
}
