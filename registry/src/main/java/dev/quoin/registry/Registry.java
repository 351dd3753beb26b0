package dev.quoin.registry;

import dev.quoin.database.Database;
import dev.quoin.feel.Problem;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.registry.audit.AuditEntry;
import dev.quoin.registry.audit.AuditLog;
import dev.quoin.registry.audit.Audited;
import dev.quoin.registry.audit.Head;
import dev.quoin.registry.audit.Verified;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The life of ratebooks: what was published, which release is active from when on, and who decided that. It is the same for all
/// servers of a database.
///
/// Each change is one transaction with its entry in the audit log, and they go one after another under one lock: there are few of
/// them, and each goes by how things stand. It throws [dev.quoin.database.DatabaseAway] while the database is away.
public final class Registry {
  /// The channel on which servers are told that something has changed.
  static final String CHANNEL = Transactions.CHANNEL;

  private static final int MOST_WARNINGS = 1_000;

  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,64}");

  private final Database database;
  private final Transactions transactions;
  private final Rules rules = new Rules();

  private Registry(Database database) {
    this.database = database;
    this.transactions = new Transactions(database);
  }

  /// The registry of a database whose tables are up to date: [Releases#open] does that.
  public static Registry of(Database database) {
    return new Registry(database);
  }

  /// The proposals of releases.
  public Proposals proposals() {
    return new Proposals(database, transactions, rules);
  }

  /// What came of publishing.
  ///
  /// @param isNew whether it was not published before
  public record Published(Publication publication, boolean isNew) {}

  /// Where a release comes from.
  ///
  /// @param message what its author says of it; may be empty
  /// @param commit the state of a repository; may be empty
  public record Provenance(String by, String message, String commit) {}

  /// Publishes a release, which is kept with its evidence for ever. Of one that was published before, the first evidence stays.
  public Published publish(
      Ratebook ratebook, Evidence evidence, Provenance provenance, Instant now) {
    keep(ratebook, now);
    return transactions.change((connection, rows) ->
        publish(connection, rows, ratebook, evidence, provenance, micros(now)));
  }

  /// Files go in before a change begins: everybody waits for its lock. Where nothing comes of it, they are only kept.
  private void keep(Ratebook ratebook, Instant now) {
    Releases.of(database).put(ratebook, micros(now));
  }

  private static Published publish(
      Connection connection,
      Rows rows,
      Ratebook ratebook,
      Evidence evidence,
      Provenance provenance,
      Instant now)
      throws SQLException {
    Optional<Publication> before = rows.publication(ratebook.digest());
    if (before.isPresent()) {
      return new Published(before.get(), false);
    }
    Publication publication =
        new Publication(
            ratebook.digest(),
            ratebook.id(),
            now,
            provenance.by(),
            provenance.message(),
            provenance.commit(),
            evidence.engine(),
            evidence.zoneData(),
            evidence.cases(),
            evidence.guards(),
            json(evidence.warnings()));
    rows.add(
        publication,
        AuditLog.append(
            connection,
            new AuditEntry.Change(
                now,
                provenance.by(),
                "publish",
                ratebook.id(),
                "{}",
                publication.text(),
                provenance.message())));
    return new Published(publication, true);
  }

  private static String json(List<Problem> warnings) {
    return JsonTree.compact(warnings.stream().limit(MOST_WARNINGS).map(JsonTree::of).toList());
  }

  /// Takes what a served folder holds for the active release, unless somebody has decided by hand. It is not published by that.
  public Standing offer(Ratebook ratebook, Author author, Instant at) {
    keep(ratebook, at);
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Standing> standing = rows.standing(ratebook.id());
      boolean isDecided =
          standing
              .filter(before ->
                  before.isByHand()
                      || before.last().release().equals(Optional.of(ratebook.digest())))
              .isPresent();
      if (isDecided) {
        return standing.orElseThrow();
      }
      Change change =
          new Change(
              Decision.Kind.FOLDER,
              Optional.of(ratebook.digest()),
              Optional.empty(),
              standing.flatMap(before -> before.active(now)).map(Decision::number),
              false);
      return decide(connection, rows, ratebook.id(), standing, change, author, now);
    });
  }

  /// Lets a release be active.
  ///
  /// @param expected the release that is active now, as far as the one knows who asks; empty where there is none
  /// @param from from when on; at once, if empty
  public Verdict<Changed> activate(
      String release,
      Optional<String> expected,
      Optional<Instant> from,
      Author author,
      Instant at) {
    Instant now = micros(at);
    Optional<Instant> scheduled = from.map(Registry::micros);
    // What they say of approvals is read before a change begins: everybody waits for its lock.
    if (!rules.knows(release)) {
      Releases.of(database).get(release).ifPresent(files -> rules.know(release, files));
    }
    return transactions.change((connection, rows) -> {
      Optional<Publication> publication = rows.publication(release);
      if (publication.isEmpty()) {
        return unknownRelease(release);
      }
      String ratebook = publication.get().ratebook();
      Optional<Standing> standing = rows.standing(ratebook);
      if (standing.filter(before -> isSo(before, release, scheduled, now)).isPresent()) {
        return new Verdict.Given<>(new Changed(standing.get(), false, Optional.empty()));
      }
      return activatable(rows, publication.get(), standing, expected, scheduled, now)
          .map(proposal -> {
            Optional<Decision> active = standing.flatMap(before -> before.active(now));
            boolean isActive = active.flatMap(Decision::release).equals(Optional.of(release));
            return new Change(
                Decision.Kind.ACTIVATE,
                Optional.of(release),
                scheduled,
                isActive ? active.flatMap(Decision::backTo) : active.map(Decision::number),
                false,
                proposal);
          })
          .then(change -> decided(connection, rows, ratebook, standing, change, author, now));
    });
  }

  /// Whether it was decided so already. What a folder decided holds until the folder changes: somebody has to decide it, too.
  private static boolean isSo(
      Standing standing, String release, Optional<Instant> scheduled, Instant now) {
    Decision last = standing.last();
    boolean isNow = last.isInForce(now) && scheduled.isEmpty();
    boolean isPlanned = !last.isInForce(now) && last.scheduledFor().equals(scheduled);
    return last.byHand() && last.release().equals(Optional.of(release)) && (isNow || isPlanned);
  }

  /// @return the number of the proposal by which it is activated, where there is one
  private Verdict<Optional<Long>> activatable(
      Rows rows,
      Publication publication,
      Optional<Standing> standing,
      Optional<String> expected,
      Optional<Instant> scheduled,
      Instant now)
      throws SQLException {
    String release = publication.release();
    if (rows.retirement(release).isPresent()) {
      return Verdict.rejected(
          Rejection.Kind.NOT_NOW,
          "release",
          "retired-release",
          "release %s is retired (expected: one that is not)".formatted(shortened(release)));
    }
    if (standing.filter(Standing::isFrozen).isPresent()) {
      Decision last = standing.get().last();
      return Verdict.rejected(
          Rejection.Kind.NOT_NOW,
          "ratebook",
          "activations-frozen",
          "`%s` is frozen%s: nothing is activated until that is lifted"
              .formatted(
                  publication.ratebook(),
                  last.kind() == Decision.Kind.FREEZE ? " by " + last.by() : ""));
    }
    if (scheduled.filter(from -> !from.isAfter(now)).isPresent()) {
      return Verdict.rejected(
          Rejection.Kind.WRONG,
          "at",
          "past-instant",
          "`at` is %s, which is over (expected: an instant to come, or none)"
              .formatted(scheduled.get()));
    }
    return switch (asExpected(publication.ratebook(), standing, expected, now)) {
      case Verdict.Given<Optional<String>> _ ->
          new Weighing(rows, rules, now).approved(publication, standing);
      case Verdict.Rejected<Optional<String>>(Rejection rejection) ->
          new Verdict.Rejected<>(rejection);
    };
  }

  private static Verdict<Optional<String>> asExpected(
      String ratebook, Optional<Standing> standing, Optional<String> expected, Instant now) {
    Optional<Decision> active = standing.flatMap(before -> before.active(now));
    if (active.flatMap(Decision::release).equals(expected)) {
      return new Verdict.Given<>(expected);
    }
    return Verdict.rejected(
        Rejection.Kind.NOT_NOW,
        "expected",
        "release-changed",
        "`%s` is at %s (expected, as the request says: %s)"
            .formatted(
                ratebook,
                active
                    .map(decision ->
                        "release %s since %s, by %s"
                            .formatted(
                                shortened(decision.release().orElseThrow()),
                                decision.scheduledFor().orElse(decision.at()),
                                decision.by()))
                    .orElse("no release"),
                expected.map(Registry::shortened).orElse("none")));
  }

  /// Goes back to the release that was active before, past those that are retired, and past those that the rollbacks before this one
  /// took back. This is possible while a ratebook is frozen. It never leaves a ratebook without a release: [#deactivate] does.
  ///
  /// @param expected the release that is taken back: asked twice, the second one does nothing
  public Verdict<Changed> rollback(String ratebook, String expected, Author author, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Standing> standing = rows.standing(ratebook);
      Optional<Decision> active = standing.flatMap(before -> before.active(now));
      if (active.isEmpty()) {
        return nothingActive(ratebook);
      }
      if (isDone(standing.orElseThrow(), Decision.Kind.ROLLBACK, expected)) {
        return new Verdict.Given<>(new Changed(standing.get(), false, Optional.empty()));
      }
      if (asExpected(ratebook, standing, Optional.of(expected), now)
          instanceof Verdict.Rejected<Optional<String>>(Rejection rejection)) {
        return new Verdict.Rejected<>(rejection);
      }
      Optional<Decision> target = rows.back(active.get());
      if (target.isEmpty()) {
        return Verdict.rejected(
            Rejection.Kind.NOT_NOW,
            "ratebook",
            "nothing-before",
            "no release of `%s` was active before %s that could come back (expected: another one to activate, or `deactivate`)"
                .formatted(ratebook, shortened(expected)));
      }
      Change change =
          new Change(
              Decision.Kind.ROLLBACK,
              target.get().release(),
              Optional.empty(),
              target.get().backTo(),
              standing.get().isFrozen());
      return decided(connection, rows, ratebook, standing, change, author, now);
    });
  }

  /// Whether the last decision is just that, of the same release: it was asked for twice.
  private static boolean isDone(Standing standing, Decision.Kind kind, String expected) {
    Decision last = standing.last();
    return last.kind() == kind
        && standing.base().flatMap(Decision::release).equals(Optional.of(expected))
        && !last.release().equals(Optional.of(expected));
  }

  /// Lets no release of a ratebook be active: nothing is priced by it any more. This is possible while it is frozen, like a rollback.
  ///
  /// @param expected the release that is active: asked twice, the second one does nothing
  public Verdict<Changed> deactivate(String ratebook, String expected, Author author, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Standing> standing = rows.standing(ratebook);
      if (standing.isEmpty()) {
        return nothingActive(ratebook);
      }
      if (isDone(standing.get(), Decision.Kind.DEACTIVATE, expected)) {
        return new Verdict.Given<>(new Changed(standing.get(), false, Optional.empty()));
      }
      if (asExpected(ratebook, standing, Optional.of(expected), now)
          instanceof Verdict.Rejected<Optional<String>>(Rejection rejection)) {
        return new Verdict.Rejected<>(rejection);
      }
      Change change =
          new Change(
              Decision.Kind.DEACTIVATE,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              standing.get().isFrozen());
      return decided(connection, rows, ratebook, standing, change, author, now);
    });
  }

  /// Freezes a ratebook, or lifts that: while it is frozen, nobody activates anything. What was scheduled is dropped by both.
  public Verdict<Changed> freeze(String ratebook, boolean frozen, Author author, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Standing> standing = rows.standing(ratebook);
      if (standing.isEmpty()) {
        return nothingActive(ratebook);
      }
      if (standing.get().isFrozen() == frozen) {
        return new Verdict.Given<>(new Changed(standing.get(), false, Optional.empty()));
      }
      Optional<Decision> active = standing.get().active(now);
      Change change =
          new Change(
              frozen ? Decision.Kind.FREEZE : Decision.Kind.UNFREEZE,
              active.flatMap(Decision::release),
              Optional.empty(),
              active.flatMap(Decision::backTo),
              frozen);
      return decided(connection, rows, ratebook, standing, change, author, now);
    });
  }

  /// What a decision changes.
  private record Change(
      Decision.Kind kind,
      Optional<String> release,
      Optional<Instant> scheduledFor,
      Optional<Long> backTo,
      boolean frozen,
      Optional<Long> proposal) {
    Change(
        Decision.Kind kind,
        Optional<String> release,
        Optional<Instant> scheduledFor,
        Optional<Long> backTo,
        boolean frozen) {
      this(kind, release, scheduledFor, backTo, frozen, Optional.empty());
    }
  }

  private static Verdict<Changed> decided(
      Connection connection,
      Rows rows,
      String ratebook,
      Optional<Standing> before,
      Change change,
      Author author,
      Instant now) {
    try {
      Standing after = decide(connection, rows, ratebook, before, change, author, now);
      return new Verdict.Given<>(
          new Changed(after, true, before.flatMap(standing -> standing.scheduled(now))));
    } catch (SQLException e) {
      throw new Transactions.Failed(e);
    }
  }

  private static Standing decide(
      Connection connection,
      Rows rows,
      String ratebook,
      Optional<Standing> before,
      Change change,
      Author author,
      Instant now)
      throws SQLException {
    Optional<Decision> active = before.flatMap(standing -> standing.active(now));
    Decision decision =
        new Decision(
            rows.nextDecision(),
            ratebook,
            change.kind(),
            change.release(),
            now,
            change.scheduledFor(),
            active.map(Decision::number),
            change.backTo(),
            change.frozen(),
            change.kind() != Decision.Kind.FOLDER || before.filter(Standing::isByHand).isPresent(),
            author.by(),
            author.reason(),
            change.proposal());
    rows.add(
        decision,
        AuditLog.append(
            connection,
            new AuditEntry.Change(
                now,
                author.by(),
                change.kind().text(),
                ratebook,
                told(before, now),
                decision.text(),
                author.reason())));
    return rows.standing(ratebook).orElseThrow();
  }

  /// How a ratebook stood, as the audit log has it.
  private static String told(Optional<Standing> before, Instant now) {
    Map<String, Object> tree = new LinkedHashMap<>();
    before.ifPresent(standing -> {
      standing.release(now).ifPresent(release -> tree.put("release", release));
      standing
          .scheduled(now)
          .flatMap(Decision::release)
          .ifPresent(release -> tree.put("scheduled", release));
      tree.put("frozen", standing.isFrozen());
    });
    return JsonTree.compact(tree);
  }

  /// Says that a release is not to be activated any more, nor gone back to.
  public Verdict<Retirement> retire(String release, Author author, Instant at) {
    Instant now = micros(at);
    return transactions.change((connection, rows) -> {
      Optional<Publication> publication = rows.publication(release);
      if (publication.isEmpty()) {
        return unknownRelease(release);
      }
      Optional<Retirement> before = rows.retirement(release);
      if (before.isPresent()) {
        return new Verdict.Given<>(before.get());
      }
      String ratebook = publication.get().ratebook();
      boolean isUsed =
          rows.standing(ratebook)
              .filter(standing ->
                  standing.last().release().equals(Optional.of(release))
                      || standing.release(now).equals(Optional.of(release)))
              .isPresent();
      if (isUsed) {
        return Verdict.rejected(
            Rejection.Kind.NOT_NOW,
            "release",
            "still-active",
            "release %s is active, or is to become so (expected: one that is not)"
                .formatted(shortened(release)));
      }
      Retirement retirement = new Retirement(release, now, author.by(), author.reason());
      rows.add(
          retirement,
          AuditLog.append(
              connection,
              new AuditEntry.Change(
                  now, author.by(), "retire", ratebook, "{}", retirement.text(), author.reason())));
      return new Verdict.Given<>(retirement);
    });
  }

  /// The release whose digest begins so, published or not.
  public Verdict<Releases.Release> find(String beginning) {
    if (!BEGINNING.matcher(beginning).matches()) {
      return unknownRelease(beginning);
    }
    List<Releases.Release> found =
        Releases.of(database).all().stream()
            .filter(release -> release.digest().startsWith(beginning))
            .toList();
    return switch (found.size()) {
      case 0 -> unknownRelease(beginning);
      case 1 -> new Verdict.Given<>(found.getFirst());
      default ->
          Verdict.rejected(
              Rejection.Kind.WRONG,
              "release",
              "unknown-release",
              "the digests of %d releases begin with `%s` (expected: more of its digits)"
                  .formatted(found.size(), beginning));
    };
  }

  /// What was found when a release was published; nothing, if it never was.
  public Optional<Publication> publication(String release) {
    return transactions.read(rows -> rows.publication(release));
  }

  /// Releases with what became of them, in the order in which they came.
  ///
  /// @param ratebook those of one alone
  public List<Listed> releases(Optional<String> ratebook, Instant at) {
    List<Releases.Release> kept =
        Releases.of(database).all().stream()
            .filter(release -> ratebook.isEmpty() || ratebook.get().equals(release.ratebook()))
            .toList();
    return transactions.read(rows -> {
      Map<String, Publication> publications = by(rows.publications(), Publication::release);
      Map<String, Retirement> retirements = by(rows.retirements(), Retirement::release);
      Map<String, Times> times = new LinkedHashMap<>();
      for (String id : kept.stream().map(Releases.Release::ratebook).distinct().toList()) {
        Times.of(rows.decisions(id), at).forEach(times::put);
      }
      List<Listed> listed = new ArrayList<>();
      for (Releases.Release release : kept) {
        Times of = times.getOrDefault(release.digest(), Times.NONE);
        listed.add(
            new Listed(
                release.digest(),
                release.ratebook(),
                release.storedAt(),
                Optional.ofNullable(publications.get(release.digest())),
                of.since(),
                of.until(),
                of.scheduledFor(),
                Optional.ofNullable(retirements.get(release.digest()))));
      }
      return listed;
    });
  }

  private static <T> Map<String, T> by(List<T> all, Function<T, String> release) {
    return all.stream().collect(Collectors.toMap(release, Function.identity()));
  }

  /// How all ratebooks stand on which something was decided.
  public List<Standing> standings() {
    return transactions.read(Rows::standings);
  }

  /// How a ratebook stands.
  public Optional<Standing> standing(String ratebook) {
    return transactions.read(rows -> rows.standing(ratebook));
  }

  /// All that was decided on a ratebook, in its order.
  public List<Decision> history(String ratebook) {
    return transactions.read(rows -> rows.decisions(ratebook));
  }

  /// The end of the audit log.
  public Head head() {
    return transactions.on(AuditLog::head);
  }

  /// Reads all of the audit log, and the rows that it tells of, and says whether they are as they were written.
  ///
  /// @param kept a head that was kept elsewhere
  public Verified verify(Optional<Head> kept) {
    return verify(kept, _ -> List.of());
  }

  /// The rows of another module that have an entry in the audit log.
  public interface Others {
    List<Audited> rows(Connection connection) throws SQLException;
  }

  /// The same where others write into the log, too.
  public Verified verify(Optional<Head> kept, Others others) {
    return transactions.on(connection -> {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
      }
      try {
        List<Audited> rows = new ArrayList<>(new Rows(connection).audited());
        rows.addAll(others.rows(connection));
        return AuditLog.verify(connection, rows, kept);
      } finally {
        connection.rollback();
      }
    });
  }

  private static <T> Verdict<T> unknownRelease(String release) {
    return Verdict.rejected(
        Rejection.Kind.UNKNOWN,
        "release",
        "unknown-release",
        "no release `%s` was published (expected: its digest, or the first digits of it)"
            .formatted(release.length() > 64 ? release.substring(0, 64) + "…" : release));
  }

  private static <T> Verdict<T> nothingActive(String ratebook) {
    return Verdict.rejected(
        Rejection.Kind.UNKNOWN,
        "ratebook",
        "unknown-ratebook",
        "no release of a ratebook `%s` is active".formatted(ratebook));
  }

  private static String shortened(String release) {
    return release.length() > 12 ? release.substring(0, 12) : release;
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }
}
