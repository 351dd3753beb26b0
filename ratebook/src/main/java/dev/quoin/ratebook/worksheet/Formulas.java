package dev.quoin.ratebook.worksheet;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Source;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Explanation;
import dev.quoin.ratebook.Explanation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The FEEL texts that a model's author wrote, for an explanation to show beside the values that they made. It computes nothing.
final class Formulas {
  private Formulas() {}

  /// The text of a literal expression, in one line; none where the body is a table, a context or anything else with boxes.
  static Optional<String> of(TypedExpr body) {
    TypedExpr inner = unwrapped(body);
    if (inner instanceof TypedExpr.Table || context(inner).isPresent()) {
      return Optional.empty();
    }
    return oneLine(inner.span().source().text());
  }

  /// The text of an entry of a context: all of a box, or its part of a literal.
  static Optional<String> ofPart(TypedExpr.ContextOf context, TypedExpr part) {
    TypedExpr inner = unwrapped(part);
    Source source = inner.span().source();
    return source.equals(context.span().source())
        ? oneLine(inner.span().text())
        : inner instanceof TypedExpr.Table ? Optional.empty() : oneLine(source.text());
  }

  /// The context that a body is made of, but for a conversion to the declared type.
  static Optional<TypedExpr.ContextOf> context(TypedExpr body) {
    return unwrapped(body) instanceof TypedExpr.ContextOf context
        ? Optional.of(context)
        : Optional.empty();
  }

  static TypedExpr unwrapped(TypedExpr body) {
    return body instanceof TypedExpr.Conform conform ? unwrapped(conform.value()) : body;
  }

  /// A box has no FEEL text, but the XML of its element.
  private static Optional<String> oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.isEmpty() || line.startsWith("<") ? Optional.empty() : Optional.of(line);
  }

  /// The first sentence of a description.
  static Optional<String> gist(String description) {
    String line = description.strip().replaceAll("\\s+", " ").split("[.](?: |$)", 2)[0];
    return line.isEmpty() ? Optional.empty() : Optional.of("(" + line + ")");
  }

  /// The expressions of a context in the order in which they are evaluated.
  static List<TypedExpr> parts(TypedExpr.ContextOf context) {
    return Children.of(context);
  }

  /// Deals steps to the expressions that took them. Entries are evaluated in order, so a step belongs to the first expression
  /// from that of the step before it on that names what was called and has a call left; as far as the tree tells.
  static List<List<Step>> deal(Program program, List<TypedExpr> exprs, List<Step> steps) {
    List<List<Step>> dealt = new ArrayList<>();
    exprs.forEach(_ -> dealt.add(new ArrayList<>()));
    int at = 0;
    for (Step step : steps) {
      int taker = at;
      while (taker < exprs.size() && !takes(program, exprs.get(taker), step, dealt.get(taker))) {
        taker++;
      }
      at = taker < exprs.size() ? taker : at;
      dealt.get(at).add(step);
    }
    return dealt;
  }

  private static boolean takes(
      Program program, TypedExpr expr, Step step, List<Step> alreadyTaken) {
    return switch (step) {
      case Explanation.Called call ->
          calls(expr, call.name())
              > alreadyTaken.stream()
                  .filter(one ->
                      one instanceof Explanation.Called other && other.name().equals(call.name()))
                  .count();
      case Explanation.Decided decision -> names(expr, decision.name());
      case Explanation.Known known -> names(expr, known.decision());
      case Explanation.Given given -> names(expr, given.input());
      case Explanation.Lever _ ->
          Children.any(
              expr,
              part ->
                  part instanceof TypedExpr.Global global
                      && program.globals().get(global.index()) instanceof Program.Input);
      case Explanation.Asked _ -> Children.any(expr, TypedExpr.Table.class::isInstance);
    };
  }

  private static boolean names(TypedExpr expr, String name) {
    return Children.any(
        expr, part -> part instanceof TypedExpr.Global global && global.name().equals(name));
  }

  /// How many calls of a function an evaluation of the expression may make.
  private static long calls(TypedExpr expr, String name) {
    long own = expr instanceof TypedExpr.CallFunction call && call.name().equals(name) ? 1 : 0;
    long inside = Children.of(expr).stream().mapToLong(part -> calls(part, name)).sum();
    boolean repeats =
        expr instanceof TypedExpr.For
            || expr instanceof TypedExpr.Quantified
            || expr instanceof TypedExpr.Filter;
    return repeats && inside > 0 ? Integer.MAX_VALUE : own + inside;
  }
}
