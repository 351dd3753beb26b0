package dev.quoin.feel.check;

import dev.quoin.feel.JavaFunctions;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type.Simple;
import dev.quoin.feel.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// External functions: `external { java: { class: "java.lang.Math", method signature: "cos(double)" } }` becomes a call of that
/// method (DMN 1.5, 10.3.2.13.3).
///
/// A strict program has none: it computes in exact decimals.
final class Externals {
  private static final String EXPECTED =
      " (expected: `{java: {class: \"…\", method signature: \"…\"}}`)";

  private final Checker checker;

  Externals(Checker checker) {
    this.checker = checker;
  }

  /// The call that is the body of such a function.
  ///
  /// @param parameters the names of the parameters, which are variables in scope
  TypedExpr body(Expr mapping, List<String> parameters, Span span) {
    if (checker.strict()) {
      return checker.notSupported("an external function in a strict program", span);
    }
    Optional<Expr> java = entry(mapping, "java");
    if (java.isEmpty()) {
      String kind =
          mapping instanceof Expr.ContextOf context && !context.entries().isEmpty()
              ? context.entries().getFirst().key()
              : "external";
      return checker.problem(
          span,
          "not-supported",
          "a function of the kind `"
              + kind.toUpperCase(Locale.ROOT)
              + "` is not supported"
              + EXPECTED);
    }
    Optional<Expr.StringLiteral> type = java.flatMap(each -> text(each, "class"));
    Optional<Expr.StringLiteral> signature = java.flatMap(each -> text(each, "method signature"));
    if (type.isEmpty() || signature.isEmpty()) {
      return checker.problem(
          span, "missing-name", "an external function names no class or no method" + EXPECTED);
    }
    JavaFunctions known = checker.scope().java();
    String className = type.get().value().strip();
    List<String> refusals = new ArrayList<>();
    Optional<NativeFunction> function =
        known.find(className, signature.get().value().strip(), refusals::add);
    if (function.isEmpty()) {
      Expr refused = known.allows(className) ? signature.get() : type.get();
      return checker.problem(refused.span(), "not-supported", String.join("; ", refusals));
    }
    List<TypedExpr> arguments =
        parameters.stream().map(name -> checker.check(new Expr.Name(name, span))).toList();
    return new TypedExpr.CallNative(function.get(), arguments, Simple.ANY, true, span);
  }

  private static Optional<Expr> entry(Expr expr, String key) {
    return expr instanceof Expr.ContextOf context
        ? context.entries().stream()
            .filter(entry -> entry.key().equals(key))
            .map(Expr.ContextOf.Entry::value)
            .findFirst()
        : Optional.empty();
  }

  private static Optional<Expr.StringLiteral> text(Expr expr, String key) {
    return entry(expr, key)
        .filter(Expr.StringLiteral.class::isInstance)
        .map(Expr.StringLiteral.class::cast);
  }
}
