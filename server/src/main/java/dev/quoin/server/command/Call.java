package dev.quoin.server.command;

import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Language;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who asks, for whom, and by what name the caller knows the request.
///
/// @param caller the calling system; `anonymous` where it does not say
/// @param requestId absent where every call is a new one
/// @param customer the customer, as the caller names them; it is not kept, but the pseudonym that it gives
/// @param twice the headers that came more than once, and not alike
/// @param services for which whoever asks may do so; all, if empty
public record Call(
    String caller,
    Optional<String> requestId,
    Optional<String> customer,
    Set<String> twice,
    Set<String> services) {
  private static final String CALLER_HEADER = "quoin-caller";
  private static final String CUSTOMER_HEADER = "quoin-customer";
  private static final String REQUEST_ID_HEADER = "idempotency-key";

  public static final String ANONYMOUS = "anonymous";

  /// Of texts as they were sent: an empty one is one that was not sent.
  public static Call of(String caller, String requestId, String customer) {
    return new Call(
        caller.isEmpty() ? ANONYMOUS : caller, sent(requestId), sent(customer), Set.of(), Set.of());
  }

  /// Of headers, by their names.
  public static Call of(Function<String, List<String>> headers) {
    return of(headers, first(headers, REQUEST_ID_HEADER), Set.of(REQUEST_ID_HEADER));
  }

  /// Of headers, by their names, and a request id that came beside them.
  public static Call of(Function<String, List<String>> headers, String requestId) {
    return of(headers, requestId, Set.of());
  }

  private static Call of(
      Function<String, List<String>> headers, String requestId, Set<String> others) {
    Set<String> twice =
        Stream.concat(Stream.of(CALLER_HEADER, CUSTOMER_HEADER), others.stream())
            .filter(header -> Set.copyOf(headers.apply(header)).size() > 1)
            .collect(Collectors.toCollection(TreeSet::new));
    Call call = of(first(headers, CALLER_HEADER), requestId, first(headers, CUSTOMER_HEADER));
    return new Call(call.caller, call.requestId, call.customer, twice, Set.of());
  }

  /// The same of somebody who may ask for some services alone.
  ///
  /// @param services all, if empty
  public Call within(Set<String> services) {
    return new Call(caller, requestId, customer, twice, services);
  }

  boolean isFor(String service) {
    return services.isEmpty() || services.contains(service);
  }

  private static String first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst().orElse("");
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
