package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Boxed;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.InformationItem;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.syntax.Parser;
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

/// Declares the input data of a model that declares none.
///
/// Camunda and Flowable let a table ask for any variable of the process around it, and most of their files hold no input
/// data at all. Taken by the letter, such a file can never be asked anything. So what the input columns of its tables ask
/// for, and nothing in the model is called, is input data of all its decisions. A model that does declare input data is read
/// by the letter: there, a name that nobody knows is a problem.
///
/// In such a model a decision also knows what it requires by its id, as in Camunda 8, and a table by the names of its
/// outputs, as in Camunda 7 and Flowable: in a context around its expression, so that it is plain DMN again.
final class Undeclared {
  private static final Pattern UNKNOWN = Pattern.compile("^unknown name `([^`]*)`");

  private final Model model;
  private final Map<String, Decision> decisions = new LinkedHashMap<>();

  /// The names by which something of the model goes: these are meant, though not in a way that DMN has.
  private final Set<String> taken = new LinkedHashSet<>();

  private final Map<String, InputData> inputs = new LinkedHashMap<>();

  private Undeclared(Model model) {
    this.model = model;
    model.decisions().forEach(decision -> decisions.putIfAbsent(decision.head().id(), decision));
  }

  /// The model with its inputs; itself where it declares some.
  static Model declared(Model model) {
    return model.inputs().isEmpty() && model.imports().isEmpty()
        ? new Undeclared(model).declared()
        : model;
  }

  private Model declared() {
    model.decisions().forEach(decision -> take(decision.head(), decision.variable()));
    model.knowledgeModels().forEach(knowledge -> take(knowledge.head(), knowledge.variable()));
    model.services().forEach(service -> take(service.head(), service.variable()));
    model.decisions().stream()
        .flatMap(decision -> table(decision).stream())
        .forEach(table -> table.outputs().forEach(output -> taken.add(output.name())));
    List<Decision> knowing = model.decisions().stream().map(this::knowingOutputs).toList();
    model
        .decisions()
        .forEach(
            decision -> table(decision).ifPresent(table -> table.inputs().forEach(this::read)));
    return with(knowing);
  }

  private void take(Head head, InformationItem variable) {
    taken.addAll(List.of(head.id(), head.name(), variable.name()));
  }

  private static Optional<Boxed.Table> table(Decision decision) {
    return decision.expression().filter(Boxed.Table.class::isInstance).map(Boxed.Table.class::cast);
  }

  // What is required, by ids and the names of outputs.

  /// A decision that says what it calls the outputs and decisions that it requires, if it names one so.
  private Decision knowingOutputs(Decision decision) {
    if (decision.expression().isEmpty()) {
      return decision;
    }
    Boxed expression = decision.expression().get();
    Map<String, Source> meant = outputs(decision);
    meant.keySet().removeIf(name -> texts(expression).noneMatch(word(name).asPredicate()));
    if (meant.isEmpty()) {
      return decision;
    }
    List<Boxed.Context.Entry> entries = new ArrayList<>();
    meant.forEach((name, value) ->
        entries.add(
            new Boxed.Context.Entry(
                Optional.of(
                    new InformationItem(name, value.whole(), Optional.empty(), value.whole())),
                new Boxed.Literal(value, Optional.empty(), value.whole()),
                value.whole())));
    entries.add(new Boxed.Context.Entry(Optional.empty(), expression, expression.span()));
    return new Decision(
        decision.head(),
        decision.variable(),
        decision.question(),
        decision.requirements(),
        Optional.of(new Boxed.Context(entries, Optional.empty(), expression.span())));
  }

  private static Pattern word(String name) {
    return Pattern.compile(
        "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)", Pattern.UNICODE_CHARACTER_CLASS);
  }

  /// By output names and ids that are not the name of a variable, and mean one thing: the expressions that have their
  /// values.
  private Map<String, Source> outputs(Decision decision) {
    Map<String, Source> values = new LinkedHashMap<>();
    Set<String> variables = new LinkedHashSet<>();
    Set<String> ambiguous = new LinkedHashSet<>();
    for (Requirement requirement : decision.requirements()) {
      String href = requirement.href().text().strip();
      Decision required = decisions.get(href.startsWith("#") ? href.substring(1) : href);
      if (required == null) {
        continue;
      }
      String variable = required.variable().name();
      variables.add(variable);
      Place place = requirement.href().origin();
      table(required)
          .ifPresent(table -> {
            boolean single = table.outputs().size() == 1;
            for (Boxed.Table.Output output : table.outputs()) {
              String value = single ? variable : variable + "." + output.name();
              mean(output.name(), new Source(place, value), values, ambiguous);
            }
          });
      mean(required.head().id(), new Source(place, variable), values, ambiguous);
    }
    values.keySet().removeAll(variables);
    values.keySet().removeAll(ambiguous);
    values.keySet().remove("");
    return values;
  }

