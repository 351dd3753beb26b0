package dev.quoin.ratebook.guard;

import dev.quoin.dmn.Column;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Prices;
import dev.quoin.ratebook.Ratebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Prices requests of the services of a ratebook, a batch at once. A request is an array of values by the index of the
/// global, with one place more for what a guard's formulas name beside the inputs.
final class Asking {
  private static final int BATCH = 4_096;

  private final Ratebook ratebook;
  private final Function<Program, Evaluator> evaluators;
  private final Instant at;
  private final Map<String, ColumnPricer> pricers = new HashMap<>();
  private @Nullable Known known;

  Asking(Ratebook ratebook, Function<Program, Evaluator> evaluators, Instant at) {
    this.ratebook = ratebook;
    this.evaluators = evaluators;
    this.at = at;
  }

  /// What requests were answered.
  ///
  /// @param decided what each of the asked decisions says, by its index and by the request
  /// @param without why there is no price; nothing where there is one
  /// @param noRequests those of which no price is owed, for they are no requests of the service
  record Answered(
      Map<Integer, List<Value>> decided, List<Optional<NoPrice>> without, Set<Integer> noRequests) {
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

  /// What requests were answered that many guards look at.
  private record Known(List<Value[]> requests, Answered answers) {}

  /// Asks once for what the guards of a service look at, in these very requests.
  void know(Ratebook.Service service, List<Value[]> requests, Set<Integer> decisions) {
    known = new Known(requests, ask(service, requests, decisions));
  }

  /// What `now()` and `today()` read.
  Moment moment() {
    return new Moment(at, ratebook.zone());
  }

  /// Asks for prices, and for decisions beside them.
  @SuppressWarnings("ReferenceEquality") // others that are alike are asked for
  Answered ask(Ratebook.Service service, List<Value[]> requests, Set<Integer> decisions) {
    if (known != null
        && known.requests() == requests
        && known.answers().decided().keySet().containsAll(decisions)) {
      return known.answers();
    }
    ColumnPricer pricer =
        pricers.computeIfAbsent(
            service.name(), _ -> ColumnPricer.of(ratebook, service, evaluators));
    List<Integer> others = new ArrayList<>(decisions);
    others.removeIf(decision -> decision == service.total());
    Map<Integer, List<Value>> decided = new HashMap<>();
    decisions.forEach(decision -> decided.put(decision, new ArrayList<>(requests.size())));
    List<Optional<NoPrice>> without = new ArrayList<>(requests.size());
    Set<Integer> noRequests = new TreeSet<>();
    for (int from = 0; from < requests.size(); from += BATCH) {
      List<Value[]> batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
      Map<String, Column> columns = columns(service, batch);
      Prices prices = pricer.price(columns, batch.size(), at);
      for (int lane : prices.noRequests()) {
        noRequests.add(from + lane);
      }
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
    return new Answered(decided, without, noRequests);
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
}
