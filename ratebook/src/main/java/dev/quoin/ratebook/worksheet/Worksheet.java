package dev.quoin.ratebook.worksheet;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people read of an answer: its line items, and how each of them came to be. Lines are of text in cells of equal width.
public record Worksheet(Ratebook ratebook, Language language) {
  private static final int WIDTH = 118;

  /// An answer with what was asked.
  ///
  /// @param id under which it is kept, if it is
  /// @param at when it was priced
  public record Priced(
      Optional<String> id,
      Ratebook.Service service,
      Map<String, Value> inputs,
      Instant at,
      Answer.Outcome outcome) {}

  /// The line items of a price with its total, or the reasons of a refusal, below what was asked, under which release and
  /// when.
  public List<String> receipt(Ratebook.Service service, Instant at, Answer.Outcome outcome) {
    Receipt receipt = new Receipt(ratebook, service, at, language);
    return switch (outcome) {
      case Answer.Quote quote -> receipt.lines(quote);
      case Answer.Refusal refusal -> receipt.lines(refusal);
    };
  }

  /// How an answer of a service came to be: a tree for each line item, then one for each other decision that was answered,
  /// each below an empty line.
  ///
  /// @param full nothing is folded, and nothing left out that was shown before
  public List<String> explanation(Ratebook.Service service, Explanation explanation, boolean full) {
    return lines(ExplanationTree.of(ratebook, service, explanation, full, language));
  }

  /// The same of a decision that was asked by its name.
  public List<String> explanation(Explanation explanation, boolean full) {
    return lines(ExplanationTree.of(ratebook, explanation, full, language));
  }

  /// An answer, what was asked and how it came to be, as one page of HTML that needs nothing else.
  ///
  /// @param full nothing is folded, and nothing left out that was shown before
  public String page(Priced priced, Explanation explanation, boolean full) {
    return page(priced)
        .of(ExplanationTree.of(ratebook, priced.service(), explanation, full, language));
  }

  /// The same of an answer that does not come out again: with what does not instead of an explanation.
  ///
  /// @param sentence says so
  /// @param differences what does not, by rows; the first is their heading
  public String page(Priced priced, String sentence, List<List<String>> differences) {
    return page(priced).of(sentence, differences);
  }

  private AnswerPage page(Priced priced) {
    return new AnswerPage(priced, new Receipt(ratebook, priced.service(), priced.at(), language));
  }

  /// A value, whole.
  public String value(Value value) {
    return new Shown(ratebook.zone(), true, new Wording(language)).text(value);
  }

  private static List<String> lines(List<Tree> trees) {
    List<String> lines = new ArrayList<>();
    for (Tree tree : trees) {
      lines.add("");
      lines.addAll(tree.lines(WIDTH));
    }
    return lines;
  }
}
