package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.layout.Grid;
import dev.quoin.ratebook.source.Node;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the releases of a server.
@Command(
    name = "releases",
    description =
        "Lists releases: who published them, from which commit, and when they were active.")
final class ReleasesCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Terminal terminal;

  @Option(names = "--ratebook", paramLabel = "ID", description = "Those of one ratebook alone.")
  private @Nullable String ratebook;

  @Mixin private ServerOption server = new ServerOption();

  @Mixin private JsonOption json = new JsonOption();

  ReleasesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String query = ratebook == null ? "" : "?ratebook=" + ReleaseAnswer.inPath(ratebook);
    return server.ask(terminal, "/v1/releases" + query, Map.of(), this::print);
  }

  private int print(HttpResponse<String> response) {
    Optional<Node.Mapping> page = ServerOption.object(response);
    if (json.asked() || page.isEmpty()) {
      terminal.out().println(response.body().stripTrailing());
      return ExitCode.FINE;
    }
    List<Node.Mapping> releases = ReleaseAnswer.list(page.get(), "releases");
    if (releases.isEmpty()) {
      terminal.out().println("no releases");
      return ExitCode.FINE;
    }
    Grid grid =
        Grid.of(Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT, Grid.Side.LEFT)
            .row("ratebook", "release", "published (UTC)", "by", "");
    releases.forEach(release -> row(grid, release));
    grid.lines().forEach(line -> terminal.out().println(line.stripTrailing()));
    return ExitCode.FINE;
  }

  private static void row(Grid grid, Node.Mapping release) {
    Optional<Node.Mapping> published = ReleaseAnswer.object(release, "published");
    List<String> notes = new ArrayList<>();
    String since = time(release, "active_since");
    String until = time(release, "active_until");
    if (!since.isEmpty()) {
      notes.add(
          until.isEmpty() ? "active since " + since : "active from " + since + " to " + until);
    }
    String scheduled = time(release, "scheduled_for");
    if (!scheduled.isEmpty()) {
      notes.add("scheduled for " + scheduled);
    }
    if (ReleaseAnswer.object(release, "retired").isPresent()) {
      notes.add("retired");
    }
    published
        .map(of -> ReleaseAnswer.text(of, "commit"))
        .filter(commit -> !commit.isEmpty())
        .ifPresent(commit -> notes.add("commit " + commit));
    grid.row(
        ReleaseAnswer.text(release, "ratebook"),
        ReleaseAnswer.shortened(ReleaseAnswer.text(release, "release")),
        published.map(of -> time(of, "at")).orElse(""),
        published.map(of -> Report.escaped(ReleaseAnswer.text(of, "by"))).orElse(""),
        Report.escaped(String.join(", ", notes)));
  }

  private static String time(Node.Mapping object, String name) {
    String text = ReleaseAnswer.text(object, name);
    return text.isEmpty() ? "" : TIME.format(Instant.parse(text));
  }
}
