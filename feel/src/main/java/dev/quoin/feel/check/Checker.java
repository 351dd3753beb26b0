package dev.quoin.feel.check;

import dev.quoin.feel.Mode;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Type.ContextType;
import dev.quoin.feel.Type.ListType;
import dev.quoin.feel.Type.RangeType;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.builtin.Calls;
import dev.quoin.feel.builtin.Literals;
import dev.quoin.feel.builtin.Points;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Turns a tree into a typed tree: resolves names, finds types, and reports what cannot be.
///
/// In a strict program an operation whose operands can never fit is a problem here; in plain FEEL it is null when it is
/// evaluated, as the specification has it. Either way a name that nobody knows is a problem.
///
/// INVARIANT: in a strict program the elements of lists and the entries of contexts that have another static type than
/// Any are never null; what may be null gets the type Any there. So a null needs no second kind of type.
public final class Checker {
  private static final int MAX_ENTRIES = 1_000;

  private final Scope scope;
  private final Problems problems;

  private Checker(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
  }

  /// The typed tree of an expression. Where problems were added it may hold placeholders and is not to be evaluated.
  public static TypedExpr check(Expr expr, Scope scope, Problems problems) {
    return new Checker(scope, problems).check(expr);
  }

  /// The typed tree of a call that is not written in FEEL: a boxed invocation.
  ///
  /// @param parameters the names of the parameters that the arguments are for, one each
  public static TypedExpr call(
      Expr function,
      List<String> parameters,
      List<TypedExpr> arguments,
      Span span,
      Scope scope,
      Problems problems) {
    return new CallChecker(new Checker(scope, problems))
        .call(function, () -> arguments(parameters, arguments), span);
  }

  /// The same for a function that is no text.
  public static TypedExpr call(
      TypedExpr function,
      List<String> parameters,
      List<TypedExpr> arguments,
      Span span,
      Scope scope,
      Problems problems) {
    return new CallChecker(new Checker(scope, problems))
        .value(function, arguments(parameters, arguments), span);
  }

  /// The typed tree of a call of a business knowledge model.
  ///
  /// @param arguments in the order of the parameters
  public static TypedExpr call(
      Symbol.Function function,
      String name,
      List<TypedExpr> arguments,
      Span span,
      Scope scope,
      Problems problems) {
    return new CallChecker(new Checker(scope, problems)).function(function, name, span, arguments);
  }

