package dev.quoin.bench.engines;

import dev.quoin.bench.race.Contender;
import dev.quoin.bench.race.Duel;
import dev.quoin.bench.race.Workload;
import java.util.List;
import java.util.Map;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/// Apache KIE's DMN engine, as its documentation embeds it.
public final class KieRace implements Contender {
  private final DMNRuntime runtime;
  private final DMNModel model;
  private final Workload workload;

  private KieRace(byte[] dmn, Workload workload) {
    this.workload = workload;
    runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(List.of(ResourceFactory.newByteArrayResource(dmn)))
            .getOrElseThrow(IllegalStateException::new);
    model = runtime.getModels().getFirst();
  }

  /// Races and prints a row for each workload.
  ///
  /// @param arguments the workloads to race on; all where nothing is said
  public static void main(String[] arguments) {
    Duel.here("KIE 10.2.0", KieRace::new, arguments);
  }

  @Override
  public Object answer(int request) {
    DMNContext context = runtime.newContext();
    workload.requests().get(request).forEach(context::set);
    return runtime
        .evaluateByName(model, context, workload.decision())
        .getDecisionResultByName(workload.decision())
        .getResult();
  }

  @Override
  @SuppressWarnings("unchecked") // a DMN context is such a map
  public Map<String, Object> told(Object answer) {
    return (Map<String, Object>) answer;
  }
}
