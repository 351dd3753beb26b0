package dev.quoin.cli;

import dev.quoin.cli.compare.FirstFigures;
import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.KeptRequests;
import dev.quoin.compare.NotCompared;
import dev.quoin.compare.Origin;
import dev.quoin.compare.Policy;
import dev.quoin.compare.Requests;
import dev.quoin.compare.RowRequests;
import dev.quoin.database.DatabaseException;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.ExportedAnswers;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `--requests`: where the requests come from that are priced.
final class RequestsOption {
  private static final Pattern GENERATED =
      Pattern.compile("generate:(\\d{1,15})(?:@(-?\\d{1,18}))?");

  private static final Pattern KEPT = Pattern.compile("journal:(.*?)\\.\\.(.*)");

  @Option(
      names = "--requests",
      required = true,
      paramLabel = "F",
      description = "Where the requests come from; see below.")
  private String typed = "";

  @Mixin private DatabaseOption database = new DatabaseOption();

  RequestsOption() {}

  /// The same of a command that has an option of its own for it, which may be left out.
  RequestsOption(String typed, DatabaseOption database) {
    this.typed = typed;
    this.database = database;
  }

  /// A policy, and the folder that it was read of, as it was typed.
  record Side(String folder, Policy policy) {}

  /// Requests that can be read.
  ///
  /// @param origin where others could read them, too; nothing where they cannot
  record Opened(Requests requests, Optional<Origin> origin) {
    /// What of them is not priced, and why: of what a server was asked.
    Optional<NotCompared> notCompared() {
      return requests instanceof KeptRequests kept
          ? Optional.of(kept.notCompared())
          : Optional.empty();
    }
  }

  String typed() {
    return typed;
  }

  /// The database of a server, which other options may ask, too.
  DatabaseOption database() {
    return database;
  }

  /// What their length counts.
  String unit(Terminal terminal) {
    return isGenerated() || isParquet()
        ? "requests"
        : isJournal() || isFolder(terminal) ? "answers" : "bytes";
  }

  /// What the requests are that come first, for whoever concludes from them.
  FirstFigures.Of first(Terminal terminal) {
    return isGenerated()
        ? FirstFigures.Of.SAMPLE
        : isJournal() || isFolder(terminal) ? FirstFigures.Of.KEPT : FirstFigures.Of.FILE;
  }

  private boolean isGenerated() {
    return typed.startsWith("generate:");
  }

  private boolean isJournal() {
    return typed.startsWith("journal:");
  }

  private boolean isFolder(Terminal terminal) {
    return Files.isDirectory(terminal.path(typed));
  }

  private boolean isParquet() {
    return typed.endsWith(".parquet");
  }

  /// Opens them.
  ///
  /// @param before the policy as it was; the only one, where there is one
  /// @param problems why they cannot be read, should nothing be returned
  Optional<Opened> open(
      Side before, Side after, AtOption at, Terminal terminal, List<Problem> problems)
      throws IOException, Unusable {
    if (isJournal() || isFolder(terminal)) {
      requireAt(before, after, at);
      KeptRequests.Source source = isFolder(terminal) ? exported(terminal) : journal(terminal);
      return Optional.of(
          new Opened(new KeptRequests(source, before.policy(), after.policy()), Optional.empty()));
    }
    if (isParquet()) {
      return parquet(before, after, terminal, problems)
          .map(rows -> new Opened(rows, Optional.empty()));
    }
    Origin origin = isGenerated() ? generated(before, after) : written(terminal);
    Problems found = new Problems();
    Optional<Opened> opened =
        origin
            .open(before.policy(), after.policy(), found)
            .map(requests -> new Opened(requests, Optional.of(origin)));
    if (opened.isEmpty()) {
      problems.addAll(
          origin instanceof Origin.Generated generated
              ? Report.asTyped(
                  found.sorted(), (generated.isOfAfter() ? after : before).folder(), "")
              : found.sorted());
    }
    return opened;
  }

  private Origin written(Terminal terminal) throws IOException {
    Path path = TypedFile.readable(typed, terminal);
    return new Origin.Written(typed, path.toAbsolutePath().normalize(), typed.endsWith(".csv"));
  }

  /// What was asked at many instants has no price at all of them where a price depends on when it is asked.
  private static void requireAt(Side before, Side after, AtOption at) throws Unusable {
    if (!at.isGiven()
        && (before.policy().dependsOnInstant() || after.policy().dependsOnInstant())) {
      throw new Unusable(
          "the prices of `%s` depend on when they are asked (expected: `--at` with the instant at which all requests are priced)"
              .formatted((before.policy().dependsOnInstant() ? before : after).folder()));
    }
  }

  private KeptRequests.Source journal(Terminal terminal) throws IOException, Unusable {
    Matcher period = KEPT.matcher(typed);
    if (!period.matches()) {
      throw new Unusable("`" + typed + "` (expected: such as `journal:2026-11-01..2026-11-26`)");
    }
    try {
      Interval interval =
          Interval.of(
              new Interval.Typed("journal:FROM", period.group(1)),
              new Interval.Typed("journal:..TO", period.group(2)));
      return JournalSource.open(database.open(terminal), interval);
    } catch (DateTimeException | DatabaseException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private KeptRequests.Source exported(Terminal terminal) throws IOException, Unusable {
    try {
      return new ExportSource(typed, ExportedAnswers.open(terminal.path(typed)));
    } catch (ExportProblem e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private Optional<RowRequests> parquet(
      Side before, Side after, Terminal terminal, List<Problem> problems) throws IOException {
    Problems found = new Problems();
    ParquetTable table = ParquetTable.open(typed, TypedFile.readable(typed, terminal));
    Optional<RowRequests> rows =
        RowRequests.of(typed, table, before.policy(), after.policy(), Origin.BLOCK, found);
    if (rows.isEmpty()) {
      table.close();
      problems.addAll(found.sorted());
    }
    return rows;
  }

  private Origin generated(Side before, Side after) throws Unusable {
    Matcher wanted = GENERATED.matcher(typed);
    if (!wanted.matches()) {
      throw new Unusable("`" + typed + "` (expected: such as `generate:100000@7`)");
    }
    String asked = before.policy().service().name();
    Ratebook old = before.policy().ratebook();
    Ratebook changed = after.policy().ratebook();
    if (!old.zone().equals(changed.zone())) {
      throw new Unusable(
          "`%s` draws date-times in one zone, but those of `%s` are in %s and those of `%s` in %s (expected: a file of requests)"
              .formatted(typed, before.folder(), old.zone(), after.folder(), changed.zone()));
    }
    boolean isOfAfter = !old.generators().containsKey(asked);
    if (isOfAfter && !changed.generators().containsKey(asked)) {
      throw new Unusable("neither ratebook has a generator of `" + asked + "`");
    }
    return new Origin.Generated(
        isOfAfter,
        wanted.group(2) == null ? 1 : Long.parseLong(wanted.group(2)),
        Long.parseLong(wanted.group(1)));
  }
}
