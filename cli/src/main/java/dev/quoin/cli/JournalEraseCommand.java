package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.database.Database;
import dev.quoin.database.DatabaseException;
import dev.quoin.journal.CustomerKey;
import dev.quoin.journal.Erasures;
import dev.quoin.journal.Erasures.Erased;
import dev.quoin.journal.Erasures.Order;
import dev.quoin.journal.Erasures.SetAside;
import dev.quoin.journal.export.AwaitedErasure;
import dev.quoin.journal.export.Export;
import dev.quoin.journal.export.ExportProblem;
import dev.quoin.journal.export.Manifest;
import dev.quoin.ratebook.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Erases a customer: from the database, and from every export.
@Command(
    name = "erase",
    description =
        "Erases a customer from the journal, in the database and in exports: whole rows. What is left"
            + " is how many there were.",
    footer = {
      "",
      "The server may run meanwhile. Where it exports to the folder, it writes the files anew itself,"
          + " within a minute or two, and the command waits for it. Whatever was broken off is gone on with by the same"
          + " command. Ends with 1 where something is left."
    })
final class JournalEraseCommand implements Callable<Integer> {
  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Terminal terminal;

  @ArgGroup(multiplicity = "1")
  private Whom whom = new Whom();

  /// Who is erased.
  private static final class Whom {
    @Option(
        names = "--customer",
        paramLabel = "NAME",
        description = "The customer, as callers name them in `quoin-customer`.")
    private @Nullable String customer;

