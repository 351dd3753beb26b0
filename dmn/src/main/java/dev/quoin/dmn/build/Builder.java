package dev.quoin.dmn.build;

import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.DecisionService;
import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.InformationItem;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.KnowledgeModel;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.JavaFunctions;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Turns a model into a program: follows its references, checks its types, lowers its expressions.
///
/// In scope of a definition is what it requires, under the name of the required element's variable. A plain model that
/// declares no input data has those that its tables ask for: see [Undeclared].
public final class Builder {

  /// The JVM passes 255 parameters; a part of a body that is compiled apart takes local variables along.
  private static final int MAX_PARAMETERS = 100;

  private final Model model;
  private final Map<String, Binding> bindings;
  private final Mode mode;
  private final boolean forgiving;
  private final JavaFunctions java;
  private final Problems problems;
  private final List<Unit> units;
  private final Requirements requirements;
  private final List<Program.Global> globals = new ArrayList<>();
  private final List<Program.Function> functions = new ArrayList<>();
  // By the elements that they stand for; what closes a cycle of requirements is not there yet.
  private final IdentityHashMap<Object, Symbol.Global> globalSymbols = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Symbol.Function> functionSymbols = new IdentityHashMap<>();
  // The index that each business knowledge model and service that is called will have.
  private final IdentityHashMap<Object, Integer> promised = new IdentityHashMap<>();

  private Builder(
      Model model,
      Map<String, Binding> bindings,
      Mode mode,
      boolean forgiving,
      JavaFunctions java,
      Problems problems) {
    this.model = mode == Mode.PLAIN && !forgiving ? Undeclared.declared(model) : model;
    this.bindings = bindings;
    this.mode = mode;
    this.forgiving = forgiving;
    this.java = java;
    this.problems = problems;
    this.units = Unit.of(this.model, mode, problems);
    this.requirements = new Requirements(units, mode, problems);
  }

  /// Builds a program.
  ///
  /// @param bindings by the ids of the business knowledge models without a body that they are bodies of
  /// @param problems where all problems of the model are added
  /// @return empty where there are problems, those that were there before counted
  public static Optional<Program> build(
      Model model, Map<String, Binding> bindings, Mode mode, Problems problems) {
    return built(
        new Builder(model, bindings, mode, false, JavaFunctions.standard(), problems), problems);
  }

  /// Builds a plain program whose external functions may call what the host allows.
  ///
  /// @param problems where all problems of the model are added
  /// @return empty where there are problems, those that were there before counted
  public static Optional<Program> build(Model model, JavaFunctions java, Problems problems) {
    return built(new Builder(model, Map.of(), Mode.PLAIN, false, java, problems), problems);
  }

  /// Builds a plain program as the specification reads a model: an expression that is wrong, be it a typing error, is one
  /// that is null. So a decision or business knowledge model that has problems is null, with the first of them as the reason;
  /// all others are as they would be.
  ///
  /// @param problems where the problems that belong to no definition are added: of types, of references
  /// @return empty where there are such problems, those that were there before counted
  public static Optional<Program> buildForgiving(Model model, Problems problems) {
    return built(
        new Builder(model, Map.of(), Mode.PLAIN, true, JavaFunctions.standard(), problems),
        problems);
  }

  private static Optional<Program> built(Builder builder, Problems problems) {
    Program program = builder.program();
    // Who does not tell the problems of the reading, does not get a program without a part either.
    boolean isWhole = builder.units.stream().noneMatch(unit -> unit.model().isUnread());
    return isWhole && problems.isEmpty() ? Optional.of(program) : Optional.empty();
  }

  private Program program() {
    // The model's own stand first: of names that are there twice, these are meant.
    for (Unit unit : units.reversed()) {
      unit.model().inputs().forEach(input -> input(input, unit));
    }
    // A strict program has a service as a function only where it is called: else its decisions
    // would be compiled twice for nobody.
    List<Object> callables = requirements.callablesInOrder(mode == Mode.PLAIN);
    for (Object callable : callables) {
      promised.put(callable, promised.size());
    }
    for (Object callable : callables) {
      if (callable instanceof KnowledgeModel knowledge) {
        function(knowledge);
      } else {
        function((DecisionService) callable);
      }
    }
    requirements.decisionsInOrder().forEach(this::decision);
    return new Program(
        model.name(),
        mode,
        globals,
        functions,
        units.reversed().stream()
            .flatMap(unit -> unit.model().services().stream())
            .map(this::service)
            .toList());
  }

