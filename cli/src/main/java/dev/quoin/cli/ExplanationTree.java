package dev.quoin.cli;

import dev.quoin.cli.terminal.Amounts;
import dev.quoin.cli.terminal.Tree;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
/// first, and named afterwards.
final class ExplanationTree {
  /// A run of calls of one function that is longer is folded to its first and its last.
  private static final int LONGEST_RUN = 3;

  private final Ratebook ratebook;
  private final boolean full;
  private final Shown values;
  private final Map<String, Explanation.Decided> decided = new HashMap<>();

  /// Inputs by their names, and levers by their ids.
  private final Map<String, Step> given = new HashMap<>();

  private final Set<Step> toldUnderLines = new HashSet<>();
  private final Set<String> shown = new HashSet<>();

  private ExplanationTree(Ratebook ratebook, Explanation explanation, boolean full) {
    this.ratebook = ratebook;
    this.full = full;
    this.values = new Shown(ratebook.zone(), full);
    index(explanation.steps());
  }

  private void index(List<Step> steps) {
    for (Step step : steps) {
      switch (step) {
        case Explanation.Decided decision -> {
          decided.putIfAbsent(decision.name(), decision);
          index(decision.because());
        }
        case Explanation.Called call -> index(call.because());
        case Explanation.Given input -> given.putIfAbsent(input.input(), input);
        case Explanation.Lever lever -> given.putIfAbsent(lever.id(), lever);
        case Explanation.Asked _, Explanation.Known _ -> {}
      }
    }
  }

  /// The trees of a quote of a service: one a line, then one for each other decision that was answered.
  static List<Tree> of(
      Ratebook ratebook, Ratebook.Service service, Explanation explanation, boolean full) {
    ExplanationTree trees = new ExplanationTree(ratebook, explanation, full);
    List<Tree> all = new ArrayList<>();
    if (explanation.answer() instanceof Answer.Quote quote) {
      LineSources sources = LineSources.of(ratebook.program(), service);
      quote.lines().forEach(line -> all.add(trees.line(line, sources.of(line.code()))));
      trees.lines(sources.decision().name()).ifPresent(all::add);
      trees.shown.add(ratebook.program().globals().get(service.total()).name());
    }
    trees.rest(explanation).forEach(all::add);
    return all;
  }

  /// The trees of a decision.
  static List<Tree> of(Ratebook ratebook, Explanation explanation, boolean full) {
    return new ExplanationTree(ratebook, explanation, full).rest(explanation);
  }

  private Tree line(Answer.Line line, List<LineSources.Source> sources) {
    List<Tree> branches = new ArrayList<>();
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
    return decision(decision, source.name() + " = " + values.brief(part.get()));
  }

  /// What the decision of the lines itself was told, such as that an article was ordered; its amounts stand above.
  private Optional<Tree> lines(String name) {
    Explanation.Decided decision = decided.get(name);
    if (decision == null || !shown.add(name)) {
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
            !(step instanceof Explanation.Decided decision && shown.contains(decision.name())))
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
        trees.add(Tree.leaf("… " + (end - i - 2) + " more"));
        trees.add(tree(rest.get(end - 1), known));
      } else {
        rest.subList(i, end).forEach(step -> trees.add(tree(step, known)));
      }
      i = end;
    }
    return trees;
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
                    .collect(Collectors.joining(", ", "request: ", ""))));
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
      case Explanation.Asked asked -> Tree.leaf(asked(asked));
      case Explanation.Given given ->
          Tree.leaf("request: " + given.input() + " " + values.brief(given.value()));
      case Explanation.Lever lever -> Tree.leaf(lever(lever));
    };
  }

  private Tree decision(Explanation.Decided decision) {
    String whole = decision.name() + value(" = ", decision.value().map(values::text));
    String brief = decision.name() + value(" = ", decision.value().map(values::brief));
    return decision(decision, shown.contains(decision.name()) ? brief : whole);
  }

  private Tree decision(Explanation.Decided decision, String text) {
    if (shown.add(decision.name())) {
      return new Tree(text, trees(decision.because()));
    }
    return decision.because().isEmpty() ? Tree.leaf(text) : Tree.leaf(text + "  (see above)");
  }

  private static String value(String sign, Optional<String> value) {
    return value.map(text -> sign + text).orElse(": ended here");
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
      return new Tree(
          call.name() + "(" + arguments + more + ")" + value(" → ", call.value().map(values::text)),
          trees(call.because(), call.arguments()));
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
    return Tree.leaf(
        (isTable ? "rate table " : "calendar ")
            + call.bound().get()
            + ": "
            + arguments
            + value(" → ", call.value().map(values::text))
            + asked.stream().map(one -> "  " + places(one)).collect(Collectors.joining()));
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
            ? asked.file() + " default"
            : asked.hits().stream()
                .map(hit -> hit.place().file() + ":" + hit.place().line() + " rule " + hit.rule())
                .collect(Collectors.joining(", "));
    return rules + (subjects.isEmpty() ? "" : ": " + subjects);
  }

  private String lever(Explanation.Lever used) {
    String text = "lever " + used.id() + " = " + values.text(used.value());
    return ratebook.levers().stream()
        .filter(lever -> lever.id().equals(used.id()))
        .findFirst()
        .map(lever -> text + " (" + bounds(lever) + lever.owner() + ")")
        .orElse(text);
  }

  private String bounds(Ratebook.Lever lever) {
    if (lever.minimum().isEmpty() && lever.maximum().isEmpty()) {
      return "";
    }
    String low = lever.minimum().map(values::text).orElse("");
    String high = lever.maximum().map(values::text).orElse("");
    return (low.isEmpty()
            ? "at most " + high
            : high.isEmpty() ? "at least " + low : low + " to " + high)
        + "; ";
  }
}