    @Option(
        names = "--pseudonym",
        paramLabel = "HEX",
        description = "The customer's pseudonym, as `quoin quotes find` prints it.")
    private @Nullable String pseudonym;
  }

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Option(
      names = "--customer-key",
      paramLabel = "FILE",
      description =
          "The key under which customers are kept as pseudonyms. Default: `customer.key` in the data"
              + " folder.")
  private @Nullable String customerKey;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "A folder that the journal is exported to; name all there are. Default: `parquet` in the data"
              + " folder, where it is there.")
  private List<String> exports = new ArrayList<>();

  @Option(names = "--no-export", description = "The journal is exported to no folder.")
  private boolean noExport;

  @Option(names = "--dry-run", description = "Only count what would be erased.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      paramLabel = "PERIOD",
      description =
          "For how long to wait for a server that has a folder. Default: ${DEFAULT-VALUE}.")
  private Duration wait = Duration.ofMinutes(30);

  @Mixin private JsonOption json = new JsonOption();

  JournalEraseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What became of an export.
  ///
  /// @param manifest that is without the customer; empty where it is not yet there
  private record Exported(Path folder, long files, long answers, Optional<Long> manifest) {
    static Exported of(Path folder, Manifest manifest) {
      Manifest.Erasure erasure = manifest.erasure().orElseThrow();
      return new Exported(
          folder, erasure.replaced().size(), erasure.rows(), Optional.of(manifest.number()));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (whom.pseudonym != null && !PSEUDONYM.matcher(whom.pseudonym).matches()) {
      return couldNot("`--pseudonym` is none (expected: 32 hexadecimal digits, lower case)");
    }
    if (noExport && !exports.isEmpty()) {
      return couldNot("`--no-export` and `--export` do not go together");
    }
    try (Database open = database.open(terminal)) {
      if (!noExport && folders().isEmpty()) {
        return couldNot(
            "there is no export in %s (expected: `--export DIR` for each folder that a server exports to, or `--no-export` where there is none)"
                .formatted(database.data(terminal).resolve("parquet")));
      }
      Erasures erasures = dryRun ? Erasures.asItIs(open) : Erasures.in(open);
      String pseudonym = pseudonym(erasures);
      return dryRun ? count(erasures, pseudonym) : erase(open, erasures, pseudonym);
    } catch (DatabaseException | ExportProblem e) {
      return couldNot(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return couldNot("an export cannot be read or written: " + e.getMessage());
    } catch (SQLException e) {
      return couldNot("the journal cannot be changed: " + e.getMessage());
    }
  }

  private String pseudonym(Erasures erasures) throws SQLException {
    if (whom.customer == null) {
      return String.valueOf(whom.pseudonym);
    }
    Path key =
        customerKey == null
            ? database.data(terminal).resolve("customer.key")
            : terminal.path(customerKey);
    return erasures.pseudonym(CustomerKey.in(key), whom.customer);
  }

  private List<Path> folders() {
    if (noExport) {
      return List.of();
    }
    Path usual = database.data(terminal).resolve("parquet");
    return exports.isEmpty()
        ? Files.isDirectory(usual.resolve("manifests")) ? List.of(usual) : List.of()
        : exports.stream().map(terminal::path).toList();
  }

  private int count(Erasures erasures, String pseudonym)
      throws SQLException, IOException, ExportProblem {
    Erased found = erasures.count(pseudonym, terminal.clock().get());
    List<Exported> exported = new ArrayList<>();
    for (Path folder : folders()) {
      Export.Holding holding = Export.holding(folder, found.order());
      exported.add(new Exported(folder, holding.files(), holding.rows(), Optional.empty()));
    }
    print(found, exported, setAside(found.order(), false));
    return ExitCode.FINE;
  }

  private int erase(Database open, Erasures erasures, String pseudonym)
      throws SQLException, IOException, ExportProblem, InterruptedException {
    for (Path folder : folders()) {
      Export.erasure(folder, 0); // before anything is begun: whether it is one
    }
    Instant now = terminal.clock().get();
    Pass pass = pass(open, erasures, pseudonym, now);
    // What was broken off reaches to when it was begun. The customer may have come back since.
    while (pass.isEnded && pass.erased.order().until().isBefore(now)) {
      pass = pass.and(pass(open, erasures, pseudonym, now));
    }
    terminal.progress("");
    print(pass.erased, pass.exported, pass.setAside);
    return pass.isEnded && pass.setAside.unread().isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  /// What one erasure did, which was begun now or gone on with.
  private record Pass(Erased erased, SetAside setAside, List<Exported> exported, boolean isEnded) {
    Pass and(Pass later) {
      List<Exported> both = new ArrayList<>(exported);
      both.addAll(later.exported);
      return new Pass(erased.and(later.erased), setAside.and(later.setAside), both, later.isEnded);
    }
  }

  private Pass pass(Database open, Erasures erasures, String pseudonym, Instant now)
      throws SQLException, IOException, ExportProblem, InterruptedException {
    Erased erased = erasures.erase(pseudonym, now);
    SetAside setAside = setAside(erased.order(), true);
    List<Exported> exported = new ArrayList<>();
    long end = System.nanoTime() + wait.toNanos();
    for (Path folder : folders()) {
      exported.add(exported(open, erased.order(), folder, end));
    }
    boolean isEnded = exported.stream().allMatch(done -> done.manifest.isPresent());
    if (isEnded) {
      erasures.end(erased.order());
    }
    return new Pass(erased, setAside, exported, isEnded);
  }

  private SetAside setAside(Order order, boolean really) throws IOException {
    return Erasures.setAside(database.data(terminal).resolve("spool"), order, really);
  }

  /// Writes a folder anew, or waits for the one who has it.
  private Exported exported(Database open, Order order, Path folder, long end)
      throws SQLException, IOException, ExportProblem, InterruptedException {
    AwaitedErasure awaited = Export.awaited(folder, order.number());
    while (true) {
      try (Export export = Export.open(open, folder)) {
        export.erase();
      } catch (ExportProblem e) {
        if (!e.isInUse()) {
          throw e;
        }
      }
      Optional<Manifest> manifest = awaited.look();
      if (manifest.isPresent()) {
        return Exported.of(folder, manifest.get());
      }
      if (System.nanoTime() > end) {
        return new Exported(folder, 0, 0, Optional.empty());
      }
      terminal.progress("waiting for the server that exports to " + folder);
      Thread.sleep(LOOK);
    }
  }

  private int couldNot(String sentence) {
    terminal.progress("");
    terminal.err().println("quoin: " + Report.escaped(sentence));
    return ExitCode.COULD_NOT_RUN;
  }

  private void print(Erased erased, List<Exported> exported, SetAside setAside) {
    if (json.asked()) {
      terminal.out().println(JsonTree.write(tree(erased, exported, setAside)));
      return;
    }
    String verb = dryRun ? "would erase" : "erased";
    say(
        "%s %,d answers, %,d bookings and %,d request ids from the database"
            .formatted(verb, erased.answers(), erased.bookings(), erased.requestIds()));
    for (Erasures.Counted some : erased.counted()) {
      say("  %s  %s  %,d".formatted(some.day(), kind(some), some.answers()));
    }
    if (setAside.erased() > 0) {
      say("%s %,d answers that were set aside in the spool".formatted(verb, setAside.erased()));
    }
    for (Exported done : exported) {
      if (dryRun) {
        say(
            "%s %,d answers from %,d files of %s"
                .formatted(verb, done.answers, done.files, done.folder));
      } else if (done.manifest.isPresent()) {
        say(
            "erased %,d answers from %,d files of %s, by manifest %d"
                .formatted(done.answers, done.files, done.folder, done.manifest.get()));
      } else {
        say(
            "not yet erased from %s: the server that exports there does it; run the command again to see"
                .formatted(done.folder));
      }
    }
    for (Path file : setAside.unread()) {
      say("not searched: %s, which cannot be read to its end".formatted(file));
    }
  }

  private void say(String sentence) {
    terminal.out().println(Report.escaped(sentence));
  }

  private static String kind(Erasures.Counted counted) {
    return counted.kind().name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> tree(Erased erased, List<Exported> exported, SetAside setAside) {
    return JsonTree.object(
        "dry_run",
        dryRun,
        "answers",
        erased.answers(),
        "bookings",
        erased.bookings(),
        "request_ids",
        erased.requestIds(),
        "by_day",
        erased.counted().stream()
            .map(some ->
                (Object)
                    JsonTree.object(
                        "day",
                        some.day().toString(),
                        "kind",
                        kind(some),
                        "answers",
                        some.answers()))
            .toList(),
        "set_aside",
        setAside.erased(),
        "not_searched",
        setAside.unread().stream().map(Path::toString).toList(),
        "exports",
        exported.stream().map(this::tree).toList());
  }

  private Object tree(Exported done) {
    Map<String, Object> tree =
        JsonTree.object(
            "folder", done.folder.toString(), "files", done.files, "answers", done.answers);
    if (!dryRun) {
      tree.put("erased", done.manifest.isPresent());
      done.manifest.ifPresent(manifest -> tree.put("manifest", manifest));
    }
    return tree;
  }
}
