package dev.quoin.server.page;

import static dev.quoin.ratebook.json.JsonTree.object;

import java.util.List;
import java.util.Map;

/// Describes how releases are proposed and approved.
final class ProposalApi {
  private static final String TAG = "proposals";

  private ProposalApi() {}

  static void describe(Map<String, Object> paths, Map<String, Object> schemas) {
    OpenApi.put(
        paths,
        "post",
        "/v1/proposals",
        ReleaseApi.changing(
            TAG,
            "Proposes a release: a server makes its evidence, and others approve it",
            List.of(),
            ReleaseApi.body(
                List.of("release"),
                "release",
                ReleaseApi.described("the first digits of its digest")),
            "Proposal"));
    OpenApi.put(
        paths,
        "get",
        "/v1/proposals",
        ReleaseApi.reading(
            TAG,
            "Proposals and how they stand, the last one first",
            List.of(OpenApi.query("ratebook", "those of one ratebook", OpenApi.text())),
            "Proposals"));
    OpenApi.put(
        paths,
        "get",
        "/v1/proposals/{proposal}",
        ReleaseApi.reading(
            TAG,
            "A proposal with its evidence, and with what people say to it",
            List.of(OpenApi.path("proposal")),
            "Proposal"));
    said(paths, "comments", "Says something to a proposal");
    said(paths, "rejection", "Rejects a proposal, until the same person thinks otherwise");
    said(paths, "withdrawal", "Takes the own approval or rejection back");
    said(paths, "closing", "Ends a proposal");
    OpenApi.put(
        paths,
        "post",
        "/v1/proposals/{proposal}/approval",
        ReleaseApi.changing(
            TAG,
            "Approves a proposal of somebody else, as its evidence shows it",
            List.of(OpenApi.path("proposal")),
            ReleaseApi.body(
                List.of(),
                "waives",
                object(
                    "type",
                    "array",
                    "items",
                    OpenApi.text(),
                    "description",
                    "broken guards that shall not stop this release; then `reason` says why")),
            "Proposal"));
    schemas(schemas);
  }

  private static void said(Map<String, Object> paths, String word, String summary) {
    OpenApi.put(
        paths,
        "post",
        "/v1/proposals/{proposal}/" + word,
        ReleaseApi.changing(
            TAG,
            summary,
            List.of(OpenApi.path("proposal")),
            ReleaseApi.body(word.equals("comments") ? List.of("reason") : List.of()),
            "Proposal"));
  }

  private static void schemas(Map<String, Object> schemas) {
    Map<String, Object> number = object("type", "integer");
    Map<String, Object> texts = object("type", "array", "items", OpenApi.text());
    Map<String, Object> review =
        object(
            "type",
            "object",
            "required",
            List.of("kind", "at", "by", "comment", "waives"),
            "properties",
            object(
                "kind",
                object(
                    "enum", List.of("comment", "approve", "reject", "withdraw", "renew", "close")),
                "at",
                OpenApi.text(),
                "by",
                OpenApi.text(),
                "comment",
                OpenApi.text(),
                "waives",
                texts));
    Map<String, Object> properties =
        object(
            "proposal", number,
            "ratebook", OpenApi.text(),
            "release", OpenApi.text(),
            "at", OpenApi.text(),
            "by", OpenApi.text(),
            "message", OpenApi.text(),
            "published_by", OpenApi.text());
    properties.put(
        "stage",
        object(
            "enum",
            List.of(
                "awaited",
                "failed",
                "stale",
                "open",
                "rejected",
                "approved",
                "activated",
                "closed")));
    properties.put("sentence", ReleaseApi.described("how it stands, and what it lacks"));
    properties.put("needed", number);
    properties.put("approved_by", texts);
    properties.put("rejected_by", texts);
    properties.put("broken_guards", texts);
    properties.put("changed_percent", OpenApi.text());
    properties.put("mean_percent", OpenApi.text());
    properties.put("is_new", object("type", "boolean"));
    properties.put("reviews", object("type", "array", "items", review));
    properties.put(
        "evidence",
        object("type", "object", "description", "what a server found out: for people to read"));
    schemas.put(
        "Proposal",
        object(
            "type",
            "object",
            "required",
            List.of("proposal", "ratebook", "release", "at", "by", "stage", "sentence", "needed"),
            "properties",
            properties));
    schemas.put(
        "Proposals",
        object(
            "type",
            "object",
            "required",
            List.of("proposals"),
            "properties",
            object("proposals", object("type", "array", "items", OpenApi.reference("Proposal")))));
  }
}
