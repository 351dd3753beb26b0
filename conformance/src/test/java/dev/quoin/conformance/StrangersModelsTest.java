package dev.quoin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.ModelFolder;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.testkit.QuoinData;
import dev.quoin.testkit.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Files that strangers wrote with seven tools: each is evaluated by all forms, which agree, or refused as
/// `docs/strangers-models.md` says. `-Dquoin.listings=write` writes the list anew; why a file is refused is written by hand.
class StrangersModelsTest {
  private static final Path PAGE = Path.of("..", "docs", "strangers-models.md");
  private static final Pattern LIST =
      Pattern.compile("(?<=<!-- verdicts -->\n).*(?=<!-- end of verdicts -->)", Pattern.DOTALL);

  private static final Moment MOMENT =
      new Moment(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC);

  private static final int INPUTS = 50;

  /// A file that is refused may have one problem in each of its lines.
  private static final int SHOWN = 3;

  private final Set<String> refused = new LinkedHashSet<>();

  @Test
  void each_file_is_evaluated_or_refused_as_the_page_says() throws IOException {
    Path folder = QuoinData.orSkip("dmn-models");
    String page = Files.readString(PAGE);
    Matcher list = LIST.matcher(page);
    assertThat(list.find()).isTrue();
    String verdicts = verdicts(folder);
    if ("write".equals(System.getProperty("quoin.listings"))) {
      Files.writeString(PAGE, list.replaceFirst(Matcher.quoteReplacement(verdicts)));
    } else {
      assertThat(verdicts).isEqualTo(list.group());
    }
    String reasons = page.substring(0, list.start());
    assertThat(refused).allSatisfy(name -> assertThat(reasons).contains("`" + name + "`"));
  }

  private String verdicts(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".dmn")).sorted().toList();
    }
    StringBuilder verdicts = new StringBuilder("\n");
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      verdicts.append("- `").append(name).append("`: ").append(verdict(file, name)).append('\n');
    }
    return verdicts
        .insert(
            0,
            "\n%d of %d files are evaluated, %d are refused.\n"
                .formatted(files.size() - refused.size(), files.size(), refused.size()))
        .append('\n')
        .toString();
  }

  private String verdict(Path file, String name) throws IOException {
    Problems problems = new Problems();
    Optional<Program> program =
        ModelFolder.read(file, name, Files.readAllBytes(file), problems)
            .flatMap(model -> Builder.build(model, Map.of(), Mode.PLAIN, problems));
    if (program.isPresent()) {
      return "evaluated, " + evaluated(program.get(), name);
    }
    refused.add(name);
    return "refused" + sentences(problems.sorted(), name);
  }

  private static String sentences(List<Problem> problems, String name) {
    StringBuilder sentences = new StringBuilder();
    for (Problem problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
      sentences.append("\n  - ").append(problem.toString().substring(name.length() + 1));
    }
    if (problems.size() > SHOWN) {
      sentences.append("\n  - and ").append(problems.size() - SHOWN).append(" more");
    }
    return sentences.toString();
  }

  /// Asks all decisions with made-up inputs.
  private static String evaluated(Program program, String name) {
    List<Program.Decision> decisions =
        program.globals().stream()
            .filter(Program.Decision.class::isInstance)
            .map(Program.Decision.class::cast)
            .toList();
    Evaluator evaluator = new Agreeing(program);
    Seeded random = Seeded.of(name.hashCode());
    TypedValues values =
        new TypedValues(random, TypedValues.known(constants(decisions)), entries(decisions));
    Map<Program.Decision, Value.Null> nulls = new LinkedHashMap<>();
    Set<Program.Decision> answered = new LinkedHashSet<>();
    for (int i = 0; i < INPUTS; i++) {
      Evaluator.Evaluation evaluation = evaluator.start(inputs(program, values), MOMENT);
      for (Program.Decision decision : decisions) {
        if (evaluation.value(decision.index()) instanceof Value.Null nothing) {
          nulls.putIfAbsent(decision, nothing);
        } else {
          answered.add(decision);
        }
      }
    }
    nulls.keySet().removeAll(answered);
    StringBuilder text = new StringBuilder(count(decisions.size()));
    nulls.forEach((decision, nothing) ->
        text.append("\n  - `")
            .append(decision.name())
            .append("` is always null")
            .append(
                nothing
                    .reason()
                    .map(reason -> ": " + reason.code() + ": " + reason.sentence())
                    .orElse("")));
    return text.toString();
  }

  private static String count(int decisions) {
    return decisions == 1 ? "1 decision" : decisions + " decisions";
  }

  private static Value[] inputs(Program program, TypedValues values) {
    Value[] inputs = new Value[program.globals().size()];
    for (Program.Global global : program.globals()) {
      inputs[global.index()] =
          global instanceof Program.Input input ? values.of(input) : Value.NULL;
    }
    return inputs;
  }

  /// The names of entries that are asked of values of which nothing is known.
  private static Set<String> entries(List<Program.Decision> decisions) {
    Set<String> names = new LinkedHashSet<>();
    decisions.forEach(decision ->
        Children.any(
            decision.body(),
            part -> {
              if (part instanceof TypedExpr.Path path
                  && path.source().type().equals(Type.Simple.ANY)) {
                names.add(path.name());
              }
              return false;
            }));
    return names;
  }

  /// The values that stand in expressions and tests.
  private static Stream<Value> constants(List<Program.Decision> decisions) {
    List<Value> constants = new ArrayList<>();
    decisions.forEach(decision -> constants(decision.body(), constants));
    return constants.stream();
  }

  private static void constants(TypedExpr expr, List<Value> into) {
    if (expr instanceof TypedExpr.Constant constant) {
      into.add(constant.value());
    }
    if (expr instanceof TypedExpr.Table table) {
      table.rules().forEach(rule -> rule.tests().forEach(test -> constants(test, into)));
    }
    Children.of(expr).forEach(child -> constants(child, into));
  }

  private static void constants(CellTest test, List<Value> into) {
    switch (test) {
      case CellTest.Any _, CellTest.Holds _ -> {}
      case CellTest.Points points -> into.addAll(points.values());
      case CellTest.Interval interval ->
          Stream.of(Optional.ofNullable(interval.low()), Optional.ofNullable(interval.high()))
              .flatMap(Optional::stream)
              .forEach(into::add);
      case CellTest.AnyOf anyOf -> anyOf.tests().forEach(each -> constants(each, into));
      case CellTest.Not not -> constants(not.test(), into);
    }
  }
}
