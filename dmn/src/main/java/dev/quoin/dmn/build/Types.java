package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.ItemDefinition;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The item definitions of a model as types, and the tests that their allowed values make.
///
/// In a strict program a component that may be null has the type Any, as [Checker] wants it.
final class Types {
  /// The names of types that are built in; an item definition may not hide one of them.
  private static final Map<String, Type> BUILT_IN = Checker.builtInTypes();

  /// Types that Camunda's and Flowable's tables declare. DMN has none of that name; what they hold is a number.
  private static final Set<String> NUMBERS_ELSEWHERE = Set.of("integer", "long", "double");

  private final Mode mode;
  private final boolean unread;
  private final Problems problems;
  private final Map<String, Types> imported;
  private final Map<String, ItemDefinition> definitions = new LinkedHashMap<>();
  private final Map<String, Type> types = new LinkedHashMap<>();
  private final Set<String> resolving = new LinkedHashSet<>();
  private final Set<String> endless =
      new LinkedHashSet<>(); // types that contain themselves: reported
  private final Set<Source> unknown = new LinkedHashSet<>(); // reported

  /// @param imported those of the models that are imported, by the names of the imports
  Types(Model model, Mode mode, Map<String, Types> imported, Problems problems) {
    this.mode = mode;
    this.unread = model.isUnread();
    this.imported = imported;
    this.problems = problems;
    imported.forEach((prefix, others) ->
        others.types.forEach((name, type) -> types.put(qualified(prefix, name), type)));
    model
        .itemDefinitions()
        .forEach(definition -> definitions.putIfAbsent(definition.name(), definition));
    definitions.forEach(this::resolve);
    definitions.keySet().forEach(this::checkAllowed);
  }

