package dev.quoin.server.page;

import static dev.quoin.ratebook.json.JsonTree.object;

import java.util.List;
import java.util.Map;

/// Describes how releases are published and decided on.
final class ReleaseApi {
  private static final String TAG = "releases";

  private ReleaseApi() {}

  static void describe(Map<String, Object> paths, Map<String, Object> schemas) {
    OpenApi.put(
        paths,
        "post",
        "/v1/releases",
        changing(
            "Publishes a ratebook: it is checked, its guards and cases are tried, and it is kept; nothing is active by that",
            List.of(
                OpenApi.query("message", "what is new in it", OpenApi.text()),
                OpenApi.query("commit", "the commit that the files are of", OpenApi.text())),
            object(
                "application/zip", object("schema", object("type", "string", "format", "binary"))),
            "Published"));
    OpenApi.put(
        paths,
        "get",
        "/v1/releases",
        reading(
            "Releases with what became of them, in the order in which they came",
            List.of(OpenApi.query("ratebook", "those of one ratebook", OpenApi.text())),
            "Releases"));
    OpenApi.put(
        paths,
        "get",
        "/v1/releases/{release}",
        reading(
            "A release by the first digits of its digest",
            List.of(OpenApi.path("release")),
            "Release"));
    OpenApi.put(
        paths,
        "get",
        "/v1/ratebooks/{ratebook}/life",
        reading(
            "How a ratebook stands, and all that was decided on it",
            List.of(OpenApi.path("ratebook")),
            "Standing"));
    OpenApi.put(
        paths,
        "post",
        "/v1/activations",
        changing(
            "Lets a release answer, at once or from an instant on",
            List.of(),
            body(
                List.of("release", "expected"),
                "release",
                described("the first digits of its digest"),
                "expected",
                object(
                    "type",
                    List.of("string", "null"),
                    "description",
                    "the release that is active, as far as the caller knows; null for none. Where it is another, nothing changes"),
                "at",
                object("type", "string", "format", "date-time"),
                "callers_name_ratebook",
                object(
                    "type",
                    "boolean",
                    "description",
                    "that all callers name the ratebook: then it may have services that another one has")),
            "Standing"));
    OpenApi.put(
        paths,
        "post",
        "/v1/ratebooks/{ratebook}/rollback",
        changing(
            "Takes the active release back: the one before answers again",
            List.of(OpenApi.path("ratebook")),
            body(List.of("expected"), "expected", described("the release that is taken back")),
            "Standing"));
    OpenApi.put(
        paths,
        "post",
        "/v1/ratebooks/{ratebook}/deactivate",
        changing(
            "Lets nothing of a ratebook be active: it prices no more, until a release is activated",
            List.of(OpenApi.path("ratebook")),
            body(List.of("by", "expected"), "expected", described("the release that is active")),
            "Standing"));
    for (String verb : List.of("freeze", "unfreeze")) {
      OpenApi.put(
          paths,
          "post",
          "/v1/ratebooks/{ratebook}/" + verb,
          changing(
              verb.equals("freeze")
                  ? "Keeps everybody from activating anything, until that is lifted"
                  : "Lets releases be activated again",
              List.of(OpenApi.path("ratebook")),
              body(List.of()),
              "Standing"));
    }
    OpenApi.put(
        paths,
        "post",
        "/v1/releases/{release}/retirement",
        changing(
            "Keeps a release from being activated ever again",
            List.of(OpenApi.path("release")),
            body(List.of()),
            "Retirement"));
    schemas(schemas);
  }

  private static Map<String, Object> reading(
      String summary, List<Object> parameters, String answer) {
    return reading(TAG, summary, parameters, answer);
  }

  static Map<String, Object> reading(
      String tag, String summary, List<Object> parameters, String answer) {
    return object(
        "summary",
        summary,
        "tags",
        List.of(tag),
        "parameters",
        parameters,
        "responses",
        object(
            "200",
            object(
                "description", "the answer", "content", OpenApi.content(OpenApi.reference(answer))),
            "404",
            OpenApi.problem("there is nothing of that name"),
            "503",
            OpenApi.problem("the database is away")));
  }

  private static Map<String, Object> changing(
      String summary, List<Object> parameters, Map<String, Object> content, String answer) {
    return changing(TAG, summary, parameters, content, answer);
  }

