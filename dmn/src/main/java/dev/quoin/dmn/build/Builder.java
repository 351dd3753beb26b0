package dev.quoin.dmn.build;

import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.DecisionService;
import dev.quoin.dmn.read.Model.InformationItem;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.KnowledgeModel;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a model into a program: follows its references, checks its types, lowers its expressions.
///
/// In scope of a definition is what it requires, under the name of the required element's variable.
public final class Builder {

  /// The JVM passes 255 parameters; a part of a body that is compiled apart takes local variables along.
  private static final int MAX_PARAMETERS = 100;

  private final Model model;
  private final Map<String, Binding> bindings;
  private final Mode mode;
  private final boolean forgiving;
  private final Problems problems;
  private final Types types;
  private final Requirements requirements;
  private final List<Program.Global> globals = new ArrayList<>();
  private final List<Program.Function> functions = new ArrayList<>();
  // By the ids of what they stand for; what closes a cycle of requirements is not there yet.
  private final Map<String, Symbol.Global> globalSymbols = new HashMap<>();
  private final Map<String, Symbol.Function> functionSymbols = new HashMap<>();

  private Builder(
      Model model, Map<String, Binding> bindings, Mode mode, boolean forgiving, Problems problems) {
    this.model = model;
    this.bindings = bindings;
    this.mode = mode;
    this.forgiving = forgiving;
    this.problems = problems;
    this.types = new Types(model, mode, problems);
    this.requirements = new Requirements(model, problems);
  }

  /// Builds a program.
  ///
  /// @param bindings by the ids of the business knowledge models without a body that they are bodies of
  /// @param problems where all problems of the model are added
  /// @return empty where there are problems, those that were there before counted
  public static Optional<Program> build(
      Model model, Map<String, Binding> bindings, Mode mode, Problems problems) {
    Program program = new Builder(model, bindings, mode, false, problems).program();
    return problems.isEmpty() ? Optional.of(program) : Optional.empty();
  }

  /// Builds a plain program as the specification reads a model: an expression that is wrong, be it a typing error, is one
  /// that is null. So a decision or business knowledge model that has problems is null, with the first of them as the reason;
  /// all others are as they would be.
  ///
  /// @param problems where the problems that belong to no definition are added: of types, of references
  /// @return empty where there are such problems, those that were there before counted
  public static Optional<Program> buildForgiving(Model model, Problems problems) {
    Program program = new Builder(model, Map.of(), Mode.PLAIN, true, problems).program();
    return problems.isEmpty() ? Optional.of(program) : Optional.empty();
  }

  private Program program() {
    model.inputs().forEach(this::input);
    requirements.knowledgeInOrder().forEach(this::function);
    requirements.decisionsInOrder().forEach(this::decision);
    return new Program(
        model.name(),
        mode,
        globals,
        functions,
        model.services().stream().map(this::service).toList());
  }

  private void input(InputData input) {
    Optional<Source> typeRef = input.variable().typeRef();
    Program.Input built =
        new Program.Input(
            globals.size(),
            input.head().id(),
            input.head().name(),
            types.of(typeRef),
            types.nullable(typeRef),
            types.allowed(typeRef, new Problems()),
            types.allowedText(typeRef),
            input.head().description(),
            input.head().span().place());
    globals.add(built);
    globalSymbols.put(
        input.head().id(), new Symbol.Global(built.index(), built.type(), built.nullable()));
  }

