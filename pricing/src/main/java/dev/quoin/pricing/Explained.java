package dev.quoin.pricing;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.value.Written;
import dev.quoin.ratebook.worksheet.Worksheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// Why an answer that was given is what it is: its own request, priced again under its own release as of the same instant, in the
/// traced form.
///
/// @param answer as it was given
/// @param again of the same request, now: it explains the answer only where it [is the same][#isProven()]
/// @param engines by what each of the two was computed
public record Explained(Quoted answer, Explanation again, Engines engines) {
  /// Versions of the engine.
  ///
  /// @param answered the one that gave the answer, where that was kept
  /// @param again the one that priced it again
  public record Engines(Optional<String> answered, String again) {}

  private static final String NOTHING = "–";

  private static final Texts NOT_PROVEN =
      new Texts(
          "같은 릴리스로 다시 계산한 값이 답한 값과 다릅니다. 그래서 산출 근거를 보여 드리지 않습니다.",
          "Priced again under the same release, it does not come out as it was answered. So no explanation is shown.");

  private static final Texts ANSWERED = new Texts("답한 값", "answered");
  private static final Texts ENGINE = new Texts("엔진", "engine");
  private static final Texts AGAIN = new Texts("다시 계산한 값", "again");

  /// Prices an answer again.
  public static Explained of(Quoted answer, Engines engines) {
    return new Explained(
        answer,
        answer.release().pricer().quoteExplained(answer.service(), answer.request(), answer.asOf()),
        engines);
  }

  /// Whether the same came out, to the last digit.
  public boolean isProven() {
    return again.answer() instanceof Answer.Outcome outcome
        && KeptJson.of(outcome).equals(KeptJson.of(answer.outcome()));
  }

  /// Something that did not come out as it was answered.
  ///
  /// @param part the code of a line item, `total`, the name of what is shown beside it, `refusal`, `problem`, or `order` of the lines
  /// @param answered as it was given; a dash where there was no such part
  /// @param again as it comes out now
  public record Difference(String part, String answered, String again) {}

  /// All that did not come out as it was answered; empty where it is proven.
  public List<Difference> differences() {
    return isProven() ? List.of() : between(answer.outcome(), again.answer());
  }

  /// What of an answer does not come out as it was given.
  static List<Difference> between(Answer.Outcome given, Answer again) {
    Map<String, String> then = parts(given);
    Map<String, String> now = parts(again);
    SequencedSet<String> all = new LinkedHashSet<>(then.keySet());
    all.addAll(now.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String part : all) {
      String answered = then.getOrDefault(part, NOTHING);
      String recomputed = now.getOrDefault(part, NOTHING);
      if (!answered.equals(recomputed)) {
        differences.add(new Difference(part, answered, recomputed));
      }
    }
    return differences;
  }

  /// For people: the line items as they were answered, and how each came to be. Where that cannot be proven it is not shown, but
  /// what came out otherwise.
  ///
  /// @param full nothing of it is folded
  public List<String> worksheet(Language language, boolean full) {
    Worksheet worksheet = new Worksheet(answer.release().ratebook(), language);
    List<String> lines = new ArrayList<>();
    lines.add(answer.id().toString());
    lines.addAll(worksheet.receipt(service(), answer.at(), answer.outcome()));
    if (isProven()) {
      lines.addAll(worksheet.explanation(service(), again, full));
    } else {
      lines.add("");
      lines.add(NOT_PROVEN.in(language));
      lines.add("");
      Grid grid = Grid.of(Grid.Side.LEFT, Grid.Side.RIGHT, Grid.Side.RIGHT);
      table(language).forEach(row -> grid.row(row.toArray(String[]::new)));
      lines.addAll(grid.lines());
    }
    return lines;
  }

  /// The same as one page of HTML that needs nothing else, with what was asked.
  ///
  /// @param full nothing of it is folded
  public String page(Language language, boolean full) {
    Worksheet worksheet = new Worksheet(answer.release().ratebook(), language);
    Worksheet.Priced priced =
        new Worksheet.Priced(
            Optional.of(answer.id().toString()),
            service(),
            answer.request().inputs(),
            answer.at(),
            answer.outcome());
    return isProven()
        ? worksheet.page(priced, again, full)
        : worksheet.page(priced, NOT_PROVEN.in(language), table(language));
  }

  private Ratebook.Service service() {
    return Objects.requireNonNull(
        answer.release().ratebook().services().get(answer.service()), answer.service());
  }

  /// The differences by rows, below a heading and the engines.
  private List<List<String>> table(Language language) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", ANSWERED.in(language), AGAIN.in(language)));
    rows.add(List.of(ENGINE.in(language), engines.answered().orElse(NOTHING), engines.again()));
    differences().forEach(one -> rows.add(List.of(one.part(), one.answered(), one.again())));
    return rows;
  }

  private static Map<String, String> parts(Answer answer) {
    Map<String, String> parts = new LinkedHashMap<>();
    switch (answer) {
      case Answer.Quote quote -> {
        quote.lines().forEach(line -> add(parts, line.code(), line.amount().toPlainText()));
        parts.put("total", quote.total().toPlainText() + " " + quote.currency());
        quote.shown().forEach((name, value) -> parts.put(name, Written.json(value)));
        parts.put(
            "order",
            quote.lines().stream().map(Answer.Line::code).collect(Collectors.joining(", ")));
      }
      case Answer.Refusal refusal ->
          parts.put(
              "refusal",
              refusal.reasons().stream()
                  .map(Answer.Refused::code)
                  .collect(Collectors.joining(", ")));
      case Answer.Failure failure ->
          parts.put(
              "problem",
              failure.problems().stream()
                  .map(problem -> problem.code() + ": " + problem.sentence())
                  .collect(Collectors.joining("; ")));
      case Answer.Decided decided -> parts.put(decided.decision(), Written.json(decided.value()));
    }
    return parts;
  }

  /// A code that comes twice stands for both of its amounts.
  private static void add(Map<String, String> parts, String code, String amount) {
    parts.merge(code, amount, (first, second) -> first + " + " + second);
  }
}
