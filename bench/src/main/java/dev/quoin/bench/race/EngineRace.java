package dev.quoin.bench.race;

import static dev.quoin.bench.race.Markdown.heading;
import static dev.quoin.bench.race.Markdown.number;
import static dev.quoin.bench.race.Markdown.ratio;
import static dev.quoin.bench.race.Markdown.row;
import static dev.quoin.bench.race.Markdown.tenths;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Measures the engine beside the same decisions by hand and prints what `docs/benchmarks/engines.md` shows:
///
/// - `answers`: time and bytes of one answer, in all forms;
/// - `threads`: how many answers two threads give more than one;
/// - `ends`: whether it matters where in a table the matching rule stands;
/// - `load`: from a file to the first answer, and what stays in the heap;
/// - `curve`: tables of 10 to 1,000,000 rules.
///
/// `-Dquoin.seconds` says how long each race runs.
public final class EngineRace {
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("quoin.seconds", 10));

  /// How many rules count as the first of a table, or the last.
  private static final int END = 100;

  /// How many answers are checked before a race.
  private static final int CHECKED = 500;

  private static final int SMALL_LOADS = 200;
  private static final int LOADS = 20;
  private static final int LARGE_LOADS = 3;
  private static final int LARGEST = 1_000_000;

  private static final Optional<BenchFolder> FOLDER = BenchFolder.find();

  private EngineRace() {}

  /// Measures what the arguments name and prints it as Markdown.
  ///
  /// @param arguments what to measure; all where nothing is said
  public static void main(String[] arguments) {
    System.out.println(
        FOLDER.isPresent()
            ? "models of " + FOLDER.get().path()
            : "models of our own, for there is no folder of others");
    List<String> asked =
        arguments.length > 0
            ? List.of(arguments)
            : List.of("load", "answers", "threads", "ends", "curve");
    for (String what : asked) {
      switch (what) {
        case "answers" -> answers();
        case "threads" -> threads();
        case "ends" -> ends();
        case "load" -> load();
        case "curve" -> curve();
        default ->
            throw new IllegalArgumentException(
                what + " (expected: load, answers, threads, ends, curve)");
      }
    }
  }

  // Answers.

  private static void answers() {
    heading("answers", "", "ns", "× by hand", "bytes");
    for (Workload workload : workloads()) {
      answers(workload, forms(workload));
    }
  }

  private static List<Workload> workloads() {
    return List.of(
        CarRental.workload(FOLDER),
        Rating.of(Rating.MANY, FOLDER).workload(),
        Rating.of(Rating.VERY_MANY, FOLDER).workload());
  }

  /// All forms of the engine.
  private static Map<String, Contender> forms(Workload workload) {
    byte[] dmn = workload.dmn().get();
    Program strict = QuoinEngine.program(dmn, Mode.STRICT);
    Evaluator compiled = Compiler.compile(strict);
    Evaluator plain = Compiler.compile(QuoinEngine.program(dmn, Mode.PLAIN));
    Map<String, Contender> forms = new LinkedHashMap<>();
    forms.put("Quoin, row", QuoinEngine.compiled(compiled, workload));
    forms.put("Quoin, row, plain FEEL", QuoinEngine.compiled(plain, workload));
    forms.put("Quoin, columns", new QuoinColumns(compiled, workload));
    forms.put("Quoin, columns, plain FEEL", new QuoinColumns(plain, workload));
    forms.put("Quoin, traced", QuoinEngine.traced(compiled, QuoinEngine.Keeper::new, workload));
    forms.put("Quoin, interpreted", QuoinEngine.interpreted(strict, workload));
    return forms;
  }

  /// Races the contenders with the workload by hand and prints a line for each.
  private static void answers(Workload workload, Map<String, Contender> contenders) {
    Map<String, Contender> all = new LinkedHashMap<>();
    all.put("by hand", workload.byHand());
    all.putAll(contenders);
    all.forEach((name, contender) ->
        workload
            .firstWrong(contender, CHECKED)
            .ifPresent(wrong -> {
              throw new IllegalStateException(name + ": " + wrong);
            }));
    List<Race.Result> results = Race.run(all.values(), workload.requests().size(), TIME);
    double byHand = results.getFirst().nanos();
    Iterator<String> names = all.keySet().iterator();
    for (Race.Result result : results) {
      row(
          workload.name() + " " + names.next(),
          number(result.nanos()),
          ratio(result.nanos() / byHand),
          number((double) result.bytes()));
    }
  }

  private static void threads() {
    heading("threads", "", "one thread, answers/s", "two", "two / one", "× by hand's");
    Workload workload = CarRental.workload(FOLDER);
    Evaluator compiled = Compiler.compile(QuoinEngine.program(workload.dmn().get(), Mode.STRICT));
    Map<String, Contender> all = new LinkedHashMap<>();
    all.put("by hand", workload.byHand());
    all.put("Quoin, row", QuoinEngine.compiled(compiled, workload));
    all.put("Quoin, columns", new QuoinColumns(compiled, workload));
    List<Race.Rates> results = Race.onTwoThreads(all.values(), workload.requests().size(), TIME);
    Iterator<String> names = all.keySet().iterator();
    for (Race.Rates result : results) {
      row(
          workload.name() + " " + names.next(),
          number(result.one()),
          number(result.two()),
          ratio(result.factor()),
          ratio(result.factor() / results.getFirst().factor()));
    }
  }

  private static void ends() {
    heading(
        "ends", "", "first " + END + " rules, ns", "last " + END + " rules, ns", "last / first");
    for (int rules : new int[] {Rating.MANY, Rating.VERY_MANY}) {
      Rating rating = Rating.of(rules, FOLDER);
      Workload first = rating.askedFor(false, END).workload();
      Workload last = rating.askedFor(true, END).workload();
      Evaluator evaluator = Compiler.compile(QuoinEngine.program(rating.dmn(), Mode.STRICT));
      List<Race.Result> results =
          Race.run(
              List.of(
                  QuoinEngine.compiled(evaluator, first), QuoinEngine.compiled(evaluator, last)),
              first.requests().size(),
              TIME);
      double ofFirst = results.getFirst().nanos();
      double ofLast = results.getLast().nanos();
      row(first.name(), number(ofFirst), number(ofLast), ratio(ofLast / ofFirst));
    }
  }

  // Loading.

  private static void load() {
    heading("load", "", "first, ms", "least, ms", "MB in the heap");
    Rating many = Rating.of(Rating.MANY, FOLDER);
    Rating veryMany = Rating.of(Rating.VERY_MANY, FOLDER);
    byte[] open = veryMany.openDmn();
    loadCsv("W3 from CSV", veryMany, open);
    loadDmn("W3 from DMN", veryMany.workload(), LARGE_LOADS);
    loadDmn("W2 from DMN", many.workload(), LOADS);
    loadDmn("W1 from DMN", CarRental.workload(FOLDER), SMALL_LOADS);
  }

  private static void loadCsv(String name, Rating rating, byte[] open) {
    byte[] csv = rating.csv();
    Workload workload = rating.workload().first();
    load(
        "%s (%,d bytes)".formatted(name, csv.length),
        LARGE_LOADS,
        () -> answered(QuoinEngine.program(open, csv), workload));
  }

  private static void loadDmn(String name, Workload workload, int times) {
    byte[] dmn = workload.dmn().get();
    Workload first = workload.first();
    load(
        "%s (%,d bytes)".formatted(name, dmn.length),
        times,
        () -> answered(QuoinEngine.program(dmn, Mode.STRICT), first));
  }

  private static Contender answered(Program program, Workload workload) {
    Contender contender = QuoinEngine.compiled(Compiler.compile(program), workload);
    workload
        .firstWrong(contender, 1)
        .ifPresent(wrong -> {
          throw new IllegalStateException(wrong);
        });
    return contender;
  }

  private static void load(String name, int times, Supplier<Contender> load) {
    long[] nanos = new long[times];
    long before = heap();
    Contender loaded = timed(load, nanos, 0);
    for (int i = 1; i < times; i++) {
      loaded = timed(load, nanos, i);
    }
    long kept = heap() - before;
    // Asked once more, so that the model is surely still there when the heap is looked at.
    loaded.answer(0);
    row(
        name,
        tenths(nanos[0] / 1e6),
        tenths(Arrays.stream(nanos).min().orElseThrow() / 1e6),
        tenths(kept / 1e6));
  }

  private static Contender timed(Supplier<Contender> load, long[] nanos, int position) {
    long start = System.nanoTime();
    Contender loaded = load.get();
    nanos[position] = System.nanoTime() - start;
    return loaded;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  // The curve.

  private static void curve() {
    heading(
        "curve", "rules", "by hand, ns", "row, ns", "× by hand", "from CSV, ms", "MB in the heap");
    for (int rules = 10; rules <= LARGEST; rules *= 10) {
      Rating rating = Rating.made("", rules);
      Workload workload = rating.workload();
      byte[] csv = rating.csv();
      byte[] open = rating.openDmn();
      long before = heap();
      long start = System.nanoTime();
      Evaluator evaluator = Compiler.compile(QuoinEngine.program(open, csv));
      Contender quoin = QuoinEngine.compiled(evaluator, workload);
      quoin.answer(0);
      long loaded = System.nanoTime() - start;
      long kept = heap() - before;
      List<Race.Result> results =
          Race.run(List.of(workload.byHand(), quoin), workload.requests().size(), TIME);
      double byHand = results.getFirst().nanos();
      double row = results.getLast().nanos();
      row(
          number(rules),
          number(byHand),
          number(row),
          ratio(row / byHand),
          number(loaded / 1e6),
          tenths(kept / 1e6));
    }
  }
}
