package dev.quoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.CaseRunner;
import dev.quoin.ratebook.Cases;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The engine answers the golden cases of `ratebooks/seoul-carshare`, and they leave no rule out.
class GoldenCasesTest {
  private final Ratebook ratebook = SeoulRatebook.load(GoldenCases.RATEBOOK).ratebook();

  @Test
  void pass_compiled() {
    assertThat(failures(ratebook, Compiler::compile)).isEmpty();
  }

  @Test
  void pass_interpreted() {
    assertThat(failures(ratebook, ModelInterpreter::new)).isEmpty();
  }

  @Test
  void are_at_least_150() {
    assertThat(cases(ratebook).stream().mapToInt(cases -> cases.cases().size()).sum())
        .isGreaterThanOrEqualTo(150);
  }

  @Test
  void hit_every_rule_of_every_table() {
    Map<String, Set<Integer>> never = new TreeMap<>();
    for (Ratebook.Table table : ratebook.tables()) {
      Set<Integer> rules = new TreeSet<>();
      for (int rule = 0; rule < table.rules().rows().size(); rule++) {
        rules.add(rule);
      }
      never.put(table.id(), rules);
    }
    Tracer tracer = new MatchedRules(never);
    assertThat(failures(ratebook, program -> new Traced(new ModelInterpreter(program), tracer)))
        .isEmpty();
    assertThat(never.values()).allMatch(Set::isEmpty, "rules that no case hits: " + never);
  }

  static List<Cases> cases(Ratebook ratebook) {
    Problems problems = new Problems();
    List<Cases> cases =
        ratebook.cases().stream()
            .map(file -> Cases.read(ratebook, file, problems).orElseThrow())
            .toList();
    assertThat(problems.sorted()).isEmpty();
    return cases;
  }

  private static List<String> failures(Ratebook ratebook, Function<Program, Evaluator> evaluators) {
    CaseRunner runner = new CaseRunner(new Pricer(ratebook, evaluators));
    return cases(ratebook).stream()
        .flatMap(cases -> runner.run(cases, _ -> {}).stream())
        .filter(result -> !result.passed())
        .map(result -> result.golden().name() + ": " + result.differences())
        .toList();
  }

  /// Strikes out the rules that match.
  private record MatchedRules(Map<String, Set<Integer>> never) implements Tracer {
    @Override
    public void enter(Program.Decision decision) {}

    @Override
    public void enter(Program.Function function, Value[] arguments) {}

    @Override
    public void leave(Value value) {}

    @Override
    public void used(Program.Global global, Value value) {}

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      Set<Integer> left = never.getOrDefault(table.name(), new TreeSet<>());
      for (int rule : rules) {
        left.remove(rule);
      }
    }
  }
}
