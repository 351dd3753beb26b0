package dev.quoin.feel.syntax;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns a text, with the names in scope, into a tree (DMN 1.5, 10.3.1.2, rules 1 to 65).
///
/// Each text ends in a tree or in one problem, the first of the text: `syntax`, `too-deep` or
/// `too-long`. Nothing is thrown, whatever the text.
public final class Parser {
  /// No cell or expression of a person comes near.
  public static final int MAX_LENGTH = 1_000_000;

  private Parser() {}

  /// Reads an expression (rule 1).
  public static Optional<Expr> parse(Source source, Names names, Problems problems) {
    return parse(
        source,
        problems,
        cursor -> {
          Expr expr = new ExpressionReader(cursor, names).whole();
          Depth.check(List.of(expr));
          return expr;
        });
  }

  /// Reads the tests of a cell (rule 15).
  public static Optional<Expr.UnaryTests> parseUnaryTests(
      Source source, Names names, Problems problems) {
    return parse(
        source,
        problems,
        cursor -> {
          Expr.UnaryTests tests = new ExpressionReader(cursor, names).wholeTests();
          Depth.check(Depth.values(tests));
          return tests;
        });
  }

  /// Reads a type (rule 52), such as the `typeRef` of a variable: `list<number>`, `tDriver`, `days
  /// and time duration`.
  public static Optional<Expr.TypeName> parseType(Source source, Problems problems) {
    return parse(
        source,
        problems,
        cursor -> {
          NameReader names = new NameReader(cursor, new NamesInText(Names.none()));
          Expr.TypeName type = new TypeReader(cursor, names).delimited();
          if (cursor.kind() != Token.Kind.END) {
            throw cursor.unexpected("the end of the type");
          }
          return type;
        });
  }

  private static <T> Optional<T> parse(
      Source source, Problems problems, Function<Cursor, T> reader) {
    if (source.text().length() > MAX_LENGTH) {
      problems.add(
          source.whole(),
          SyntaxProblem.TOO_LONG,
          "`"
              + Lexer.shortened(source.text().substring(0, 100))
              + "` has "
              + source.text().length()
              + " characters; expected at most "
              + MAX_LENGTH);
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(new Cursor(source)));
    } catch (SyntaxProblem problem) {
      problems.add(source.place(problem.start()), problem.code(), problem.sentence());
      return Optional.empty();
    }
  }
}
