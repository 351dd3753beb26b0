package dev.quoin.bench.race;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everybody is asked, and what is right.
///
/// @param dmn the model as a DMN file
/// @param decision the name of the decision that answers
/// @param tables the tables of the model, for engines that read no DMN
/// @param requests the values of the inputs by name: `String`, `BigDecimal`, `LocalDateTime`
/// @param answers the right answer to each request, by the entries of the decision's value
/// @param byHand the same by hand: the denominator
public record Workload(
    String name,
    Supplier<byte[]> dmn,
    String decision,
    Supplier<List<RuleTable>> tables,
    List<Map<String, Object>> requests,
    List<Map<String, Object>> answers,
    Contender byHand) {

  public Workload {
    requests = List.copyOf(requests);
    answers = List.copyOf(answers);
  }

  /// The same with the first request alone.
  Workload first() {
    return new Workload(
        name, dmn, decision, tables, requests.subList(0, 1), answers.subList(0, 1), byHand);
  }

  /// The first wrong answer in words, of so many requests.
  public Optional<String> firstWrong(Contender contender, int asked) {
    for (int request = 0; request < Math.min(asked, requests.size()); request++) {
      Optional<String> wrong = wrong(contender, request);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  /// The answer to a request in words where it is wrong.
  Optional<String> wrong(Contender contender, int request) {
    Map<String, Object> told = contender.told(contender.answer(request));
    Map<String, Object> right = answers.get(request);
    return agree(told, right)
        ? Optional.empty()
        : Optional.of(
            "%s, request %d, %s: %s (expected: %s)"
                .formatted(name, request, requests.get(request), told, right));
  }

  private static boolean agree(Map<String, Object> told, Map<String, Object> right) {
    return right.entrySet().stream()
        .allMatch(entry -> isSame(told.get(entry.getKey()), entry.getValue()));
  }

  private static boolean isSame(@Nullable Object told, Object right) {
    if (told instanceof BigDecimal number && right instanceof BigDecimal expected) {
      return number.compareTo(expected) == 0;
    }
    return right.equals(told);
  }
}
