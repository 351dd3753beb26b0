package dev.quoin.ratebook.worksheet;

import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What people read of an answer: its line items, and how each of them came to be. Lines are of text in cells of equal width.
public record Worksheet(Ratebook ratebook, Language language) {
  private static final int WIDTH = 118;

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
