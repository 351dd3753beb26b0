package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Prices requests with a ratebook. Many threads may share one.
public final class Pricer {
  private final Ratebook ratebook;
  private final Evaluator evaluator;
  private final LeversInForce levers;

  /// @param evaluators makes what evaluates the program: the compiler, or the interpreter
  public Pricer(Ratebook ratebook, Function<Program, Evaluator> evaluators) {
    this.ratebook = ratebook;
    this.evaluator = evaluators.apply(ratebook.program());
    this.levers = new LeversInForce(ratebook.program(), ratebook.levers());
  }

  public Ratebook ratebook() {
    return ratebook;
  }

  /// The price of a service.
  ///
  /// @param at the pricing instant, which `now()` and `today()` read
  public Answer quote(String service, Request request, Instant at) {
    return quote(service, request, AsOf.at(at));
  }

  /// The price of a service, with the levers of an instant of their own.
  public Answer quote(String service, Request request, AsOf asOf) {
    Problems problems = new Problems();
    return service(service, problems)
        .map(found -> quote(found, request, asOf, Optional.empty()))
        .orElseGet(() -> new Answer.Failure(problems.sorted()));
  }

  /// The same with its explanation.
  public Explanation quoteExplained(String service, Request request, Instant at) {
    return quoteExplained(service, request, AsOf.at(at));
  }

  /// The same with its explanation.
  public Explanation quoteExplained(String service, Request request, AsOf asOf) {
    return explain(service, request, asOf, quote(service, request, asOf));
  }

  /// The explanation of an answer that this pricer gave.
  ///
  /// @param at the pricing instant of the answer
  public Explanation explain(String service, Request request, Instant at, Answer answer) {
    return explain(service, request, AsOf.at(at), answer);
  }

  private Explanation explain(String service, Request request, AsOf asOf, Answer answer) {
    Optional<Ratebook.Service> found = service(service, new Problems());
    if (found.isEmpty()) {
      return new Explanation(answer, List.of());
    }
    Recorder recorder = new Recorder(ratebook, asOf.levers());
    return proved(answer, quote(found.get(), request, asOf, Optional.of(recorder)), recorder);
  }

  /// The value of any decision of a model.
  public Answer decide(String decision, Request request, Instant at) {
    return decide(decision, request, at, Optional.empty());
  }

  /// The same with its explanation.
  public Explanation decideExplained(String decision, Request request, Instant at) {
    Answer answer = decide(decision, request, at);
    Recorder recorder = new Recorder(ratebook, at);
    return proved(answer, decide(decision, request, at, Optional.of(recorder)), recorder);
  }

  private static Explanation proved(Answer answer, Answer traced, Recorder recorder) {
    if (answer.equals(traced)) {
      return new Explanation(answer, recorder.steps());
    }
    return new Explanation(
        failure(
            new Place(RatebookReader.FILE, 0, 0),
            "explanation-differs",
            "the explained answer is not the answer: `%s` and `%s`".formatted(traced, answer)),
        List.of());
  }

  private Optional<Ratebook.Service> service(String name, Problems problems) {
    return Request.service(ratebook, name, new Place(RatebookReader.FILE, 0, 0), problems);
  }

  private Answer quote(
      Ratebook.Service service, Request request, AsOf asOf, Optional<Recorder> recorder) {
    if (!request.has(service.inputs())) {
      throw new IllegalArgumentException(
          "a request of another service than `" + service.name() + "`");
    }
    Moment moment = new Moment(asOf.now(), ratebook.zone());
    Value[] inputs = inputs(request, asOf.levers());
    try {
      List<Problem> unmet = unmet(service, request, inputs, moment);
      if (!unmet.isEmpty()) {
        return new Answer.Failure(unmet);
      }
      return answer(service, start(inputs, moment, recorder));
    } catch (EvaluationException e) {
      return new Answer.Failure(List.of(e.problem()));
    }
  }

  /// Which of a service's requirements a request does not meet; asked without an instant of pricing.
  ///
  /// @throws EvaluationException where that cannot be said
  static List<Problem> unmet(Ratebook ratebook, Ratebook.Service service, Request request) {
    return unmet(service, request, request.values(), new Moment(Instant.EPOCH, ratebook.zone()));
  }

  private static List<Problem> unmet(
      Ratebook.Service service, Request request, Value[] inputs, Moment moment) {
    List<Problem> unmet = new ArrayList<>();
    for (Ratebook.Requirement requirement : service.requirements()) {
      if (!Conditions.holds(requirement.condition(), requirement.locals(), inputs, moment)) {
        unmet.add(
            new Problem(
                request.place(requirement.at()), requirement.code(), requirement.text().en()));
      }
    }
    return unmet.stream().sorted().toList();
  }