  private void input(InputData input, Unit unit) {
    Optional<Source> typeRef = input.variable().typeRef();
    Types types = unit.types();
    Program.Input built =
        new Program.Input(
            globals.size(),
            unit.qualifiedId(input.head().id()),
            unit.qualified(input.head().name()),
            types.of(typeRef),
            types.nullable(typeRef),
            types.allowed(typeRef, new Problems()),
            types.allowedText(typeRef),
            input.head().description(),
            input.head().span().place());
    globals.add(built);
    globalSymbols.put(input, new Symbol.Global(built.index(), built.type(), built.nullable()));
  }

  /// The scope of a definition.
  private Scope scope(Map<String, ? extends Symbol> names, Types types) {
    return Scope.of(mode, new LinkedHashMap<>(names), types.byName(), java);
  }

  private void function(KnowledgeModel knowledge) {
    Problems own = new Problems();
    String name = knowledge.head().name();
    Unit unit = requirements.owner(knowledge);
    Types types = unit.types();
    Map<String, Symbol.Function> known = known(knowledge.requirements(), knowledge);
    if (mode == Mode.PLAIN && !Builtin.names().contains(knowledge.variable().name())) {
      // Nobody writes an arrow from a box to itself.
      known.putIfAbsent(knowledge.variable().name(), recursive(knowledge));
    }
    Map<String, Symbol> names = new LinkedHashMap<>(known);
    addUnread(unit, names);
    Scope scope = scope(names, types);
    List<Program.Parameter> parameters = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (InformationItem item : knowledge.parameters()) {
      Type type = types.of(item.typeRef());
      boolean nullable = types.nullable(item.typeRef());
      if (!seen.add(item.name())) {
        own.add(
            item.nameSpan(), "duplicate-name", "the parameter `" + item.name() + "` stands twice");
      }
      int slot = scope.newSlot();
      parameters.add(
          new Program.Parameter(
              slot, item.name(), type, nullable, types.allowed(item.typeRef(), new Problems())));
      scope = scope.with(new TypedExpr.Local(slot, item.name(), type, nullable, item.span()));
    }
    if (parameters.size() > MAX_PARAMETERS) {
      own.add(
          knowledge.head().span(),
          "too-large",
          "`%s` has %d parameters (expected: at most %d)"
              .formatted(name, parameters.size(), MAX_PARAMETERS));
    }
    Optional<Source> typeRef = knowledge.variable().typeRef();
    Type declared = types.of(typeRef);
    TypedExpr body = body(knowledge, parameters, declared, known, scope, own);
    if (typeRef.isPresent()) {
      body = Checker.conform(body, declared, "the result of `" + name + "`", scope, own);
    }
    body = settled(body, declared, own);
    add(
        knowledge,
        new Program.Function(
            functions.size(),
            unit.qualifiedId(knowledge.head().id()),
            unit.qualified(name),
            parameters,
            body,
            Math.max(scope.slots(), Slots.count(body)),
            known.values().stream().map(Symbol.Function::index).toList(),
            knowledge.head().description(),
            knowledge.head().span().place()),
        signature(knowledge),
        forgiving || own.isEmpty() ? body.type() : declared,
        (forgiving || own.isEmpty()) && body.nullable());
  }

  private void add(
      Object element,
      Program.Function function,
      List<Value.Function.Parameter> signature,
      Type result,
      boolean nullable) {
    functions.add(function);
    functionSymbols.put(
        element, new Symbol.Function(function.index(), signature, result, nullable));
  }

