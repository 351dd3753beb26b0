package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Request;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prices single requests once more under both policies, in the traced form.
///
/// @param between the policies between the two, where it is asked what causes a difference
record Traces(Policy before, Policy after, Instant at, Optional<Variants> between) {

  List<Comparison.Mover> of(List<Movers.Moved> moved) {
    return moved.stream()
        .map(one ->
            new Comparison.Mover(
                one.id(),
                one.inputs(),
                one.before(),
                one.after(),
                between.map(variants -> shares(variants, one)).orElse(List.of()),
                explained(before, one),
                explained(after, one)))
        .toList();
  }

  private List<Attribution.Share> shares(Variants variants, Movers.Moved moved) {
    Map<String, Column> inputs = new LinkedHashMap<>();
    moved.inputs().forEach((name, value) -> inputs.put(name, Column.of(new Value[] {value})));
    Money money = Money.of(before.ratebook().currency());
    List<BigInteger> values = new ArrayList<>();
    for (int subset = 0; subset < variants.count(); subset++) {
      Priced priced = Priced.of(variants.pricer(subset).price(inputs, 1, at), Map.of(), money);
      if (priced.kind(0) != Kind.PRICED) {
        return List.of();
      }
      values.add(BigInteger.valueOf(priced.units(0)));
    }
    return Attribution.shares(variants.units(), values);
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
