package dev.quoin.server.gate;

import dev.quoin.identity.Operation;
import dev.quoin.identity.Principal;
import dev.quoin.pricing.Rejection;
import java.time.Duration;
import java.util.Optional;

/// Somebody is not let through. Told by REST and gRPC, each in its way; the sentence never holds what was sent.
public final class Denied extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why, as both know it.
  public enum Why {
    /// It is not known who asks.
    UNKNOWN,
    /// It is, and they may not.
    FORBIDDEN,
    /// They, or others, tried too often.
    TOO_OFTEN,
    /// Nobody can tell now.
    AWAY
  }

  private final Why why;
  private final transient Rejection rejection;
  private final transient Optional<Duration> patience;

  private Denied(Why why, Rejection.Kind kind, String code, String sentence, Duration wait) {
    super(code, null, false, false);
    this.why = why;
    this.rejection = Rejection.of(kind, "", code, sentence);
    this.patience = wait.isZero() ? rejection.retryAfter() : Optional.of(wait);
  }

  private Denied(Why why, Rejection.Kind kind, String code, String sentence) {
    this(why, kind, code, sentence, Duration.ZERO);
  }

  static Denied nobody() {
    return new Denied(
        Why.UNKNOWN,
        Rejection.Kind.WRONG,
        "not-logged-in",
        "nobody has said who asks (expected: `quoin login`, or an API key, sent as `authorization: Bearer …`)");
  }

  static Denied token() {
    return new Denied(
        Why.UNKNOWN,
        Rejection.Kind.WRONG,
        "token-refused",
        "the login or the API key that was sent is unknown, over or revoked (expected: a new one)");
  }

  static Denied may(Principal principal, Operation operation, Optional<String> service) {
    return new Denied(
        Why.FORBIDDEN,
        Rejection.Kind.FORBIDDEN,
        "not-permitted",
        "%s may not %s%s"
            .formatted(
                principal
                    .role()
                    .map(role -> "`" + principal.name() + "` (" + role.text() + ")")
                    .orElse("`" + principal.name() + "`"),
                operation.sentence(),
                service.map(name -> " for `" + name + "`").orElse("")));
  }

  static Denied away() {
    return new Denied(
        Why.AWAY,
        Rejection.Kind.AWAY,
        "database-away",
        "the database is away, and without it nobody knows who asks");
  }

  static Denied providerAway() {
    return new Denied(
        Why.AWAY,
        Rejection.Kind.AWAY,
        "provider-away",
        "the identity provider does not answer, and without its keys nobody knows whether a token is good");
  }

  static Denied tooMany() {
    return new Denied(
        Why.TOO_OFTEN,
        Rejection.Kind.TOO_MUCH,
        "too-busy",
        "too many logins and API keys that are not known here are looked up at the same time; ask again later");
  }

  /// The name or the password of a login is wrong.
  public static Denied login() {
    return new Denied(
        Why.UNKNOWN,
        Rejection.Kind.WRONG,
        "login-refused",
        "no account has this name and this password, or it is disabled");
  }

  /// There were too many logins, failed ones or at once.
  public static Denied tooOften(Duration wait) {
    Duration rounded = Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
    return new Denied(
        Why.TOO_OFTEN,
        Rejection.Kind.TOO_MUCH,
        "too-many-logins",
        "too many logins, or too many that failed (expected: none for %d s)"
            .formatted(rounded.toSeconds()),
        rounded);
  }

  public Why why() {
    return why;
  }

  public Rejection rejection() {
    return rejection;
  }

  /// When to try again, where that helps.
  public Optional<Duration> patience() {
    return patience;
  }
}