  /// A decision service as a function of what it is given: its decisions are variables, each behind those that it requires.
  private void function(DecisionService service) {
    Problems own = new Problems();
    Unit unit = requirements.owner(service);
    Span span = service.head().span();
    Scope slots = scope(Map.of(), unit.types());
    List<Program.Parameter> parameters = new ArrayList<>();
    IdentityHashMap<Object, Symbol> variables = new IdentityHashMap<>();
    for (Object input : requirements.inputs(service)) {
      Required required = global(input).orElseThrow();
      Types types = requirements.owner(input).types();
      Type type = types.of(required.typeRef());
      boolean nullable = types.nullable(required.typeRef());
      String name = unit.nameOf(required.name(), requirements.owner(input));
      int slot = slots.newSlot();
      parameters.add(
          new Program.Parameter(
              slot, name, type, nullable, types.allowed(required.typeRef(), new Problems())));
      variables.put(input, new Symbol.Local(slot, type, nullable));
    }
    List<TypedExpr.ContextOf.Entry> steps = new ArrayList<>();
    Set<Integer> known = new LinkedHashSet<>();
    for (Decision decision : requirements.inside(service)) {
      Body body = body(decision, variables, slots, own);
      known.addAll(body.knows());
      int slot = slots.newSlot();
      variables.put(decision, new Symbol.Local(slot, body.expr().type(), body.expr().nullable()));
      steps.add(new TypedExpr.ContextOf.Entry(decision.head().name(), slot, body.expr()));
    }
    TypedExpr answer = answer(service, unit, variables, slots);
    TypedExpr body = new TypedExpr.ContextOf(steps, answer, answer.type(), answer.nullable(), span);
    Type declared = unit.types().of(service.variable().typeRef());
    if (declared instanceof Type.FunctionType type) {
      declared = type.result();
    }
    body =
        Checker.conform(
            body, declared, "the result of `" + service.head().name() + "`", slots, own);
    body = settled(body, declared, own);
    add(
        service,
        new Program.Function(
            functions.size(),
            unit.qualifiedId(service.head().id()),
            unit.qualified(service.head().name()),
            parameters,
            body,
            Math.max(slots.slots(), Slots.count(body)),
            List.copyOf(known),
            service.head().description(),
            span.place()),
        signature(service),
        body.type(),
        body.nullable());
  }

  /// What a service answers: the value of its output decision, or a context of several.
  private TypedExpr answer(
      DecisionService service, Unit unit, IdentityHashMap<Object, Symbol> variables, Scope scope) {
    Span span = service.head().span();
    List<TypedExpr.ContextOf.Entry> outputs = new ArrayList<>();
    Map<String, Type> types = new LinkedHashMap<>();
    for (Decision output : requirements.outputs(service)) {
      String name = unit.nameOf(output.variable().name(), requirements.owner(output));
      if (variables.get(output) instanceof Symbol.Local local) {
        TypedExpr value =
            new TypedExpr.Local(local.slot(), name, local.type(), local.nullable(), span);
        types.put(name, Lowering.part(value, scope));
        outputs.add(new TypedExpr.ContextOf.Entry(name, scope.newSlot(), value));
      }
    }
    return outputs.size() == 1
        ? outputs.getFirst().value()
        : new TypedExpr.ContextOf(outputs, null, new Type.ContextType(types), false, span);
  }

  /// The body of a definition whose problems are known: of a forgiven one, the null that they make.
  private TypedExpr settled(TypedExpr body, Type declared, Problems own) {
    if (own.isEmpty()) {
      return body;
    }
    if (forgiving) {
      Problem first = own.sorted().getFirst();
      return new TypedExpr.Constant(
          Value.error(first.code(), first.sentence()), declared, body.span());
    }
    problems.addAll(own.sorted());
    return body;
  }

  private TypedExpr body(
      KnowledgeModel knowledge,
      List<Program.Parameter> parameters,
      Type declared,
      Map<String, Symbol.Function> known,
      Scope scope,
      Problems own) {
    Span span = knowledge.head().span();
    if (knowledge.body().isPresent()) {
      return lowering(
              requirements.owner(knowledge),
              knowledge.head().name(),
              "business knowledge model",
              known,
              scope,
              own)
          .lower(knowledge.body().get(), scope);
    }
    Binding binding = bindings.get(knowledge.head().id());
    if (binding != null) {
      return binding.body(parameters, declared, span, own);
    }
    String sentence =
        "the business knowledge model `"
            + knowledge.head().name()
            + "` has no body, and nothing is bound to it";
    if (mode == Mode.STRICT) {
      own.add(span, "unbound", sentence);
    }
    return new TypedExpr.Constant(Value.error("unbound", sentence), declared, span);
  }