  private static String qualified(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  /// A type of an imported model: what that model calls it, and its types.
  private record Elsewhere(Types types, String name) {}

  private Optional<Elsewhere> elsewhere(String name) {
    return imported.entrySet().stream()
        .filter(entry -> name.startsWith(qualified(entry.getKey(), "")))
        .map(entry ->
            new Elsewhere(entry.getValue(), name.substring(qualified(entry.getKey(), "").length())))
        .filter(found -> found.types.types.containsKey(found.name))
        .findFirst();
  }

  /// Whether it may be a type of an imported model that could not be read.
  private boolean isUnread(String name) {
    return imported.entrySet().stream()
        .anyMatch(
            entry -> entry.getValue().unread && name.startsWith(qualified(entry.getKey(), "")));
  }

  /// The item definitions by name.
  Map<String, Type> byName() {
    return types;
  }

  /// The declared type; Any where none is declared.
  Type of(Optional<Source> typeRef) {
    return typeRef.map(this::of).orElse(Simple.ANY);
  }

  /// Whether null may come where this type is declared: in a strict program only where no type is, or one whose allowed
  /// values name null.
  boolean nullable(Optional<Source> typeRef) {
    return mode == Mode.PLAIN
        || of(typeRef).equals(Simple.ANY)
        || typeRef.map(this::namesNull).orElse(true);
  }

  private Type of(Source typeRef) {
    String name = name(typeRef);
    if (endless.contains(name)) {
      return Simple.ANY;
    }
    ItemDefinition definition = definition(name);
    if (definition != null) {
      return resolve(name, definition);
    }
    Type builtIn = BUILT_IN.get(name);
    if (builtIn != null) {
      return builtIn;
    }
    Optional<Type> elsewhere = elsewhere(name).map(found -> types.get(name));
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    if (mode == Mode.PLAIN && NUMBERS_ELSEWHERE.contains(name)) {
      return Simple.NUMBER;
    }
    if (name.contains("<")) {
      return Parser.parseType(typeRef, problems)
          .map(parsed -> Checker.type(parsed, types, problems))
          .orElse(Simple.ANY);
    }
    if (isUnread(name)) {
      return Simple.ANY;
    }
    List<String> known =
        Stream.concat(BUILT_IN.keySet().stream(), definitions.keySet().stream())
            .filter(each -> !resolving.contains(each)) // a type is not meant within itself
            .toList();
    if (unknown.add(typeRef)) {
      problems.add(
          typeRef.whole(),
          "unknown-type",
          "unknown type `" + name + "`" + Suggestion.text(name, known));
    }
    return Simple.ANY;
  }

  private @Nullable ItemDefinition definition(String name) {
    return endless.contains(name) ? null : definitions.get(name);
  }

  private static String name(Source typeRef) {
    return typeRef.text().strip().replaceAll("\\s+", " ");
  }

  private Type resolve(String name, ItemDefinition definition) {
    Type known = types.get(name);
    if (known != null) {
      return known;
    }
    if (!resolving.add(name)) {
      problems.add(
          definition.nameSpan(),
          "not-supported",
          "the type `"
              + name
              + "` contains itself: "
              + String.join(" → ", resolving)
              + " → "
              + name);
      endless.addAll(resolving);
      return Simple.ANY;
    }
    if (BUILT_IN.containsKey(name)) {
      problems.add(
          definition.nameSpan(),
          "duplicate-name",
          "the type `" + name + "` is built in; expected another name");
    }
    Type type = type(definition);
    resolving.remove(name);
    types.put(name, type);
    return type;
  }

  private Type type(ItemDefinition definition) {
    Type one = single(definition);
    return definition.collection() ? new Type.ListType(one) : one;
  }

  private Type single(ItemDefinition definition) {
    if (definition.function().isPresent()) {
      Model.FunctionItem function = definition.function().get();
      return new Type.FunctionType(
          function.parameters().stream().map(parameter -> of(parameter.typeRef())).toList(),
          of(function.result()));
    }
    if (definition.components().isEmpty()) {
      return of(definition.typeRef());
    }
    Map<String, Type> entries = new LinkedHashMap<>();
    for (ItemDefinition component : definition.components()) {
      Type type = type(component);
      entries.put(
          component.name(), mode == Mode.STRICT && namesNull(component) ? Simple.ANY : type);
    }
    return new Type.ContextType(entries);
  }

  private boolean namesNull(Source typeRef) {
    ItemDefinition definition = definition(name(typeRef));
    return definition != null
        ? namesNull(definition)
        : elsewhere(name(typeRef))
            .map(found -> found.types.definition(found.name))
            .filter(found -> namesNull(found))
            .isPresent();
  }

  private boolean namesNull(ItemDefinition definition) {
    Optional<Source> tests = ownTests(definition);
    if (tests.isPresent()) {
      return namesNull(
          test(tests.get(), subject(definition.span(), Simple.ANY, 0), new Problems()));
    }
    return !definition.collection()
        && definition.components().isEmpty()
        && definition.typeRef().map(this::namesNull).orElse(false);
  }

  /// The tests of the value itself, for a collection not those of its items.
  private static Optional<Source> ownTests(ItemDefinition definition) {
    return definition.typeConstraint().isPresent() || definition.collection()
        ? definition.typeConstraint()
        : definition.allowedValues();
  }

  private static boolean namesNull(CellTest test) {
    return switch (test) {
      case CellTest.Any _ -> true;
      case CellTest.Points points ->
          points.values().stream().anyMatch(Value.Null.class::isInstance);
      case CellTest.Interval _, CellTest.Holds _ -> false;
      case CellTest.AnyOf any -> any.tests().stream().anyMatch(Types::namesNull);
      case CellTest.Not not -> !namesNull(not.test());
    };
  }

  /// The test that a value of the declared type passes, over the slot 0; `Any` where all values do.
  CellTest allowed(Optional<Source> typeRef, Problems into) {
    if (typeRef.isEmpty()) {
      return new CellTest.Any();
    }
    ItemDefinition definition = definition(name(typeRef.get()));
    if (definition == null) {
      return elsewhere(name(typeRef.get()))
          .map(found ->
              found.types.allowed(
                  Optional.of(new Source(typeRef.get().origin(), found.name)), into))
          .orElseGet(CellTest.Any::new);
    }
    Scope scope = Scope.of(mode, Map.of(), types);
    return allowed(definition, scope.newSlot(), scope, into);
  }

  /// The test as it was written, or an empty text.
  String allowedText(Optional<Source> typeRef) {
    ItemDefinition definition = typeRef.map(ref -> definition(name(ref))).orElse(null);
    return definition == null ? "" : allowedText(definition);
  }

  private String allowedText(ItemDefinition definition) {
    return definition
        .allowedValues()
        .or(definition::typeConstraint)
        .map(tests -> tests.text().strip())
        .orElseGet(
            () -> definition.components().isEmpty() ? allowedText(definition.typeRef()) : "");
  }

  private void checkAllowed(String name) {
    Scope scope = Scope.of(mode, Map.of(), types);
    ItemDefinition definition = definition(name);
    if (definition != null) {
      allowed(definition, scope.newSlot(), scope, problems);
    }
  }

  private CellTest allowed(ItemDefinition definition, int slot, Scope scope, Problems into) {
    Type type = type(definition);
    List<CellTest> all = new ArrayList<>();
    definition
        .typeConstraint()
        .ifPresent(tests -> all.add(test(tests, local(definition.span(), type, slot), into)));
    int itemSlot = definition.collection() ? scope.newSlot() : slot;
    List<CellTest> ofItem = new ArrayList<>();
    Type one =
        definition.collection() && type instanceof Type.ListType list ? list.element() : type;
    definition
        .allowedValues()
        .ifPresent(tests -> ofItem.add(test(tests, local(definition.span(), one, itemSlot), into)));
    ItemDefinition base = definition.typeRef().map(ref -> definition(name(ref))).orElse(null);
    if (base != null && definition.components().isEmpty()) {
      ofItem.add(allowed(base, itemSlot, scope, into));
    }
    if (one instanceof Type.ContextType context && !definition.components().isEmpty()) {
      TypedExpr.Local subject = local(definition.span(), one, itemSlot);
      definition
          .components()
          .forEach(component ->
              component(component, subject, context, scope, into).ifPresent(ofItem::add));
    }
    CellTest item = and(ofItem);
    if (!definition.collection()) {
      all.add(item);
    } else if (!(item instanceof CellTest.Any)) {
      all.add(each(definition.span(), type, slot, itemSlot, one, item, scope));
    }
    return and(all);
  }

  private Optional<CellTest> component(
      ItemDefinition component,
      TypedExpr.Local subject,
      Type.ContextType context,
      Scope scope,
      Problems into) {
    int slot = scope.newSlot();
    CellTest test = allowed(component, slot, scope, into);
    if (test instanceof CellTest.Any) {
      return Optional.empty();
    }
    Type type = context.entries().getOrDefault(component.name(), Simple.ANY);
    TypedExpr entry = new TypedExpr.Path(subject, component.name(), type, true, component.span());
    return Optional.of(
        new CellTest.Holds(new TypedExpr.In(entry, slot, test, false, component.span())));
  }

  private static CellTest each(
      Span span, Type type, int slot, int itemSlot, Type one, CellTest item, Scope scope) {
    TypedExpr.Local list = local(span, type, slot);
    TypedExpr.Local element = local(span, one, itemSlot);
    TypedExpr.Iteration iteration = new TypedExpr.Iteration(itemSlot, list, null, one, span);
    TypedExpr in = new TypedExpr.In(element, scope.newSlot(), item, false, span);
    return new CellTest.Holds(new TypedExpr.Quantified(true, List.of(iteration), in, false, span));
  }

  private CellTest test(Source tests, TypedExpr.Local subject, Problems into) {
    Scope scope = Scope.of(mode, Map.of(), types);
    while (scope.slots() <= subject.slot()) {
      scope.newSlot();
    }
    return Parser.parseUnaryTests(tests, scope.names(), into)
        .map(parsed -> Checker.checkTests(parsed, subject, scope, into))
        .orElseGet(CellTest.Any::new);
  }

  private static TypedExpr.Local subject(Span span, Type type, int slot) {
    return new TypedExpr.Local(slot, "?", type, true, span);
  }

  private static TypedExpr.Local local(Span span, Type type, int slot) {
    return subject(span, type, slot);
  }

  /// Passes all of them: by De Morgan, for there is no such test.
  private static CellTest and(List<CellTest> tests) {
    List<CellTest> some = tests.stream().filter(test -> !(test instanceof CellTest.Any)).toList();
    return switch (some.size()) {
      case 0 -> new CellTest.Any();
      case 1 -> some.getFirst();
      default ->
          new CellTest.Not(
              new CellTest.AnyOf(some.stream().<CellTest>map(CellTest.Not::new).toList()));
    };
  }

  /// The allowed values in order, where they are a list of values.
  static List<Value> values(CellTest test) {
    return test instanceof CellTest.Points points ? points.values() : List.of();
  }
}
