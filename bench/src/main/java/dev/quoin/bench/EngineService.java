package dev.quoin.bench;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A service of a ratebook as the engine answers it, without what stands around the engine: no JSON, no checks of the
/// request, no explanation.
final class EngineService {
  private static final Instant PRICED_AT = Instant.parse("2026-06-01T00:00:00Z");

  private final Evaluator evaluator;
  private final Ratebook.Service service;
  private final Moment moment;
  private final Value[] levers;

  /// @param evaluator over the service's program: compiled or interpreted
  EngineService(Ratebook ratebook, Ratebook.Service service, Evaluator evaluator) {
    this.evaluator = evaluator;
    this.service = service;
    moment = new Moment(PRICED_AT, ratebook.zone());
    levers = new Value[evaluator.program().globals().size()];
    for (Program.Global global : evaluator.program().globals()) {
      if (global instanceof Program.Input input) {
        ratebook.lever(input).ifPresent(lever -> levers[input.index()] = lever.at(PRICED_AT));
      }
    }
  }

  /// Inputs as the evaluator takes them.
  Value[] inputs(Map<String, Value> byName) {
    Value[] inputs = levers.clone();
    byName.forEach((name, value) ->
        evaluator.program().global(name).ifPresent(global -> inputs[global.index()] = value));
    return inputs;
  }

  /// The values that make an answer: the refusals where there are some, else the lines, the total and what is shown.
  record Outputs(Value refusals, Value lines, Value total, Value shown) {}

  Outputs evaluate(Value[] inputs) {
    Evaluator.Evaluation evaluation = evaluator.start(inputs, moment);
    Value refusals = service.refusals().map(evaluation::value).orElse(Value.NULL);
    if (refusals instanceof Value.Items items && !items.values().isEmpty()) {
      return new Outputs(refusals, Value.NULL, Value.NULL, Value.NULL);
    }
    return new Outputs(
        refusals,
        evaluation.value(service.lines()),
        evaluation.value(service.total()),
        evaluation.value(service.shown().getFirst()));
  }

  /// The answer as the policy by hand gives it; `shown` first is the VAT.
  Answer answer(Value[] inputs) {
    return answer(evaluate(inputs));
  }

  /// The answers to many requests, asked at once by columns.
  List<Answer> answers(List<Value[]> requests) {
    List<Outcome> outcomes = evaluator.evaluate(batch(requests), asked(), moment);
    List<Answer> answers = new ArrayList<>();
    for (int lane = 0; lane < requests.size(); lane++) {
      answers.add(answer(outputs(outcomes, lane)));
    }
    return answers;
  }

  private List<Integer> asked() {
    return Stream.concat(
            service.refusals().stream(),
            Stream.of(service.lines(), service.total(), service.shown().getFirst()))
        .toList();
  }

  private Batch batch(List<Value[]> requests) {
    Column[] columns = new Column[levers.length];
    for (Program.Global global : evaluator.program().globals()) {
      if (global instanceof Program.Input) {
        columns[global.index()] =
            Column.of(
                requests.stream()
                    .map(inputs -> Objects.requireNonNullElse(inputs[global.index()], Value.NULL))
                    .toArray(Value[]::new));
      }
    }
    return Batch.of(requests.size(), columns);
  }

  /// Nobody asks what a refused request would cost.
  private Outputs outputs(List<Outcome> outcomes, int lane) {
    int first = outcomes.size() - 3;
    Value refusals = first == 0 ? Value.NULL : value(outcomes.getFirst(), lane);
    if (refusals instanceof Value.Items items && !items.values().isEmpty()) {
      return new Outputs(refusals, Value.NULL, Value.NULL, Value.NULL);
    }
    return new Outputs(
        refusals,
        value(outcomes.get(first), lane),
        value(outcomes.get(first + 1), lane),
        value(outcomes.get(first + 2), lane));
  }

  private static Value value(Outcome outcome, int lane) {
    Problem problem = outcome.problems().get(lane);
    if (problem != null) {
      throw new IllegalStateException(problem.toString());
    }
    return outcome.values().value(lane);
  }

  private static Answer answer(Outputs outputs) {
    if (outputs.refusals instanceof Value.Items codes && !codes.values().isEmpty()) {
      return new Answer.Refused(codes.values().stream().map(EngineService::text).toList());
    }
    List<Answer.Line> lines = new ArrayList<>();
    for (Value line : ((Value.Items) outputs.lines).values()) {
      Map<String, Value> entries = ((Value.Context) line).entries();
      lines.add(
          new Answer.Line(
              text(SeoulTables.known(entries.get("code"), line)),
              won(SeoulTables.known(entries.get("amount"), line))));
    }
    return new Answer.Price(lines, won(outputs.total), won(outputs.shown));
  }

  private static String text(Value value) {
    return ((Value.Text) value).value();
  }

  private static long won(Value value) {
    return ((Value.Num) value).value().longValueExact();
  }
}
