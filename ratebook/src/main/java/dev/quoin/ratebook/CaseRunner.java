package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Prices golden cases and holds the answers against what they expect.
public final class CaseRunner {
  private final Pricer pricer;

  public CaseRunner(Pricer pricer) {
    this.pricer = pricer;
  }

  /// What became of a case.
  public record Result(Cases.Case golden, Answer answer, List<Difference> differences)
      implements Tested {
    public Result {
      differences = List.copyOf(differences);
    }

    @Override
    public String name() {
      return golden.name();
    }
  }

  /// What differs.
  ///
  /// @param place the cell that expects it
  /// @param what "total", "line `rental-fee`"
  public record Difference(Place place, String what, String expected, String got) {}

  /// Runs all cases of a file.
  ///
  /// @param progress is told each result as it comes
  public List<Result> run(Cases cases, Consumer<Result> progress) {
    List<Result> results = new ArrayList<>(cases.cases().size());
    for (Cases.Case golden : cases.cases()) {
      Result result = run(cases.service(), golden);
      results.add(result);
      progress.accept(result);
    }
    return results;
  }

  private Result run(String serviceName, Cases.Case golden) {
    Problems problems = new Problems();
    Optional<Request> request =
        Request.service(pricer.ratebook(), serviceName, golden.place(), problems)
            .flatMap(service -> Request.of(pricer.ratebook(), service, golden.inputs(), problems));
    Answer answer =
        request
            .map(asked -> pricer.quote(serviceName, asked, golden.at()))
            .orElseGet(() -> new Answer.Failure(problems.sorted()));
    List<Difference> differences = new ArrayList<>();
    for (Cases.Expected expected : golden.expected()) {
      difference(expected, answer, request, golden).ifPresent(differences::add);
    }
    boolean expectsEnd =
        golden.expected().stream()
            .anyMatch(expected ->
                expected instanceof Cases.Expected.Refusals
                    || expected instanceof Cases.Expected.Problem);
    if (!expectsEnd && !(answer instanceof Answer.Quote)) {
      differences.clear();
      differences.add(new Difference(golden.place(), "answer", "a quote", described(answer)));
    }
    return new Result(golden, answer, differences);
  }

  private Optional<Difference> difference(
      Cases.Expected expected, Answer answer, Optional<Request> request, Cases.Case golden) {
    return switch (expected) {
      case Cases.Expected.Total total ->
          answer instanceof Answer.Quote quote
              ? compare(total.value(), Value.of(quote.total()), "total", total.place())
              : Optional.of(
                  new Difference(
                      total.place(), "total", Written.plain(total.value()), described(answer)));
      case Cases.Expected.Line line -> line(line, answer);
      case Cases.Expected.Lines lines ->
          answer instanceof Answer.Quote quote
              ? compare(lines.lines(), lines(quote), "lines", lines.place())
              : Optional.of(
                  new Difference(
                      lines.place(), "lines", Written.json(lines.lines()), described(answer)));
      case Cases.Expected.Output output -> output(output, answer, request, golden);
      case Cases.Expected.Refusals refusals -> {
        Set<String> got =
            answer instanceof Answer.Refusal refusal
                ? refusal.reasons().stream().map(Answer.Refused::code).collect(Collectors.toSet())
                : Set.of();
        yield got.equals(refusals.codes())
            ? Optional.empty()
            : Optional.of(
                new Difference(
                    refusals.place(),
                    "refusals",
                    String.join("; ", new TreeSet<>(refusals.codes())),
                    described(answer)));
      }
      case Cases.Expected.Problem problem ->
          answer instanceof Answer.Failure failure
                  && failure.problems().stream()
                      .anyMatch(found -> found.code().equals(problem.code()))
              ? Optional.empty()
              : Optional.of(
                  new Difference(problem.place(), "problem", problem.code(), described(answer)));
    };
  }

  private static Optional<Difference> compare(Value expected, Value got, String what, Place place) {
    return Operators.same(expected, got)
        ? Optional.empty()
        : Optional.of(new Difference(place, what, Written.plain(expected), Written.plain(got)));
  }

  private static Optional<Difference> line(Cases.Expected.Line line, Answer answer) {
    String got =
        answer instanceof Answer.Quote quote
            ? quote.lines().stream()
                .filter(one -> one.code().equals(line.code()))
                .map(one -> one.amount().toPlainText())
                .collect(Collectors.joining(" and "))
            : described(answer);
    String expected = line.amount().map(Written::plain).orElse("");
    if (got.equals(expected)) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(
            line.place(),
            "line `" + line.code() + "`",
            expected.isEmpty() ? "no line" : expected,
            got.isEmpty() ? "no line" : got));
  }

  /// The line items as a column `lines` has them.
  static Value lines(Answer.Quote quote) {
    List<Value> lines = new ArrayList<>();
    for (Answer.Line line : quote.lines()) {
      Map<String, Value> entries = new LinkedHashMap<>();
      entries.put("code", Value.of(line.code()));
      entries.put("amount", Value.of(line.amount()));
      lines.add(new Value.Context(entries));
    }
    return new Value.Items(lines);
  }

  private Optional<Difference> output(
      Cases.Expected.Output output, Answer answer, Optional<Request> request, Cases.Case golden) {
    Value shown =
        answer instanceof Answer.Quote quote ? quote.shown().get(output.decision()) : null;
    if (shown != null) {
      return compare(output.value(), shown, "`" + output.decision() + "`", output.place());
    }
    Answer decided =
        request.map(asked -> pricer.decide(output.decision(), asked, golden.at())).orElse(answer);
    return decided instanceof Answer.Decided value
        ? compare(output.value(), value.value(), "`" + output.decision() + "`", output.place())
        : Optional.of(
            new Difference(
                output.place(),
                "`" + output.decision() + "`",
                Written.plain(output.value()),
                described(decided)));
  }

  /// An answer in a line.
  private static String described(Answer answer) {
    return switch (answer) {
      case Answer.Quote quote -> "a quote over " + quote.total().toPlainText();
      case Answer.Refusal refusal ->
          refusal.reasons().stream()
              .map(Answer.Refused::code)
              .collect(Collectors.joining("; ", "a refusal: ", ""));
      case Answer.Decided decided -> Written.plain(decided.value());
      case Answer.Failure failure ->
          failure.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
    };
  }
}
