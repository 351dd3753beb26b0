package dev.quoin.feel.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Surroundings;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.interpret.Interpreter;
import dev.quoin.testkit.ConformanceKit;
import dev.quoin.testkit.Fuzz;
import dev.quoin.testkit.Sights;
import dev.quoin.testkit.Spec;
import dev.quoin.testkit.SpecFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever text comes: it is a tree or a problem inside of the text, the same one each time; a tree that is written out
/// again is read as it was; and one that can be checked is evaluated to an end, in both modes.
class ParserFuzzTest {
  private static final int MOST_FROM_KIT = 4_000;

  private static final Type CAR = new Type.ContextType(Map.of("seat count", Type.Simple.NUMBER));
  private static final Map<String, Type> TYPES = Map.of("tCar", CAR);

  private static final Map<String, Symbol> SYMBOLS = new LinkedHashMap<>();
  private static final List<Value> VALUES = new ArrayList<>();

  static {
    input("x", Type.Simple.NUMBER, Value.of(7));
    input("driver age", Type.Simple.NUMBER, Value.of(21));
    input("driver", Type.Simple.ANY, Value.NULL);
    input("a-b", Type.Simple.STRING, Value.of("weekend"));
    input("profit and loss", Type.Simple.BOOLEAN, Value.TRUE);
    input("what if?", Type.Simple.DATE, new Value.Date(LocalDate.of(2026, 5, 1)));
    input(
        "xs",
        new Type.ListType(Type.Simple.NUMBER),
        new Value.Items(List.of(Value.of(1), Value.of(2))));
    input("나이", CAR, Value.Context.of(new String[] {"seat count"}, new Value[] {Value.of(5)}));
    SYMBOLS.put(
        "f",
        new Symbol.Function(
            0,
            List.of(
                new Value.Function.Parameter("a", Type.Simple.NUMBER, false),
                new Value.Function.Parameter("b", Type.Simple.NUMBER, false)),
            Type.Simple.NUMBER,
            true));
  }

  private static void input(String name, Type type, Value value) {
    SYMBOLS.put(name, new Symbol.Global(SYMBOLS.size(), type, type == Type.Simple.ANY));
    VALUES.add(value);
  }

  @Test
  void damaged_texts_give_a_tree_or_a_problem_and_trees_a_value_or_a_problem() {
    fuzz().run(9_000, 2026);
  }

  @TestFactory
  Stream<DynamicTest> what_was_found_once() {
    return Fuzz.seeds(ParserFuzzTest.class, "fuzz").entrySet().stream()
        .map(seed ->
            DynamicTest.dynamicTest(seed.getKey(), () -> fuzz(List.of()).take(seed.getValue())));
  }

  private static Fuzz fuzz() {
    List<byte[]> corpus = new ArrayList<>();
    for (String folder : List.of("/syntax/parser", "/builtin/functions", "/builtin/operators")) {
      for (Spec spec : SpecFile.specs(ParserFuzzTest.class, "/dev/quoin/feel" + folder)) {
        corpus.add(Fuzz.bytes(spec.given()));
      }
    }
    for (String mode : List.of("plain", "strict")) {
      String file = "/dev/quoin/feel/check/checker/" + mode + ".spec";
      SpecFile.specs(ParserFuzzTest.class, file).forEach(s -> corpus.add(Fuzz.bytes(s.given())));
    }
    ConformanceKit.find().ifPresent(kit -> corpus.addAll(textsOf(kit)));
    return fuzz(corpus);
  }

  private static Fuzz fuzz(List<byte[]> corpus) {
    List<String> pieces = new ArrayList<>(ParserPropertyTest.PIECES);
    Builtin.names().stream().sorted().forEach(name -> pieces.add(name + "("));
    pieces.addAll(SYMBOLS.keySet());
    pieces.addAll(
        List.of(
            "partial",
            "item",
            "?",
            "true",
            "false",
            "1..1000",
            "tCar",
            "range<number>",
            "context<a: number>",
            "function<number> -> Any",
            "days and time duration",
            "@\"2026-05-01T10:00:00@Asia/Seoul\"",
            "@\"P1Y\"",
            "@\"PT1H\"",
            "@\"10:00:00+09:00\"",
            "(< 5)",
            "(= 1)",
            "[1..3]",
            "].",
            ".year",
            ".start included",
            "{java: {class: \"java.lang.Math\", method signature: \"abs(int)\"}}",
            "\\u0041",
            "\\U01F40E",
            "\\uD83D",
            "\"(a+)+b\"",
            "[\\\\p{L}-[a]]"));
    return new Fuzz(
        "feel",
        corpus,
        pieces,
        seeded ->
            Fuzz.bytes(
                seeded.oneIn(4)
                    ? FeelText.of(new RandomTrees(seeded).tests(4))
                    : FeelText.of(new RandomTrees(seeded).expr(seeded.between(2, 7)))),
        ParserFuzzTest::take);
  }

