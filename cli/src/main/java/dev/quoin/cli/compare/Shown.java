package dev.quoin.cli.compare;

import dev.quoin.compare.Comparison;
import dev.quoin.compare.Figures;
import dev.quoin.compare.Label;
import dev.quoin.compare.Money;
import dev.quoin.compare.Policy;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.value.Written;
import dev.quoin.ratebook.worksheet.Amounts;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the figures of a comparison for people: amounts with commas, what changes with its sign.
record Shown(Comparison comparison, Language language) {
  private static final int DIGEST = 12;
  private static final String NOTHING = "–";

  private Money money() {
    return comparison.money();
  }

  String service() {
    return comparison.before().service().title().in(language);
  }

  String ratebook() {
    return comparison.after().ratebook().title().in(language);
  }

  static String policy(Policy policy) {
    return policy.ratebook().id() + " " + policy.release().digest().substring(0, DIGEST);
  }

  String amount(BigInteger units) {
    return Amounts.grouped(money().text(units));
  }

  String amount(long units) {
    return amount(BigInteger.valueOf(units));
  }

  /// An amount by which something changes.
  String change(BigInteger units) {
    return (units.signum() > 0 ? "+" : "") + amount(units);
  }

  String change(long units) {
    return change(BigInteger.valueOf(units));
  }

  /// What one price is in the mean.
  String mean(BigInteger units, long count) {
    return count == 0 ? NOTHING : Amounts.grouped(money().mean(units, count));
  }

  String meanChange(BigInteger units, long count) {
    return (count > 0 && units.signum() > 0 ? "+" : "") + mean(units, count);
  }

  /// The part in percent, with its sign.
  static String percentChange(BigInteger part, BigInteger whole) {
    if (whole.signum() == 0) {
      return NOTHING;
    }
    return (part.signum() * whole.signum() > 0 ? "+" : "") + Money.percent(part, whole) + " %";
  }

  static String percentChange(Figures.Repriced repriced) {
    return percentChange(repriced.difference(), repriced.before());
  }

  static String share(long part, long whole) {
    return whole == 0
        ? NOTHING
        : Money.percent(BigInteger.valueOf(part), BigInteger.valueOf(whole)) + " %";
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// By how much a count changes.
  static String countChange(long before, long after) {
    return before == after ? "" : (after > before ? "+" : "") + count(after - before);
  }

  static String labels(List<Label> labels) {
    return String.join(
        " · ", labels.stream().map(label -> label.isNull() ? NOTHING : label.text()).toList());
  }

  /// A price, or that there is none.
  String price(long units, Explanation explanation) {
    return switch (explanation.answer()) {
      case Answer.Quote _ -> amount(units);
      case Answer.Refusal _ -> "refused";
      case Answer.Failure _, Answer.Decided _ -> "failed";
    };
  }

  /// What was asked, without what was left out.
  static String inputs(Comparison.Mover mover, String separator) {
    return String.join(
        separator,
        mover.inputs().entrySet().stream()
            .filter(input -> !(input.getValue() instanceof Value.Null))
            .map(input -> input.getKey() + " " + Written.plain(input.getValue()))
            .toList());
  }

  /// The text of a code by which requests are refused.
  String refusal(String code) {
    Texts text = texts(comparison.after()).get(code);
    Texts old = text == null ? texts(comparison.before()).get(code) : text;
    return old == null ? code : old.in(language);
  }

  private static Map<String, Texts> texts(Policy policy) {
    return policy.ratebook().refusals();
  }
}
