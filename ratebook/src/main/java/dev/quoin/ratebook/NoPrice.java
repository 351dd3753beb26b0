package dev.quoin.ratebook;

import dev.quoin.feel.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Why a request has no price.
///
/// @param isRefusal whether the policy's own rules refuse it; else something is wrong with the request or with the ratebook
/// @param codes of the refusals or of the problems, each once, in the order of the alphabet
public record NoPrice(boolean isRefusal, List<String> codes) {
  public NoPrice {
    codes = List.copyOf(codes);
  }

  static NoPrice refused(Collection<String> codes) {
    return new NoPrice(true, List.copyOf(new TreeSet<>(codes)));
  }

  /// What is wrong, with the codes of these problems.
  public static NoPrice failedBy(Collection<String> codes) {
    return new NoPrice(false, List.copyOf(new TreeSet<>(codes)));
  }

  /// The same of problems.
  public static NoPrice failed(List<Problem> problems) {
    return failedBy(problems.stream().map(Problem::code).toList());
  }

  /// What an answer of a service says; nothing where it is a price.
  public static Optional<NoPrice> of(Answer answer) {
    return switch (answer) {
      case Answer.Quote _ -> Optional.empty();
      case Answer.Refusal refusal ->
          Optional.of(refused(refusal.reasons().stream().map(Answer.Refused::code).toList()));
      case Answer.Failure failure -> Optional.of(failed(failure.problems()));
      case Answer.Decided decided ->
          throw new IllegalStateException("no answer of a service: " + decided);
    };
  }
}
