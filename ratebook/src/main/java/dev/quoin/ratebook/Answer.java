package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a pricer says to a request.
public sealed interface Answer {

  /// What a service says to a request that is right: a price, or why there is none.
  sealed interface Outcome extends Answer {}

  /// A price.
  ///
  /// @param total the sum of the lines, in the currency
  /// @param shown what is shown beside the total, by the decisions' names
  record Quote(List<Line> lines, Decimal total, Map<String, Value> shown, String currency)
      implements Outcome {
    public Quote {
      lines = List.copyOf(lines);
      shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
    }
  }

  /// A line item.
  record Line(String code, Texts text, Decimal amount) {}

  /// No price, by the policy's own rules.
  record Refusal(List<Refused> reasons) implements Outcome {
    public Refusal {
      reasons = List.copyOf(reasons);
    }
  }

  /// Why there is no price.
  record Refused(String code, Texts text) {}

  /// The value of a decision that was asked for by its name.
  record Decided(String decision, Value value) implements Answer {}

  /// No answer: something is wrong with the request, or with the ratebook.
  record Failure(List<Problem> problems) implements Answer {
    public Failure {
      problems = List.copyOf(problems);
    }
  }
}