  static Map<String, Object> changing(
      String tag,
      String summary,
      List<Object> parameters,
      Map<String, Object> content,
      String answer) {
    Map<String, Object> operation = reading(tag, summary, parameters, answer);
    operation.put("requestBody", object("required", true, "content", content));
    @SuppressWarnings("unchecked")
    Map<String, Object> responses = (Map<String, Object>) operation.get("responses");
    if (responses != null) {
      responses.put(
          "400", OpenApi.problem("something is wrong with the request or the ratebook: all of it"));
      responses.put(
          "401", OpenApi.problem("nobody has said who asks, or the login or the key is over"));
      responses.put("403", OpenApi.problem("the one who asks may not do this"));
      responses.put(
          "409",
          OpenApi.problem("things are otherwise than the request expects, or do not allow it now"));
      responses.put("413", OpenApi.problem("the body is too large"));
      responses.put("415", OpenApi.problem("the body is of another type"));
    }
    return operation;
  }

  static Map<String, Object> body(List<String> required, Object... members) {
    Map<String, Object> properties = object("reason", OpenApi.text());
    properties.putAll(object(members));
    return OpenApi.content(OpenApi.closed(required, properties));
  }

  static Map<String, Object> described(String description) {
    return object("type", "string", "description", description);
  }

  private static void schemas(Map<String, Object> schemas) {
    Map<String, Object> number = object("type", "integer");
    Map<String, Object> flag = object("type", "boolean");
    Map<String, Object> published =
        object(
            "type",
            "object",
            "properties",
            object(
                "at", OpenApi.text(),
                "by", OpenApi.text(),
                "message", OpenApi.text(),
                "commit", OpenApi.text(),
                "engine", OpenApi.text(),
                "zone_data", OpenApi.text(),
                "cases", number,
                "guards", number,
                "warnings", object("type", "array", "items", object("type", "object"))));
    schemas.put(
        "Published",
        object(
            "type",
            "object",
            "required",
            List.of("release", "ratebook", "is_new", "published"),
            "properties",
            object(
                "release",
                OpenApi.text(),
                "ratebook",
                OpenApi.text(),
                "is_new",
                flag,
                "published",
                published)));
    Map<String, Object> retired =
        object(
            "type",
            "object",
            "properties",
            object(
                "release", OpenApi.text(),
                "at", OpenApi.text(),
                "by", OpenApi.text(),
                "reason", OpenApi.text()));
    schemas.put("Retirement", retired);
    schemas.put(
        "Release",
        object(
            "type",
            "object",
            "required",
            List.of("release", "ratebook", "stored_at", "is_active"),
            "properties",
            object(
                "release", OpenApi.text(),
                "ratebook", OpenApi.text(),
                "stored_at", OpenApi.text(),
                "is_active", flag,
                "active_since", OpenApi.text(),
                "active_until", OpenApi.text(),
                "scheduled_for", OpenApi.text(),
                "published", published,
                "retired", OpenApi.reference("Retirement"))));
    schemas.put(
        "Releases",
        object(
            "type",
            "object",
            "required",
            List.of("releases"),
            "properties",
            object("releases", object("type", "array", "items", OpenApi.reference("Release")))));
    schemas.put(
        "ReleaseDecision",
        object(
            "type",
            "object",
            "required",
            List.of("decision", "kind", "at", "by", "reason"),
            "properties",
            object(
                "decision",
                number,
                "kind",
                object(
                    "enum",
                    List.of("activate", "rollback", "deactivate", "freeze", "unfreeze", "folder")),
                "release",
                OpenApi.text(),
                "at",
                OpenApi.text(),
                "by",
                OpenApi.text(),
                "reason",
                OpenApi.text(),
                "scheduled_for",
                OpenApi.text(),
                "proposal",
                number)));
    schemas.put(
        "Standing",
        object(
            "type",
            "object",
            "required",
            List.of("ratebook", "frozen"),
            "properties",
            object(
                "ratebook",
                OpenApi.text(),
                "release",
                OpenApi.text(),
                "since",
                OpenApi.text(),
                "scheduled",
                OpenApi.reference("ReleaseDecision"),
                "back_to",
                OpenApi.text(),
                "frozen",
                flag,
                "is_new",
                flag,
                "dropped",
                OpenApi.reference("ReleaseDecision"),
                "decisions",
                object("type", "array", "items", OpenApi.reference("ReleaseDecision")))));
  }
}
