package dev.quoin.dmn.build;

import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.syntax.Names;
import dev.quoin.feel.syntax.Parser;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses and checks the texts of one definition.
///
/// Only what the definition requires is in scope, under the name of its variable. A name that the model has and the definition
/// does not require, or that is the element's but not its variable's, is the commonest slip; as its words mean nothing to the
/// parser, the text is read once more as if it were known, to say so.
final class Expressions {
  private static final Pattern UNKNOWN = Pattern.compile("^unknown (?:name|function) `([^`]*)`");

  private final String owner;
  private final Map<String, String> elsewhere;
  private final Problems problems;

  /// @param owner the definition, as a problem names it
  /// @param elsewhere the names of the model that are not in scope, with the names of the variables that they stand for
  Expressions(String owner, Map<String, String> elsewhere, Problems problems) {
    this.owner = owner;
    this.elsewhere = elsewhere;
    this.problems = problems;
  }

  TypedExpr expression(Source text, Scope scope, Names names) {
    return attempt(
        names,
        (known, into) ->
            Parser.parse(text, known, into)
                .map(expr -> Checker.check(expr, scope, into))
                .orElseGet(() -> placeholder(text.whole())));
  }

  /// A call of the function that the text means, with an argument for each of the parameters.
  TypedExpr call(
      Source text, List<String> parameters, List<TypedExpr> arguments, Span span, Scope scope) {
    return attempt(
        scope.names(),
        (known, into) ->
            Parser.parse(text, known, into)
                .map(expr -> Checker.call(expr, parameters, arguments, span, scope, into))
                .orElseGet(() -> placeholder(text.whole())));
  }

  CellTest tests(Source text, TypedExpr.Local subject, Scope scope, Names names) {
    return attempt(
        names,
        (known, into) ->
            Parser.parseUnaryTests(text, known, into)
                .map(tests -> Checker.checkTests(tests, subject, scope, into))
                .orElseGet(CellTest.Any::new));
  }

  /// Stands where a problem was reported.
  static TypedExpr placeholder(Span span) {
    return new TypedExpr.Constant(Value.NULL, Type.Simple.ANY, span);
  }

  private <T> T attempt(Names names, BiFunction<Names, Problems, T> read) {
    Problems own = new Problems();
    T result = read.apply(names, own);
    if (own.isEmpty()) {
      return result;
    }
    Names wider = names;
    for (String name : elsewhere.keySet()) {
      wider = wider.with(name);
    }
    Problems again = new Problems();
    T second = read.apply(wider, again);
    boolean missing = again.sorted().stream().anyMatch(this::isElsewhere);
    (missing ? again : own).sorted().forEach(problem -> problems.add(hinted(problem)));
    return missing ? second : result;
  }

  private boolean isElsewhere(Problem problem) {
    Matcher unknown = UNKNOWN.matcher(problem.sentence());
    return unknown.find() && elsewhere.containsKey(unknown.group(1));
  }

  private Problem hinted(Problem problem) {
    if (!isElsewhere(problem)) {
      return problem;
    }
    Matcher unknown = UNKNOWN.matcher(problem.sentence());
    String name = unknown.find() ? unknown.group(1) : "";
    String variable = elsewhere.getOrDefault(name, name);
    return new Problem(
        problem.place(),
        problem.code(),
        unknown.group()
            + (variable.equals(name)
                ? ": the model has it, but "
                    + owner
                    + " does not require it (expected: a requirement of it)"
                : ": it is the name of an element whose variable is `"
                    + variable
                    + "` (expected: one name for both)"));
  }
}
