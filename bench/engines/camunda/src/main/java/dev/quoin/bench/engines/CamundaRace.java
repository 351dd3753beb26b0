package dev.quoin.bench.engines;

import dev.quoin.bench.race.Contender;
import dev.quoin.bench.race.Duel;
import dev.quoin.bench.race.Workload;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;

/// Camunda 7's DMN engine. Its numbers are doubles.
public final class CamundaRace implements Contender {
  private final DmnEngine engine =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private final DmnDecision decision;
  private final Workload workload;

  private CamundaRace(byte[] dmn, Workload workload) {
    this.workload = workload;
    this.decision = engine.parseDecision(workload.decision(), new ByteArrayInputStream(dmn));
  }

  /// Races and prints a row for each workload.
  ///
  /// @param arguments the workloads to race on; all where nothing is said
  public static void main(String[] arguments) {
    Duel.here("Camunda 7.24.0", CamundaRace::new, arguments);
  }

  @Override
  public Object answer(int request) {
    return engine.evaluateDecision(decision, workload.requests().get(request));
  }

  @Override
  public Map<String, Object> told(Object answer) {
    Map<String, Object> entries = ((DmnDecisionResult) answer).getSingleResult().getEntryMap();
    Map<String, Object> told = new HashMap<>();
    // A decision that is an expression has one entry, its value.
    if (entries.size() == 1 && entries.values().iterator().next() instanceof Map<?, ?> context) {
      context.forEach((name, value) -> told.put(name.toString(), exact(value)));
    } else {
      entries.forEach((name, value) -> told.put(name, exact(value)));
    }
    return told;
  }

  private static Object exact(Object value) {
    return value instanceof Number number ? new BigDecimal(number.toString()) : value;
  }
}
