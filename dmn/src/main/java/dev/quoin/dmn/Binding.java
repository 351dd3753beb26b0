package dev.quoin.dmn;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.TypedExpr;
import java.util.List;

/// What a host binds to a business knowledge model that has parameters and no body: a rate table, a calendar.
@FunctionalInterface
public interface Binding {

  /// The body, over the parameters' slots.
  ///
  /// @param result the declared type of the business knowledge model's variable
  /// @param span the business knowledge model, for problems that belong to it
  /// @param problems where a binding that does not fit is reported; the answer is then any expression
  TypedExpr body(List<Program.Parameter> parameters, Type result, Span span, Problems problems);
}
