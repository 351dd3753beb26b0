package dev.quoin.bench.race;

import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Quoin as a contender that answers all requests at once, by columns.
final class QuoinColumns implements Contender {
  private final Evaluator evaluator;
  private final int decision;
  private final Batch batch;
  private @Nullable Outcome first;

  /// An answer: what was answered to all, and whose it is.
  private record Lane(Outcome outcome, int lane) {}

  QuoinColumns(Evaluator evaluator, Workload workload) {
    Program program = evaluator.program();
    this.evaluator = evaluator;
    this.decision = program.global(workload.decision()).orElseThrow().index();
    int size = workload.requests().size();
    Column[] inputs = new Column[program.globals().size()];
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Input) {
        inputs[global.index()] =
            column(
                workload.requests().stream().map(request -> request.get(global.name())).toArray());
      }
    }
    this.batch = Batch.of(size, inputs);
  }

  /// A column of the first value's kind.
  private static Column column(Object[] values) {
    return switch (values[0]) {
      case BigDecimal _ -> numbers(Arrays.copyOf(values, values.length, BigDecimal[].class));
      case String _ -> Column.Texts.of(Arrays.copyOf(values, values.length, String[].class));
      case LocalDateTime _ ->
          new Column.Moments(
              Arrays.stream(values)
                  .mapToLong(moment -> ((LocalDateTime) moment).toEpochSecond(ZoneOffset.UTC))
                  .toArray(),
              null);
      default -> throw new IllegalArgumentException("no input: " + values[0]);
    };
  }

  private static Column numbers(BigDecimal[] numbers) {
    int scale = Arrays.stream(numbers).mapToInt(BigDecimal::scale).max().orElse(0);
    return Column.Numbers.of(
        Arrays.stream(numbers)
            .mapToLong(number -> number.setScale(scale).unscaledValue().longValueExact())
            .toArray(),
        scale);
  }

  private Outcome outcome() {
    return evaluator.evaluate(batch, List.of(decision), QuoinEngine.MOMENT).getFirst();
  }

  /// Answers one request, for whoever wants to know whether it is right: all of them were answered at once.
  @Override
  public Object answer(int request) {
    if (first == null) {
      first = outcome();
    }
    return new Lane(first, request);
  }

  @Override
  public int answer(Object[] answers, int asked, long until) {
    answers[0] = outcome();
    return batch.size();
  }

  @Override
  public Map<String, Object> told(Object answer) {
    Lane lane = (Lane) answer;
    return QuoinEngine.entries(lane.outcome.values().value(lane.lane));
  }
}
