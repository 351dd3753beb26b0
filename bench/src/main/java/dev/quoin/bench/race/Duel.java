package dev.quoin.bench.race;

import static dev.quoin.bench.race.Markdown.number;
import static dev.quoin.bench.race.Markdown.ratio;
import static dev.quoin.bench.race.Markdown.row;
import static dev.quoin.bench.race.Markdown.tenths;

import dev.quoin.compiler.Compiler;
import dev.quoin.feel.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Races one other engine with the row form and with the same decisions by hand, and prints a row for each workload under
/// the heading that `bench/engines.sh` prints. Answers are checked before a race.
///
/// `-Dquoin.seconds` says how long each race runs.
public final class Duel {
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("quoin.seconds", 10));

  /// How many answers are checked, and when that ends for one who needs seconds for an answer.
  private static final int CHECKED = 500;

  private static final Duration CHECKS = Duration.ofSeconds(5);

  private static final List<String> ALL = List.of("W1", "W2", "W3");

  private static final Optional<BenchFolder> FOLDER = BenchFolder.find();

  private Duel() {}

  /// What another contender needed.
  ///
  /// @param nanos for an answer
  /// @param bytes that it allocated for an answer, where that can be seen
  /// @param checked how many of its answers were found right before
  /// @param loaded seconds from the bytes of the model until it can be asked, where it has one
  public record Figures(
      String name, double nanos, OptionalLong bytes, int checked, OptionalDouble loaded) {}

  /// Races an engine that reads DMN, in this process.
  ///
  /// @param load makes the engine ready for a workload, of its model
  /// @param asked the names of the workloads; all where there are none
  public static void here(
      String name, BiFunction<byte[], Workload, Contender> load, String... asked) {
    here(name, workload -> workload.dmn().get(), load, asked);
  }

  /// Races an engine in this process.
  ///
  /// @param model the workload's model, as the engine reads it
  /// @param load makes the engine ready for a workload, of its model
  /// @param asked the names of the workloads; all where there are none
  public static void here(
      String name,
      Function<Workload, byte[]> model,
      BiFunction<byte[], Workload, Contender> load,
      String... asked) {
    for (Workload workload : workloads(asked)) {
      byte[] read = model.apply(workload);
      long start = System.nanoTime();
      Contender other = load.apply(read, workload);
      double loaded = (System.nanoTime() - start) / 1e9;
      int checked = check(name, workload, other);
      Contender quoin = quoin(workload);
      List<Race.Result> results =
          Race.run(
              List.of(workload.byHand(), quoin, other),
              workload.requests().size(),
              TIME,
              Race.TURN);
      Race.Result result = results.getLast();
      print(
          results,
          new Figures(
              name,
              result.nanos(),
              OptionalLong.of(result.bytes()),
              checked,
              OptionalDouble.of(loaded)));
    }
  }

  /// Races by hand and the row form in this process, and has others measured in theirs.
  ///
  /// @param others measures them with a workload for as long as a race runs
  /// @param asked the names of the workloads; all where there are none
  public static void elsewhere(
      BiFunction<Workload, Duration, List<Figures>> others, String... asked) {
    for (Workload workload : workloads(asked)) {
      List<Race.Result> results =
          Race.run(
              List.of(workload.byHand(), quoin(workload)),
              workload.requests().size(),
              TIME,
              Race.TURN);
      others.apply(workload, TIME).forEach(other -> print(results, other));
    }
  }

  private static List<Workload> workloads(String... asked) {
    return (asked.length == 0 ? ALL : List.of(asked)).stream().map(Duel::workload).toList();
  }

  private static Workload workload(String name) {
    return switch (name) {
      case "W1" -> CarRental.workload(FOLDER);
      case "W2" -> Rating.of(Rating.MANY, FOLDER).workload();
      case "W3" -> Rating.of(Rating.VERY_MANY, FOLDER).workload();
      default ->
          throw new IllegalArgumentException(
              "no workload " + name + " (expected: " + String.join(", ", ALL) + ")");
    };
  }

  private static Contender quoin(Workload workload) {
    Contender quoin =
        QuoinEngine.compiled(
            Compiler.compile(QuoinEngine.program(workload.dmn().get(), Mode.STRICT)), workload);
    check("by hand", workload, workload.byHand());
    check("Quoin", workload, quoin);
    return quoin;
  }

  /// How many answers were found right: at least one, and no more than can be had in a few seconds.
  private static int check(String name, Workload workload, Contender contender) {
    long end = System.nanoTime() + CHECKS.toNanos();
    int checked = 0;
    do {
      workload
          .wrong(contender, checked)
          .ifPresent(wrong -> {
            throw new IllegalStateException(name + ": " + wrong);
          });
      checked++;
    } while (checked < CHECKED && System.nanoTime() < end);
    return checked;
  }

  private static void print(List<Race.Result> results, Figures other) {
    double byHand = results.getFirst().nanos();
    double quoin = results.get(1).nanos();
    row(
        other.name(),
        number(other.nanos()),
        ratio(other.nanos() / byHand),
        ratio(other.nanos() / quoin),
        other.bytes().isPresent() ? number((double) other.bytes().getAsLong()) : "",
        number(byHand),
        number(quoin),
        ratio(quoin / byHand),
        number(other.checked()),
        other.loaded().isPresent() ? tenths(other.loaded().getAsDouble()) : "");
  }
}
