package dev.quoin.cli;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.compare.Policy;
import dev.quoin.compare.RequestSample;
import dev.quoin.compare.Requests;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Problem;
import dev.quoin.ratebook.Ratebook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `--requests` and `--service` of a command that may go without: what customers sent.
final class RecordedOption {
  /// As many as one has the patience for, when each guard looks at each of them.
  private static final int MOST = 20_000;

  @Option(
      names = "--requests",
      paramLabel = "F",
      description =
          "Also try guards on requests that customers sent: a file of JSON lines, CSV or Parquet,"
              + " journal:FROM..TO, or the folder of an export of the journal; of more than 20,000"
              + " a sample, by --seed.")
  private @Nullable String typed;

  @Option(
      names = "--service",
      paramLabel = "S",
      description = "Of which service these are; may be left out where there is one service.")
  private @Nullable String service;

  @Mixin private DatabaseOption database = new DatabaseOption();

  /// What was read.
  record Recorded(String service, RequestSample sample) {}

  /// The database of a server, which other options may ask, too.
  DatabaseOption database() {
    return database;
  }

  boolean isGiven() {
    return typed != null;
  }

  /// Reads them.
  ///
  /// @param problems what is wrong with them, should nothing be returned
  Optional<Recorded> read(
      String folder,
      Ratebook ratebook,
      AtOption at,
      long seed,
      Terminal terminal,
      List<Problem> problems)
      throws IOException, Unusable {
    String given = String.valueOf(typed);
    RequestsOption requests = new RequestsOption(given, database);
    Policy policy =
        Policy.of(
            ratebook, Services.one(service, ratebook.services().keySet(), "the ratebook has"));
    RequestsOption.Side side = new RequestsOption.Side(folder, policy);
    Optional<RequestsOption.Opened> opened = requests.open(side, side, at, terminal, problems);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Requests open = opened.get().requests()) {
      Meter meter = new Meter(terminal, requests.unit(terminal), open.length());
      Optional<RequestSample> sample;
      try {
        sample = RequestSample.draw(open, MOST, seed, meter::add);
      } finally {
        meter.end();
      }
      if (sample.isEmpty()) {
        problems.addAll(open.flaws().first());
      } else if (sample.get().of() == 0) {
        throw new Unusable(
            "`%s` has no request of service `%s`".formatted(given, policy.service().name()));
      }
      return sample.map(some -> new Recorded(policy.service().name(), some));
    } catch (EvaluationException e) {
      problems.addAll(Report.asTyped(List.of(e.problem()), folder, given));
      return Optional.empty();
    }
  }
}
