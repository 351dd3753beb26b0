package dev.quoin.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.quoin.testkit.OidcProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tokens of a real provider, in a process of its own, and what others make of them.
class OidcTest {
  private static final String AUDIENCE = "urn:quoin";
  private static final Map<String, Role> ROLES =
      Map.of("pricing approvers", Role.APPROVER, "pricing viewers", Role.VIEWER);

  private static RSAKey one;
  private static RSAKey two;
  private static OidcProvider provider;

  private Instant now = Instant.now();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(OidcProvider.isAvailable(), OidcProvider.HOW);
    one = key("one");
    two = key("two");
    provider = OidcProvider.start(0, new JWKSet(one).toString(false));
  }

  @AfterAll
  static void stop() {
    if (provider != null) {
      provider.close();
    }
  }

  private static RSAKey key(String id) throws JOSEException {
    return new RSAKeyGenerator(2048)
        .keyID(id)
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.RS256)
        .generate();
  }

  private Oidc oidc(String issuer) {
    return new Oidc(
        new Oidc.Settings(URI.create(issuer), AUDIENCE, "sub", "roles", ROLES), () -> now);
  }

  private Oidc oidc() {
    return oidc(provider.issuer());
  }

  @Test
  void somebody_is_who_the_provider_says_with_the_roles_that_these_mean_here() throws Exception {
    Principal kim = oidc().principal(provider.token("kim", AUDIENCE)).orElseThrow();
    assertThat(kim.name()).isEqualTo("oidc:kim");
    assertThat(kim.role()).contains(Role.APPROVER);
    assertThat(kim.may(Operation.ACTIVATE, Optional.empty())).isTrue();
    assertThat(kim.may(Operation.IDENTITY, Optional.empty())).isFalse();
    assertThat(kim.isKey()).isFalse();

    Principal nothing = oidc().principal(provider.token("guest", AUDIENCE)).orElseThrow();
    assertThat(nothing.role()).isEmpty();
    assertThat(nothing.operations()).isEmpty();
    assertThat(nothing.isKey()).isFalse();
  }

  @Test
  void a_token_for_somebody_else_is_nobodys() throws Exception {
    assertThat(oidc().principal(provider.token("kim", "urn:other"))).isEmpty();
  }

  @Test
  void a_token_is_over_at_its_time_and_a_minute_for_the_clocks() throws Exception {
    Oidc oidc = oidc();
    String token = provider.token("kim", AUDIENCE);
    Instant over = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
    now = over.plus(Oidc.SKEW).minusSeconds(1);
    assertThat(oidc.principal(token)).isPresent();
    now = over.plus(Oidc.SKEW).plusSeconds(1);
    assertThat(oidc.principal(token)).isEmpty();
  }

  @Test
  void a_forged_token_is_nobodys() throws Exception {
    String good = provider.token("kim", AUDIENCE);
    JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
    RSAKey stranger = key("one"); // by the name of the true one
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put(
        "signed by another key", signed(JWSAlgorithm.RS256, new RSASSASigner(stranger), claims));
    forged.put("not signed", new PlainJWT(claims).serialize());
    forged.put(
        "signed with the public key as a secret",
        signed(
            JWSAlgorithm.HS256,
            new MACSigner(one.toPublicJWK().toJSONString().getBytes(UTF_8)),
            claims));
    forged.put("changed", good.replaceFirst("\\.[^.]+\\.", "." + payload(claims, "lee") + "."));
    forged.put("without a signature", good.replaceFirst("[^.]+$", ""));
    // What follows is signed by the provider's own key.
    RSASSASigner providers = new RSASSASigner(one);
    forged.put(
        "of another issuer",
        signed(JWSAlgorithm.RS256, providers, with(claims).issuer("https://evil.example").build()));
    forged.put(
        "without an end",
        signed(JWSAlgorithm.RS256, providers, with(claims).expirationTime(null).build()));
    forged.put(
        "without a name",
        signed(JWSAlgorithm.RS256, providers, with(claims).subject(null).build()));
    forged.put(
        "with a name that looks like another",
        signed(JWSAlgorithm.RS256, providers, with(claims).subject("kim\u200b").build()));
    forged.put(
        "not yet good",
        signed(
            JWSAlgorithm.RS256,
            providers,
            with(claims).notBeforeTime(Date.from(now.plus(Duration.ofMinutes(5)))).build()));
    Oidc oidc = oidc();
    assertThat(oidc.principal(signed(JWSAlgorithm.RS256, providers, claims))).isPresent();
    forged.forEach((how, token) -> assertThat(oidc.principal(token)).as(how).isEmpty());
    for (String none : List.of("eyJ..", "eyJhbGciOiJub25lIn0..", "eyJ.eyJ.x")) {
      assertThat(oidc.principal(none)).as(none).isEmpty();
    }
  }

  private static JWTClaimsSet.Builder with(JWTClaimsSet claims) {
    return new JWTClaimsSet.Builder(claims);
  }

  private static String payload(JWTClaimsSet claims, String subject) {
    return with(claims).subject(subject).build().toPayload().toBase64URL().toString();
  }

  private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID("one").type(JOSEObjectType.JWT).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  @Test
  void new_keys_are_taken_over_and_known_ones_go_on_while_the_provider_is_away() throws Exception {
    OidcProvider before = OidcProvider.start(0, new JWKSet(one).toString(false));
    int port = URI.create(before.issuer()).getPort();
    Oidc oidc = oidc(before.issuer());
    String old = before.token("kim", AUDIENCE);
    assertThat(oidc.principal(old)).isPresent();
    before.close();
    assertThat(oidc.principal(old)).isPresent();
    assertThatThrownBy(() -> oidc(before.issuer()).principal(old)).isInstanceOf(ProviderAway.class);

    try (OidcProvider after =
        OidcProvider.start(port, new JWKSet(List.of(two, one)).toString(false))) {
      String fresh = after.token("kim", AUDIENCE);
      assertThat(SignedJWT.parse(fresh).getHeader().getKeyID()).isEqualTo("two");
      assertThat(oidc.principal(fresh)).isPresent();
      assertThat(oidc.principal(old)).isPresent();
    }
  }
}
