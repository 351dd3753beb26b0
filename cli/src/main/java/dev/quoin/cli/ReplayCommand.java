package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.journal.Period;
import dev.quoin.journal.replay.Engine;
import dev.quoin.journal.replay.Origin;
import dev.quoin.journal.replay.Replay;
import dev.quoin.journal.replay.Replayed;
import dev.quoin.pricing.Explained.Difference;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.server.release.Releases;
import dev.quoin.server.run.RegistryShelf;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prices again what was answered.
@Command(
    name = "replay",
    description =
        "Prices again all that the journal holds of a period, each answer under its own release,"
            + " and shows what does not come out as it was answered.",
    footer = {
      "",
      "Times have an offset, such as 2026-11-27T00:00:00+09:00; a date is one of UTC, and the one"
          + " after --to is included.",
      "The database is only read, in short transactions: the server may run meanwhile. Ends with 1"
          + " where something differs."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int SHORT_DIGEST = 12;

  private final Terminal terminal;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Answered then or later; from the beginning by default.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Answered before; to the end by default.")
  private String to = "";

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many work at once; as many as there are processors by default. The result is the"
              + " same.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private JsonOption json = new JsonOption();

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Interval interval;
    try {
      interval = Interval.of(new Interval.Typed("--from", from), new Interval.Typed("--to", to));
    } catch (DateTimeException e) {
      return couldNot(String.valueOf(e.getMessage()));
    }
    if (threads < 1) {
      return couldNot("`--threads` is 1 at least");
    }
    Replayed replayed;
    try (Database open = database.open(terminal);
        Period period = Period.of(open, interval.from(), interval.to())) {
      replayed = replay(open, period);
    } catch (DatabaseException e) {
      return couldNot(String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      return couldNot("the journal cannot be read: " + e.getMessage());
    }
    print(replayed);
    return replayed.differing() == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private Replayed replay(Database open, Period period) throws SQLException, InterruptedException {
    Releases releases = new Releases(RegistryShelf.reading(open));
    dev.quoin.server.release.Engine now = dev.quoin.server.release.Engine.current();
    Replay replay = new Replay(releases::byDigest, new Engine(now.version(), now.zoneData()));
    Meter meter = new Meter(terminal, "entries", OptionalLong.of(period.estimate()));
    try {
      return replay.run(period, threads, meter::add);
    } finally {
      meter.end();
    }
  }

  private int couldNot(String sentence) {
    terminal.err().println("quoin: " + Report.escaped(sentence));
    return ExitCode.COULD_NOT_RUN;
  }

  private void print(Replayed replayed) {
    if (json.asked()) {
      terminal.out().println(JsonTree.write(tree(replayed)));
      return;
    }
    replayed.origins().forEach(this::print);
    terminal
        .out()
        .println(
            "replayed %,d answers of %,d releases: %,d differ"
                .formatted(replayed.answers(), replayed.releases(), replayed.differing()));
    if (replayed.withoutQuote() > 0) {
      terminal
          .out()
          .println(
              "left out %,d bookings: their quotes, as of which they were priced, are no longer kept"
                  .formatted(replayed.withoutQuote()));
    }
    terminal.out().println("priced again by " + name(replayed.engine()));
  }

  private void print(Origin origin, Replayed.Count count) {
    for (Replayed.Group group : count.groups()) {
      terminal
          .out()
          .println(
              Report.escaped(
                  "%,d of %,d: %s %s, release %s of %s, answered by %s: %s"
                      .formatted(
                          group.answers(),
                          count.answers(),
                          origin.service(),
                          kind(origin),
                          origin.release().substring(0, SHORT_DIGEST),
                          origin.ratebook(),
                          name(origin.engine()),
                          String.join(", ", group.parts()))));
      for (Replayed.Example example : group.examples()) {
        terminal.out().println("  " + example.id() + "  " + example.at());
        for (Difference difference : example.differences()) {
          terminal
              .out()
              .println(
                  Report.escaped(
                      "    %s: stored %s, found %s"
                          .formatted(
                              difference.part(), difference.answered(), difference.again())));
        }
      }
      terminal.out().println();
    }
  }

  private static String kind(Origin origin) {
    return origin.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String name(Engine engine) {
    return engine.version().isEmpty()
        ? "an engine that was not kept"
        : "engine %s, time zones %s".formatted(engine.version(), engine.zoneData());
  }

  private static Map<String, Object> tree(Replayed replayed) {
    return JsonTree.object(
        "entries",
        replayed.entries(),
        "without_quote",
        replayed.withoutQuote(),
        "answers",
        replayed.answers(),
        "differing",
        replayed.differing(),
        "engine",
        replayed.engine().version(),
        "zone_data",
        replayed.engine().zoneData(),
        "origins",
        replayed.origins().entrySet().stream()
            .map(entry -> tree(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Map<String, Object> tree(Origin origin, Replayed.Count count) {
    List<Map<String, Object>> groups = count.groups().stream().map(ReplayCommand::tree).toList();
    return JsonTree.object(
        "ratebook",
        origin.ratebook(),
        "release",
        origin.release(),
        "service",
        origin.service(),
        "kind",
        kind(origin),
        "engine",
        origin.engine().version(),
        "zone_data",
        origin.engine().zoneData(),
        "entries",
        count.entries(),
        "without_quote",
        count.withoutQuote(),
        "answers",
        count.answers(),
        "differing",
        count.differing(),
        "differences",
        groups);
  }

  private static Map<String, Object> tree(Replayed.Group group) {
    return JsonTree.object(
        "parts",
        group.parts(),
        "answers",
        group.answers(),
        "examples",
        group.examples().stream().map(ReplayCommand::tree).toList());
  }

  private static Map<String, Object> tree(Replayed.Example example) {
    return JsonTree.object(
        "id",
        example.id().toString(),
        "answered_at",
        example.at().toString(),
        "parts",
        example.differences().stream()
            .map(difference ->
                JsonTree.object(
                    "part",
                    difference.part(),
                    "stored",
                    difference.answered(),
                    "found",
                    difference.again()))
            .toList());
  }
}
