package dev.quoin.compare;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.Reads;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

// Each request is priced one by one, in the traced form: which rule answers is what a trace tells,
// and a column does not. A rule is known by its place, which is what people know it by, too.

/// Counts how often each rule of each table of a policy answers, over requests.
public final class RowHits {
  private static final Comparator<Place> IN_FILES =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  private final Policy policy;
  private final Instant at;

  /// @param at the pricing instant
  public RowHits(Policy policy, Instant at) {
    this.policy = policy;
    this.at = at;
  }

  /// A table that the service can ask.
  ///
  /// @param name as explanations have it: of a rate table its id
  /// @param asked how often it was asked; a request may do so several times
  /// @param unanswered how often no rule answered, but the default
  /// @param rules in the order in which they are written
  public record Table(String name, String file, long asked, long unanswered, List<Rule> rules) {
    public Table {
      rules = List.copyOf(rules);
    }

    /// The rules that never answered.
    public List<Rule> never() {
      return rules.stream().filter(rule -> rule.answers() == 0).toList();
    }
  }

  /// A rule.
  ///
  /// @param number from 1
  /// @param answers how often it answered
  /// @param requests how many requests it answered
  public record Rule(int number, Place place, long answers, long requests) {}

  /// What was counted.
  ///
  /// @param requests how many were priced, or refused
  /// @param failed how many had no answer, for they are wrong or the ratebook is; what they asked before is counted
  /// @param tables in the order of their files
  public record Counted(Policy policy, long requests, long failed, List<Table> tables) {
    public Counted {
      tables = List.copyOf(tables);
    }
  }

  /// Prices all of the requests.
  ///
  /// @param threads how many work at once; it does not show in the result
  /// @param progress is told what was done, as a part of the length of the requests; by any thread
  /// @return nothing where something is wrong with the requests: their flaws tell
  /// @throws dev.quoin.feel.EvaluationException where a generator has no value
  public Optional<Counted> run(Requests requests, int threads, LongConsumer progress)
      throws IOException, InterruptedException {
    List<Counting> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Counting());
    }
    Tally all = new Tally();
    new Workers(requests, progress).together(workers).forEach(all::add);
    return requests.flaws().count() > 0 ? Optional.empty() : Optional.of(counted(all));
  }

  private final class Counting implements Workers.Worker<Tally> {
    private final Tally tally = new Tally();

    @Override
    public void count(Asked asked) {
      for (int lane = 0; lane < asked.size(); lane++) {
        RowHits.this.count(asked.inputs(lane).before(), tally);
      }
    }

    @Override
    public Tally counted() {
      return tally;
    }
  }

  private void count(Map<String, Value> inputs, Tally tally) {
    Place place = new Place("request", 0, 0);
    Optional<Request> request =
        Request.of(policy.ratebook(), policy.service(), inputs, _ -> place, new Problems());
    if (request.isEmpty()) {
      tally.failed++;
      return;
    }
    Explanation explanation =
        policy.release().pricer().quoteExplained(policy.service().name(), request.get(), at);
    tally.add(explanation);
  }

  /// What one thread has counted.
  private static final class Tally {
    private long requests;
    private long failed;
    private final Map<Place, Answers> rules = new HashMap<>();
    private final Map<Name, Answers> tables = new HashMap<>();

    /// Of a rule or of a table.
    private static final class Answers {
      /// How often the rule answered, or the table was asked.
      private long answers;

      /// How many requests the rule answered, or how often no rule of the table did.
      private long requests;

      void add(Answers other) {
        answers += other.answers;
        requests += other.requests;
      }
    }

    void add(Explanation explanation) {
      if (explanation.answer() instanceof Answer.Outcome) {
        requests++;
      } else {
        failed++;
      }
      Set<Place> seen = new HashSet<>();
      explanation
          .all()
          .filter(Explanation.Asked.class::isInstance)
          .map(Explanation.Asked.class::cast)
          .forEach(asked -> add(asked, seen));
    }

    private void add(Explanation.Asked asked, Set<Place> seen) {
      Answers table =
          tables.computeIfAbsent(new Name(asked.file(), asked.table()), _ -> new Answers());
      table.answers++;
      if (asked.hits().isEmpty()) {
        table.requests++;
      }
      for (Explanation.Hit hit : asked.hits()) {
        Answers rule = rules.computeIfAbsent(hit.place(), _ -> new Answers());
        rule.answers++;
        if (seen.add(hit.place())) {
          rule.requests++;
        }
      }
    }

    void add(Tally other) {
      requests += other.requests;
      failed += other.failed;
      other.rules.forEach(
          (place, answers) -> rules.computeIfAbsent(place, _ -> new Answers()).add(answers));
      other.tables.forEach(
          (name, answers) -> tables.computeIfAbsent(name, _ -> new Answers()).add(answers));
    }
  }

  private record Name(String file, String table) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      return Comparator.comparing(Name::file).thenComparing(Name::table).compare(this, other);
    }
  }

  private Counted counted(Tally all) {
    List<Table> tables = new ArrayList<>();
    tables()
        .forEach((name, alike) -> {
          Tally.Answers asked = all.tables.getOrDefault(name, new Tally.Answers());
          List<Rule> rules =
              alike.stream()
                  .flatMap(table -> table.rules().stream())
                  .sorted(Comparator.comparing(TypedExpr.Table.Rule::place, IN_FILES))
                  .map(rule -> {
                    Tally.Answers answers =
                        all.rules.getOrDefault(rule.place(), new Tally.Answers());
                    return new Rule(rule.number(), rule.place(), answers.answers, answers.requests);
                  })
                  .toList();
          tables.add(new Table(name.table(), name.file(), asked.answers, asked.requests, rules));
        });
    return new Counted(policy, all.requests, all.failed, tables);
  }

  /// The tables that the service may ask; a model may have several under one name.
  private Map<Name, Set<TypedExpr.Table>> tables() {
    Program program = policy.ratebook().program();
    List<Integer> asked = new ArrayList<>(policy.service().shown());
    policy.service().refusals().ifPresent(asked::add);
    asked.add(policy.service().lines());
    asked.add(policy.service().total());
    Reads reads = Reads.of(program);
    Map<Name, Set<TypedExpr.Table>> tables = new TreeMap<>();
    reads.reached(asked).stream()
        .forEach(index -> {
          if (program.globals().get(index) instanceof Program.Decision decision) {
            find(decision.body(), tables);
            for (Program.Function function : program.functions()) {
              if (reads.isCalled(function.index(), index)) {
                find(function.body(), tables);
              }
            }
          }
        });
    return tables;
  }

  private static void find(TypedExpr expr, Map<Name, Set<TypedExpr.Table>> tables) {
    if (expr instanceof TypedExpr.Table table) {
      tables
          .computeIfAbsent(new Name(table.file(), table.name()), _ -> new LinkedHashSet<>())
          .add(table);
    }
    Children.of(expr).forEach(child -> find(child, tables));
  }
}
