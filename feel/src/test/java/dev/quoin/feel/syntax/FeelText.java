package dev.quoin.feel.syntax;

import dev.quoin.feel.syntax.Expr.TypeName;
import dev.quoin.feel.syntax.Expr.UnaryTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes trees as FEEL, with no more brackets than the precedence needs: so a wrong precedence in the
/// parser, or here, gives another tree.
final class FeelText {
  // From loose to tight, as in rules 2 and 4.
  private static final int OPEN_END = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int COMPARISON = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int POWER = 6;
  private static final int NEGATION = 7;
  private static final int INSTANCE = 8;
  private static final int POSTFIX = 9;

  private FeelText() {}

  static String of(Expr expr) {
    return at(OPEN_END, expr);
  }

  static String of(Expr.UnaryTests tests) {
    if (tests.tests().isEmpty()) {
      return "-";
    }
    String list = tests.tests().stream().map(FeelText::of).collect(Collectors.joining(", "));
    return tests.negated() ? "not(" + list + ")" : list;
  }

  private static String at(int level, Expr expr) {
    String text = plain(expr);
    return level(expr) < level ? "(" + text + ")" : text;
  }

  private static int level(Expr expr) {
    return switch (expr) {
      case Expr.If _, Expr.For _, Expr.Quantified _, Expr.FunctionOf _ -> OPEN_END;
      case Expr.Or _ -> OR;
      case Expr.And _ -> AND;
      case Expr.Comparison _, Expr.Between _, Expr.In _ -> COMPARISON;
      case Expr.Arithmetic it -> level(it.operator());
      case Expr.Negate _ -> NEGATION;
      case Expr.InstanceOf _ -> INSTANCE;
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.BooleanLiteral _,
          Expr.NullLiteral _,
          Expr.AtLiteral _,
          Expr.Name _,
          Expr.QuestionMark _,
          Expr.ListOf _,
          Expr.ContextOf _,
          Expr.RangeOf _,
          Expr.PointOf _,
          Expr.Path _,
          Expr.Filter _,
          Expr.Call _ ->
          POSTFIX;
    };
  }

  private static int level(Expr.ArithmeticOperator operator) {
    return switch (operator) {
      case PLUS, MINUS -> SUM;
      case TIMES, DIVIDED_BY -> PRODUCT;
      case POWER -> POWER;
    };
  }

  private static String plain(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral it -> it.value().toString();
      case Expr.StringLiteral it -> quoted(it.value());
      case Expr.BooleanLiteral it -> String.valueOf(it.value());
      case Expr.NullLiteral _ -> "null";
      case Expr.AtLiteral it -> "@" + quoted(it.text());
      case Expr.Name it -> it.name();
      case Expr.QuestionMark _ -> "?";
      // A blank keeps the sign apart from a numeral.
      case Expr.Negate it -> "- " + at(NEGATION, it.operand());
      case Expr.Arithmetic it -> {
        int level = level(it.operator());
        yield at(level, it.left()) + " " + it.operator().symbol() + " " + at(level + 1, it.right());
      }
      case Expr.Comparison it ->
          at(SUM, it.left()) + " " + it.operator().symbol() + " " + at(SUM, it.right());
      case Expr.And it -> at(AND, it.left()) + " and " + at(COMPARISON, it.right());
      case Expr.Or it -> at(OR, it.left()) + " or " + at(AND, it.right());
      case Expr.Between it ->
          at(SUM, it.value()) + " between " + at(SUM, it.low()) + " and " + at(SUM, it.high());
      case Expr.In it -> at(SUM, it.value()) + " in (" + of(it.tests()) + ")";
      case Expr.InstanceOf it -> at(INSTANCE, it.value()) + " instance of " + of(it.type());
      case Expr.If it ->
          "if " + of(it.condition()) + " then " + of(it.then()) + " else " + of(it.otherwise());
      case Expr.For it -> "for " + iterations(it.iterations()) + " return " + of(it.result());
      case Expr.Quantified it ->
          (it.every() ? "every " : "some ")
              + iterations(it.iterations())
              + " satisfies "
              + of(it.condition());
      case Expr.ListOf it -> "[" + list(it.items()) + "]";
      case Expr.ContextOf it ->
          it.entries().stream()
              .map(entry -> key(entry.key()) + ": " + of(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Expr.RangeOf it -> range(it);
      case Expr.PointOf it -> "(" + (it.excepted() ? "!= " : "= ") + at(SUM, it.value()) + ")";
      case Expr.Path it -> at(POSTFIX, it.source()) + "." + it.name();
      case Expr.Filter it -> at(POSTFIX, it.source()) + "[" + of(it.condition()) + "]";
      case Expr.Call it ->
          at(POSTFIX, it.function())
              + it.arguments().stream()
                  .map(argument ->
                      argument.name().map(name -> name + ": ").orElse("") + of(argument.value()))
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expr.FunctionOf it ->
          it.parameters().stream()
                  .map(parameter ->
                      parameter.name() + parameter.type().map(type -> ": " + of(type)).orElse(""))
                  .collect(Collectors.joining(", ", "function(", ") "))
              + (it.external() ? "external " : "")
              + of(it.body());
    };
  }

  private static String range(Expr.RangeOf range) {
    Optional<Expr> low = range.low();
    Optional<Expr> high = range.high();
    if (low.isEmpty()) {
      return "(" + (range.highClosed() ? "<= " : "< ") + at(SUM, high.orElseThrow()) + ")";
    }
    if (high.isEmpty()) {
      return "(" + (range.lowClosed() ? ">= " : "> ") + at(SUM, low.orElseThrow()) + ")";
    }
    return (range.lowClosed() ? "[" : "(")
        + of(low.orElseThrow())
        + ".."
        + of(high.orElseThrow())
        + (range.highClosed() ? "]" : ")");
  }

  private static String of(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Compared it -> it.operator().symbol() + " " + at(SUM, it.value());
      case UnaryTest.InRange it -> range(it.range());
      case UnaryTest.Expression it -> {
        String text = of(it.value());
        // A cell that begins with `not(` is a negated one.
        yield text.startsWith("not(") ? "(" + text + ")" : text;
      }
    };
  }

  private static String of(TypeName type) {
    return switch (type) {
      case TypeName.Named it -> it.name();
      case TypeName.ListNamed it -> "list<" + of(it.element()) + ">";
      case TypeName.RangeNamed it -> "range<" + of(it.element()) + ">";
      case TypeName.ContextNamed it ->
          it.fields().stream()
              .map(field -> field.name() + ": " + of(field.type()))
              .collect(Collectors.joining(", ", "context<", ">"));
      case TypeName.FunctionNamed it ->
          it.parameters().stream()
              .map(FeelText::of)
              .collect(Collectors.joining(", ", "function<", "> -> " + of(it.result())));
    };
  }

  private static String iterations(List<Expr.Iteration> iterations) {
    return iterations.stream()
        .map(it ->
            it.name()
                + " in "
                + of(it.domain())
                + it.rangeEnd().map(end -> ".." + of(end)).orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static String list(List<Expr> items) {
    return items.stream().map(FeelText::of).collect(Collectors.joining(", "));
  }

  /// A key that is no name stands in quotes.
  private static String key(String key) {
    return RandomTrees.NAMES.contains(key) ? key : quoted(key);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(endsLine(c) ? "\\u%04X".formatted((int) c) : c);
      }
    }
    return quoted.append('"').toString();
  }

  /// What may not stand in a text as it is.
  private static boolean endsLine(char c) {
    return (c >= 0x0B && c <= 0x0C) || c == 0x85 || c == 0x2028 || c == 0x2029;
  }
}