  private void decision(Decision decision) {
    Problems own = new Problems();
    Unit unit = requirements.owner(decision);
    Scope slots = scope(Map.of(), unit.types());
    Body body = body(decision, new IdentityHashMap<>(), slots, own);
    int index = globals.size();
    globals.add(
        new Program.Decision(
            index,
            unit.qualifiedId(decision.head().id()),
            unit.qualified(decision.head().name()),
            body.expr(),
            slots.slots(),
            body.requires(),
            body.knows(),
            decision.question(),
            decision.head().description(),
            decision.head().span().place()));
    boolean sound = forgiving || own.isEmpty();
    globalSymbols.put(
        decision,
        new Symbol.Global(
            index,
            sound ? body.expr().type() : unit.types().of(decision.variable().typeRef()),
            sound && body.expr().nullable()));
  }

  /// The body of a decision, with the globals that it requires and the functions that it may call.
  private record Body(TypedExpr expr, List<Integer> requires, List<Integer> knows) {}

  /// @param variables what is a variable instead of a global, where the decision is a part of a function
  /// @param slots the scope whose slots are used
  private Body body(
      Decision decision, IdentityHashMap<Object, Symbol> variables, Scope slots, Problems own) {
    String name = decision.head().name();
    Unit unit = requirements.owner(decision);
    Types types = unit.types();
    Map<String, Symbol.Function> known = known(decision.requirements(), decision);
    Map<String, Symbol> names = new LinkedHashMap<>(known);
    List<Integer> requires = new ArrayList<>();
    for (Requirement requirement : decision.requirements()) {
      Object element = requirements.follow(requirement, decision).orElse(null);
      Optional<Required> required = element == null ? Optional.empty() : global(element);
      if (element != null && required.isPresent()) {
        Symbol symbol = variables.get(element);
        if (symbol == null) {
          symbol = symbol(element, required.get());
          requires.add(((Symbol.Global) symbol).index());
        }
        names.put(unit.nameOf(required.get().name(), requirements.owner(element)), symbol);
      }
    }
    if (requirements.lack(
        decision.requirements(), decision, Requirement.Kind.INPUT, Requirement.Kind.DECISION)) {
      globals(unit).forEach(names::putIfAbsent);
    }
    addUnread(unit, names);
    Scope scope = slots.beside(names, types.byName());
    TypedExpr body =
        decision
            .expression()
            .map(boxed -> lowering(unit, name, "decision", known, scope, own).lower(boxed, scope))
            .orElseGet(() -> Lowering.missing(decision.head().span(), mode, own));
    Optional<Source> typeRef = decision.variable().typeRef();
    if (typeRef.isPresent()) {
      body = Checker.conform(body, types.of(typeRef), "the decision `" + name + "`", scope, own);
    }
    return new Body(
        settled(body, types.of(typeRef), own),
        requires.stream().distinct().toList(),
        known.values().stream().map(Symbol.Function::index).toList());
  }

  /// Lets the names of models that could not be read be anything.
  private static void addUnread(Unit unit, Map<String, Symbol> names) {
    unit.unread()
        .forEach(name -> names.putIfAbsent(name, new Symbol.Global(0, Type.Simple.ANY, true)));
  }

  /// All that could be required, as the model knows it. Where a requirement is broken, which was reported, a name that it may
  /// have meant is no second problem.
  private Map<String, Symbol> globals(Unit unit) {
    Map<String, Symbol> all = new LinkedHashMap<>();
    for (Unit each : units.reversed()) {
      Stream.concat(each.model().inputs().stream(), each.model().decisions().stream())
          .forEach(element -> {
            Required required = global(element).orElseThrow();
            all.putIfAbsent(unit.nameOf(required.name(), each), symbol(element, required));
          });
    }
    return all;
  }

  /// An input or decision under the name that expressions of its own model know it by.
  private record Required(String name, Optional<Source> typeRef) {}

  private static Optional<Required> global(Object element) {
    return switch (element) {
      case InputData input ->
          Optional.of(new Required(input.variable().name(), input.variable().typeRef()));
      case Decision decision ->
          Optional.of(new Required(decision.variable().name(), decision.variable().typeRef()));
      default -> Optional.empty();
    };
  }

  /// What a requirement stands for. In a cycle, which was reported, it is not there yet; then only its type is known.
  private Symbol.Global symbol(Object element, Required required) {
    Symbol.Global symbol = globalSymbols.get(element);
    Types types = requirements.owner(element).types();
    return symbol != null ? symbol : new Symbol.Global(0, types.of(required.typeRef()), false);
  }

