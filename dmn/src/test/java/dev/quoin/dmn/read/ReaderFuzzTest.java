package dev.quoin.dmn.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.analyse.ColumnDomain;
import dev.quoin.dmn.analyse.Finding;
import dev.quoin.dmn.analyse.TableAnalysis;
import dev.quoin.dmn.build.Builder;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.testkit.ConformanceKit;
import dev.quoin.testkit.Fuzz;
import dev.quoin.testkit.QuoinData;
import dev.quoin.testkit.Sights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever bytes come: they are a model or problems inside of the file, the same ones each time; a model is a program or
/// problems; and a program's decisions are evaluated to an end, in both modes.
class ReaderFuzzTest {
  private static final int MOST_BYTES = 60_000; // larger files are only slower
  private static final int MOST_MODELS = 400;

  @Test
  void damaged_models_are_read_built_and_evaluated_or_are_problems() {
    fuzz().run(1_500, 2026);
  }

  @TestFactory
  Stream<DynamicTest> what_was_found_once() {
    return Fuzz.seeds(ReaderFuzzTest.class, "fuzz").entrySet().stream()
        .map(seed ->
            DynamicTest.dynamicTest(seed.getKey(), () -> fuzz(List.of()).take(seed.getValue())));
  }

  private static Fuzz fuzz() {
    List<byte[]> corpus = new ArrayList<>();
    QuoinData.find().ifPresent(data -> corpus.addAll(models(data.resolve("dmn-models"))));
    ConformanceKit.find().ifPresent(kit -> corpus.addAll(models(kit)));
    corpus.addAll(models(Path.of("src", "test", "resources")));
    corpus.addAll(models(Path.of("..", "ratebooks")));
    return fuzz(corpus);
  }

  /// Models of a folder, a few hundred at most, spread over all of it.
  private static List<byte[]> models(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all =
          files
              .filter(file -> file.toString().endsWith(".dmn"))
              .filter(file -> file.toFile().length() <= MOST_BYTES)
              .sorted()
              .toList();
      List<byte[]> models = new ArrayList<>();
      int step = all.size() / MOST_MODELS + 1;
      for (int i = 0; i < all.size(); i += step) {
        models.add(Files.readAllBytes(all.get(i)));
      }
      return models;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Fuzz fuzz(List<byte[]> corpus) {
    return new Fuzz(
        "xml",
        corpus,
        XmlPieces.ALL,
        seeded -> Fuzz.bytes(new RandomModels(seeded).model()),
        ReaderFuzzTest::take);
  }

  private static void take(byte[] input, Set<String> seen) throws Exception {
    Problems problems = new Problems();
    Optional<Model> model = ModelReader.read("m.dmn", input, problems);
    List<Problem> found = problems.sorted();
    inside(found, input, "", seen);
    Problems again = new Problems();
    assertThat(ModelReader.read("m.dmn", input, again)).isEqualTo(model);
    assertThat(again.sorted()).isEqualTo(found);
    if (model.isEmpty()) {
      assertThat(found).isNotEmpty();
      return;
    }
    Sights.ofTree(model.get(), seen, part -> !(part instanceof Span));
    for (Mode mode : Mode.values()) {
      Problems own = copy(found);
      Optional<Program> program = Builder.build(model.get(), Map.of(), mode, own);
      inside(own.sorted(), input, mode + " ", seen);
      assertThat(program.isPresent()).isEqualTo(own.isEmpty());
      built(program, input, seen);
    }
    Problems own = new Problems();
    Optional<Program> program = Builder.buildForgiving(model.get(), own);
    inside(own.sorted(), input, "forgiving ", seen);
    built(program, input, seen);
  }

  private static Problems copy(List<Problem> problems) {
    Problems copy = new Problems();
    copy.addAll(problems);
    return copy;
  }

  private static void built(Optional<Program> built, byte[] input, Set<String> seen) {
    if (built.isEmpty()) {
      return;
    }
    Program program = built.get();
    Value[] values =
        program.globals().stream()
            .filter(Program.Input.class::isInstance)
            .map(global -> example(global.type(), 0))
            .toArray(Value[]::new);
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision decision) {
        analyse(decision.body(), seen);
        decide(program, decision, values, input, seen);
        decide(program, decision, new Value[0], input, seen);
      }
    }
  }

  private static void decide(
      Program program, Program.Decision decision, Value[] values, byte[] input, Set<String> seen) {
    Moment moment = new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);
    Evaluator.Evaluation evaluation = new ModelInterpreter(program).start(values, moment);
    try {
      Value value = evaluation.value(decision.index());
      seen.add("value " + value.getClass().getSimpleName());
      if (value instanceof Value.Null nothing) {
        nothing
            .reason()
            .ifPresent(reason -> seen.add(Sights.ofProblem(reason.code(), reason.sentence())));
      }
    } catch (EvaluationException error) {
      inside(List.of(error.problem()), input, "strict ", seen);
    }
  }

  private static void analyse(TypedExpr expr, Set<String> seen) {
    seen.add("typed " + expr.getClass().getSimpleName());
    if (expr instanceof TypedExpr.Table table) {
      var domains = Collections.nCopies(table.columns().size(), ColumnDomain.ALL);
      var analysis = TableAnalysis.analyse(table, domains);
      for (Finding finding : analysis.findings()) {
        seen.add("found " + finding.kind() + " " + table.hitPolicy());
      }
      seen.addAll(analysis.undecided().stream().map(u -> Sights.ofProblem("", u)).toList());
    }
    Children.of(expr).forEach(child -> analyse(child, seen));
  }

  /// A value of a type, so that decisions have something to decide about.
  private static Value example(Type type, int depth) {
    return switch (type) {
      case Type.Simple.NUMBER -> Value.of(3);
      case Type.Simple.STRING -> Value.of("S");
      case Type.Simple.BOOLEAN -> Value.TRUE;
      case Type.Simple.DATE -> new Value.Date(LocalDate.of(2026, 5, 1));
      case Type.Simple _ -> Value.NULL;
      case Type.ListType list when depth < 5 ->
          new Value.Items(List.of(example(list.element(), depth + 1)));
      case Type.ContextType context when depth < 5 -> {
        var entries = context.entries();
        yield Value.Context.of(
            entries.keySet().toArray(String[]::new),
            entries.values().stream()
                .map(entry -> example(entry, depth + 1))
                .toArray(Value[]::new));
      }
      default -> Value.NULL;
    };
  }

  private static void inside(List<Problem> problems, byte[] input, String stage, Set<String> seen) {
    if (problems.isEmpty()) {
      return;
    }
    Optional<String> text = Decoding.decode("m.dmn", input, new Problems());
    String[] lines = text.map(known -> known.split("\r\n|\r|\n", -1)).orElse(new String[0]);
    for (Problem problem : problems) {
      Place place = problem.place();
      assertThat(place.file()).isEqualTo("m.dmn");
      if (text.isPresent() && place.line() > 0) {
        assertThat(place.line()).as("%s", problem).isLessThanOrEqualTo(lines.length);
        assertThat(place.column())
            .as("%s", problem)
            .isBetween(0, lines[place.line() - 1].length() + 1);
      }
      seen.add(stage + Sights.ofProblem(problem.code(), problem.sentence()));
    }
  }
}
