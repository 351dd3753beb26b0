package dev.quoin.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Problems;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.ratebook.source.Json;
import dev.quoin.registry.Decision;
import dev.quoin.registry.Listed;
import dev.quoin.registry.Publication;
import dev.quoin.registry.Registry;
import dev.quoin.registry.Retirement;
import dev.quoin.registry.Standing;
import dev.quoin.server.command.ReleaseDesk;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Releases, and what was decided on them, as trees of JSON.
final class ReleaseJson {
  private ReleaseJson() {}

  static Map<String, Object> published(Registry.Published published) {
    Map<String, Object> tree =
        JsonTree.object(
            "release",
            published.publication().release(),
            "ratebook",
            published.publication().ratebook(),
            "is_new",
            published.isNew());
    tree.put("published", publication(published.publication()));
    return tree;
  }

  static Map<String, Object> listed(List<Listed> all) {
    return JsonTree.object("releases", all.stream().map(ReleaseJson::listed).toList());
  }

  static Map<String, Object> listed(Listed listed) {
    Map<String, Object> tree =
        JsonTree.object(
            "release",
            listed.release(),
            "ratebook",
            listed.ratebook(),
            "stored_at",
            listed.storedAt().toString(),
            "is_active",
            listed.isActive());
    put(tree, "active_since", listed.since());
    put(tree, "active_until", listed.until());
    put(tree, "scheduled_for", listed.scheduledFor());
    listed.publication().ifPresent(of -> tree.put("published", publication(of)));
    listed.retirement().ifPresent(of -> tree.put("retired", retirement(of)));
    return tree;
  }

  private static Map<String, Object> publication(Publication publication) {
    Map<String, Object> tree =
        JsonTree.object(
            "at",
            publication.at().toString(),
            "by",
            publication.by(),
            "message",
            publication.message(),
            "commit",
            publication.commit(),
            "engine",
            publication.engine(),
            "zone_data",
            publication.zoneData(),
            "cases",
            publication.cases(),
            "guards",
            publication.guards());
    Json.read("warnings", publication.warnings().getBytes(UTF_8), new Problems())
        .ifPresent(warnings -> tree.put("warnings", warnings));
    return tree;
  }

  static Map<String, Object> retirement(Retirement retirement) {
    return JsonTree.object(
        "release",
        retirement.release(),
        "at",
        retirement.at().toString(),
        "by",
        retirement.by(),
        "reason",
        retirement.reason());
  }

  static Map<String, Object> life(ReleaseDesk.Life life) {
    Map<String, Object> tree = standing(life.standing(), life.at());
    tree.put("decisions", life.decisions().stream().map(ReleaseJson::decision).toList());
    return tree;
  }

  static Map<String, Object> decided(ReleaseDesk.Decided decided) {
    Map<String, Object> tree = standing(decided.changed().standing(), decided.at());
    tree.put("is_new", decided.changed().isNew());
    decided.changed().dropped().ifPresent(dropped -> tree.put("dropped", decision(dropped)));
    return tree;
  }

  private static Map<String, Object> standing(Standing standing, Instant at) {
    Map<String, Object> tree = JsonTree.object("ratebook", standing.ratebook());
    standing
        .active(at)
        .ifPresent(active -> {
          active.release().ifPresent(release -> tree.put("release", release));
          tree.put("since", active.scheduledFor().orElse(active.at()).toString());
        });
    standing.scheduled(at).ifPresent(scheduled -> tree.put("scheduled", decision(scheduled)));
    standing.back(at).ifPresent(back -> tree.put("back_to", back));
    tree.put("frozen", standing.isFrozen());
    return tree;
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> tree =
        JsonTree.object(
            "decision",
            decision.number(),
            "kind",
            decision.kind().text(),
            "at",
            decision.at().toString(),
            "by",
            decision.by(),
            "reason",
            decision.reason());
    decision.release().ifPresent(release -> tree.put("release", release));
    put(tree, "scheduled_for", decision.scheduledFor());
    decision.proposal().ifPresent(number -> tree.put("proposal", number));
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, Optional<Instant> at) {
    at.ifPresent(instant -> tree.put(name, instant.toString()));
  }
}