  /// The business knowledge models and decision services that are required, by name.
  private Map<String, Symbol.Function> known(List<Requirement> required, Object from) {
    Map<String, Symbol.Function> known = new LinkedHashMap<>();
    Unit unit = requirements.owner(from);
    // Which one is meant by a broken requirement, is not known: each may be.
    Collection<Object> callable =
        requirements.lack(required, from, Requirement.Kind.KNOWLEDGE)
            ? promised.keySet()
            : requirements.callable(required, from);
    for (Object element : callable) {
      Symbol.Function symbol = functionSymbols.get(element);
      String name =
          element instanceof KnowledgeModel knowledge
              ? knowledge.variable().name()
              : ((DecisionService) element).variable().name();
      known.put(
          unit.nameOf(name, requirements.owner(element)),
          symbol != null ? symbol : recursive(element));
    }
    return known;
  }

  /// What calls itself, perhaps by way of others, before its body is known: of its result, only the declared type is.
  private Symbol.Function recursive(Object element) {
    Types types = requirements.owner(element).types();
    Optional<Source> typeRef =
        element instanceof KnowledgeModel knowledge
            ? knowledge.variable().typeRef()
            : ((DecisionService) element).variable().typeRef();
    Type declared = types.of(typeRef);
    return new Symbol.Function(
        Objects.requireNonNull(promised.get(element)),
        element instanceof KnowledgeModel knowledge
            ? signature(knowledge)
            : signature((DecisionService) element),
        element instanceof DecisionService && declared instanceof Type.FunctionType type
            ? type.result()
            : declared,
        true,
        true);
  }

  private List<Value.Function.Parameter> signature(KnowledgeModel knowledge) {
    Types types = requirements.owner(knowledge).types();
    return knowledge.parameters().stream()
        .map(item ->
            new Value.Function.Parameter(
                item.name(), types.of(item.typeRef()), types.nullable(item.typeRef())))
        .toList();
  }

  private List<Value.Function.Parameter> signature(DecisionService service) {
    Unit unit = requirements.owner(service);
    List<Value.Function.Parameter> signature = new ArrayList<>();
    for (Object input : requirements.inputs(service)) {
      Required required = global(input).orElseThrow();
      Types types = requirements.owner(input).types();
      signature.add(
          new Value.Function.Parameter(
              unit.nameOf(required.name(), requirements.owner(input)),
              types.of(required.typeRef()),
              types.nullable(required.typeRef())));
    }
    return signature;
  }

  private Lowering lowering(
      Unit unit,
      String name,
      String kind,
      Map<String, Symbol.Function> known,
      Scope scope,
      Problems own) {
    Map<String, String> variables = new LinkedHashMap<>();
    Model of = unit.model();
    of.inputs().forEach(input -> add(input.head(), input.variable(), variables));
    of.decisions().forEach(decision -> add(decision.head(), decision.variable(), variables));
    of.knowledgeModels()
        .forEach(knowledge -> add(knowledge.head(), knowledge.variable(), variables));
    variables.keySet().removeAll(scope.symbols());
    Expressions expressions = new Expressions("the " + kind + " `" + name + "`", variables, own);
    return new Lowering(name, unit.types(), known, expressions, own);
  }

  /// An element's variable under both names, if it has two.
  private static void add(Head head, InformationItem variable, Map<String, String> variables) {
    variables.put(variable.name(), variable.name());
    variables.putIfAbsent(head.name(), variable.name());
  }

  private Program.Service service(DecisionService service) {
    Unit unit = requirements.owner(service);
    service.encapsulated().forEach(each -> requirements.follow(each, service));
    Symbol.Function function = functionSymbols.get(service);
    return new Program.Service(
        unit.qualifiedId(service.head().id()),
        unit.qualified(service.head().name()),
        requirements.outputs(service).stream().map(this::index).toList(),
        requirements.inputs(service).stream().map(this::index).toList(),
        function == null ? OptionalInt.empty() : OptionalInt.of(function.index()),
        service.head().description(),
        service.head().span().place());
  }

  private int index(Object element) {
    return symbol(element, global(element).orElseThrow()).index();
  }
}
