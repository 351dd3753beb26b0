package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Boxed;
import dev.quoin.dmn.read.Model.InformationItem;
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
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Expr;
import dev.quoin.feel.syntax.Names;
import dev.quoin.feel.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Boxed expressions of one definition to typed trees. What they mean together is what the same thing written in FEEL
/// means, so the types follow the checker's rules.
final class Lowering {
  private final String name;
  private final Types types;
  private final Map<String, Symbol.Function> functions;
  private final Expressions expressions;
  private final Problems problems;

  /// @param name the definition's name, which its tables bear
  /// @param functions the business knowledge models that it requires, by name
  Lowering(
      String name,
      Types types,
      Map<String, Symbol.Function> functions,
      Expressions expressions,
      Problems problems) {
    this.name = name;
    this.types = types;
    this.functions = functions;
    this.expressions = expressions;
    this.problems = problems;
  }

  /// The typed tree of an expression, of the type that the box declares.
  TypedExpr lower(Boxed boxed, Scope scope) {
    TypedExpr value =
        switch (boxed) {
          case Boxed.Literal literal -> literal(literal, scope);
          case Boxed.Table table ->
              new TableLowering(name, types, expressions, problems).lower(table, scope);
          case Boxed.Context context -> context(context, scope);
          case Boxed.Invocation invocation -> invocation(invocation, scope);
          case Boxed.Items items -> items(items, scope);
          case Boxed.Relation relation -> relation(relation, scope);
          case Boxed.FunctionDefinition function -> function(function, scope);
          case Boxed.External external -> external(external, scope);
          case Boxed.Conditional conditional -> conditional(conditional, scope);
          case Boxed.Iterator iterator -> iterator(iterator, scope);
          case Boxed.Filter filter -> filter(filter, scope);
        };
    return conform(value, boxed.typeRef(), "the value of `" + name + "`", scope);
  }

  private TypedExpr conform(TypedExpr value, Optional<Source> typeRef, String what, Scope scope) {
    return typeRef.isEmpty()
        ? value
        : Checker.conform(value, types.of(typeRef), what, scope, problems);
  }

  private TypedExpr literal(Boxed.Literal literal, Scope scope) {
    if (literal.text().equals(Boxed.FOREIGN)) {
      return Expressions.placeholder(literal.span());
    }
    return literal.text().text().isBlank()
        ? missing(literal.span(), scope.mode(), problems)
        : expressions.expression(literal.text(), scope, scope.names());
  }

  /// What stands where a model has no expression: DMN leaves the value undefined, which is null.
  static TypedExpr missing(Span span, Mode mode, Problems problems) {
    String sentence = "an expression is missing";
    if (mode == Mode.STRICT) {
      problems.add(span, "missing-expression", sentence);
    }
    return new TypedExpr.Constant(Value.error("missing-expression", sentence), Simple.ANY, span);
  }

  private TypedExpr problem(Span span, String code, String sentence) {
    problems.add(span, code, sentence);
    return Expressions.placeholder(span);
  }

  private TypedExpr context(Boxed.Context context, Scope scope) {
    List<TypedExpr.ContextOf.Entry> entries = new ArrayList<>();
    Map<String, Type> entryTypes = new LinkedHashMap<>();
    Scope inner = scope;
    Checker.limitEntries(context.entries().size(), context.span(), problems);
    for (Boxed.Context.Entry entry : context.entries()) {
      TypedExpr value = lower(entry.value(), inner);
      if (entry.variable().isEmpty()) {
        if (!entry.equals(context.entries().getLast())) {
          problems.add(
              entry.span(),
              "missing-name",
              "an entry without a name is the result; expected at the end");
        }
        return new TypedExpr.ContextOf(
            entries, value, value.type(), value.nullable(), context.span());
      }
      InformationItem variable = entry.variable().get();
      value =
          conform(
              value,
              variable.typeRef(),
              "the entry `" + variable.name() + "` of `" + name + "`",
              inner);
      if (entryTypes.put(variable.name(), part(value, scope)) != null) {
        problems.add(
            variable.nameSpan(),
            "duplicate-name",
            "the entry `" + variable.name() + "` stands twice");
      }
      TypedExpr.Local local = local(variable, value, scope);
      entries.add(new TypedExpr.ContextOf.Entry(variable.name(), local.slot(), value));
      inner = inner.with(local);
    }
    return new TypedExpr.ContextOf(
        entries, null, new Type.ContextType(entryTypes), false, context.span());
  }

  private static TypedExpr.Local local(InformationItem variable, TypedExpr value, Scope scope) {
    return new TypedExpr.Local(
        scope.newSlot(), variable.name(), value.type(), value.nullable(), variable.nameSpan());
  }

  /// The type that an element or entry has in a list or context: Any where it may be null in a strict program.
  static Type part(TypedExpr value, Scope scope) {
    return scope.mode() == Mode.STRICT && value.nullable() ? Simple.ANY : value.type();
  }

