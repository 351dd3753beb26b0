package dev.quoin.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An identity provider in a process of its own: `oidc-provider` of npm, whose makers had it certified.
public final class OidcProvider implements AutoCloseable {
  /// What to do where there is none.
  public static final String HOW =
      "no identity provider: run `npm ci` in identity/src/test/oidc, with Node 20";

  private static final Path FOLDER = Checkout.folder().resolve("identity/src/test/oidc");
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final Process process;
  private final String issuer;
  private final HttpClient client = HttpClient.newHttpClient();

  private OidcProvider(Process process, String issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  public static boolean isAvailable() {
    try {
      return Files.isDirectory(FOLDER.resolve("node_modules"))
          && new ProcessBuilder("node", "--version")
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Starts one.
  ///
  /// @param port 0 for a free one
  /// @param keys a JWK set, with what is private of it; the first one signs
  public static OidcProvider start(int port, String keys) throws IOException {
    ProcessBuilder node = new ProcessBuilder("node", "provider.mjs").directory(FOLDER.toFile());
    node.environment().put("PORT", String.valueOf(port));
    node.environment().put("KEYS", keys);
    node.environment()
        .put(
            "ROLES",
            "{\"kim\": [\"pricing approvers\", \"all\"], \"lee\": \"pricing viewers\", \"guest\": []}");
    Process process = node.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String issuer = out.readLine();
    if (issuer == null) {
      throw new IOException("the identity provider did not start");
    }
    return new OidcProvider(process, issuer);
  }

  public String issuer() {
    return issuer;
  }

  /// A token as a client gets it for itself.
  public String token(String client, String audience) throws IOException, InterruptedException {
    HttpResponse<String> response =
        this.client.send(
            HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .header(
                    "authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString((client + ":not-secret").getBytes(UTF_8)))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&resource=" + audience))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher token = TOKEN.matcher(response.body());
    if (!token.find()) {
      throw new IOException(response.body());
    }
    return token.group(1);
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
