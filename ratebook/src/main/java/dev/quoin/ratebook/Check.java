package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.analyse.Analysis;
import dev.quoin.dmn.analyse.ColumnDomain;
import dev.quoin.dmn.analyse.Finding;
import dev.quoin.dmn.analyse.TableAnalysis;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Conditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Everything that can be said of a ratebook without pricing anything.
///
/// @param ratebook the ratebook, if it can be loaded
/// @param errors what has to be mended before it may price
/// @param warnings what a person should look at: gaps, rules that nothing reaches, what nothing uses
public record Check(Optional<Ratebook> ratebook, List<Problem> errors, List<Problem> warnings) {
  public Check {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /// Checks the ratebook in a folder.
  public static Check of(Path folder) {
    Problems errors = new Problems();
    return Ratebook.load(folder, errors)
        .map(Check::of)
        .orElseGet(() -> new Check(Optional.empty(), errors.sorted(), List.of()));
  }

  /// Checks a ratebook that was loaded.
  public static Check of(Ratebook ratebook) {
    Problems errors = new Problems();
    Problems warnings = new Problems();
    new Checking(ratebook, errors, warnings).run();
    return new Check(Optional.of(ratebook), errors.sorted(), warnings.sorted());
  }

  /// How many requests of a generator are looked at.
  private static final int TRIED_REQUESTS = 500;

  private static final long TRIED_SEED = 1;

  private static final class Checking {
    private final Ratebook ratebook;
    private final Problems errors;
    private final Problems warnings;

    Checking(Ratebook ratebook, Problems errors, Problems warnings) {
      this.ratebook = ratebook;
      this.errors = errors;
      this.warnings = warnings;
    }

    void run() {
      tables(ratebook.program());
      unusedTables();
      unusedLevers();
      unusedTerms();
      ratebook.services().values().forEach(this::texts);
      unusedTexts();
      ratebook.cases().forEach(this::cases);
      for (Mapping mapping : ratebook.mappings()) {
        mapping.cases().forEach(file -> MappingCases.read(mapping, file, errors));
      }
      ratebook.generators().keySet().forEach(this::generator);
    }

    /// A case whose inputs are no request cannot come out right, unless it says that they are none.
    private void cases(Ratebook.CaseFile file) {
      Ratebook.Service service = ratebook.services().get(file.service());
      Optional<Cases> cases = Cases.read(ratebook, file, errors);
      if (cases.isEmpty() || service == null) {
        return;
      }
      Request.Reader requests = Request.reader(ratebook, service);
      for (Cases.Case golden : cases.get().cases()) {
        if (!golden.expectsProblem()) {
          requests.read(golden.inputs(), errors);
        }
      }
    }

    /// Types say that a drawn value fits; whether it is allowed, and what has to hold between the inputs does, is tried.
    private void generator(String name) {
      Optional<Generator> generator = ratebook.generator(name, errors);
      Ratebook.Service service = ratebook.services().get(name);
      if (generator.isEmpty() || service == null) {
        return;
      }
      warnings.addAll(generator.get().warnings());
      for (int number = 0; number < TRIED_REQUESTS; number++) {
        Problems wrong = new Problems();
        try {
          Request.of(
                  ratebook,
                  service,
                  generator.get().inputs(TRIED_SEED, number),
                  generator.get()::place,
                  wrong)
              .ifPresent(request -> wrong.addAll(Pricer.unmet(ratebook, service, request)));
        } catch (EvaluationException e) {
          wrong.add(e.problem());
        }
        if (!wrong.isEmpty()) {
          int request = number;
          wrong
              .sorted()
              .forEach(problem ->
                  errors.add(
                      problem.place(),
                      problem.code(),
                      "%s, in request %d of seed %d"
                          .formatted(problem.sentence(), request, TRIED_SEED)));
          return;
        }
      }
    }

    private void tables(Program program) {
      walk(
          program,
          expr -> {
            if (expr instanceof TypedExpr.Table table) {
              analyse(program, table);
            }
          });
    }

    private void analyse(Program program, TypedExpr.Table table) {
      List<ColumnDomain> domains = new ArrayList<>();
      for (int i = 0; i < table.columns().size(); i++) {
        domains.add(domain(program, table, i));
        unknownKeys(program, table, i);
      }
      Analysis analysis = TableAnalysis.analyse(table, domains);
      for (Finding finding : analysis.findings()) {
        switch (finding.kind()) {
          case OVERLAP -> errors.add(finding.problem());
          case UNREACHABLE -> warnings.add(finding.problem());
          case GAP -> warnings.add(gap(finding, table));
        }
      }
      for (String sentence : analysis.undecided()) {
        warnings.add(new Place(table.file(), 0, 0), "undecided-table", sentence);
      }
    }

    /// A gap belongs to the file of the rules, which for a rate table is not the model's.
    private static Problem gap(Finding finding, TypedExpr.Table table) {
      Place place =
          finding.place().file().equals(table.file())
              ? finding.place()
              : new Place(table.file(), 1, 1);
      return new Problem(place, finding.kind().code(), finding.sentence());
    }

    private ColumnDomain domain(Program program, TypedExpr.Table table, int column) {
      TypedExpr.Table.Column asked = table.columns().get(column);
      var step =
          rateTable(table)
              .flatMap(rates ->
                  rates.ins().stream()
                      .filter(in -> in.name().equals(asked.label()))
                      .findFirst()
                      .flatMap(RateTable.In::step));
      Optional<CellTest> allowed =
          allowed(program, asked.subject())
              .or(() -> declared(program, table, column))
              .or(() -> named(table, column));
      return new ColumnDomain(allowed, step);
    }

    /// What the model declares for a parameter over which a rate table is.
    private Optional<CellTest> declared(Program program, TypedExpr.Table table, int column) {
      TypedExpr.Table.Column asked = table.columns().get(column);
      return ratebook.tables().stream()
          .filter(
              bound -> bound.id().equals(table.name()) && bound.rules().file().equals(table.file()))
          .flatMap(bound ->
              program.functions().stream().filter(function -> function.id().equals(bound.binds())))
          .flatMap(function -> function.parameters().stream())
          .filter(parameter -> parameter.name().equals(asked.label()))
          .map(Program.Parameter::allowed)
          .filter(Checking::isKnown)
          .findFirst();
    }

    /// A key that the model does not declare is one that no request has: a slip of the pen.
    private void unknownKeys(Program program, TypedExpr.Table table, int column) {
      Set<String> known =
          allowed(program, table.columns().get(column).subject())
              .or(() -> declared(program, table, column))
              .map(Conditions::texts)
              .map(LinkedHashSet::new)
              .orElseGet(LinkedHashSet::new);
      if (known.isEmpty()) {
        return;
      }
      for (TypedExpr.Table.Rule rule : table.rules()) {
        Set<Value> keys = new LinkedHashSet<>();
        if (isNamed(rule.tests().get(column), keys)) {
          for (Value key : keys) {
            if (key instanceof Value.Text text && !known.contains(text.value())) {
              errors.add(
                  rule.place(),
                  "not-allowed",
                  "`%s` is none of the values that the model declares for `%s`%s"
                      .formatted(
                          text.value(),
                          table.columns().get(column).label(),
                          Suggestion.text(text.value(), known)));
            }
          }
        }
      }
    }

    private Optional<RateTable> rateTable(TypedExpr.Table table) {
      return ratebook.tables().stream()
          .map(Ratebook.Table::rules)
          .filter(rates -> rates.name().equals(table.name()) && rates.file().equals(table.file()))
          .findFirst();
    }

    private static Optional<CellTest> allowed(Program program, TypedExpr subject) {
      return subject instanceof TypedExpr.Global global
              && program.globals().get(global.index()) instanceof Program.Input input
          ? Optional.of(input.allowed()).filter(Checking::isKnown)
          : Optional.empty();
    }

    /// Whether some values do not pass, and which can be told without asking each.
    private static boolean isKnown(CellTest allowed) {
      return switch (allowed) {
        case CellTest.Any _, CellTest.Holds _ -> false;
        case CellTest.Points _, CellTest.Interval _ -> true;
        case CellTest.AnyOf anyOf -> anyOf.tests().stream().allMatch(Checking::isKnown);
        case CellTest.Not not -> isKnown(not.test());
      };
    }

    /// The values of a column that only names single ones: codes, kinds, steps of a scale. Which others there are nobody
    /// has said, and that a table does not know a value that nobody has thought of is no gap.
    private static Optional<CellTest> named(TypedExpr.Table table, int column) {
      Set<Value> values = new LinkedHashSet<>();
      boolean all =
          table.rules().stream().allMatch(rule -> isNamed(rule.tests().get(column), values));
      return all && !values.isEmpty()
          ? Optional.of(new CellTest.Points(List.copyOf(values)))
          : Optional.empty();
    }

    private static boolean isNamed(CellTest test, Set<Value> into) {
      return switch (test) {
        case CellTest.Points points -> {
          into.addAll(points.values());
          yield true;
        }
        case CellTest.Any _ -> true;
        case CellTest.Not not -> isNamed(not.test(), into);
        case CellTest.AnyOf anyOf -> anyOf.tests().stream().allMatch(one -> isNamed(one, into));
        case CellTest.Interval _, CellTest.Holds _ -> false;
      };
    }

    private void unusedTables() {
      Set<String> used = new HashSet<>();
      Program program = ratebook.program();
      Set<Integer> known = new TreeSet<>();
      for (Program.Global global : program.globals()) {
        if (global instanceof Program.Decision decision) {
          known.addAll(decision.knows());
        }
      }
      program.functions().forEach(function -> known.addAll(function.knows()));
      known.forEach(index -> used.add(program.functions().get(index).id()));
      for (Ratebook.Table table : ratebook.tables()) {
        if (!used.contains(table.binds())) {
          warnings.add(
              table.place(), "unused-table", "no decision uses table `" + table.id() + "`");
        }
      }
      for (Ratebook.Calendar calendar : ratebook.calendars()) {
        if (!used.contains(calendar.binds())) {
          warnings.add(
              calendar.place(),
              "unused-calendar",
              "no decision uses calendar `" + calendar.id() + "`");
        }
      }
    }

    private void unusedLevers() {
      Set<String> used = new HashSet<>();
      Program program = ratebook.program();
      for (Program.Global global : program.globals()) {
        if (global instanceof Program.Decision decision) {
          decision.requires().forEach(index -> used.add(program.globals().get(index).id()));
        }
      }
      for (Ratebook.Lever lever : ratebook.levers()) {
        if (!used.contains(lever.binds())) {
          warnings.add(
              lever.place(), "unused-lever", "no decision uses lever `" + lever.id() + "`");
        }
      }
    }

    /// A term is used where a name, a description or a text of the ratebook has it, in either language.
    private void unusedTerms() {
      StringBuilder all = new StringBuilder();
      for (Program.Global global : ratebook.program().globals()) {
        all.append(global.name()).append('\n').append(description(global)).append('\n');
      }
      for (Program.Function function : ratebook.program().functions()) {
        all.append(function.name()).append('\n').append(function.description()).append('\n');
      }
      ratebook.lineItems().values().forEach(texts -> append(texts, all));
      ratebook.refusals().values().forEach(texts -> append(texts, all));
      ratebook.tables().forEach(table -> append(table.title(), all));
      ratebook.services().values().forEach(service -> append(service.title(), all));
      ratebook.levers().forEach(lever -> append(lever.reason(), all));
      ratebook.terms().forEach(term -> append(term.definition(), all));
      ratebook.notes().ifPresent(notes -> append(notes, all));
      String written = all.toString().toLowerCase(Locale.ROOT);
      for (Ratebook.Term term : ratebook.terms()) {
        boolean used =
            written.contains(term.term().en().toLowerCase(Locale.ROOT))
                || written.contains(term.term().ko().toLowerCase(Locale.ROOT));
        if (!used) {
          warnings.add(
              term.place(),
              "unused-term",
              "nothing in the ratebook speaks of `%s`".formatted(term.term().en()));
        }
      }
    }

    private static String description(Program.Global global) {
      return switch (global) {
        case Program.Input input -> input.description();
        case Program.Decision decision -> decision.question() + "\n" + decision.description();
      };
    }

    private static void append(Texts texts, StringBuilder all) {
      all.append(texts.ko()).append('\n').append(texts.en()).append('\n');
    }

    /// Codes that stand in the model as they are must have their texts.
    private void texts(Ratebook.Service service) {
      Program program = ratebook.program();
      for (int global : Needed.globals(program, service.lines())) {
        if (program.globals().get(global) instanceof Program.Decision decision) {
          walk(decision.body(), expr -> lineCode(expr));
        }
      }
      service
          .refusals()
          .map(program.globals()::get)
          .ifPresent(decision -> {
            if (decision instanceof Program.Decision refusals) {
              walk(refusals.body(), this::refusalCode);
            }
          });
    }

    private void lineCode(TypedExpr expr) {
      if (!(expr instanceof TypedExpr.ContextOf context)) {
        return;
      }
      boolean isLine = context.entries().stream().anyMatch(entry -> entry.key().equals("amount"));
      for (TypedExpr.ContextOf.Entry entry : context.entries()) {
        if (isLine
            && entry.key().equals("code")
            && entry.value() instanceof TypedExpr.Constant constant) {
          needsText(constant, ratebook.lineItems(), "line items");
        }
      }
    }

    private void refusalCode(TypedExpr expr) {
      if (expr instanceof TypedExpr.ListOf list) {
        for (TypedExpr item : list.items()) {
          if (item instanceof TypedExpr.Constant constant) {
            needsText(constant, ratebook.refusals(), "refusals");
          }
        }
      } else if (expr instanceof TypedExpr.Constant constant
          && constant.value() instanceof Value.Items items) {
        items
            .values()
            .forEach(value ->
                needsText(
                    new TypedExpr.Constant(value, Type.Simple.STRING, constant.span()),
                    ratebook.refusals(),
                    "refusals"));
      }
    }

    private void needsText(TypedExpr.Constant constant, Map<String, Texts> texts, String key) {
      if (constant.value() instanceof Value.Text code && !texts.containsKey(code.value())) {
        errors.add(
            constant.span(),
            "missing-text",
            "code `%s` has no text under `%s` of the ratebook".formatted(code.value(), key));
      }
    }

    private void unusedTexts() {
      Set<String> written = new HashSet<>();
      walk(
          ratebook.program(),
          expr -> {
            if (expr instanceof TypedExpr.Constant constant) {
              collect(constant.value(), written);
            }
          });
      Place place = new Place(RatebookReader.FILE, 0, 0);
      for (String code : ratebook.lineItems().keySet()) {
        if (!written.contains(code)) {
          warnings.add(place, "unused-text", "no model makes a line `" + code + "`");
        }
      }
      for (String code : ratebook.refusals().keySet()) {
        if (!written.contains(code)) {
          warnings.add(place, "unused-text", "no model makes a refusal `" + code + "`");
        }
      }
    }

    private static void collect(Value value, Set<String> texts) {
      switch (value) {
        case Value.Text text -> texts.add(text.value());
        case Value.Items items -> items.values().forEach(item -> collect(item, texts));
        case Value.Context context ->
            context.entries().values().forEach(entry -> collect(entry, texts));
        default -> {}
      }
    }

    private static void walk(Program program, Consumer<TypedExpr> visitor) {
      for (Program.Global global : program.globals()) {
        if (global instanceof Program.Decision decision) {
          walk(decision.body(), visitor);
        }
      }
      program.functions().forEach(function -> walk(function.body(), visitor));
    }

    private static void walk(TypedExpr expr, Consumer<TypedExpr> visitor) {
      visitor.accept(expr);
      Children.of(expr).forEach(child -> walk(child, visitor));
    }
  }
}
