package dev.quoin.bench.engines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.value.Written;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/// What Apache KIE's DMN engine takes for the requests that `quoin compare` compares: rentals of `ratebooks/seoul-carshare`, drawn by its
/// generator, under one policy. Every answer is held against Quoin's.
public final class KieRental {
  private static final Instant PRICED_AT = Instant.parse("2026-06-01T00:00:00Z");
  private static final int WARM_UP = 500;

  private final DMNRuntime runtime;
  private final DMNModel model;

  private KieRental(byte[] dmn) {
    runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(List.of(ResourceFactory.newByteArrayResource(dmn)))
            .getOrElseThrow(IllegalStateException::new);
    model = runtime.getModels().getFirst();
  }

  /// Prices requests on all processors and prints how long that took.
  ///
  /// @param arguments the folder of the ratebook, how many requests, and their seed
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    Problems problems = new Problems();
    Ratebook ratebook =
        Ratebook.load(folder, problems)
            .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
    Generator generator = ratebook.generator("rental", problems).orElseThrow();
    KieRental kie = new KieRental(PortableRental.of(ratebook, folder));
    List<Map<String, Value>> requests = new ArrayList<>(count);
    List<Map<String, @Nullable Object>> inputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      requests.add(generator.inputs(seed, i));
      inputs.add(kieInputs(ratebook, requests.get(i)));
    }
    inputs.stream().limit(WARM_UP).forEach(kie::answer);
    long start = System.nanoTime();
    List<String> answers = inputs.parallelStream().map(kie::answer).toList();
    long taken = System.nanoTime() - start;
    Pricer pricer = new Pricer(ratebook, Compiler::compile);
    List<Integer> different =
        IntStream.range(0, count)
            .filter(i -> !answers.get(i).equals(quoin(pricer, requests.get(i))))
            .boxed()
            .toList();
    System.out.printf(
        "KIE 10.2.0: %,d rentals in %.1f s on %d processors; %,d answered unlike Quoin%n",
        count, taken / 1e9, Runtime.getRuntime().availableProcessors(), different.size());
    different.stream()
        .limit(5)
        .forEach(i ->
            System.out.println(
                Written.json(new Value.Context(requests.get(i)))
                    + "\n  "
                    + answers.get(i)
                    + "\n  "
                    + quoin(pricer, requests.get(i))));
  }

  private static Map<String, @Nullable Object> kieInputs(
      Ratebook ratebook, Map<String, Value> request) {
    Map<String, @Nullable Object> inputs = new HashMap<>();
    ratebook.levers().forEach(lever -> inputs.put(lever.id(), KieValues.of(lever.at(PRICED_AT))));
    request.forEach((name, value) -> inputs.put(name, KieValues.of(value)));
    return inputs;
  }

  /// The refusals, or else the total.
  private String answer(Map<String, @Nullable Object> inputs) {
    DMNContext context = runtime.newContext();
    inputs.forEach(context::set);
    DMNResult result = runtime.evaluateDecisionService(model, context, "Rental");
    Value refusals = KieValues.value(result.getDecisionResultByName("refusals").getResult());
    if (refusals instanceof Value.Items items && !items.values().isEmpty()) {
      return refusals.toString();
    }
    return KieValues.value(result.getDecisionResultByName("total").getResult()).toString();
  }

  private static String quoin(Pricer pricer, Map<String, Value> inputs) {
    Request request =
        Request.read(
                pricer.ratebook(),
                "rental",
                "generated",
                Written.json(new Value.Context(inputs)).getBytes(UTF_8),
                new Problems())
            .orElseThrow();
    return switch (pricer.quote("rental", request, PRICED_AT)) {
      case Answer.Quote quote -> new Value.Num(quote.total()).toString();
      case Answer.Refusal refusal ->
          new Value.Items(
                  refusal.reasons().stream()
                      .map(Answer.Refused::code)
                      .<Value>map(Value::of)
                      .toList())
              .toString();
      case Answer answer -> answer.toString();
    };
  }
}