  private static List<CallChecker.Argument> arguments(
      List<String> parameters, List<TypedExpr> arguments) {
    List<CallChecker.Argument> named = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      named.add(new CallChecker.Argument(Optional.of(parameters.get(i)), arguments.get(i)));
    }
    return named;
  }

  /// The body of a function that is written in another language: a call of what the mapping names.
  ///
  /// @param mapping a context with an entry for the language, as FEEL writes it behind `external`
  /// @param parameters the names of the parameters, which are variables in scope
  public static TypedExpr external(
      Expr mapping, List<String> parameters, Span span, Scope scope, Problems problems) {
    return new Externals(new Checker(scope, problems)).body(mapping, parameters, span);
  }

  /// A function as a value, of the result type that its body has.
  ///
  /// @param slots the slots of the parameters
  public static TypedExpr functionOf(
      List<Value.Function.Parameter> parameters,
      List<Integer> slots,
      TypedExpr body,
      Span span,
      Scope scope) {
    return new Checker(scope, new Problems()).functionOf(parameters, slots, body, span);
  }

  /// The test that a cell's or an `in`'s unary tests make of a subject.
  ///
  /// @param subject the variable that holds the tested value; the name `?` means it
  public static TypedExpr.CellTest checkTests(
      Expr.UnaryTests tests, TypedExpr.Local subject, Scope scope, Problems problems) {
    Scope inner =
        scope.with("?", new Symbol.Local(subject.slot(), subject.type(), subject.nullable()));
    return new TestChecker(new Checker(inner, problems), subject).check(tests);
  }

  /// The type that a name means.
  ///
  /// @param declared the item definitions by name
  public static Type type(Expr.TypeName name, Map<String, Type> declared, Problems problems) {
    return TypeNames.resolve(name, declared, problems);
  }

  /// The value as one of a declared type: itself where that is certain, a conversion that may fail, or a problem.
  ///
  /// @param what whose type it is, for the problem: "decision `total`"
  public static TypedExpr conform(
      TypedExpr value, Type type, String what, Scope scope, Problems problems) {
    return Conforming.conform(value, type, what, new Checker(scope, problems));
  }

  /// The elements of a list for which a condition is true, or the one at a position.
  ///
  /// @param item the variable that the condition knows the element by
  public static TypedExpr filter(
      TypedExpr source,
      TypedExpr.Local item,
      TypedExpr condition,
      Span span,
      Scope scope,
      Problems problems) {
    return new Checker(scope, problems).filter(source, item, condition, span);
  }

  /// Reports a context of too many entries: each is a variable for those behind it.
  public static void limitEntries(int entries, Span span, Problems problems) {
    if (entries > MAX_ENTRIES) {
      problems.add(
          span,
          "too-large",
          "a context has %d entries (expected: at most %d)".formatted(entries, MAX_ENTRIES));
    }
  }

  /// The built-in types by the names that models and `instance of` give them.
  public static Map<String, Type> builtInTypes() {
    return TypeNames.BUILT_IN;
  }

  boolean strict() {
    return scope.mode() == Mode.STRICT;
  }

  Scope scope() {
    return scope;
  }

  private Checker in(Scope inner) {
    return new Checker(inner, problems);
  }

  TypedExpr check(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral literal ->
          constant(Value.of(literal.value()), Simple.NUMBER, literal.span());
      case Expr.StringLiteral literal ->
          constant(Value.of(literal.value()), Simple.STRING, literal.span());
      case Expr.BooleanLiteral literal ->
          constant(Value.of(literal.value()), Simple.BOOLEAN, literal.span());
      case Expr.NullLiteral literal -> constant(Value.NULL, Simple.NULL, literal.span());
      case Expr.AtLiteral literal -> atLiteral(literal);
      case Expr.Name name -> name(name.name(), name.span());
      case Expr.QuestionMark mark -> questionMark(mark);
      case Expr.Negate negate -> negate(negate);
      case Expr.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Expr.Comparison comparison ->
          comparison(
              comparison.operator(),
              check(comparison.left()),
              check(comparison.right()),
              comparison.span());
      case Expr.And and -> and(and);
      case Expr.Or or -> or(or);
      case Expr.Between between -> between(between);
      case Expr.In in -> in(in);
      case Expr.InstanceOf instance ->
          new TypedExpr.InstanceOf(
              check(instance.value()),
              type(instance.type(), scope.types(), problems),
              instance.span());
      case Expr.If choice -> choice(choice);
      case Expr.For loop -> loop(loop);
      case Expr.Quantified quantified -> quantified(quantified);
      case Expr.ListOf list -> list(list);
      case Expr.ContextOf context -> context(context);
      case Expr.RangeOf range -> range(range);
      case Expr.PointOf point -> point(point);
      case Expr.Path path -> path(check(path.source()), path.name(), path.nameSpan(), path.span());
      case Expr.Filter filter -> filter(filter);
      case Expr.Call call -> new CallChecker(this).check(call);
      case Expr.FunctionOf function -> function(function);
    };
  }

  private static TypedExpr constant(Value value, Type type, Span span) {
    return new TypedExpr.Constant(value, type, span);
  }

  /// Stands where a problem was reported; its type is Any so that no other problem follows from it.
  static TypedExpr placeholder(Span span) {
    return new TypedExpr.Constant(Value.NULL, Simple.ANY, span);
  }

  TypedExpr problem(Span span, String code, String sentence) {
    problems.add(span, code, sentence);
    return placeholder(span);
  }

  TypedExpr notSupported(String what, Span span) {
    return problem(
        span, "not-supported", what + " is not supported here: `" + shortened(span) + "`");
  }

  static String shortened(Span span) {
    String text = span.text().replaceAll("\\s+", " ");
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }

  private TypedExpr atLiteral(Expr.AtLiteral literal) {
    Value value = Literals.at(literal.text());
    if (value instanceof Value.Null) {
      return problem(
          literal.span(),
          "not-a-date",
          "`@\""
              + literal.text()
              + "\"` is no date, time, date and time or duration (expected: such as"
              + " `@\"2026-05-01\"`, `@\"PT10M\"`)");
    }
    return constant(value, TypeNames.of(value), literal.span());
  }

  private TypedExpr questionMark(Expr.QuestionMark mark) {
    return scope
        .find("?")
        .filter(Symbol.Local.class::isInstance)
        .map(symbol -> variable("?", symbol, mark.span()))
        .orElseGet(() ->
            problem(
                mark.span(),
                "unknown-name",
                "`?` stands outside of a test (expected: in a table's cell)"));
  }

  /// Whether the name is that of a variable here, and not of a function of the model.
  boolean isVariable(String name) {
    return scope.item().filter(item -> hasEntry(item.type(), name)).isPresent()
        || scope.find(name).filter(symbol -> !(symbol instanceof Symbol.Function)).isPresent();
  }

  private static boolean hasEntry(Type type, String name) {
    return type instanceof ContextType context && context.entries().containsKey(name);
  }

  private TypedExpr name(String name, Span span) {
    Optional<TypedExpr> ofItem = scope.item().flatMap(item -> entryOfItem(item, name, span));
    if (ofItem.isPresent()) {
      return ofItem.get();
    }
    Optional<Symbol> symbol = scope.find(name);
    if (symbol.isPresent()) {
      return variable(name, symbol.get(), span);
    }
    if (Builtin.names().contains(name)) {
      return builtin(Builtin.named(name), span);
    }
    if (scope.item().filter(item -> mayHaveEntries(item.type())).isPresent()) {
      return path(scope.item().get(), name, span, span);
    }
    Optional<TypedExpr> dotted = pathInName(name, span);
    if (dotted.isPresent()) {
      return dotted.get();
    }
    return problem(
        span,
        "unknown-name",
        "unknown name `" + name + "`" + Suggestion.text(name, scope.symbols()));
  }

  /// Whether an item may have entries that its type does not tell; in a strict program it must tell them.
  boolean mayHaveEntries(Type item) {
    return item.equals(Simple.ANY)
        || (!strict() && (item instanceof ContextType || item.equals(Simple.NULL)));
  }

  /// Names may have dots: a parameter `a.b` of another function makes one name of what is a path here.
  private Optional<TypedExpr> pathInName(String name, Span span) {
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      String first = name.substring(0, dot).strip();
      if (isVariable(first)) {
        TypedExpr value = name(first, span);
        for (String entry : name.substring(dot + 1).split("\\.", -1)) {
          value = path(value, entry.strip(), span, span);
        }
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private Optional<TypedExpr> entryOfItem(TypedExpr.Local item, String name, Span span) {
    return hasEntry(item.type(), name)
        ? Optional.of(
            path(
                new TypedExpr.Local(item.slot(), item.name(), item.type(), item.nullable(), span),
                name,
                span,
                span))
        : Optional.empty();
  }

  private TypedExpr variable(String name, Symbol symbol, Span span) {
    return switch (symbol) {
      case Symbol.Global global ->
          new TypedExpr.Global(global.index(), name, global.type(), global.nullable(), span);
      case Symbol.Local local ->
          new TypedExpr.Local(local.slot(), name, local.type(), local.nullable(), span);
      case Symbol.Function function -> value(function, name, span);
    };
  }

  /// A business knowledge model as a value.
  TypedExpr value(Symbol.Function function, String name, Span span) {
    return new TypedExpr.FunctionValue(
        function.index(),
        name,
        function.parameters(),
        new Type.FunctionType(
            function.parameters().stream().map(Value.Function.Parameter::type).toList(),
            strict() && function.nullable() ? Simple.ANY : function.type()),
        span);
  }

  /// A built-in function as a value. One that reads the clock is written as a function of its own, which has the moment.
  private TypedExpr builtin(List<Builtin> overloads, Span span) {
    Builtin first = overloads.getFirst();
    return first.parameters().isEmpty()
        ? functionOf(List.of(), List.of(), new CallChecker(this).call(first, List.of(), span), span)
        : constant(Calls.overloaded(overloads), Simple.ANY, span);
  }

  private TypedExpr function(Expr.FunctionOf function) {
    List<Value.Function.Parameter> parameters = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    Scope inner = scope;
    for (Expr.FunctionOf.Parameter parameter : function.parameters()) {
      Type type =
          parameter.type().map(name -> type(name, scope.types(), problems)).orElse(Simple.ANY);
      if (parameters.stream().anyMatch(other -> other.name().equals(parameter.name()))) {
        problems.add(
            parameter.span(),
            "duplicate-name",
            "the parameter `" + parameter.name() + "` stands twice");
      }
      TypedExpr.Local local =
          new TypedExpr.Local(scope.newSlot(), parameter.name(), type, true, parameter.span());
      parameters.add(new Value.Function.Parameter(parameter.name(), type, true));
      slots.add(local.slot());
      inner = inner.with(local);
    }
    TypedExpr body =
        function.external()
            ? new Externals(in(inner))
                .body(
                    function.body(),
                    parameters.stream().map(Value.Function.Parameter::name).toList(),
                    function.span())
            : in(inner).check(function.body());
    return functionOf(parameters, slots, body, function.span());
  }

  private TypedExpr functionOf(
      List<Value.Function.Parameter> parameters, List<Integer> slots, TypedExpr body, Span span) {
    return new TypedExpr.FunctionOf(
        parameters,
        slots,
        body,
        new Type.FunctionType(
            parameters.stream().map(Value.Function.Parameter::type).toList(), part(body)),
        span);
  }

  private TypedExpr negate(Expr.Negate negate) {
    TypedExpr operand = check(negate.operand());
    Optional<Type> type = OperatorTypes.negate(operand.type());
    if (type.isEmpty()) {
      return misfit(
          negate.span(),
          "`-` wants a number or a duration, not a " + operand.type(),
          Simple.NUMBER);
    }
    return Folding.fold(new TypedExpr.Negate(operand, type.get(), !strict(), negate.span()));
  }

  private TypedExpr arithmetic(Expr.Arithmetic arithmetic) {
    TypedExpr left = check(arithmetic.left());
    TypedExpr right = check(arithmetic.right());
    Optional<Type> type =
        OperatorTypes.arithmetic(arithmetic.operator(), left.type(), right.type());
    if (type.isEmpty()) {
      String sentence =
          "`%s` cannot join a %s and a %s in `%s`"
              .formatted(
                  arithmetic.operator().symbol(),
                  left.type(),
                  right.type(),
                  shortened(arithmetic.span()));
      if (strict()) {
        return problem(arithmetic.span(), "wrong-type", sentence);
      }
    }
    return Folding.fold(
        new TypedExpr.Arithmetic(
            arithmetic.operator(),
            left,
            right,
            type.orElse(Simple.ANY),
            !strict(),
            arithmetic.span()));
  }

  /// A static misfit: a problem in a strict program, an error that evaluates to null in plain FEEL.
  TypedExpr misfit(Span span, String sentence, Type type) {
    if (strict()) {
      return problem(span, "wrong-type", sentence);
    }
    return new TypedExpr.Constant(Value.error("wrong-type", sentence), type, span);
  }

  TypedExpr comparison(ComparisonOperator operator, TypedExpr left, TypedExpr right, Span span) {
    boolean equality =
        operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL;
    boolean fits =
        equality
            ? OperatorTypes.equatable(left.type(), right.type())
            : OperatorTypes.ordered(left.type(), right.type());
    if (!fits && strict()) {
      return problem(
          span,
          "incomparable",
          "`%s` cannot compare a %s and a %s in `%s`"
              .formatted(operator.symbol(), left.type(), right.type(), shortened(span)));
    }
    boolean nullable =
        !strict() && !(equality && OperatorTypes.surelyEquatable(left.type(), right.type()));
    return new TypedExpr.Comparison(operator, left, right, nullable, span);
  }

  private TypedExpr and(Expr.And and) {
    List<TypedExpr> operands = new ArrayList<>();
    conjuncts(and, operands);
    return new TypedExpr.And(operands, anyNullable(operands), and.span());
  }

  private void conjuncts(Expr expr, List<TypedExpr> into) {
    if (expr instanceof Expr.And and) {
      conjuncts(and.left(), into);
      conjuncts(and.right(), into);
    } else {
      into.add(truth(check(expr), "and"));
    }
  }

  private TypedExpr or(Expr.Or or) {
    List<TypedExpr> operands = new ArrayList<>();
    disjuncts(or, operands);
    return new TypedExpr.Or(operands, anyNullable(operands), or.span());
  }

  private void disjuncts(Expr expr, List<TypedExpr> into) {
    if (expr instanceof Expr.Or or) {
      disjuncts(or.left(), into);
      disjuncts(or.right(), into);
    } else {
      into.add(truth(check(expr), "or"));
    }
  }

  private boolean anyNullable(List<TypedExpr> operands) {
    return !strict()
        && operands.stream()
            .anyMatch(operand -> operand.nullable() || !operand.type().equals(Simple.BOOLEAN));
  }

  /// Reports an operand that can never be true or false.
  private TypedExpr truth(TypedExpr operand, String operator) {
    if (strict() && !OperatorTypes.maybe(operand.type(), Simple.BOOLEAN)) {
      return problem(
          operand.span(),
          "not-a-boolean",
          "`%s` wants true or false, not a %s: `%s`"
              .formatted(operator, operand.type(), shortened(operand.span())));
    }
    return operand;
  }

  private TypedExpr between(Expr.Between between) {
    Span span = between.span();
    return once(
        check(between.value()),
        value -> {
          TypedExpr low =
              comparison(ComparisonOperator.GREATER_OR_EQUAL, value, check(between.low()), span);
          TypedExpr high =
              comparison(ComparisonOperator.LESS_OR_EQUAL, value, check(between.high()), span);
          List<TypedExpr> both = List.of(low, high);
          return new TypedExpr.And(both, anyNullable(both), span);
        });
  }

  /// What is made of a value that is used more than once: it is evaluated once, and first.
  TypedExpr once(TypedExpr value, UnaryOperator<TypedExpr> use) {
    if (value instanceof TypedExpr.Constant || value instanceof TypedExpr.Local) {
      return use.apply(value);
    }
    Span span = value.span();
    TypedExpr.Local local =
        new TypedExpr.Local(scope.newSlot(), "", value.type(), value.nullable(), span);
    TypedExpr result = use.apply(local);
    return new TypedExpr.ContextOf(
        List.of(new TypedExpr.ContextOf.Entry("", local.slot(), value)),
        result,
        result.type(),
        result.nullable(),
        result.span());
  }

  private TypedExpr in(Expr.In in) {
    TypedExpr subject = check(in.value());
    TypedExpr.Local local =
        new TypedExpr.Local(
            scope.newSlot(), "?", subject.type(), subject.nullable(), subject.span());
    TypedExpr.CellTest test = checkTests(in.tests(), local, scope, problems);
    return new TypedExpr.In(subject, local.slot(), test, !strict(), in.span());
  }

  private TypedExpr choice(Expr.If choice) {
    TypedExpr condition = truth(check(choice.condition()), "if");
    TypedExpr then = check(choice.then());
    TypedExpr otherwise = check(choice.otherwise());
    return choice(condition, then, otherwise, choice.span());
  }

  private static TypedExpr choice(
      TypedExpr condition, TypedExpr then, TypedExpr otherwise, Span span) {
    return new TypedExpr.If(
        condition,
        then,
        otherwise,
        Type.join(then.type(), otherwise.type()),
        then.nullable() || otherwise.nullable(),
        span);
  }

  /// The type that an element or entry has in a list or context: Any where it may be null in a strict program.
  Type part(TypedExpr value) {
    return strict() && value.nullable() ? Simple.ANY : value.type();
  }

  /// Whether an element or entry of that type may be null.
  boolean partNullable(Type type) {
    return !strict() || type.equals(Simple.ANY) || type.equals(Simple.NULL);
  }

  private TypedExpr loop(Expr.For loop) {
    List<TypedExpr.Iteration> iterations = new ArrayList<>();
    Scope inner = iterate(loop.iterations(), iterations);
    TypedExpr.Local partial =
        new TypedExpr.Local(
            scope.newSlot(), "partial", new ListType(Simple.ANY), false, loop.result().span());
    TypedExpr result = in(inner.with(partial)).check(loop.result());
    boolean usesPartial = Children.useSlot(result, partial.slot());
    return new TypedExpr.For(
        iterations,
        usesPartial ? partial.slot() : -1,
        result,
        new ListType(part(result)),
        !strict(),
        loop.span());
  }

  private TypedExpr quantified(Expr.Quantified quantified) {
    List<TypedExpr.Iteration> iterations = new ArrayList<>();
    Scope inner = iterate(quantified.iterations(), iterations);
    TypedExpr condition =
        in(inner)
            .truth(in(inner).check(quantified.condition()), quantified.every() ? "every" : "some");
    return new TypedExpr.Quantified(
        quantified.every(), iterations, condition, !strict(), quantified.span());
  }

  /// Checks the domains, each in the scope of the variables before it; the answer is the scope of all of them.
  private Scope iterate(List<Expr.Iteration> written, List<TypedExpr.Iteration> into) {
    Scope inner = scope;
    for (Expr.Iteration iteration : written) {
      Checker outer = in(inner);
      TypedExpr domain = outer.check(iteration.domain());
      @Nullable TypedExpr end = iteration.rangeEnd().map(outer::check).orElse(null);
      Type element = end == null ? elementOf(domain.type()) : domain.type();
      if (end != null && strict()) {
        wholeNumberOrDate(domain);
        wholeNumberOrDate(end);
      }
      boolean nullable = end == null && partNullable(element);
      TypedExpr.Local local =
          new TypedExpr.Local(
              scope.newSlot(), iteration.name(), element, nullable, iteration.span());
      into.add(new TypedExpr.Iteration(local.slot(), domain, end, element, iteration.span()));
      inner = inner.with(local);
    }
    return inner;
  }

  private void wholeNumberOrDate(TypedExpr end) {
    if (!OperatorTypes.maybe(end.type(), Simple.NUMBER)
        && !OperatorTypes.maybe(end.type(), Simple.DATE)) {
      problems.add(
          end.span(),
          "wrong-type",
          "`for` runs over whole numbers or dates, not over a " + end.type());
    }
  }

  /// What a variable that runs over a value of that type is.
  static Type elementOf(Type type) {
    return switch (type) {
      case ListType list -> list.element();
      case RangeType range -> range.element();
      case Simple simple -> simple;
      case ContextType context -> context;
      case Type.FunctionType function -> function;
    };
  }

  private TypedExpr list(Expr.ListOf list) {
    List<TypedExpr> items = list.items().stream().map(this::check).toList();
    return Folding.fold(new TypedExpr.ListOf(items, listOf(items), list.span()));
  }

  Type listOf(List<TypedExpr> items) {
    return new ListType(items.stream().map(this::part).reduce(Type::join).orElse(Simple.NULL));
  }

  private TypedExpr context(Expr.ContextOf context) {
    List<TypedExpr.ContextOf.Entry> entries = new ArrayList<>();
    Map<String, Type> types = new LinkedHashMap<>();
    Scope inner = scope;
    limitEntries(context.entries().size(), context.span(), problems);
    for (Expr.ContextOf.Entry entry : context.entries()) {
      TypedExpr value = in(inner).check(entry.value());
      if (types.put(entry.key(), part(value)) != null) {
        problems.add(
            entry.keySpan(), "duplicate-name", "the entry `" + entry.key() + "` stands twice");
      }
      TypedExpr.Local local =
          new TypedExpr.Local(
              scope.newSlot(), entry.key(), value.type(), value.nullable(), entry.keySpan());
      entries.add(new TypedExpr.ContextOf.Entry(entry.key(), local.slot(), value));
      inner = inner.with(local);
    }
    return new TypedExpr.ContextOf(entries, null, new ContextType(types), false, context.span());
  }

  private TypedExpr range(Expr.RangeOf range) {
    @Nullable TypedExpr low = range.low().map(this::check).orElse(null);
    @Nullable TypedExpr high = range.high().map(this::check).orElse(null);
    Type element =
        low == null
            ? (high == null ? Simple.ANY : high.type())
            : high == null ? low.type() : Type.join(low.type(), high.type());
    if (strict()
        && low != null
        && high != null
        && !OperatorTypes.ordered(low.type(), high.type())) {
      return problem(
          range.span(),
          "incomparable",
          "no range goes from a " + low.type() + " to a " + high.type());
    }
    return Folding.fold(
        new TypedExpr.RangeOf(
            range.lowClosed(),
            low,
            high,
            range.highClosed(),
            new RangeType(element),
            !strict(),
            range.span()));
  }

  private TypedExpr point(Expr.PointOf point) {
    TypedExpr value = check(point.value());
    NativeFunction range = point.excepted() ? Points.EXCEPT : Points.EQUAL;
    Type type = new RangeType(value.type());
    if (value instanceof TypedExpr.Constant known
        && range.call(new Value[] {known.value()}) instanceof Value.Range found) {
      return constant(found, type, point.span());
    }
    return new TypedExpr.CallNative(range, List.of(value), type, !strict(), point.span());
  }

  TypedExpr path(TypedExpr source, String name, Span nameSpan, Span span) {
    Optional<Type> type = Properties.type(source.type(), name);
    if (type.isEmpty()) {
      String sentence =
          "a %s has no `%s`%s"
              .formatted(
                  describe(source.type()),
                  name,
                  Suggestion.text(name, Properties.names(source.type())));
      if (strict()) {
        return problem(nameSpan, "no-such-entry", sentence);
      }
      return new TypedExpr.Path(source, name, Simple.ANY, true, span);
    }
    boolean temporal = !(source.type() instanceof ContextType) && !source.type().equals(Simple.ANY);
    boolean nullable = !strict() || (!temporal && partNullable(type.get()));
    return new TypedExpr.Path(source, name, type.get(), nullable, span);
  }

  private static String describe(Type type) {
    return switch (type) {
      case ContextType context -> "context with " + String.join(", ", context.entries().keySet());
      case ListType list when list.element() instanceof ContextType -> "list of contexts";
      case ListType _, RangeType _, Simple _, Type.FunctionType _ -> type.toString();
    };
  }

  private TypedExpr filter(Expr.Filter filter) {
    TypedExpr source = check(filter.source());
    Type element = elementOfList(source.type());
    boolean nullable =
        source.type() instanceof ListType ? partNullable(element) : source.nullable();
    TypedExpr.Local item =
        new TypedExpr.Local(scope.newSlot(), "item", element, nullable, filter.condition().span());
    return filter(source, item, in(scope.withItem(item)).check(filter.condition()), filter.span());
  }

  /// A condition that does not look at the item may be a position. Where that is known only when it is evaluated, it is
  /// evaluated once, and then asked what it is.
  private TypedExpr filter(TypedExpr source, TypedExpr.Local item, TypedExpr condition, Span span) {
    Type element = elementOfList(source.type());
    boolean looks = Children.useSlot(condition, item.slot());
    if (condition.type().equals(Simple.NUMBER) && !looks) {
      return new TypedExpr.Index(source, condition, element, partNullable(element), span);
    }
    if (condition.type().equals(Simple.ANY)
        && !(condition instanceof TypedExpr.Constant)
        && !looks) {
      return once(
          source,
          list ->
              once(
                  condition,
                  known ->
                      choice(
                          new TypedExpr.InstanceOf(known, Simple.NUMBER, condition.span()),
                          new TypedExpr.Index(list, known, element, partNullable(element), span),
                          filtered(list, item, known, span),
                          span)));
    }
    return filtered(source, item, truth(condition, "a filter"), span);
  }

  private static Type elementOfList(Type type) {
    return type instanceof ListType list ? list.element() : type;
  }

  private TypedExpr filtered(
      TypedExpr source, TypedExpr.Local item, TypedExpr condition, Span span) {
    return new TypedExpr.Filter(
        source,
        item.slot(),
        condition,
        new ListType(elementOfList(source.type())),
        !strict(),
        span);
  }
}
