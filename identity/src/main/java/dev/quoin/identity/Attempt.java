package dev.quoin.identity;

import java.time.Duration;
import java.time.Instant;

/// What came of logging in.
public sealed interface Attempt {
  /// Somebody is logged in.
  ///
  /// @param token to be sent with each request: it is shown here, and never again
  record LoggedIn(String token, Principal principal, Instant expiresAt) implements Attempt {
    @Override
    public String toString() {
      return "LoggedIn[" + principal.name() + "]";
    }
  }

  /// Name or password are wrong, or the account may not log in: nobody is told which.
  record Refused() implements Attempt {}

  /// There were too many before, or are at once.
  record TooMany(Duration delay) implements Attempt {}
}
