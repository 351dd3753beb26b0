package dev.quoin.ratebook.worksheet;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import dev.quoin.ratebook.Language;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes of an explanation trees that one likes to read: per line item the decisions that made it, down to the rows of
/// tables, the levers and what the request said.
///
/// A trace tells what happened in the order in which it happened, and a decision is computed where it is first needed,
/// which may be far from where a reader looks for it. So here a decision is shown in full where the reader meets it
/// first, and named afterwards. A decision whose value is a context with an expression for each entry is not shown whole where
/// one entry was asked for: that entry is, with its expression and what that names.
final class ExplanationTree {
  /// A run of calls of one function that is longer is folded to its first and its last.
  private static final int LONGEST_RUN = 3;

  private final Ratebook ratebook;
  private final boolean full;
  private final Shown values;

  /// Asked where all is shown.
  private final Optional<NearestRules> nearest;

  private final Map<String, Explanation.Decided> decided = new HashMap<>();

  /// Inputs by their names, and levers by their ids.
  private final Map<String, Step> given = new HashMap<>();

  private final Set<Step> toldUnderLines = new HashSet<>();
  private final Wording words;

  /// The tree in which a decision, or an entry of one, was shown, by its name.
  private final Map<String, String> shown = new HashMap<>();

  /// Business knowledge models that were described.
  private final Set<String> described = new HashSet<>();

  /// The code of the line whose tree is made now.
  private String here = "";

  private ExplanationTree(
      Ratebook ratebook, Explanation explanation, boolean full, Language language) {
    this.ratebook = ratebook;
    this.full = full;
    this.words = new Wording(language);
    this.values = new Shown(ratebook.zone(), full, words);
    this.nearest = full ? Optional.of(new NearestRules(ratebook)) : Optional.empty();
    explanation.all().forEach(this::index);
  }

  private void index(Step step) {
    switch (step) {
      case Explanation.Decided decision -> decided.putIfAbsent(decision.name(), decision);
      case Explanation.Given input -> given.putIfAbsent(input.input(), input);
      case Explanation.Lever lever -> given.putIfAbsent(lever.id(), lever);
      case Explanation.Called _, Explanation.Asked _, Explanation.Known _ -> {}
    }
  }

  /// The trees of a quote of a service: one a line, then one for each other decision that was answered.
  static List<Tree> of(
      Ratebook ratebook,
      Ratebook.Service service,
      Explanation explanation,
      boolean full,
      Language language) {
    ExplanationTree trees = new ExplanationTree(ratebook, explanation, full, language);
    List<Tree> all = new ArrayList<>();
    if (explanation.answer() instanceof Answer.Quote quote) {
      LineSources sources = LineSources.of(ratebook.program(), service);
      quote.lines().forEach(line -> all.add(trees.line(line, sources.of(line.code()))));
      trees.here = "";
      trees.lines(sources.decision().name()).ifPresent(all::add);
      trees.shown.put(ratebook.program().globals().get(service.total()).name(), "");
      service.refusals().flatMap(trees::noRefusals).ifPresent(all::add);
    }
    trees.rest(explanation).forEach(all::add);
    return all;
  }

  /// The trees of a decision.
  static List<Tree> of(
      Ratebook ratebook, Explanation explanation, boolean full, Language language) {
    return new ExplanationTree(ratebook, explanation, full, language).rest(explanation);
  }

  /// Why nothing was refused asks nobody who wants to know a price; unless all is shown.
  private Optional<Tree> noRefusals(int refusals) {
    Explanation.Decided decision = decided.get(ratebook.program().globals().get(refusals).name());
    if (full || decision == null || shown.containsKey(decision.name())) {
      return Optional.empty();
    }
    shown.put(decision.name(), here);
    String text = decision.name() + value(" = ", decision.value().map(values::brief));
    return Optional.of(Tree.leaf(text + "  " + words.folded()));
  }

  private Tree line(Answer.Line line, List<LineSources.Source> sources) {
    List<Tree> branches = new ArrayList<>();
    here = line.code();
    for (LineSources.Source source : sources) {
      switch (source.global()) {
        case Program.Decision one -> {
          Explanation.Decided decision = decided.get(one.name());
          if (decision != null) {
            branches.add(source(source, decision));
          }
        }
        case Program.Input input -> {
          Step used = given.get(ratebook.lever(input).map(Ratebook.Lever::id).orElse(input.name()));
          if (used != null) {
            toldUnderLines.add(used);
            branches.add(tree(used, List.of()));
          }
        }
      }
    }
    return new Tree(line.code() + "  " + Amounts.grouped(line.amount().toPlainText()), branches);
  }

