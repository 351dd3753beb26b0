package dev.quoin.identity;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The identity provider does not say with which keys it signs, so nobody knows whether a token is good.
public final class ProviderAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderAway(URI issuer, @Nullable Exception cause) {
    super("the identity provider " + issuer + " does not show its keys", cause);
  }
}
