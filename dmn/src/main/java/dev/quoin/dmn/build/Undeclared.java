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

/// Declares the input data of a model that declares none.
///
/// Camunda and Flowable let a table ask for any variable of the process around it, and most of their files hold no input
/// data at all. Taken by the letter, such a file can never be asked anything. So what the input columns of its tables ask
/// for, and nothing in the model is called, is input data of all its decisions. A model that does declare input data means
/// what it says: there, a name that nobody knows is a slip.
final class Undeclared {
  private static final Pattern UNKNOWN = Pattern.compile("^unknown name `([^`]*)`");

  /// The names by which something of the model goes: these are meant, though not in a way that DMN has.
  private final Set<String> taken = new LinkedHashSet<>();

  private final Map<String, InputData> inputs = new LinkedHashMap<>();

  private Undeclared() {}

  /// The model with its inputs; itself where it declares some, or asks for none.
  static Model declared(Model model) {
    if (!model.inputs().isEmpty() || !model.imports().isEmpty()) {
      return model;
    }
    Undeclared undeclared = new Undeclared();
    undeclared.read(model);
    return undeclared.inputs.isEmpty() ? model : undeclared.added(model);
  }

  private void read(Model model) {
    model.decisions().forEach(decision -> take(decision.head(), decision.variable()));
    model.knowledgeModels().forEach(knowledge -> take(knowledge.head(), knowledge.variable()));
    model.services().forEach(service -> take(service.head(), service.variable()));
    List<Boxed.Table> tables =
        model.decisions().stream()
            .flatMap(decision -> decision.expression().stream())
            .filter(Boxed.Table.class::isInstance)
            .map(Boxed.Table.class::cast)
            .toList();
    tables.forEach(table -> table.outputs().forEach(output -> taken.add(output.name())));
    tables.forEach(table -> table.inputs().forEach(this::read));
  }

  private void take(Head head, InformationItem variable) {
    taken.addAll(List.of(head.id(), head.name(), variable.name()));
  }

  /// Takes the names of a column that nobody knows, one after the other: the parser tells where each ends.
  private void read(Boxed.Table.Input column) {
    Optional<Problem> unknown = unknown(column.expression());
    while (unknown.isPresent()) {
      Matcher matcher = UNKNOWN.matcher(unknown.get().sentence());
      String name = matcher.find() ? matcher.group(1) : "";
      if (taken.contains(name) || inputs.containsKey(name)) {
        return;
      }
      add(name, unknown.get().place(), column);
      unknown = unknown(column.expression());
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

  private Optional<Problem> unknown(Source text) {
    Problems found = new Problems();
    Map<String, Symbol> symbols = new LinkedHashMap<>();
    inputs.forEach((name, _) -> symbols.put(name, new Symbol.Global(0, Type.Simple.ANY, true)));
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

  private Model added(Model model) {
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
        model.decisions().stream().map(decision -> requiring(decision, required)).toList(),
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
