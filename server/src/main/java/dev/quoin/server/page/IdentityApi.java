package dev.quoin.server.page;

import static dev.quoin.ratebook.json.JsonTree.object;

import dev.quoin.identity.Operation;
import dev.quoin.identity.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Describes how people log in, and how accounts and keys are made and taken away.
final class IdentityApi {
  private static final String TAG = "identity";

  private IdentityApi() {}

  static void describe(Map<String, Object> paths, Map<String, Object> schemas) {
    Map<String, Object> role =
        object("type", "string", "enum", Arrays.stream(Role.values()).map(Role::text).toList());
    Map<String, Object> texts = object("type", "array", "items", OpenApi.text());
    post(
        paths,
        "/v1/logins",
        "Logs somebody in: the token is sent with each request from then on",
        body(List.of("name", "password"), "name", OpenApi.text(), "password", OpenApi.text()),
        "Principal");
    post(paths, "/v1/logout", "Ends the login that asks", body(List.of()), "Principal");
    get(paths, "/v1/me", "Who asks, and what they may do", "Principal");
    post(
        paths,
        "/v1/me/password",
        "Changes one's own password; all one's logins are over then",
        body(List.of("old", "new"), "old", OpenApi.text(), "new", OpenApi.text()),
        "Account");
    get(paths, "/v1/accounts", "All accounts", "Accounts");
    post(
        paths,
        "/v1/accounts",
        "Adds an account, with a password that is made for it and told here alone",
        body(List.of("name", "role"), "name", OpenApi.text(), "role", role),
        "Account");
    post(
        paths,
        "/v1/accounts/{account}/role",
        "Gives an account another role, at once",
        body(List.of("role"), "role", role),
        "Account");
    post(
        paths,
        "/v1/accounts/{account}/disable",
        "Lets an account log in no more, and ends its logins",
        body(List.of()),
        "Account");
    post(
        paths,
        "/v1/accounts/{account}/enable",
        "Lets an account log in again",
        body(List.of()),
        "Account");
    post(
        paths,
        "/v1/accounts/{account}/password",
        "Makes a new password for an account, told here alone",
        body(List.of()),
        "Account");
    post(
        paths,
        "/v1/accounts/{account}/logout",
        "Ends all logins of an account",
        body(List.of()),
        "Account");
    get(paths, "/v1/keys", "All keys of programs", "Keys");
    post(
        paths,
        "/v1/keys",
        "Makes a key for a program, told here alone",
        body(
            List.of("name", "operations"),
            "name",
            OpenApi.text(),
            "operations",
            object(
                "type",
                "array",
                "items",
                object(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(Operation.values())
                        .filter(Operation::isForKeys)
                        .map(Operation::text)
                        .toList())),
            "services",
            texts,
            "days",
            ReleaseApi.described("for how many days it is good; until it is revoked, if left out")),
        "Key");
    post(paths, "/v1/keys/{key}/revocation", "Takes a key away, for ever", body(List.of()), "Key");
    schemas(schemas, role, texts);
  }

  private static void get(Map<String, Object> paths, String path, String summary, String answer) {
    OpenApi.put(paths, "get", path, ReleaseApi.reading(TAG, summary, List.of(), answer));
  }

  private static void post(
      Map<String, Object> paths,
      String path,
      String summary,
      Map<String, Object> body,
      String answer) {
    List<Object> parameters =
        path.contains("{account}")
            ? List.of(OpenApi.path("account"))
            : path.contains("{key}") ? List.of(OpenApi.path("key")) : List.of();
    OpenApi.put(paths, "post", path, ReleaseApi.changing(TAG, summary, parameters, body, answer));
  }

  private static Map<String, Object> body(List<String> required, Object... members) {
    return OpenApi.content(OpenApi.closed(required, object(members)));
  }

  private static void schemas(
      Map<String, Object> schemas, Map<String, Object> role, Map<String, Object> texts) {
    Map<String, Object> flag = object("type", "boolean");
    Map<String, Object> changed =
        object(
            "type",
            "object",
            "properties",
            object("what", OpenApi.text(), "at", OpenApi.text(), "by", OpenApi.text()));
    schemas.put(
        "Principal",
        open(
            List.of("name", "operations"),
            "name",
            OpenApi.text(),
            "role",
            role,
            "operations",
            texts,
            "services",
            texts,
            "expires_at",
            OpenApi.text(),
            "token",
            ReleaseApi.described("of a login, where one was asked for")));
    schemas.put(
        "Account",
        open(
            List.of("name", "role", "active"),
            "name",
            OpenApi.text(),
            "role",
            role,
            "active",
            flag,
            "changed",
            changed,
            "password",
            ReleaseApi.described("where one was made")));
    schemas.put("Accounts", open(List.of("accounts"), "accounts", list("Account")));
    schemas.put(
        "Key",
        open(
            List.of("name", "operations", "active"),
            "name",
            OpenApi.text(),
            "operations",
            texts,
            "services",
            texts,
            "active",
            flag,
            "expires_at",
            OpenApi.text(),
            "used_at",
            OpenApi.text(),
            "changed",
            changed,
            "key",
            ReleaseApi.described("the key itself, where it was made")));
    schemas.put("Keys", open(List.of("keys"), "keys", list("Key")));
  }

  private static Map<String, Object> open(List<String> required, Object... members) {
    return object("type", "object", "required", required, "properties", object(members));
  }

  private static Map<String, Object> list(String of) {
    return object("type", "array", "items", OpenApi.reference(of));
  }
}
