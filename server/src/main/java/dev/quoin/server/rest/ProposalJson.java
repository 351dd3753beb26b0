package dev.quoin.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.registry.ProposalEvidence;
import dev.quoin.registry.ProposalStanding;
import dev.quoin.registry.Proposals;
import dev.quoin.registry.Review;
import dev.quoin.server.command.ProposalDesk;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Proposals, and what was said to them, as trees of JSON.
final class ProposalJson {
  private ProposalJson() {}

  static Map<String, Object> told(Proposals.Told told) {
    Map<String, Object> tree = standing(told.standing());
    tree.put("is_new", told.isNew());
    return tree;
  }

  static Map<String, Object> all(List<ProposalStanding> all) {
    return JsonTree.object("proposals", all.stream().map(ProposalJson::standing).toList());
  }

  static Map<String, Object> shown(ProposalDesk.Shown shown) {
    Map<String, Object> tree = standing(shown.standing());
    tree.put("reviews", shown.standing().reviews().stream().map(ProposalJson::review).toList());
    shown
        .evidence()
        .flatMap(body -> Json.read("evidence", body.getBytes(UTF_8), new Problems()))
        .ifPresent(evidence -> tree.put("evidence", evidence));
    return tree;
  }

  private static Map<String, Object> standing(ProposalStanding standing) {
    Map<String, Object> tree =
        JsonTree.object(
            "proposal",
            standing.proposal().number(),
            "ratebook",
            standing.proposal().ratebook(),
            "release",
            standing.proposal().release(),
            "at",
            standing.proposal().at().toString(),
            "by",
            standing.proposal().by(),
            "message",
            standing.proposal().message(),
            "published_by",
            standing.publishedBy(),
            "stage",
            standing.stage().name().toLowerCase(Locale.ROOT),
            "sentence",
            standing.sentence(),
            "needed",
            standing.needed());
    tree.put("approved_by", standing.approvedBy());
    tree.put("rejected_by", standing.rejectedBy());
    tree.put("broken_guards", standing.open());
    standing
        .evidence()
        .flatMap(ProposalEvidence::size)
        .ifPresent(size -> {
          tree.put("changed_percent", size.changed().toPlainString());
          tree.put("mean_percent", size.mean().toPlainString());
        });
    return tree;
  }

  private static Map<String, Object> review(Review review) {
    return JsonTree.object(
        "kind",
        review.kind().text(),
        "at",
        review.at().toString(),
        "by",
        review.by(),
        "comment",
        review.comment(),
        "waives",
        review.waives());
  }
}
