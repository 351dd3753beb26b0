package dev.quoin.cli;

import dev.quoin.identity.Oidc;
import dev.quoin.identity.Role;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The identity provider whose tokens a server believes.
final class OidcOption {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description =
          "The identity provider (OpenID Connect) whose tokens are believed, as they name it. None by"
              + " default.")
  private @Nullable String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "TEXT",
      description = "For whom a token has to be: what the provider knows Quoin as.")
  private @Nullable String audience;

  @Option(
      names = "--oidc-name-claim",
      paramLabel = "CLAIM",
      description = "What says who somebody is. Default: ${DEFAULT-VALUE}.")
  private String nameClaim = "sub";

  @Option(
      names = "--oidc-roles-claim",
      paramLabel = "CLAIM",
      description =
          "What says what they are; inside of others with dots: realm_access.roles. Default:"
              + " ${DEFAULT-VALUE}.")
  private String rolesClaim = "roles";

  @Option(
      names = "--oidc-role",
      paramLabel = "VALUE=ROLE",
      description = "What a value of that claim means here; as often as there are values.")
  private Map<String, String> roles = new LinkedHashMap<>();

  /// The provider, if there is one.
  Optional<Oidc.Settings> settings(CommandLine command) {
    if (issuer == null && audience == null && roles.isEmpty()) {
      return Optional.empty();
    }
    if (issuer == null || audience == null || audience.isBlank() || roles.isEmpty()) {
      throw new ParameterException(
          command,
          "--oidc-issuer, --oidc-audience and --oidc-role belong together (expected: all of them, or none)");
    }
    Map<String, Role> meant = new LinkedHashMap<>();
    roles.forEach((value, role) -> meant.put(value, role(command, role)));
    return Optional.of(
        new Oidc.Settings(address(command, issuer), audience, nameClaim, rolesClaim, meant));
  }

  private static Role role(CommandLine command, String text) {
    return Role.of(text)
        .orElseThrow(() ->
            new ParameterException(
                command,
                "--oidc-role: `%s` is no role (expected: viewer, analyst, approver, operator or administrator)"
                    .formatted(text)));
  }

  /// Keys that come in clear could be anybody's.
  private static URI address(CommandLine command, String issuer) {
    try {
      URI url = URI.create(issuer);
      boolean isSafe =
          url.getHost() != null
              && ("https".equals(url.getScheme())
                  || ("http".equals(url.getScheme())
                      && InetAddress.getByName(url.getHost()).isLoopbackAddress()));
      if (isSafe) {
        return url;
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      // Said below.
    }
    throw new ParameterException(
        command,
        "--oidc-issuer: `%s` is none (expected: such as https://login.example.com/realms/ours)"
            .formatted(issuer));
  }
}