  private static void mean(
      String name, Source value, Map<String, Source> values, Set<String> ambiguous) {
    Source other = values.putIfAbsent(name, value);
    if (other != null && !other.text().equals(value.text())) {
      ambiguous.add(name);
    }
  }

  /// The texts of a decision in which it can name something.
  private static Stream<String> texts(Boxed expression) {
    Stream<Source> texts =
        switch (expression) {
          case Boxed.Literal literal -> Stream.of(literal.text());
          case Boxed.Table table ->
              Stream.concat(
                  table.inputs().stream().map(Boxed.Table.Input::expression),
                  table.rules().stream()
                      .flatMap(
                          rule -> Stream.concat(rule.tests().stream(), rule.entries().stream())));
          default -> Stream.of(); // nothing of these tools
        };
    return texts.map(Source::text);
  }

  // Input data.

  /// Takes the names of a column that nobody knows, one after the other: the parser tells where each ends.
  private void read(Boxed.Table.Input column) {
    Set<String> others = new LinkedHashSet<>();
    Optional<Problem> unknown = unknown(column.expression(), others);
    while (unknown.isPresent()) {
      Matcher matcher = UNKNOWN.matcher(unknown.get().sentence());
      String name = matcher.find() ? matcher.group(1) : "";
      if (inputs.containsKey(name) || !others.add(name)) {
        return;
      }
      if (!taken.contains(name)) {
        add(name, unknown.get().place(), column);
      }
      unknown = unknown(column.expression(), others);
    }
    String whole = column.expression().text().strip();
    InputData known = inputs.get(whole);
    if (known != null && !typeText(known.variable().typeRef()).equals(typeText(column.typeRef()))) {
      // Two columns that take it for something else each: then it may be anything.
      inputs.put(whole, input(whole, known.head().span().source(), Optional.empty()));
    }
  }

  private static String typeText(Optional<Source> typeRef) {
    return typeRef.map(ref -> ref.text().strip()).orElse("");
  }

  private Optional<Problem> unknown(Source text, Set<String> others) {
    Problems found = new Problems();
    Map<String, Symbol> symbols = new LinkedHashMap<>();
    Stream.concat(inputs.keySet().stream(), others.stream())
        .forEach(name -> symbols.put(name, new Symbol.Global(0, Type.Simple.ANY, true)));
    Scope scope = Scope.of(Mode.PLAIN, symbols, Map.of());
    Parser.parse(text, scope.names(), found).ifPresent(expr -> Checker.check(expr, scope, found));
    return found.sorted().stream()
        .filter(problem -> UNKNOWN.matcher(problem.sentence()).find())
        .findFirst();
  }

  /// The column's type is the input's where the column asks for nothing else.
  private void add(String name, Place place, Boxed.Table.Input column) {
    boolean whole = column.expression().text().strip().equals(name);
    inputs.put(
        name, input(name, new Source(place, name), whole ? column.typeRef() : Optional.empty()));
  }

  private static InputData input(String name, Source source, Optional<Source> typeRef) {
    return new InputData(
        new Head(name, name, source.whole(), "", source.whole()),
        new InformationItem(name, source.whole(), typeRef, source.whole()));
  }

  private Model with(List<Decision> knowing) {
    List<Requirement> required =
        inputs.values().stream()
            .map(input ->
                new Requirement(
                    Requirement.Kind.INPUT,
                    new Source(input.head().span().place(), "#" + input.head().id())))
            .toList();
    return new Model(
        model.name(),
        model.files(),
        model.namespaces(),
        model.imports(),
        model.itemDefinitions(),
        List.copyOf(inputs.values()),
        knowing.stream().map(decision -> requiring(decision, required)).toList(),
        model.knowledgeModels(),
        model.services(),
        model.span());
  }

  private static Decision requiring(Decision decision, List<Requirement> required) {
    List<Requirement> all = new ArrayList<>(decision.requirements());
    all.addAll(required);
    return new Decision(
        decision.head(), decision.variable(), decision.question(), all, decision.expression());
  }
}