  private static boolean partNullable(Type type, Scope scope) {
    return scope.mode() == Mode.PLAIN || type.equals(Simple.ANY) || type.equals(Simple.NULL);
  }

  private TypedExpr function(Boxed.FunctionDefinition function, Scope scope) {
    List<Value.Function.Parameter> parameters = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    Scope inner = scope;
    for (InformationItem item : function.parameters()) {
      Type type = types.of(item.typeRef());
      if (parameters.stream().anyMatch(other -> other.name().equals(item.name()))) {
        problems.add(
            item.nameSpan(), "duplicate-name", "the parameter `" + item.name() + "` stands twice");
      }
      TypedExpr.Local local =
          new TypedExpr.Local(scope.newSlot(), item.name(), type, true, item.span());
      parameters.add(new Value.Function.Parameter(item.name(), type, true));
      slots.add(local.slot());
      inner = inner.with(local);
    }
    Scope ofBody = inner;
    TypedExpr body =
        function
            .body()
            .map(boxed -> lower(boxed, ofBody))
            .orElseGet(() -> missing(function.span(), scope.mode(), problems));
    return Checker.functionOf(parameters, slots, body, function.span(), scope);
  }

  /// A function of another language names what it calls by literals; its parameters are variables here.
  private TypedExpr external(Boxed.External external, Scope scope) {
    Span span = external.span();
    if (external.kind() != Boxed.FunctionDefinition.Kind.JAVA) {
      return problem(
          span,
          "not-supported",
          "a function of the kind `"
              + external.kind()
              + "` is not supported (expected: `FEEL` or `Java`)");
    }
    List<Expr.ContextOf.Entry> entries = new ArrayList<>();
    if (external.mapping().orElse(null) instanceof Boxed.Context context) {
      for (Boxed.Context.Entry entry : context.entries()) {
        if (entry.variable().isPresent()
            && entry.value() instanceof Boxed.Literal literal
            && !literal.text().equals(Boxed.FOREIGN)) {
          Parser.parse(literal.text(), Names.none(), problems)
              .ifPresent(value ->
                  entries.add(
                      new Expr.ContextOf.Entry(entry.variable().get().name(), value, span)));
        }
      }
    }
    Expr java = new Expr.ContextOf(entries, span);
    Expr mapping = new Expr.ContextOf(List.of(new Expr.ContextOf.Entry("java", java, span)), span);
    return Checker.external(
        mapping,
        external.parameters().stream().map(InformationItem::name).toList(),
        span,
        scope,
        problems);
  }

  private TypedExpr invocation(Boxed.Invocation invocation, Scope scope) {
    String called =
        invocation.function() instanceof Boxed.Literal literal
            ? Names.normalized(literal.text().text())
            : "";
    Symbol.Function function = functions.get(called);
    return function == null
        ? invocationOfValue(invocation, scope)
        : invocation(invocation, called, function, scope);
  }

  private TypedExpr invocationOfValue(Boxed.Invocation invocation, Scope scope) {
    List<String> parameters =
        invocation.bindings().stream().map(binding -> binding.parameter().name()).toList();
    List<TypedExpr> arguments =
        invocation.bindings().stream().map(binding -> argument(binding, scope)).toList();
    return invocation.function() instanceof Boxed.Literal literal
            && !literal.text().equals(Boxed.FOREIGN)
        ? expressions.call(literal.text(), parameters, arguments, invocation.span(), scope)
        : Checker.call(
            lower(invocation.function(), scope),
            parameters,
            arguments,
            invocation.span(),
            scope,
            problems);
  }

  private TypedExpr argument(Boxed.Invocation.Binding binding, Scope scope) {
    return binding
        .value()
        .map(boxed -> lower(boxed, scope))
        .orElseGet(
            () -> new TypedExpr.Constant(Value.NULL, Simple.NULL, binding.parameter().span()));
  }

  private TypedExpr invocation(
      Boxed.Invocation invocation, String called, Symbol.Function function, Scope scope) {
    Map<String, TypedExpr> given = new LinkedHashMap<>();
    List<String> names =
        function.parameters().stream().map(Value.Function.Parameter::name).toList();
    String signature = called + names.stream().collect(Collectors.joining(", ", "(", ")"));
    for (Boxed.Invocation.Binding binding : invocation.bindings()) {
      InformationItem parameter = binding.parameter();
      TypedExpr value = argument(binding, scope);
      if (!names.contains(parameter.name())) {
        problems.add(
            parameter.nameSpan(),
            "wrong-arguments",
            "`"
                + signature
                + "` has no parameter `"
                + parameter.name()
                + "`"
                + Suggestion.text(parameter.name(), names));
      } else if (given.put(parameter.name(), value) != null) {
        problems.add(
            parameter.nameSpan(),
            "wrong-arguments",
            "the parameter `" + parameter.name() + "` is bound twice");
      }
    }
    List<TypedExpr> arguments = new ArrayList<>();
    for (Value.Function.Parameter parameter : function.parameters()) {
      TypedExpr argument = given.get(parameter.name());
      if (argument != null) {
        arguments.add(argument);
      } else {
        problems.add(
            invocation.span(),
            "wrong-arguments",
            "`" + signature + "` is called without its parameter `" + parameter.name() + "`");
      }
    }
    return arguments.size() == function.parameters().size()
        ? Checker.call(function, called, arguments, invocation.span(), scope, problems)
        : Expressions.placeholder(invocation.span());
  }

