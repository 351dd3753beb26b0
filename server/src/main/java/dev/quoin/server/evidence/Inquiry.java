package dev.quoin.server.evidence;

import dev.quoin.compiler.Compiler;
import dev.quoin.database.Database;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Approvals;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.diff.Change;
import dev.quoin.ratebook.diff.Diff;
import dev.quoin.ratebook.guard.Broken;
import dev.quoin.ratebook.guard.ChangeCheck;
import dev.quoin.ratebook.guard.Guard;
import dev.quoin.ratebook.guard.GuardCheck;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.registry.Findings;
import dev.quoin.registry.Proposal;
import dev.quoin.registry.Publication;
import dev.quoin.registry.Releases;
import dev.quoin.server.release.Engine;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// Finds out what speaks for a release and against it: what its publication found, what differs from the active release, which limits
/// on change it breaks, and what it does to what customers asked last. It is made of what is kept alone, so that any server can.
final class Inquiry {
  /// How `quoin check` tries guards.
  private static final long SEED = 1;

  private static final int TRIED = 1_000;

  /// Nobody reads more.
  private static final int MOST_CHANGES = 500;

  private static final int MOST_GUARDS = 100;

  private final Database database;
  private final Releases kept;

  Inquiry(Database database) {
    this.database = database;
    this.kept = Releases.of(database);
  }

  /// What is found out about a proposal.
  ///
  /// @param active the release that is active; none where none is
  Findings of(Proposal proposal, Publication publication, Optional<String> active, Instant now)
      throws IOException {
    Ratebook after = ratebook(proposal.release());
    Map<String, Object> tree = head(proposal, active, now);
    tree.put(
        "publication",
        JsonTree.object(
            "by",
            publication.by(),
            "at",
            publication.at().toString(),
            "engine",
            publication.engine(),
            "cases",
            publication.cases(),
            "guards",
            publication.guards()));
    if (active.isEmpty()) {
      return findings(active, Optional.empty(), List.of(), tree);
    }
    Ratebook before = ratebook(active.get());
    changes(before, after, tree);
    GuardCheck.Report guards = guards(before, after, now);
    tree.put("guards", guards(guards));
    List<ServiceComparison.Found> compared = new ArrayList<>();
    Set<String> services = new LinkedHashSet<>(after.services().keySet());
    services.addAll(before.services().keySet());
    for (String service : services) {
      compared.add(
          ServiceComparison.of(
              before, after, service, () -> RecentAnswers.open(database, now), now));
    }
    tree.put("comparisons", compared.stream().map(ServiceComparison.Found::tree).toList());
    return findings(
        active,
        size(compared),
        guards.broken().stream().map(broken -> broken.guard().id()).distinct().toList(),
        tree);
  }

  /// That nothing could be found out, and why.
  static Findings failed(Proposal proposal, Optional<String> active, String why, Instant now) {
    Map<String, Object> tree = head(proposal, active, now);
    tree.put("failure", why);
    return new Findings(
        active,
        Engine.current().version(),
        Engine.current().zoneData(),
        Optional.empty(),
        List.of(),
        why,
        JsonTree.compact(tree));
  }

  private static Map<String, Object> head(Proposal proposal, Optional<String> active, Instant now) {
    return JsonTree.object(
        "release",
        proposal.release(),
        "against",
        active.<Object>map(release -> release).orElse(Value.NULL),
        "made_at",
        now.toString(),
        "engine",
        Engine.current().version(),
        "zone_data",
        Engine.current().zoneData());
  }

  private static Findings findings(
      Optional<String> active,
      Optional<Approvals.Size> size,
      List<String> broken,
      Map<String, Object> tree) {
    size.ifPresent(of ->
        tree.put(
            "size",
            JsonTree.object(
                "changed_percent",
                of.changed().toPlainString(),
                "mean_percent",
                of.mean().toPlainString())));
    return new Findings(
        active,
        Engine.current().version(),
        Engine.current().zoneData(),
        size,
        broken,
        "",
        JsonTree.compact(tree));
  }

  private Ratebook ratebook(String release) {
    Problems problems = new Problems();
    SortedMap<String, byte[]> files =
        kept.get(release)
            .orElseThrow(() -> new IllegalStateException("release " + release + " is not kept"));
    return Ratebook.load(files, problems)
        .orElseThrow(() ->
            new IllegalStateException(
                "release %s cannot be read: %s"
                    .formatted(
                        release,
                        problems.sorted().stream()
                            .map(Problem::sentence)
                            .findFirst()
                            .orElse("no reason"))));
  }

  private static void changes(Ratebook before, Ratebook after, Map<String, Object> tree) {
    List<Change> changes = Diff.of(before, after).changes();
    tree.put("changes", changes.size());
    tree.put("changes_shown", changes.stream().limit(MOST_CHANGES).map(Change::text).toList());
    Set<String> files = new TreeSet<>(before.files().keySet());
    files.addAll(after.files().keySet());
    byte[] none = new byte[0];
    tree.put(
        "files",
        files.stream()
            .filter(file ->
                before.files().containsKey(file) != after.files().containsKey(file)
                    || !Arrays.equals(
                        before.files().getOrDefault(file, none),
                        after.files().getOrDefault(file, none)))
            .toList());
    tree.put("guards_gone", ids(before, after));
    tree.put("guards_new", ids(after, before));
  }

  /// The guards that one has and the other has not.
  private static List<String> ids(Ratebook one, Ratebook other) {
    List<String> ids = new ArrayList<>(one.guards().stream().map(Guard::id).toList());
    other.guards().forEach(guard -> ids.remove(guard.id()));
    return ids;
  }

  private static GuardCheck.Report guards(Ratebook before, Ratebook after, Instant now) {
    return new ChangeCheck(
            before, after, Compiler::compile, new GuardCheck.Options(SEED, TRIED, now))
        .run();
  }

  private static Map<String, Object> guards(GuardCheck.Report report) {
    return JsonTree.object(
        "guards",
        report.guards(),
        "kept",
        report.kept(),
        "requests",
        report.tried(),
        "broken",
        report.broken().stream().limit(MOST_GUARDS).map(Inquiry::guard).toList(),
        "untried",
        report.untried().stream().limit(MOST_GUARDS).map(Problem::sentence).toList());
  }

  private static Object guard(Broken broken) {
    return JsonTree.object(
        "guard",
        broken.guard().id(),
        "sentence",
        broken.sentence(),
        "inputs",
        JsonTree.of(new Value.Context(broken.inputs().orElse(Map.of()))),
        "behind",
        broken.behind().stream().map(suspect -> suspect.name() + " " + suspect.place()).toList());
  }

  /// The most that any service changes; nothing where it is not known of one of them.
  private static Optional<Approvals.Size> size(List<ServiceComparison.Found> compared) {
    BigDecimal changed = BigDecimal.ZERO.setScale(2);
    BigDecimal mean = BigDecimal.ZERO.setScale(2);
    for (ServiceComparison.Found found : compared) {
      if (found.size().isEmpty()) {
        return Optional.empty();
      }
      Approvals.Size size = found.size().get();
      changed = changed.max(size.changed());
      mean = size.mean().abs().compareTo(mean.abs()) > 0 ? size.mean() : mean;
    }
    return Optional.of(new Approvals.Size(changed, mean));
  }
}
