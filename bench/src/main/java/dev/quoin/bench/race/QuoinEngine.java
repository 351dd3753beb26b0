package dev.quoin.bench.race;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Plain;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Quoin as a contender, in all its forms.
final class QuoinEngine implements Contender {
  static final Moment MOMENT = new Moment(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

  private final Starter starter;
  private final int decision;
  private final Value[][] inputs;

  @FunctionalInterface
  private interface Starter {
    Evaluator.Evaluation start(Value[] inputs);
  }

  private QuoinEngine(Starter starter, Program program, Workload workload) {
    this.starter = starter;
    this.decision = program.global(workload.decision()).orElseThrow().index();
    this.inputs =
        workload.requests().stream()
            .map(request -> inputs(program, request))
            .toArray(Value[][]::new);
  }

  /// A model as a program.
  public static Program program(byte[] dmn, Mode mode) {
    return program(dmn, Map.of(), mode, new Problems());
  }

  private static Program program(
      byte[] dmn, Map<String, Binding> bindings, Mode mode, Problems problems) {
    return ModelReader.read("model.dmn", dmn, problems)
        .flatMap(model -> Builder.build(model, bindings, mode, problems))
        .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
  }

  /// A table of rates whose rules are the rows of a CSV file, as a program.
  static Program program(byte[] dmn, byte[] csv) {
    Problems problems = new Problems();
    Optional<RateTable> table =
        Csv.read("rates.csv", csv, problems)
            .flatMap(read ->
                RateTable.read(
                    "rates", read, HitPolicy.FIRST, false, new Plain(ZoneOffset.UTC, problems)));
    return table
        .map(rates -> program(dmn, Map.of(Rating.OPEN, rates), Mode.STRICT, problems))
        .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
  }

  /// The row form.
  public static Contender compiled(Evaluator evaluator, Workload workload) {
    return new QuoinEngine(
        inputs -> evaluator.start(inputs, MOMENT), evaluator.program(), workload);
  }

  /// The traced form, with what a tracer makes for each evaluation.
  static Contender traced(Evaluator evaluator, Supplier<Tracer> tracers, Workload workload) {
    return new QuoinEngine(
        inputs -> evaluator.start(inputs, MOMENT, tracers.get()), evaluator.program(), workload);
  }

  static Contender interpreted(Program program, Workload workload) {
    return compiled(new ModelInterpreter(program), workload);
  }

  @Override
  public Object answer(int request) {
    return starter.start(inputs[request]).value(decision);
  }

  @Override
  public Map<String, Object> told(Object answer) {
    return entries(answer);
  }

  /// The entries of an answer in the terms of a workload.
  static Map<String, Object> entries(Object answer) {
    Map<String, Object> told = new HashMap<>();
    if (answer instanceof Value.Context context) {
      context.entries().forEach((name, value) -> told.put(name, plain(value)));
    }
    return told;
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Num number -> number.value().toBigDecimal();
      case Value.Text text -> text.value();
      default -> value;
    };
  }

  private static Value[] inputs(Program program, Map<String, Object> request) {
    Value[] inputs = new Value[program.globals().size()];
    request.forEach((name, value) ->
        program.global(name).ifPresent(global -> inputs[global.index()] = value(value)));
    return inputs;
  }

  private static Value value(Object value) {
    return switch (value) {
      case BigDecimal number -> Value.of(Decimal.of(number));
      case String text -> Value.of(text);
      case LocalDateTime moment -> new Value.DateTime(moment, null, null);
      default -> throw new IllegalArgumentException("no input: " + value);
    };
  }

  /// Keeps what it is told: what an explanation is made of.
  static final class Keeper implements Tracer {
    /// A table that was asked.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Asked(TypedExpr.Table table, Value[] subjects, int[] rules) {}

    private final List<Object> told = new ArrayList<>();

    @Override
    public void enter(Program.Decision decision) {
      told.add(decision);
    }

    @Override
    public void enter(Program.Function function, Value[] arguments) {
      told.add(function);
      told.add(arguments);
    }

    @Override
    public void leave(Value value) {
      told.add(value);
    }

    @Override
    public void used(Program.Global global, Value value) {
      told.add(global);
      told.add(value);
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      told.add(new Asked(table, subjects, rules));
    }
  }
}
