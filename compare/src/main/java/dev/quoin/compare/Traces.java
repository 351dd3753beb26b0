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
/// @param again makes the requests
record Traces(Policy before, Policy after, Instant at, Optional<Variants> between, Again again) {

  List<Comparison.Mover> of(List<Movers.Moved> moved) {
    return moved.stream()
        .map(one -> mover(one, again.inputs(one.position(), one.written())))
        .toList();
  }

  private Comparison.Mover mover(Movers.Moved one, Asked.Both asked) {
    return new Comparison.Mover(
        one.id(),
        asked.either(false),
        one.before(),
        one.after(),
        between.map(variants -> shares(variants, asked)).orElse(List.of()),
        explained(before, one.id(), asked.before(), one.before()),
        explained(after, one.id(), asked.after(), one.after()));
  }

  private List<Attribution.Share> shares(Variants variants, Asked.Both asked) {
    Money money = Money.of(before.ratebook().currency());
    List<BigInteger> values = new ArrayList<>();
    for (int subset = 0; subset < variants.count(); subset++) {
      Map<String, Column> inputs = new LinkedHashMap<>();
      asked
          .either(variants.isOfAfter(subset))
          .forEach((name, value) -> inputs.put(name, Column.of(new Value[] {value})));
      Priced priced = Priced.of(variants.pricer(subset).price(inputs, 1, at), Map.of(), money);
      if (priced.kind(0) != Kind.PRICED) {
        return List.of();
      }
      values.add(BigInteger.valueOf(priced.units(0)));
    }
    return Attribution.shares(variants.units(), values);
  }

  /// @param counted what it costs by columns; 0 where it has no price
  private Explanation explained(Policy policy, String id, Map<String, Value> inputs, long counted) {
    Problems problems = new Problems();
    Optional<Request> request =
        Request.of(
            policy.ratebook(),
            policy.service(),
            inputs,
            _ -> new Place("request " + id, 0, 0),
            problems);
    Explanation explained =
        request
            .map(asked ->
                policy.release().pricer().quoteExplained(policy.service().name(), asked, at))
            .orElseGet(() -> new Explanation(new Answer.Failure(problems.sorted()), List.of()));
    long traced =
        explained.answer() instanceof Answer.Quote quote
            ? Money.of(policy.ratebook().currency()).units(quote.total()).orElse(0)
            : 0;
    if (traced != counted) {
      throw new IllegalStateException(
          "request `%s` costs %d by columns and %d when it is explained"
              .formatted(id, counted, traced));
    }
    return explained;
  }
}
