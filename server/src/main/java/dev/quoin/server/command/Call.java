package dev.quoin.server.command;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Language;
import java.util.Optional;

/// Who asks, for whom, and by what name the caller knows the request.
///
/// @param caller the calling system; `anonymous` where it does not say
/// @param requestId absent where every call is a new one
/// @param customer the customer, as the caller names them; it is not kept, but the pseudonym that it gives
public record Call(String caller, Optional<String> requestId, Optional<String> customer) {
  public static final String ANONYMOUS = "anonymous";

  /// Of texts as they were sent: an empty one is one that was not sent.
  public static Call of(String caller, String requestId, String customer) {
    return new Call(caller.isEmpty() ? ANONYMOUS : caller, sent(requestId), sent(customer));
  }

  private static Optional<String> sent(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// A customer's name is nobody's to read, not even in a message of ours.
  @Override
  public String toString() {
    return "Call[" + caller + ", " + requestId.orElse("no request id") + "]";
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