  private void function(KnowledgeModel knowledge) {
    Problems own = new Problems();
    String name = knowledge.head().name();
    Map<String, Symbol.Function> known = known(knowledge.requirements());
    Scope scope = Scope.of(mode, new LinkedHashMap<>(known), types.byName());
    List<Program.Parameter> parameters = new ArrayList<>();
    List<Symbol.Function.Parameter> signature = new ArrayList<>();
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
      signature.add(new Symbol.Function.Parameter(item.name(), type, nullable));
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
    int index = functions.size();
    functions.add(
        new Program.Function(
            index,
            knowledge.head().id(),
            name,
            parameters,
            body,
            Math.max(scope.slots(), Slots.count(body)),
            known.values().stream().map(Symbol.Function::index).toList(),
            knowledge.head().description(),
            knowledge.head().span().place()));
    boolean sound = forgiving || own.isEmpty();
    functionSymbols.put(
        knowledge.head().id(),
        new Symbol.Function(
            index, signature, sound ? body.type() : declared, sound && body.nullable()));
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
      return lowering(knowledge.head().name(), "business knowledge model", known, scope, own)
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
    String name = decision.head().name();
    Map<String, Symbol.Function> known = known(decision.requirements());
    Map<String, Symbol> names = new LinkedHashMap<>(known);
    List<Integer> requires = new ArrayList<>();
    for (Requirement requirement : decision.requirements()) {
      requirements
          .follow(requirement)
          .flatMap(Builder::global)
          .map(required -> Map.entry(required.name(), symbol(required)))
          .ifPresent(entry -> {
            names.put(entry.getKey(), entry.getValue());
            requires.add(entry.getValue().index());
          });
    }
    Scope scope = Scope.of(mode, names, types.byName());
    TypedExpr body =
        decision
            .expression()
            .map(boxed -> lowering(name, "decision", known, scope, own).lower(boxed, scope))
            .orElseGet(() -> Lowering.missing(decision.head().span(), mode, own));
    Optional<Source> typeRef = decision.variable().typeRef();
    if (typeRef.isPresent()) {
      body = Checker.conform(body, types.of(typeRef), "the decision `" + name + "`", scope, own);
    }
    body = settled(body, types.of(typeRef), own);
    int index = globals.size();
    globals.add(
        new Program.Decision(
            index,
            decision.head().id(),
            name,
            body,
            scope.slots(),
            requires.stream().distinct().toList(),
            known.values().stream().map(Symbol.Function::index).toList(),
            decision.question(),
            decision.head().description(),
            decision.head().span().place()));
    boolean sound = forgiving || own.isEmpty();
    globalSymbols.put(
        decision.head().id(),
        new Symbol.Global(
            index, sound ? body.type() : types.of(typeRef), sound && body.nullable()));
  }

  /// An input or decision under the name that expressions know it by.
  private record Required(String id, String name, Optional<Source> typeRef) {}

  private static Optional<Required> global(Object element) {
    return switch (element) {
      case InputData input ->
          Optional.of(
              new Required(input.head().id(), input.variable().name(), input.variable().typeRef()));
      case Decision decision ->
          Optional.of(
              new Required(
                  decision.head().id(), decision.variable().name(), decision.variable().typeRef()));
      default -> Optional.empty();
    };
  }

  /// What a requirement stands for. In a cycle, which was reported, it is not there yet; then only its type is known.
  private Symbol.Global symbol(Required required) {
    Symbol.Global symbol = globalSymbols.get(required.id());
    return symbol != null ? symbol : new Symbol.Global(0, types.of(required.typeRef()), false);
  }

  /// The business knowledge models that are required, by name.
  private Map<String, Symbol.Function> known(List<Requirement> required) {
    Map<String, Symbol.Function> known = new LinkedHashMap<>();
    for (KnowledgeModel knowledge : requirements.knowledge(required)) {
      Symbol.Function symbol = functionSymbols.get(knowledge.head().id());
      if (symbol != null) {
        known.put(knowledge.variable().name(), symbol);
      }
    }
    return known;
  }

  private Lowering lowering(
      String name, String kind, Map<String, Symbol.Function> known, Scope scope, Problems own) {
    Set<String> elsewhere = new LinkedHashSet<>();
    model.inputs().forEach(input -> elsewhere.add(input.variable().name()));
    model.decisions().forEach(decision -> elsewhere.add(decision.variable().name()));
    model.knowledgeModels().forEach(knowledge -> elsewhere.add(knowledge.variable().name()));
    elsewhere.removeAll(scope.symbols());
    Expressions expressions = new Expressions("the " + kind + " `" + name + "`", elsewhere, own);
    return new Lowering(name, types, known, expressions, own);
  }

  private Program.Service service(DecisionService service) {
    service.encapsulated().forEach(requirements::follow);
    return new Program.Service(
        service.head().id(),
        service.head().name(),
        indexes(service.outputs()),
        indexes(service.inputs()),
        service.head().description(),
        service.head().span().place());
  }

  private List<Integer> indexes(List<Requirement> required) {
    return required.stream()
        .map(requirements::follow)
        .flatMap(Optional::stream)
        .map(Builder::global)
        .flatMap(Optional::stream)
        .map(each -> symbol(each).index())
        .toList();
  }
}
