package dev.quoin.feel.syntax;

import dev.quoin.feel.syntax.Expr.TypeName;
import dev.quoin.feel.syntax.Expr.UnaryTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes trees as S-expressions: everything that a tree says, except where it stood.
final class Sketch {
  private Sketch() {}

  static String of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral it -> it.value().toString();
      case Expr.StringLiteral it -> quoted(it.value());
      case Expr.BooleanLiteral it -> String.valueOf(it.value());
      case Expr.NullLiteral _ -> "null";
      case Expr.AtLiteral it -> "@" + quoted(it.text());
      case Expr.Name it -> name(it.name());
      case Expr.QuestionMark _ -> "?";
      case Expr.Negate it -> list("negate", of(it.operand()));
      case Expr.Arithmetic it -> list(it.operator().symbol(), of(it.left()), of(it.right()));
      case Expr.Comparison it -> list(it.operator().symbol(), of(it.left()), of(it.right()));
      case Expr.And it -> list("and", of(it.left()), of(it.right()));
      case Expr.Or it -> list("or", of(it.left()), of(it.right()));
      case Expr.Between it -> list("between", of(it.value()), of(it.low()), of(it.high()));
      case Expr.In it -> list("in", of(it.value()), of(it.tests()));
      case Expr.InstanceOf it -> list("instance", of(it.value()), of(it.type()));
      case Expr.If it -> list("if", of(it.condition()), of(it.then()), of(it.otherwise()));
      case Expr.For it -> list("for", iterations(it.iterations()), of(it.result()));
      case Expr.Quantified it ->
          list(it.every() ? "every" : "some", iterations(it.iterations()), of(it.condition()));
      case Expr.ListOf it -> list("list", all(it.items().stream().map(Sketch::of)));
      case Expr.ContextOf it ->
          list(
              "context",
              all(
                  it.entries().stream()
                      .map(entry -> list(name(entry.key()) + ":", of(entry.value())))));
      case Expr.RangeOf it ->
          list(
              "range",
              (it.lowClosed() ? "[" : "(")
                  + it.low().map(Sketch::of).orElse("")
                  + " .. "
                  + it.high().map(Sketch::of).orElse("")
                  + (it.highClosed() ? "]" : ")"));
      case Expr.PointOf it -> list(it.excepted() ? "range !=" : "range =", of(it.value()));
      case Expr.Path it -> list(".", of(it.source()), name(it.name()));
      case Expr.Filter it -> list("filter", of(it.source()), of(it.condition()));
      case Expr.Call it ->
          list(
              "call",
              of(it.function()),
              all(
                  it.arguments().stream()
                      .map(argument ->
                          argument.name().map(name -> name(name) + ": ").orElse("")
                              + of(argument.value()))));
      case Expr.FunctionOf it ->
          list(
              it.external() ? "external-function" : "function",
              list(
                  all(
                      it.parameters().stream()
                          .map(parameter ->
                              name(parameter.name())
                                  + parameter.type().map(type -> ": " + of(type)).orElse("")))),
              of(it.body()));
    };
  }

  static String of(Expr.UnaryTests tests) {
    if (tests.tests().isEmpty()) {
      return "any";
    }
    return list(
        tests.negated() ? "none-of" : "one-of", all(tests.tests().stream().map(Sketch::of)));
  }

  private static String of(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Compared it -> list(it.operator().symbol(), of(it.value()));
      case UnaryTest.InRange it -> of(it.range());
      case UnaryTest.Expression it -> list("value", of(it.value()));
    };
  }

  static String of(TypeName type) {
    return switch (type) {
      case TypeName.Named it -> name(it.name());
      case TypeName.ListNamed it -> list("list", of(it.element()));
      case TypeName.RangeNamed it -> list("range", of(it.element()));
      case TypeName.ContextNamed it ->
          list(
              "context",
              all(it.fields().stream().map(field -> name(field.name()) + ": " + of(field.type()))));
      case TypeName.FunctionNamed it ->
          list("function", list(all(it.parameters().stream().map(Sketch::of))), of(it.result()));
    };
  }

  private static String iterations(List<Expr.Iteration> iterations) {
    return list(
        all(
            iterations.stream()
                .map(it ->
                    name(it.name())
                        + " in "
                        + of(it.domain())
                        + it.rangeEnd().map(end -> ".." + of(end)).orElse(""))));
  }

  private static String all(Stream<String> parts) {
    return parts.collect(Collectors.joining(" "));
  }

  private static String list(String... parts) {
    return Stream.of(parts)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" ", "(", ")"));
  }

  /// A name with blanks or symbols in bars, so that one sees where it ends.
  private static String name(String name) {
    return name.chars().allMatch(Character::isLetterOrDigit) && !name.isEmpty()
        ? name
        : "|" + name + "|";
  }

  private static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\r", "\\r")
        + "\"";
  }
}
