package dev.quoin.ratebook;

import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads requirements: FEEL over what is known before anything is decided.
///
/// @param symbols what the expressions may name
/// @param inputs the indexes of the inputs that can be to blame, by name
record RequirementReader(
    Map<String, Symbol> symbols, Map<String, Integer> inputs, Problems problems) {

  /// The requirements of a service or an event.
  List<Ratebook.Requirement> read(Keys owner) {
    List<Ratebook.Requirement> requirements = new ArrayList<>();
    for (Keys requirement : owner.objects("requirements")) {
      Node.Scalar at = requirement.scalar("at");
      Optional<Integer> blamed = Optional.ofNullable(inputs.get(at.text()));
      if (blamed.isEmpty()) {
        problems.add(
            at.place(),
            "unknown-field",
            "`%s` is no input of the service%s"
                .formatted(at.text(), Suggestion.text(at.text(), inputs.keySet())));
      }
      Scope scope = Scope.of(Mode.STRICT, symbols, Map.of());
      Optional<TypedExpr> condition = condition(requirement.scalar("expression"), scope);
      if (condition.isPresent() && blamed.isPresent()) {
        requirements.add(
            new Ratebook.Requirement(
                condition.get(),
                scope.slots(),
                requirement.text("code"),
                requirement.texts("text"),
                blamed.get(),
                requirement.place()));
      }
    }
    return requirements;
  }

  private Optional<TypedExpr> condition(Node.Scalar written, Scope scope) {
    Optional<TypedExpr> condition =
        Parser.parse(written.written(), scope.names(), problems)
            .map(expr -> Checker.check(expr, scope, problems));
    if (condition.isPresent() && condition.get().type() != Type.Simple.BOOLEAN) {
      problems.add(
          written.place(),
          "wrong-type",
          "the expression is of type %s (expected: boolean)".formatted(condition.get().type()));
    }
    return condition;
  }
}