  private TypedExpr items(Boxed.Items list, Scope scope) {
    List<TypedExpr> items = list.items().stream().map(item -> lower(item, scope)).toList();
    return listOf(items, list.span(), scope);
  }

  private static TypedExpr listOf(List<TypedExpr> items, Span span, Scope scope) {
    Type element =
        items.stream().map(item -> part(item, scope)).reduce(Type::join).orElse(Simple.NULL);
    return new TypedExpr.ListOf(items, new Type.ListType(element), span);
  }

  private TypedExpr relation(Boxed.Relation relation, Scope scope) {
    List<TypedExpr> rows = new ArrayList<>();
    for (Boxed.Relation.Row row : relation.rows()) {
      List<TypedExpr.ContextOf.Entry> entries = new ArrayList<>();
      Map<String, Type> entryTypes = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(row.cells().size(), relation.columns().size()); i++) {
        InformationItem column = relation.columns().get(i);
        TypedExpr value =
            conform(
                lower(row.cells().get(i), scope),
                column.typeRef(),
                "the column `" + column.name() + "` of `" + name + "`",
                scope);
        if (entryTypes.put(column.name(), part(value, scope)) != null) {
          problems.add(
              column.nameSpan(),
              "duplicate-name",
              "the column `" + column.name() + "` stands twice");
        }
        entries.add(new TypedExpr.ContextOf.Entry(column.name(), scope.newSlot(), value));
      }
      rows.add(
          new TypedExpr.ContextOf(
              entries, null, new Type.ContextType(entryTypes), false, row.span()));
    }
    return listOf(rows, relation.span(), scope);
  }

  private TypedExpr conditional(Boxed.Conditional conditional, Scope scope) {
    TypedExpr condition = truth(lower(conditional.condition(), scope), scope);
    TypedExpr then = lower(conditional.then(), scope);
    TypedExpr otherwise = lower(conditional.otherwise(), scope);
    return new TypedExpr.If(
        condition,
        then,
        otherwise,
        Type.join(then.type(), otherwise.type()),
        then.nullable() || otherwise.nullable(),
        conditional.span());
  }

  /// Reports a condition that can never be true or false.
  private TypedExpr truth(TypedExpr condition, Scope scope) {
    boolean may =
        condition.type().equals(Simple.BOOLEAN)
            || condition.type().equals(Simple.ANY)
            || scope.mode() == Mode.PLAIN;
    return may
        ? condition
        : problem(
            condition.span(),
            "not-a-boolean",
            "a condition is true or false, not a " + condition.type());
  }

  private TypedExpr iterator(Boxed.Iterator iterator, Scope scope) {
    TypedExpr domain = lower(iterator.domain(), scope);
    Type element =
        switch (domain.type()) {
          case Type.ListType list -> list.element();
          case Type.RangeType range -> range.element();
          case Type.Simple simple -> simple;
          case Type.ContextType context -> context;
          case Type.FunctionType function -> function;
        };
    TypedExpr.Local variable =
        new TypedExpr.Local(
            scope.newSlot(),
            iterator.variable(),
            element,
            partNullable(element, scope),
            iterator.span());
    List<TypedExpr.Iteration> iterations =
        List.of(new TypedExpr.Iteration(variable.slot(), domain, null, element, iterator.span()));
    TypedExpr body = lower(iterator.body(), scope.with(variable));
    boolean nullable = scope.mode() == Mode.PLAIN;
    return switch (iterator.kind()) {
      case FOR ->
          new TypedExpr.For(
              iterations,
              -1,
              body,
              new Type.ListType(part(body, scope)),
              nullable,
              iterator.span());
      case SOME, EVERY ->
          new TypedExpr.Quantified(
              iterator.kind() == Boxed.Iterator.Kind.EVERY,
              iterations,
              truth(body, scope),
              nullable,
              iterator.span());
    };
  }

  private TypedExpr filter(Boxed.Filter filter, Scope scope) {
    TypedExpr source = lower(filter.source(), scope);
    boolean isList = source.type() instanceof Type.ListType;
    Type element = source.type() instanceof Type.ListType list ? list.element() : source.type();
    TypedExpr.Local item =
        new TypedExpr.Local(
            scope.newSlot(),
            "item",
            element,
            isList ? partNullable(element, scope) : source.nullable(),
            filter.condition().span());
    return Checker.filter(
        source,
        item,
        lower(filter.condition(), scope.withItem(item)),
        filter.span(),
        scope,
        problems);
  }
}
