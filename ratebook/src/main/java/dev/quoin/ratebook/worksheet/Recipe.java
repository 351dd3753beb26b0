package dev.quoin.ratebook.worksheet;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// How a decision whose value is a context came to its entries: its own boxed context, or that of the one business knowledge
/// model that it calls.
///
/// @param values the decision's value
/// @param arguments what the decision gives to the business knowledge model; empty where the context is its own
/// @param given the values of these
/// @param taken the steps that each entry took
record Recipe(
    Explanation.Decided decision,
    TypedExpr.ContextOf context,
    Value.Context values,
    List<TypedExpr> arguments,
    List<Explanation.Argument> given,
    List<List<Step>> taken) {

  /// What an entry's expression names, but for what was called: another entry, an argument, an input or a decision.
  sealed interface Ingredient {
    record Earlier(int entry) implements Ingredient {}

    record Argument(int parameter) implements Ingredient {}

    record Named(int global) implements Ingredient {}
  }

  static Optional<Recipe> of(Program program, Explanation.Decided decided) {
    if (!(decided.value().orElse(null) instanceof Value.Context values)
        || !(program.global(decided.name()).orElse(null) instanceof Program.Decision decision)) {
      return Optional.empty();
    }
    TypedExpr body = Formulas.unwrapped(decision.body());
    if (body instanceof TypedExpr.CallFunction call) {
      Program.Function function = program.functions().get(call.index());
      return decided.because().stream()
          .filter(Explanation.Called.class::isInstance)
          .map(Explanation.Called.class::cast)
          .filter(called -> called.name().equals(function.name()))
          .reduce((_, last) -> last)
          .flatMap(called ->
              whole(function.body())
                  .map(context ->
                      new Recipe(
                          decided,
                          context,
                          values,
                          call.arguments(),
                          called.arguments(),
                          Formulas.deal(program, Formulas.parts(context), called.because()))));
    }
    return whole(body)
        .map(context ->
            new Recipe(
                decided,
                context,
                values,
                List.of(),
                List.of(),
                Formulas.deal(program, Formulas.parts(context), decided.because())));
  }

  private static Optional<TypedExpr.ContextOf> whole(TypedExpr body) {
    return Formulas.context(body).filter(context -> context.result() == null);
  }

  /// The entry of that name.
  Optional<Integer> entry(String name) {
    for (int i = 0; i < context.entries().size(); i++) {
      if (context.entries().get(i).key().equals(name)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  String name(int entry) {
    return context.entries().get(entry).key();
  }

  Value value(int entry) {
    return values.entries().getOrDefault(name(entry), Value.NULL);
  }

  Optional<String> formula(int entry) {
    return Formulas.ofPart(context, context.entries().get(entry).value());
  }

  /// What the entry's expression names, once each, in the order in which it stands there.
  SequencedSet<Ingredient> ingredients(int entry) {
    SequencedSet<Ingredient> found = new LinkedHashSet<>();
    add(context.entries().get(entry).value(), found);
    return found;
  }

  private void add(TypedExpr expr, SequencedSet<Ingredient> found) {
    switch (expr) {
      case TypedExpr.Local local -> {
        if (local.slot() < arguments.size()) {
          found.add(new Ingredient.Argument(local.slot()));
        }
        for (int i = 0; i < context.entries().size(); i++) {
          if (context.entries().get(i).slot() == local.slot()) {
            found.add(new Ingredient.Earlier(i));
          }
        }
      }
      case TypedExpr.Global global -> found.add(new Ingredient.Named(global.index()));
      default -> new ArrayList<>(Children.of(expr)).forEach(part -> add(part, found));
    }
  }
}
