package dev.quoin.server.command;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Language;
import java.util.Optional;

/// Who asks, and by what name the caller knows the request.
///
/// @param caller the calling system; `anonymous` where it does not say
/// @param requestId absent where every call is a new one
public record Call(String caller, Optional<String> requestId) {
  public static final String ANONYMOUS = "anonymous";

  /// Of texts as they were sent: an empty one is one that was not sent.
  public static Call of(String caller, String requestId) {
    return new Call(
        caller.isEmpty() ? ANONYMOUS : caller,
        requestId.isEmpty() ? Optional.empty() : Optional.of(requestId));
  }

  /// The language in which somebody wants to read; English where none is named.
  ///
  /// @param field where it came
  public static Verdict<Language> language(String field, String named) {
    return switch (named) {
      case "", "en" -> new Verdict.Given<>(Language.EN);
      case "ko" -> new Verdict.Given<>(Language.KO);
      default ->
          Verdict.rejected(
              Rejection.Kind.WRONG,
              field,
              "bad-value",
              "`%s` is `%s` (expected: `ko` or `en`)".formatted(field, Names.cut(named)));
    };
  }
}
