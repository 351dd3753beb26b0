package dev.quoin.ratebook.guard;

import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Prices;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Prices requests of the services of a ratebook, a batch at once. A request is an array of values by the index of the
/// global, with one place more for what a guard's formulas name beside the inputs.
final class Asking {
  private static final int BATCH = 4_096;

  /// What says that something is no request of the service, so that no price is owed.
  private static final Set<String> NO_REQUEST =
      Set.of("missing-field", "wrong-type", "not-allowed");

  private final Ratebook ratebook;
  private final Function<Program, Evaluator> evaluators;
  private final Instant at;
  private final Map<String, ColumnPricer> pricers = new HashMap<>();

  Asking(Ratebook ratebook, Function<Program, Evaluator> evaluators, Instant at) {
    this.ratebook = ratebook;
    this.evaluators = evaluators;
    this.at = at;
  }

  /// What requests were answered.
  ///
  /// @param decided what each of the asked decisions says, by its index and by the request
  /// @param without why there is no price; nothing where there is one
  record Answered(Map<Integer, List<Value>> decided, List<Optional<NoPrice>> without) {
    boolean hasPrice(int request) {
      return without.get(request).isEmpty();
    }

    Value value(Guard.Output output, int request) {
      List<Value> values = decided.get(output.decision());
      if (values == null) {
        throw new IllegalStateException("`" + output.name() + "` was not asked");
      }
      return values.get(request);
    }
  }

  Ratebook ratebook() {
    return ratebook;
  }

  Instant at() {
    return at;
  }

  /// Asks for prices, and for decisions beside them.
  Answered ask(Ratebook.Service service, List<Value[]> requests, Set<Integer> decisions) {
    ColumnPricer pricer =
        pricers.computeIfAbsent(
            service.name(), _ -> ColumnPricer.of(ratebook, service, evaluators));
    List<Integer> others = new ArrayList<>(decisions);
    others.removeIf(decision -> decision == service.total());
    Map<Integer, List<Value>> decided = new HashMap<>();
    decisions.forEach(decision -> decided.put(decision, new ArrayList<>(requests.size())));
    List<Optional<NoPrice>> without = new ArrayList<>(requests.size());
    for (int from = 0; from < requests.size(); from += BATCH) {
      List<Value[]> batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
      Map<String, Column> columns = columns(service, batch);
      Prices prices = pricer.price(columns, batch.size(), at);
      List<Outcome> outcomes =
          others.isEmpty() ? List.of() : pricer.decide(columns, batch.size(), others, at);
      for (int lane = 0; lane < batch.size(); lane++) {
        without.add(Optional.ofNullable(prices.without().get(lane)));
        boolean isPriced = !prices.without().containsKey(lane);
        for (int i = 0; i < others.size(); i++) {
          add(decided, others.get(i), isPriced, outcomes.get(i).values(), lane);
        }
        if (decisions.contains(service.total())) {
          add(decided, service.total(), isPriced, prices.totals(), lane);
        }
      }
    }
    return new Answered(decided, without);
  }

  private static void add(
      Map<Integer, List<Value>> decided, int decision, boolean isPriced, Column column, int lane) {
    List<Value> values = decided.get(decision);
    if (values != null) {
      values.add(isPriced ? column.value(lane) : Value.NULL);
    }
  }

  private Map<String, Column> columns(Ratebook.Service service, List<Value[]> batch) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int input : service.inputs()) {
      Value[] column = new Value[batch.size()];
      for (int lane = 0; lane < column.length; lane++) {
        column[lane] = batch.get(lane)[input];
      }
      columns.put(ratebook.program().globals().get(input).name(), Column.of(column));
    }
    return columns;
  }

  /// Whether an answer says that something was no request of the service.
  static boolean isNoRequest(Ratebook.Service service, NoPrice without) {
    if (without.isRefusal()) {
      return false;
    }
    Set<String> codes = new HashSet<>(NO_REQUEST);
    service.requirements().forEach(requirement -> codes.add(requirement.code()));
    return without.codes().stream().anyMatch(codes::contains);
  }
}
