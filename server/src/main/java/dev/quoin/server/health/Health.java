package dev.quoin.server.health;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.registry.Standing;
import dev.quoin.server.follow.Followed;
import dev.quoin.server.follow.Following;
import dev.quoin.server.page.ProblemPages;
import dev.quoin.server.release.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The pages on a server's health. `/health/live` and `/health/ready` are for machines that only look at the status;
/// `/health` tells people what is the matter.
public final class Health {
  private final Instant started;
  private final Supplier<dev.quoin.journal.Health> journal;
  private final Supplier<List<Served>> served;
  private final Following following;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WARMING_UP);

  /// @param started when the server was started
  public Health(
      Instant started,
      Supplier<dev.quoin.journal.Health> journal,
      Supplier<List<Served>> served,
      Following following) {
    this.started = started;
    this.journal = journal;
    this.served = served;
    this.following = following;
  }

  public Phase phase() {
    return phase.get();
  }

  /// It has warmed up; nothing changes if it drains already.
  public void ready() {
    phase.compareAndSet(Phase.WARMING_UP, Phase.READY);
  }

  public void drain() {
    phase.set(Phase.DRAINING);
  }

  /// Puts the pages where a server shows them.
  public void routes(ServerBuilder server) {
    server
        .service(
            "/health/live", (_, _) -> response(HttpStatus.OK, JsonTree.object("status", "live")))
        .service(
            "/health/ready",
            (_, _) -> response(status(), JsonTree.object("status", phase().toString())))
        .service("/health", (_, _) -> response(status(), details()));
  }

  private HttpStatus status() {
    return phase() == Phase.READY ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
  }

  private static HttpResponse response(HttpStatus status, Map<String, Object> tree) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, JsonTree.write(tree) + "\n");
  }

  private Map<String, Object> details() {
    dev.quoin.journal.Health kept = journal.get();
    List<Served> folders = served.get();
    List<Followed> followed = following.followed();
    return JsonTree.object(
        "status",
        phase().toString(),
        "started_at",
        started.toString(),
        "attention",
        attention(kept, folders, followed),
        "database",
        database(kept),
        "spool",
        JsonTree.object(
            "entries",
            kept.spooledEntries(),
            "bytes",
            kept.spooledBytes(),
            "refused",
            kept.refusedEntries()),
        "ratebooks",
        folders.stream().map(Health::of).toList(),
        "registry",
        registry(followed));
  }

  private Map<String, Object> registry(List<Followed> followed) {
    Map<String, Object> tree = JsonTree.object("up", following.loss().isEmpty());
    following.loss().ifPresent(loss -> tree.put("away_since", loss.since().toString()));
    tree.put("ratebooks", followed.stream().map(Health::of).toList());
    return tree;
  }

  /// What the registry says of a ratebook, and what is live here.
  private static Map<String, Object> of(Followed followed) {
    Standing standing = followed.standing();
    Map<String, Object> tree = JsonTree.object("ratebook", standing.ratebook());
    standing
        .active(followed.at())
        .ifPresent(active -> {
          active.release().ifPresent(release -> tree.put("active", release));
          tree.put("since", active.scheduledFor().orElse(active.at()).toString());
          tree.put("decision", active.kind().text());
          tree.put("by", active.by());
        });
    followed.live().ifPresent(live -> tree.put("live", live));
    standing
        .scheduled(followed.at())
        .ifPresent(next ->
            tree.put(
                "scheduled",
                JsonTree.object(
                    "release",
                    next.release().orElseThrow(),
                    "at",
                    next.scheduledFor().orElse(next.at()).toString())));
    tree.put("frozen", standing.isFrozen());
    followed.trouble().ifPresent(why -> tree.put("trouble", why));
    return tree;
  }

  /// What somebody should look at, in sentences.
  private List<String> attention(
      dev.quoin.journal.Health kept, List<Served> folders, List<Followed> followed) {
    List<String> sentences = new ArrayList<>();
    following
        .loss()
        .ifPresent(loss ->
            sentences.add(
                "the registry is away since %s (%s); what is live stays live"
                    .formatted(loss.since(), loss.why())));
    for (Followed one : followed) {
      one.trouble()
          .ifPresent(why ->
              sentences.add(
                  "the active release of `%s` is not live here, %s is: %s"
                      .formatted(
                          one.standing().ratebook(),
                          one.live().map(live -> live.substring(0, 12)).orElse("none"),
                          why)));
    }
    kept.awaySince()
        .ifPresent(since ->
            sentences.add(
                "the database is away since %s (%s); %s"
                    .formatted(since, kept.awayBecause().orElse("why is not known"), goOn(kept))));
    if (kept.refusedEntries() > 0) {
      sentences.add(
          "the database refused %s: see the files `refused-…` in the spool's folder, and the log"
              .formatted(
                  kept.refusedEntries() == 1 ? "an answer" : kept.refusedEntries() + " answers"));
    }
    for (Served folder : folders) {
      folder
          .refused()
          .ifPresent(refused ->
              sentences.add(
                  "what is in the folder of `%s` since %s is not served: %s"
                      .formatted(
                          folder.ratebook(), refused.at(), count(refused.problems().size()))));
      folder
          .waiting()
          .ifPresent(release ->
              sentences.add(
                  "release %s of `%s` waits for the database"
                      .formatted(release.substring(0, 12), folder.ratebook())));
    }
    return sentences;
  }

  private static String goOn(dev.quoin.journal.Health kept) {
    return kept.spoolFailure()
        .map(failure -> "quotes are refused, for the spool cannot be written: " + failure)
        .orElseGet(() ->
            "quotes go on for another %d s"
                .formatted(kept.left().orElse(Duration.ZERO).toSeconds()));
  }

  private static String count(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }

  private static Map<String, Object> database(dev.quoin.journal.Health kept) {
    Map<String, Object> database = JsonTree.object("up", kept.databaseUp());
    kept.awaySince().ifPresent(since -> database.put("away_since", since.toString()));
    kept.left().ifPresent(left -> database.put("quotes_go_on_for_seconds", left.toSeconds()));
    return database;
  }

  /// A served folder as JSON.
  public static Map<String, Object> of(Served folder) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ratebook", folder.ratebook());
    folder.release().ifPresent(release -> tree.put("release", release));
    tree.put("since", folder.since().toString());
    tree.put("folder", folder.folder().toString());
    folder
        .refused()
        .ifPresent(refused -> {
          Map<String, Object> told = JsonTree.object("at", refused.at().toString());
          refused.release().ifPresent(release -> told.put("release", release));
          told.put("problem_count", refused.problems().size());
          told.put(
              "problems",
              refused.problems().stream().limit(MOST_PROBLEMS).map(Health::of).toList());
          tree.put("refused", told);
        });
    folder.waiting().ifPresent(release -> tree.put("waiting", release));
    folder.overruled().ifPresent(release -> tree.put("overruled", release));
    return tree;
  }

  /// Nobody reads more.
  private static final int MOST_PROBLEMS = 100;

  private static Map<String, Object> of(dev.quoin.feel.Problem problem) {
    Map<String, Object> tree = JsonTree.of(problem);
    tree.put("page", ProblemPages.PATH + problem.code());
    return tree;
  }
}
