package dev.quoin.server.command;

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
}
