package dev.quoin.bench.engines;

import dev.quoin.bench.race.Contender;
import dev.quoin.bench.race.Duel;
import dev.quoin.bench.race.Workload;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.camunda.dmn.DmnEngine;
import org.camunda.dmn.parser.ParsedDmn;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/// dmn-scala with the FEEL engine that it is fastest with.
public final class DmnScalaRace implements Contender {
  private final DmnEngine engine = new DmnEngine.Builder().build();
  private final ParsedDmn model;
  private final Workload workload;

  private DmnScalaRace(byte[] dmn, Workload workload) {
    this.workload = workload;
    this.model = right(engine.parse(new ByteArrayInputStream(dmn)));
  }

  /// Races and prints a row for each workload.
  ///
  /// @param arguments the workloads to race on; all where nothing is said
  public static void main(String[] arguments) {
    Duel.here("dmn-scala 1.11.0", DmnScalaRace::new, arguments);
  }

  @Override
  public Object answer(int request) {
    return right(engine.eval(model, workload.decision(), workload.requests().get(request))).value();
  }

  @Override
  public Map<String, Object> told(Object answer) {
    Map<?, ?> entries =
        answer instanceof scala.collection.Map<?, ?> map
            ? CollectionConverters.asJava(map)
            : (Map<?, ?>) answer;
    Map<String, Object> told = new HashMap<>();
    entries.forEach((name, value) -> told.put(name.toString(), exact(value)));
    return told;
  }

  private static Object exact(Object value) {
    return value instanceof Number || value instanceof scala.math.BigDecimal
        ? new BigDecimal(value.toString())
        : value;
  }

  private static <T> T right(Either<?, T> either) {
    return either
        .toOption()
        .getOrElse(() -> {
          throw new IllegalStateException(either.toString());
        });
  }
}
