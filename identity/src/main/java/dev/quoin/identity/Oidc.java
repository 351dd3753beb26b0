package dev.quoin.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the tokens of an identity provider: JWTs, signed with a key that the provider shows (OpenID Connect Discovery, RFC 7517, RFC 9068).
///
/// Where the provider is, its own description says, which is read at the first token and not at the start: a server starts without
/// its provider. Keys are read again after five minutes, and at once, twice in half a minute at most, where a token has another one. While the
/// provider is away, the keys that are known go on.
public final class Oidc {
  /// How far clocks may be apart.
  static final Duration SKEW = Duration.ofSeconds(60);

  /// Signatures by a private key, and no others: neither `none` nor one by a secret that is shared.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int WAIT_MILLIS = 2_000;
  private static final int MOST_BYTES = 1 << 20;

  /// Between two looks for a provider that is not there.
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,120}");

  private final Settings settings;
  private final InstantSource clock;
  private final DefaultResourceRetriever web =
      new DefaultResourceRetriever(WAIT_MILLIS, WAIT_MILLIS, MOST_BYTES);
  private @Nullable DefaultJWTProcessor<SecurityContext> processor;
  private Instant nextLook = Instant.MIN;

  /// Whom to believe what.
  ///
  /// @param issuer the provider, as its tokens name it
  /// @param audience for whom a token has to be
  /// @param nameClaim says who somebody is; nobody else may ever be called so
  /// @param rolesClaim says what they are, in one text or many; inside of objects with dots: `realm_access.roles`
  /// @param roles what that means here
  public record Settings(
      URI issuer, String audience, String nameClaim, String rolesClaim, Map<String, Role> roles) {
    public Settings {
      roles = Map.copyOf(roles);
    }
  }

  Oidc(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Whether a text looks like such a token.
  static boolean isToken(String text) {
    return text.startsWith("eyJ") && text.chars().filter(letter -> letter == '.').count() == 2;
  }

  /// Whose token it is; nobody's, where anything of it is not as it has to be.
  ///
  /// @throws ProviderAway where its keys are not known
  Optional<Principal> principal(String token) {
    try {
      JWTClaimsSet claims = processor().process(token, null);
      Object name = claims.getClaim(settings.nameClaim());
      Date expiresAt = claims.getExpirationTime();
      return name instanceof String text && NAME.matcher(text).matches() && expiresAt != null
          ? Optional.of(principal(text, claims, expiresAt.toInstant().plus(SKEW)))
          : Optional.empty();
    } catch (KeySourceException e) {
      throw new ProviderAway(settings.issuer(), e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  private Principal principal(String name, JWTClaimsSet claims, Instant expiresAt) {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    texts(claims.getClaims(), List.of(settings.rolesClaim().split("\\.", -1)))
        .map(settings.roles()::get)
        .forEach(role -> {
          if (role != null) {
            roles.add(role);
          }
        });
    return Principal.of(Principal.OIDC + name, roles, expiresAt);
  }

  private static Stream<String> texts(@Nullable Object claim, List<String> path) {
    return switch (claim) {
      case Map<?, ?> object when !path.isEmpty() ->
          texts(object.get(path.getFirst()), path.subList(1, path.size()));
      case Collection<?> list when path.isEmpty() ->
          list.stream().filter(String.class::isInstance).map(String.class::cast);
      case String text when path.isEmpty() -> Stream.of(text);
      case null, default -> Stream.of();
    };
  }

  private synchronized DefaultJWTProcessor<SecurityContext> processor() {
    DefaultJWTProcessor<SecurityContext> known = processor;
    if (known != null) {
      return known;
    }
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      throw new ProviderAway(settings.issuer(), null);
    }
    try {
      known = processor(keys());
      processor = known;
      return known;
    } catch (IOException | ParseException e) {
      nextLook = now.plus(AGAIN);
      throw new ProviderAway(settings.issuer(), e);
    }
  }

  /// Where the provider shows its keys.
  private URL keys() throws IOException, ParseException {
    String issuer = settings.issuer().toString();
    String page =
        (issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration";
    Map<String, Object> told = JSONObjectUtils.parse(web.retrieveResource(url(page)).getContent());
    if (!issuer.equals(told.get("issuer"))) {
      throw new IOException("the provider calls itself otherwise than " + issuer);
    }
    return url(String.valueOf(told.get("jwks_uri")));
  }

  private static URL url(String text) throws IOException {
    try {
      return URI.create(text).toURL();
    } catch (IllegalArgumentException e) {
      throw new MalformedURLException(text);
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(URL keys) {
    DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
    // An access token says what it is (RFC 9068), or says nothing.
    made.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    made.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS,
            JWKSourceBuilder.<SecurityContext>create(keys, web)
                .refreshAheadCache(false)
                .outageTolerantForever()
                .build()));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            Set.of(settings.audience()),
            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
            Set.of("exp", settings.nameClaim()),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew((int) SKEW.toSeconds());
    made.setJWTClaimsSetVerifier(claims);
    return made;
  }
}
