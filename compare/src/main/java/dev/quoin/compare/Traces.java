package dev.quoin.compare;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Request;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prices single requests once more under both policies, in the traced form.
record Traces(Policy before, Policy after, Instant at) {

  List<Comparison.Mover> of(List<Movers.Moved> moved) {
    return moved.stream()
        .map(one ->
            new Comparison.Mover(
                one.id(),
                one.inputs(),
                one.before(),
                one.after(),
                explained(before, one),
                explained(after, one)))
        .toList();
  }

  private Explanation explained(Policy policy, Movers.Moved moved) {
    Map<String, Value> inputs = new LinkedHashMap<>(moved.inputs());
    Problems problems = new Problems();
    Optional<Request> request =
        Request.of(
            policy.ratebook(),
            policy.service(),
            inputs,
            _ -> new Place("request " + moved.id(), 0, 0),
            problems);
    return request
        .map(asked -> policy.release().pricer().quoteExplained(policy.service().name(), asked, at))
        .orElseGet(() -> new Explanation(new Answer.Failure(problems.sorted()), List.of()));
  }
}
