package dev.quoin.bench.engines;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.function.Predicate;

/// Why the two engines differ; the first that fits. `docs/agreement.md` says of each what the specification decides.
enum Cause {
  NOT_EVALUATED(
      "KIE does not evaluate a decision that requires one in which there was an error",
      difference -> difference.messages().contains("as it depends on decision")),

  ERROR_WITHIN(
      "KIE makes a decision null as a whole where a part of it has an error",
      difference ->
          difference.theirs() instanceof Value.Null
              && difference.messages().contains("Error evaluating")),

  NO_RULE(
      "no rule of a table with hit policy COLLECT matches",
      difference -> isOfNoRule(difference.own())),

  COUNT_OF_DISTINCT(
      "KIE counts what several matching rules answer alike once",
      difference -> difference.element().contains("aggregation=\"COUNT\"")),

  MONTHS_NOT_CARRIED(
      "KIE does not carry twelve months into a year",
      difference -> difference.element().matches("(?s).*\\.(years|months)\\b.*")),

  FRACTION_OF_SECONDS(
      "KIE has no fraction of a second", difference -> difference.element().contains(".seconds")),

  PARTIAL(
      "KIE takes `partial` of a loop for that of the loop over whose results it runs",
      difference -> difference.element().contains("count(partial)")),

  ENTRY_OF_ANOTHER(
      "KIE knows in a boxed filter an element that is null by the entries of the one before",
      difference ->
          difference.element().contains("<filter>")
              && difference.theirs() instanceof Value.Items theirs
              && theirs.values().stream().anyMatch(Value.Null.class::isInstance)),

  MODULO_IN_STEPS(
      "KIE rounds the product within `modulo`, too",
      difference ->
          difference.element().contains("modulo(") && !(difference.own() instanceof Value.Null)),

  NULL_IN_TEST(
      "KIE takes null for what does not pass a test with `in`",
      difference ->
          reason(difference.own()).matches("(?s)`(<|<=|>|>=)` was given null.*")
              || (difference.own() instanceof Value.Null
                  && difference.theirs() instanceof Value.Bool
                  && difference.element().contains(" in "))),

  NULL_AS_LIST(
      "KIE takes null for a list with null in it: in filters, `some`, `every`, `union`, `concatenate`",
      difference ->
          (difference.own() instanceof Value.Null && difference.theirs() instanceof Value.Items)
              || (reason(difference.own()).matches("`\\.[^`]*` was given null.*")
                  && difference.element().contains("[item "))
              || (difference.element().contains(" satisfies ")
                  && difference.asked().inputs().containsValue("null"))),

  NULL_CONDITION(
      "KIE takes a condition of `some` and `every` that is null for one that is false, or true",
      difference ->
          reason(difference.own()).matches("(?s)`(some|every)` was given.*")
              || difference.element().contains(" satisfies ")
              || difference.element().contains("<satisfies>")),

  PATH_OF_LIST(
      "KIE finds no entry of the contexts of a list that is itself an entry",
      difference -> difference.element().matches("(?s).*next one\\.(distance|car|start date).*")),

  SCALE(
      "KIE tells 1.50 from 1.5: as a text, and within lists and contexts",
      difference ->
          difference.element().contains("string(")
              && Values.text(difference.own())
                  .equals(withoutZeros(Values.text(difference.theirs())))),

  ERROR_IN_SERVICE(
      "KIE makes a decision service null as a whole where a decision in it has an error",
      difference ->
          difference.theirs() instanceof Value.Null && difference.element().contains("service")),

  UNEXPLAINED("not explained", _ -> true);

  private final String sentence;
  private final Predicate<Difference> fits;

  Cause(String sentence, Predicate<Difference> fits) {
    this.sentence = sentence;
    this.fits = fits;
  }

  static Cause of(Difference difference) {
    for (Cause cause : values()) {
      if (cause.fits.test(difference)) {
        return cause;
      }
    }
    return UNEXPLAINED;
  }

  /// The text with no zeros at the ends of its numbers.
  private static String withoutZeros(String text) {
    return text.replaceAll("(\\.\\d*?)0+(?!\\d)", "$1").replaceAll("\\.(?!\\d)", "");
  }

  private static String reason(Value value) {
    return value instanceof Value.Null nothing
        ? nothing.reason().map(reason -> reason.sentence()).orElse("")
        : "";
  }

  /// Whether a table of which no rule matches made the value, or a part of it, null.
  private static boolean isOfNoRule(Value value) {
    if (value instanceof Value.Items items) {
      return items.values().stream().anyMatch(Cause::isOfNoRule);
    }
    if (value instanceof Value.Context context) {
      return context.entries().values().stream().anyMatch(Cause::isOfNoRule);
    }
    return reason(value).startsWith("no rule of");
  }

  @Override
  public String toString() {
    return sentence;
  }
}