  private Answer decide(String decision, Request request, Instant at, Optional<Recorder> recorder) {
    Optional<Program.Global> global = ratebook.program().global(decision);
    if (global.isEmpty()) {
      throw new IllegalArgumentException("a request of another decision than `" + decision + "`");
    }
    Moment moment = new Moment(at, ratebook.zone());
    try {
      return new Answer.Decided(
          decision, start(inputs(request, at), moment, recorder).value(global.get().index()));
    } catch (EvaluationException e) {
      return new Answer.Failure(List.of(e.problem()));
    }
  }

  private Evaluator.Evaluation start(Value[] inputs, Moment moment, Optional<Recorder> recorder) {
    return recorder.isPresent()
        ? evaluator.start(inputs, moment, recorder.get())
        : evaluator.start(inputs, moment);
  }

  private Value[] inputs(Request request, Instant at) {
    Value[] inputs = request.values();
    for (LeversInForce.Bound lever : levers.at(at)) {
      inputs[lever.input()] = lever.value();
    }
    return inputs;
  }

  private Answer answer(Ratebook.Service service, Evaluator.Evaluation evaluation) {
    Problems problems = new Problems();
    if (service.refusals().isPresent()) {
      Value.Items refusals = (Value.Items) evaluation.value(service.refusals().get());
      if (!refusals.values().isEmpty()) {
        return refusal(service, refusals, problems);
      }
    }
    List<Answer.Line> lines =
        lines(service, (Value.Items) evaluation.value(service.lines()), problems);
    Value total = evaluation.value(service.total());
    if (!(total instanceof Value.Num sum)) {
      return failure(
          service.place(), "total-differs", "the total is `%s`".formatted(Written.plain(total)));
    }
    Map<String, Value> shown = new LinkedHashMap<>();
    for (int index : service.shown()) {
      shown.put(ratebook.program().globals().get(index).name(), evaluation.value(index));
    }
    Decimal added = lines.stream().map(Answer.Line::amount).reduce(Decimal.ZERO, Decimal::plus);
    if (problems.isEmpty() && !added.equals(sum.value())) {
      problems.add(
          ratebook.program().globals().get(service.total()).place(),
          "total-differs",
          "the total is `%s`, but its lines add up to `%s`"
              .formatted(sum.value().toPlainText(), added.toPlainText()));
    }
    return problems.isEmpty()
        ? new Answer.Quote(lines, sum.value(), shown, ratebook.currency())
        : new Answer.Failure(problems.sorted());
  }

  private Answer refusal(Ratebook.Service service, Value.Items refusals, Problems problems) {
    Place place = ratebook.program().globals().get(service.refusals().orElseThrow()).place();
    List<Answer.Refused> reasons = new ArrayList<>();
    for (Value refusal : refusals.values()) {
      String code = Written.plain(refusal);
      text(code, ratebook.refusals(), "refusals", place, problems)
          .ifPresent(text -> reasons.add(new Answer.Refused(code, text)));
    }
    return problems.isEmpty() ? new Answer.Refusal(reasons) : new Answer.Failure(problems.sorted());
  }

  private List<Answer.Line> lines(Ratebook.Service service, Value.Items items, Problems problems) {
    Place place = ratebook.program().globals().get(service.lines()).place();
    List<Answer.Line> lines = new ArrayList<>();
    for (Value item : items.values()) {
      if (item instanceof Value.Context line
          && line.entries().get("code") instanceof Value.Text code
          && line.entries().get("amount") instanceof Value.Num amount) {
        text(code.value(), ratebook.lineItems(), "line items", place, problems)
            .ifPresent(text -> lines.add(new Answer.Line(code.value(), text, amount.value())));
      } else {
        problems.add(
            place,
            "wrong-type",
            "`%s` is no line (expected: {code: string, amount: number})"
                .formatted(Written.json(item)));
      }
    }
    return lines;
  }

  private static Optional<Texts> text(
      String code, Map<String, Texts> texts, String key, Place place, Problems problems) {
    Texts text = texts.get(code);
    if (text == null) {
      problems.add(
          place,
          "missing-text",
          "code `%s` has no text under `%s` of the ratebook".formatted(code, key));
    }
    return Optional.ofNullable(text);
  }

  private static Answer failure(Place place, String code, String sentence) {
    return new Answer.Failure(List.of(new Problem(place, code, sentence)));
  }
}