  /// The expressions in the models of the kit.
  private static List<byte[]> textsOf(Path kit) {
    Pattern text = Pattern.compile("<(?:\\w+:)?text>([^<]{1,2000})</");
    Set<String> texts = new LinkedHashSet<>();
    try (Stream<Path> files = Files.walk(kit)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".dmn")).sorted().toList()) {
        Matcher found = text.matcher(Files.readString(file));
        while (found.find() && texts.size() < MOST_FROM_KIT) {
          texts.add(
              found
                  .group(1)
                  .replace("&lt;", "<")
                  .replace("&gt;", ">")
                  .replace("&quot;", "\"")
                  .replace("&amp;", "&"));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return texts.stream().map(Fuzz::bytes).toList();
  }

  /// Halves of pairs, which UTF-8 cannot write, are written as characters for private use.
  private static String text(byte[] input) {
    String decoded = new String(input, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(decoded.length());
    decoded.chars().forEach(c -> text.append((char) (c >= 0xE000 && c < 0xE800 ? c - 0x800 : c)));
    return text.toString();
  }

  private static void take(byte[] input, Set<String> seen) throws Exception {
    Source source = Source.of("", text(input));
    asExpression(source, seen);
    asTests(source, seen);
    Problems problems = new Problems();
    Optional<Expr.TypeName> type = Parser.parseType(source, problems);
    one(type, problems, source, "type ", seen);
    if (type.isPresent()) {
      inside(type.get(), source, seen);
      problems = new Problems();
      Checker.type(type.get(), TYPES, problems);
      inside(problems, source, "typed ", seen);
    }
  }

  private static void asExpression(Source source, Set<String> seen) throws Exception {
    Names names = Scope.of(Mode.PLAIN, SYMBOLS, TYPES).names();
    Problems problems = new Problems();
    Optional<Expr> tree = Parser.parse(source, names, problems);
    one(tree, problems, source, "", seen);
    Problems again = new Problems();
    Optional<Expr> same = Parser.parse(source, names, again);
    assertThat(again.sorted()).isEqualTo(problems.sorted());
    if (tree.isEmpty()) {
      return;
    }
    inside(tree.get(), source, seen);
    String sketch = Sketch.of(tree.get());
    assertThat(same.map(Sketch::of)).contains(sketch);
    writtenOut(tree.get(), sketch, names);
    for (Mode mode : Mode.values()) {
      Scope scope = Scope.of(mode, SYMBOLS, TYPES);
      Problems found = new Problems();
      TypedExpr typed = Checker.check(tree.get(), scope, found);
      inside(found, source, mode + " ", seen);
      if (found.isEmpty()) {
        evaluate(typed, scope, mode, source, seen);
      }
    }
  }

  /// What is written out is read as it was; but `(a)-(b)` is written `a - b`, which is a name here.
  private static void writtenOut(Expr tree, String sketch, Names names) throws Exception {
    String written = written(tree, sketch);
    String packed = written.replaceAll("\\s", "");
    if (SYMBOLS.keySet().stream()
        .anyMatch(name -> !name.matches("\\w+") && packed.contains(name.replace(" ", "")))) {
      return;
    }
    Problems problems = new Problems();
    Optional<Expr> read = Parser.parse(Source.of("", written), names, problems);
    if (problems.sorted().stream().noneMatch(problem -> problem.code().startsWith("too-"))) {
      assertThat(problems.sorted()).as(written).isEmpty();
      assertThat(read.map(Sketch::of)).as(written).contains(sketch);
    }
  }

  /// The writer is ours, not what is tried here, and the JIT compiler puts it into itself until a level takes four
  /// kilobytes: a deep tree gets a stack that this fits into.
  private static String written(Expr tree, String sketch) throws Exception {
    FutureTask<String> text = new FutureTask<>(() -> FeelText.of(tree));
    if (sketch.length() < 1_000) {
      text.run();
    } else {
      new Thread(null, text, "writer", 16 << 20).start();
    }
    return text.get();
  }

  private static void asTests(Source source, Set<String> seen) throws Exception {
    Scope scope = Scope.of(Mode.PLAIN, SYMBOLS, TYPES);
    Problems problems = new Problems();
    Optional<Expr.UnaryTests> tests = Parser.parseUnaryTests(source, scope.names(), problems);
    one(tests, problems, source, "tests ", seen);
    if (tests.isEmpty()) {
      return;
    }
    inside(tests.get(), source, seen);
    Span span = source.whole();
    TypedExpr.Local subject =
        new TypedExpr.Local(scope.newSlot(), "subject", Type.Simple.NUMBER, false, span);
    TypedExpr.CellTest test = Checker.checkTests(tests.get(), subject, scope, problems);
    inside(problems, source, "tested ", seen);
    if (problems.isEmpty()) {
      TypedExpr constant = new TypedExpr.Constant(Value.of(5), Type.Simple.NUMBER, span);
      TypedExpr in = new TypedExpr.In(constant, subject.slot(), test, true, span);
      evaluate(in, scope, Mode.PLAIN, source, seen);
    }
  }

  private static void evaluate(
      TypedExpr typed, Scope scope, Mode mode, Source source, Set<String> seen) {
    kinds(typed, "", seen);
    assertThat(typed.type()).isNotNull();
    try {
      Value value =
          new Interpreter(mode, new Surroundings(VALUES)).evaluate(typed, new Value[scope.slots()]);
      String text = Values.text(value);
      seen.add(
          "value " + value.getClass().getSimpleName() + (text.length() > 1_000 ? " long" : ""));
      if (value instanceof Value.Null nothing) {
        nothing
            .reason()
            .ifPresent(reason -> seen.add(Sights.ofProblem(reason.code(), reason.sentence())));
      }
    } catch (EvaluationException error) {
      Problems problems = new Problems();
      problems.add(error.problem());
      inside(problems, source, "strict ", seen);
    }
  }

  private static void kinds(TypedExpr expr, String parent, Set<String> seen) {
    String kind = expr.getClass().getSimpleName();
    if (expr instanceof TypedExpr.CallBuiltin call) {
      kind = call.builtin().name();
      List<String> types = call.arguments().stream().map(a -> String.valueOf(a.type())).toList();
      seen.add("types " + kind + (types.toString().length() < 80 ? types : ""));
    }
    seen.add("typed " + parent + ">" + kind);
    for (TypedExpr child : Children.of(expr)) {
      kinds(child, kind, seen);
    }
  }

  /// Either a result or one problem, in the text.
  private static void one(
      Optional<?> result, Problems problems, Source source, String stage, Set<String> seen) {
    assertThat(problems.size()).isEqualTo(result.isPresent() ? 0 : 1);
    inside(problems, source, stage, seen);
  }

  private static void inside(Problems problems, Source source, String stage, Set<String> seen) {
    if (problems.isEmpty()) {
      return;
    }
    String[] lines = source.text().split("\n", -1);
    for (Problem problem : problems.sorted()) {
      Place place = problem.place();
      assertThat(place.line()).as("%s", problem).isBetween(1, lines.length);
      assertThat(place.column())
          .as("%s", problem)
          .isBetween(1, lines[place.line() - 1].length() + 1);
      seen.add(stage + Sights.ofProblem(problem.code(), problem.sentence()));
    }
  }

  /// The spans of a tree lie in the text.
  private static void inside(Object tree, Source source, Set<String> seen) throws Exception {
    Sights.ofTree(
        tree,
        seen,
        part -> {
          if (part instanceof Span span) {
            assertThat(span.source()).isSameAs(source);
            assertThat(span.end()).isLessThanOrEqualTo(source.text().length());
          }
          return !(part instanceof Span);
        });
  }
}