  private Tree source(LineSources.Source source, Explanation.Decided decision) {
    Optional<Value> part = decision.value().flatMap(source::of);
    if (source.path().isEmpty() || part.isEmpty()) {
      return decision(decision);
    }
    Optional<Recipe> recipe = Recipe.of(ratebook.program(), decision);
    Optional<Integer> entry = recipe.flatMap(found -> found.entry(source.path().getFirst()));
    if (recipe.isPresent() && entry.isPresent()) {
      return entry(recipe.get(), entry.get(), source.name() + " = " + values.brief(part.get()));
    }
    return decision(decision, source.name() + " = " + values.brief(part.get()));
  }

  /// An entry of a decision's context with its expression, under it what that names and what was called for it.
  private Tree entry(Recipe recipe, int entry, String text) {
    String name = key(recipe, entry);
    if (shown.containsKey(name)) {
      return Tree.leaf(text + " " + see(name));
    }
    shown.put(name, here);
    List<Step> named = new ArrayList<>();
    List<Tree> branches = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Recipe.Ingredient ingredient : recipe.ingredients(entry)) {
      switch (ingredient) {
        case Recipe.Ingredient.Earlier earlier -> {
          boolean known = shown.containsKey(key(recipe, earlier.entry()));
          Tree made = entry(recipe, earlier.entry(), told(recipe, earlier.entry()));
          if (known) {
            seen.add(made.text());
          } else {
            branches.add(made);
          }
        }
        case Recipe.Ingredient.Argument argument ->
            argument(recipe, argument.parameter(), named).ifPresent(branches::add);
        case Recipe.Ingredient.Named global -> step(global.global()).ifPresent(named::add);
      }
    }
    List<Step> calls =
        recipe.taken().get(entry).stream()
            .filter(step -> step instanceof Explanation.Called || step instanceof Explanation.Asked)
            .toList();
    List<Tree> all = new ArrayList<>(trees(named));
    if (!seen.isEmpty()) {
      all.addFirst(Tree.leaf(String.join(", ", seen)));
    }
    all.addAll(branches);
    all.addAll(trees(calls, recipe.given()));
    return noted(text, formula(recipe.formula(entry)), all);
  }

  private static String key(Recipe recipe, int entry) {
    return recipe.decision().name() + "." + recipe.name(entry);
  }

  /// What stands beside a text is cut where it is too long, unless all is shown.
  private Tree noted(String text, List<String> notes, List<Tree> branches) {
    return full
        ? new Tree(
            notes.stream().map(note -> "  " + note).collect(Collectors.joining("", text, "")),
            branches)
        : new Tree(text, notes, branches);
  }

  private String told(Recipe recipe, int entry) {
    return recipe.name(entry) + " = " + values.brief(recipe.value(entry));
  }

  /// What was given for a parameter; a global of its name tells for itself.
  private Optional<Tree> argument(Recipe recipe, int parameter, List<Step> named) {
    Explanation.Argument given = recipe.given().get(parameter);
    TypedExpr expr = Formulas.unwrapped(recipe.arguments().get(parameter));
    if (expr instanceof TypedExpr.Global global && global.name().equals(given.name())) {
      step(global.index()).ifPresent(named::add);
      return Optional.empty();
    }
    List<Step> parts = new ArrayList<>();
    globals(expr).forEach(index -> step(index).ifPresent(parts::add));
    recipe.decision().because().stream()
        .filter(step ->
            step instanceof Explanation.Called called
                && Children.any(
                    expr,
                    part ->
                        part instanceof TypedExpr.CallFunction call
                            && call.name().equals(called.name())))
        .forEach(parts::add);
    boolean plain = parts.stream().allMatch(Explanation.Given.class::isInstance);
    return Optional.of(
        noted(
            given.name() + " = " + values.brief(given.value()),
            formula(Optional.of(expr.span().text())),
            plain && expr instanceof TypedExpr.Global ? List.of() : trees(parts)));
  }

  private static Set<Integer> globals(TypedExpr expr) {
    Set<Integer> found = new LinkedHashSet<>();
    if (expr instanceof TypedExpr.Global global) {
      found.add(global.index());
    }
    Children.of(expr).forEach(part -> found.addAll(globals(part)));
    return found;
  }

  /// How the value of an input, a lever or a decision came to be, if it was asked for.
  private Optional<Step> step(int global) {
    return Optional.ofNullable(
        switch (ratebook.program().globals().get(global)) {
          case Program.Decision decision -> decided.get(decision.name());
          case Program.Input input ->
              given.get(ratebook.lever(input).map(Ratebook.Lever::id).orElse(input.name()));
        });
  }

  private static List<String> formula(Optional<String> text) {
    return text.map(formula -> List.of("← " + formula)).orElse(List.of());
  }

  private String see(String name) {
    String where = shown.getOrDefault(name, here);
    return where.equals(here) || where.isEmpty() ? words.seeAbove() : words.see(where);
  }

  /// What the decision of the lines itself was told, such as that an article was ordered; its amounts stand above.
  private Optional<Tree> lines(String name) {
    Explanation.Decided decision = decided.get(name);
    if (decision == null || shown.putIfAbsent(name, here) != null) {
      return Optional.empty();
    }
    List<Step> own =
        decision.because().stream()
            .filter(step ->
                !(step instanceof Explanation.Decided)
                    && !(step instanceof Explanation.Known)
                    && !toldUnderLines.contains(step))
            .toList();
    return own.isEmpty() ? Optional.empty() : Optional.of(new Tree(name, trees(own)));
  }

  private List<Tree> rest(Explanation explanation) {
    return explanation.steps().stream()
        .filter(step ->
            !(step instanceof Explanation.Decided decision && shown.containsKey(decision.name())))
        .flatMap(step -> trees(List.of(step)).stream())
        .toList();
  }

  private List<Tree> trees(List<Step> steps) {
    return trees(steps, List.of());
  }

  /// @param known the arguments of the call around the steps, which need not be told again
  private List<Tree> trees(List<Step> steps, List<Explanation.Argument> known) {
    List<Tree> trees = new ArrayList<>();
    given(steps).ifPresent(trees::add);
    List<Step> rest = once(steps);
    int i = 0;
    while (i < rest.size()) {
      int end = endOfRun(rest, i);
      if (end - i > LONGEST_RUN && !full) {
        trees.add(tree(rest.get(i), known));
        trees.add(Tree.leaf(words.more(end - i - 2)));
        trees.add(again(rest.get(end - 1), known));
      } else {
        trees.add(tree(rest.get(i), known));
        rest.subList(i + 1, end).forEach(step -> trees.add(again(step, known)));
      }
      i = end;
    }
    return trees;
  }

  /// A further call of a run: only which rows answered in it, for how it goes was shown with the first; unless all is shown.
  private Tree again(Step step, List<Explanation.Argument> known) {
    Tree whole = tree(step, known);
    if (full || !(step instanceof Explanation.Called call) || whole.branches().isEmpty()) {
      return whole;
    }
    Set<String> rows = new LinkedHashSet<>();
    rows(call.because(), rows);
    return new Tree(
        whole.text(), rows.isEmpty() ? List.of() : List.of(String.join(", ", rows)), List.of());
  }

  private static void rows(List<Step> steps, Set<String> into) {
    for (Step step : steps) {
      switch (step) {
        case Explanation.Called call -> rows(call.because(), into);
        case Explanation.Decided decision -> rows(decision.because(), into);
        case Explanation.Asked asked -> into.add(places(asked));
        case Explanation.Given _, Explanation.Lever _, Explanation.Known _ -> {}
      }
    }
  }

  /// The steps without inputs, and without what a step before them said; a decision that is used again is one.
  private static List<Step> once(List<Step> steps) {
    Set<Object> said = new HashSet<>();
    return steps.stream()
        .filter(step ->
            switch (step) {
              case Explanation.Given _ -> false;
              case Explanation.Decided decision -> said.add(decision.name());
              case Explanation.Known again -> said.add(again.decision());
              case Explanation.Called _, Explanation.Asked _, Explanation.Lever _ -> said.add(step);
            })
        .toList();
  }

  /// What the request said, in one leaf.
  private Optional<Tree> given(List<Step> steps) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step instanceof Explanation.Given given) {
        inputs.put(given.input(), given.value());
      }
    }
    return inputs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Tree.leaf(
                inputs.entrySet().stream()
                    .map(input -> input.getKey() + " " + values.brief(input.getValue()))
                    .collect(Collectors.joining(", ", words.request() + ": ", ""))));
  }

  private static int endOfRun(List<Step> steps, int start) {
    int end = start + 1;
    if (steps.get(start) instanceof Explanation.Called first) {
      while (end < steps.size()
          && steps.get(end) instanceof Explanation.Called next
          && next.name().equals(first.name())) {
        end++;
      }
    }
    return end;
  }

  private Tree tree(Step step, List<Explanation.Argument> known) {
    return switch (step) {
      case Explanation.Decided decision -> decision(decision);
      case Explanation.Known again ->
          decided.containsKey(again.decision())
              ? decision(decided.get(again.decision()))
              : Tree.leaf(again.decision() + " = " + values.brief(again.value()));
      case Explanation.Called call -> call(call, known);
      case Explanation.Asked asked -> new Tree(asked(asked), missed(asked));
      case Explanation.Given given ->
          Tree.leaf(words.request() + ": " + given.input() + " " + values.brief(given.value()));
      case Explanation.Lever lever -> Tree.leaf(lever(lever));
    };
  }

  private Tree decision(Explanation.Decided decision) {
    String whole = decision.name() + value(" = ", decision.value().map(values::text));
    String brief = decision.name() + value(" = ", decision.value().map(values::brief));
    return decision(decision, shown.containsKey(decision.name()) ? brief : whole);
  }

  private Tree decision(Explanation.Decided decision, String text) {
    if (shown.containsKey(decision.name())) {
      return decision.because().isEmpty()
          ? Tree.leaf(text)
          : Tree.leaf(text + "  " + see(decision.name()));
    }
    shown.put(decision.name(), here);
    Optional<Program.Decision> defined =
        ratebook
            .program()
            .global(decision.name())
            .filter(Program.Decision.class::isInstance)
            .map(Program.Decision.class::cast);
    Optional<String> formula = defined.flatMap(one -> Formulas.of(one.body()));
    Optional<String> gist = defined.flatMap(one -> Formulas.gist(one.description()));
    return noted(
        text, formula.isPresent() ? formula(formula) : gist.stream().toList(), because(decision));
  }

  private List<Tree> because(Explanation.Decided decision) {
    return Recipe.of(ratebook.program(), decision)
        .map(recipe -> {
          List<Tree> entries = new ArrayList<>();
          for (int i = 0; i < recipe.context().entries().size(); i++) {
            entries.add(entry(recipe, i, told(recipe, i)));
          }
          return entries;
        })
        .orElseGet(() -> trees(decision.because()));
  }

  private String value(String sign, Optional<String> value) {
    return value.map(text -> sign + text).orElse(words.endedHere());
  }

  private Tree call(Explanation.Called call, List<Explanation.Argument> known) {
    if (call.bound().isEmpty()) {
      List<Explanation.Argument> told =
          call.arguments().stream().filter(argument -> full || !known.contains(argument)).toList();
      String arguments =
          told.stream()
              .map(argument -> argument.name() + ": " + values.brief(argument.value()))
              .collect(Collectors.joining(", "));
      String more = told.size() == call.arguments().size() ? "" : told.isEmpty() ? "…" : ", …";
      return told(call, call.name() + "(" + arguments + more + ")");
    }
    String arguments =
        call.arguments().stream()
            .map(argument -> argument.name() + " " + values.brief(argument.value()))
            .collect(Collectors.joining(", "));
    List<Explanation.Asked> asked =
        call.because().stream()
            .filter(Explanation.Asked.class::isInstance)
            .map(Explanation.Asked.class::cast)
            .toList();
    boolean isTable = isTable(call.bound().get());
    return new Tree(
        (isTable ? words.rateTable() : words.calendar())
            + " "
            + call.bound().get()
            + ": "
            + arguments
            + value(" → ", call.value().map(values::text))
            + asked.stream().map(one -> "  " + places(one)).collect(Collectors.joining()),
        asked.stream().flatMap(one -> missed(one).stream()).toList());
  }

  /// The rules that nearly answered, where all is shown.
  private List<Tree> missed(Explanation.Asked asked) {
    return nearest.stream()
        .flatMap(rules -> rules.of(asked).stream())
        .map(miss -> Tree.leaf(missed(miss)))
        .toList();
  }

  private String missed(NearestRules.Miss miss) {
    String rule =
        words.notRule(miss.rule()) + " " + miss.place().file() + ":" + miss.place().line() + ": ";
    return miss.failed().isEmpty()
        ? rule + words.anotherAnswered()
        : miss.failed().stream()
            .map(
                failed -> words.isNot(failed.column(), values.brief(failed.value()), failed.test()))
            .collect(Collectors.joining(", ", rule, ""));
  }

  /// A call of one of the model's: where it is met first, with its description and its expressions.
  private Tree told(Explanation.Called call, String text) {
    Optional<Program.Function> function =
        ratebook.program().functions().stream()
            .filter(one -> one.name().equals(call.name()))
            .findFirst();
    String whole = text + value(" → ", call.value().map(values::text));
    if (function.isEmpty() || (!described.add(call.name()) && !full)) {
      return new Tree(whole, trees(call.because(), call.arguments()));
    }
    TypedExpr body = function.get().body();
    Optional<TypedExpr.ContextOf> context = Formulas.context(body);
    Optional<String> formula =
        context.isPresent() && context.get().result() != null
            ? Formulas.ofPart(context.get(), context.get().result())
            : Formulas.of(body);
    List<String> notes = new ArrayList<>(formula(formula));
    Formulas.gist(function.get().description()).ifPresent(notes::add);
    return noted(
        whole,
        notes,
        context
            .map(boxes -> entries(boxes, call))
            .orElseGet(() -> trees(call.because(), call.arguments())));
  }

  /// The entries of a context with their expressions, and under each the calls that it made.
  private List<Tree> entries(TypedExpr.ContextOf context, Explanation.Called call) {
    List<TypedExpr> parts = Formulas.parts(context);
    List<List<Step>> dealt = Formulas.deal(ratebook.program(), parts, call.because());
    Set<Step> told = new HashSet<>();
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < context.entries().size(); i++) {
      TypedExpr.ContextOf.Entry entry = context.entries().get(i);
      Optional<Value> value =
          call.value()
              .filter(_ -> context.result() == null)
              .flatMap(whole ->
                  whole instanceof Value.Context all
                      ? Optional.ofNullable(all.entries().get(entry.key()))
                      : Optional.empty());
      List<Step> fresh = dealt.get(i).stream().filter(told::add).toList();
      String seen = fresh.size() < dealt.get(i).size() ? "  " + words.seeAbove() : "";
      trees.add(
          noted(
              entry.key() + value.map(one -> " = " + values.brief(one)).orElse("") + seen,
              formula(Formulas.ofPart(context, entry.value())),
              trees(fresh, call.arguments())));
    }
    if (dealt.size() > context.entries().size()) {
      trees.addAll(trees(dealt.getLast(), call.arguments()));
    }
    return trees;
  }

  private boolean isTable(String id) {
    return ratebook.tables().stream().anyMatch(table -> table.id().equals(id));
  }

  /// `tables/day-rates.csv:12`, for each row that answered.
  private static String places(Explanation.Asked asked) {
    return asked.hits().stream()
        .map(hit -> hit.place().file() + ":" + hit.place().line())
        .collect(Collectors.joining(", "));
  }

  private String asked(Explanation.Asked asked) {
    String subjects =
        asked.subjects().stream()
            .map(subject -> subject.name() + " " + values.brief(subject.value()))
            .collect(Collectors.joining(", "));
    String rules =
        asked.hits().isEmpty()
            ? asked.file() + " " + words.noRule()
            : asked.hits().stream()
                .map(hit ->
                    hit.place().file() + ":" + hit.place().line() + " " + words.rule(hit.rule()))
                .collect(Collectors.joining(", "));
    return rules + (subjects.isEmpty() ? "" : ": " + subjects);
  }

  private String lever(Explanation.Lever used) {
    String text = words.lever() + " " + used.id() + " = " + values.text(used.value());
    return ratebook.levers().stream()
        .filter(lever -> lever.id().equals(used.id()))
        .findFirst()
        .map(lever -> text + " (" + times(used) + bounds(lever.bounds()) + lever.owner() + ")")
        .orElse(text);
  }

  /// Since when it has this value, and until when it is tuned.
  private String times(Explanation.Lever used) {
    boolean isExpired = used.expires().isPresent() && used.expires().equals(used.since());
    StringBuilder text = new StringBuilder();
    used.since()
        .filter(_ -> !isExpired)
        .ifPresent(since -> text.append(words.since(values.text(since))).append("; "));
    used.expires()
        .ifPresent(at ->
            text.append(isExpired ? words.expired(values.text(at)) : words.expires(values.text(at)))
                .append("; "));
    return text.toString();
  }

  private String bounds(Ratebook.Bounds bounds) {
    if (bounds.minimum().isEmpty() && bounds.maximum().isEmpty()) {
      return "";
    }
    String low = bounds.minimum().map(values::text).orElse("");
    String high = bounds.maximum().map(values::text).orElse("");
    return (low.isEmpty()
            ? words.atMost(high)
            : high.isEmpty() ? words.atLeast(low) : words.between(low, high))
        + "; ";
  }
}
