package dev.quoin.feel.syntax;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Span;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import dev.quoin.feel.syntax.Expr.UnaryTest;
import dev.quoin.feel.syntax.Expr.UnaryTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads expressions and tests, by recursive descent.
///
/// The order of the alternatives in rules 2 and 4 is the precedence, from loose to tight: `or`,
/// `and`, comparison, `+ -`, `* /`, `**`, negation, `instance of`, then paths, filters and calls. So
/// `-3 ** 2` is 9 and `2 ** 3 ** 2` is 64, for all operators are left associative. Comparisons are
/// not chained: what the grammar makes of `1 < x < 5` is never what is meant.
///
/// Two places need a look ahead. `[` after the upper end of a range is its end, as in `[1..5[`,
/// unless a value follows: then it filters, as in `[1..xs[1]]`. And what stands in brackets after
/// `in` is a list of tests, the lower end of a range, or a value with which the expression goes on;
/// it is read once, and what follows decides. Reading again instead would take exponential time on
/// nested brackets.
final class ExpressionReader {
  private static final int LOOSEST = 1;

  private final Cursor cursor;
  private final NamesInText scope;
  private final NameReader names;
  private final TypeReader types;

  /// Whether a `[` may end the range whose upper end is being read.
  private boolean inUpperEnd;

  ExpressionReader(Cursor cursor, Names given) {
    this.cursor = cursor;
    this.scope = new NamesInText(given);
    this.names = new NameReader(cursor, scope);
    this.types = new TypeReader(cursor, names);
  }

  /// An expression that is the whole text.
  Expr whole() {
    Expr expr = item();
    expectEnd();
    return expr;
  }

  /// The tests that are the whole text of a cell.
  UnaryTests wholeTests() {
    int start = cursor.start();
    if (cursor.at("-") && cursor.next().kind() == Token.Kind.END) {
      cursor.advance();
      return new UnaryTests(false, List.of(), cursor.from(start));
    }
    if (cursor.at("not") && cursor.is(cursor.next(), "(")) {
      UnaryTests negated = negated(start);
      if (cursor.kind() == Token.Kind.END) {
        return negated;
      }
      if (!negated.tests().stream().allMatch(UnaryTest.Expression.class::isInstance)) {
        throw cursor.unexpected("the end, for `not(…)` is about all tests of a cell");
      }
      // A call of the function `not`, with which an expression begins.
      cursor.moveTo(start);
    }
    List<UnaryTest> tests = tests();
    expectEnd();
    return new UnaryTests(false, tests, cursor.from(start));
  }

  private UnaryTests negated(int start) {
    cursor.advance();
    Bracket opened = open("(");
    List<UnaryTest> tests = tests();
    close(opened, ")");
    return new UnaryTests(true, tests, cursor.from(start));
  }

  private void expectEnd() {
    if (cursor.kind() != Token.Kind.END) {
      throw cursor.unexpected("an operator or the end");
    }
  }

  // Brackets

  /// An open bracket; inside of it, a `[` does not end the range outside.
  private record Bracket(Cursor.Opened opened, boolean inUpperEndOutside) {
    int start() {
      return opened.start();
    }
  }

  private Bracket open(String bracket) {
    Bracket opened = new Bracket(cursor.open(bracket), inUpperEnd);
    inUpperEnd = false;
    return opened;
  }

  private void close(Bracket bracket, String closer) {
    close(bracket, closer, "`,` or `" + closer + "`");
  }

  private void close(Bracket bracket, String closer, String expected) {
    if (!cursor.accept(closer)) {
      throw cursor.unclosed(bracket.opened, expected);
    }
    inUpperEnd = bracket.inUpperEndOutside;
  }

  // Tests

  private List<UnaryTest> tests() {
    List<UnaryTest> tests = new ArrayList<>();
    do {
      tests.add(test());
    } while (cursor.accept(","));
    return tests;
  }

  private UnaryTest test() {
    return comparisonOperator() == null ? asTest(expression()) : compared();
  }

  private UnaryTest compared() {
    int start = cursor.start();
    ComparisonOperator operator = takeComparisonOperator();
    Expr value = arithmetic(LOOSEST);
    return new UnaryTest.Compared(operator, value, cursor.from(start));
  }

  private static UnaryTest asTest(Expr value) {
    return value instanceof Expr.RangeOf range
        ? new UnaryTest.InRange(range, range.span())
        : new UnaryTest.Expression(value, value.span());
  }

  /// What follows `in`: one test, or several in brackets.
  private UnaryTests testsAfterIn() {
    int start = cursor.start();
    if (cursor.at("(")) {
      return testsInBrackets(start);
    }
    UnaryTest test = comparisonOperator() == null ? asTest(arithmetic(LOOSEST)) : compared();
    return new UnaryTests(false, List.of(test), cursor.from(start));
  }

  private UnaryTests testsInBrackets(int start) {
    Bracket opened = open("(");
    UnaryTest first = test();
    if (first instanceof UnaryTest.Expression low && cursor.at("..")) {
      Expr range = rangeFrom(false, low.value(), opened);
      return single(start, continued(range, start));
    }
    List<UnaryTest> tests = new ArrayList<>();
    tests.add(first);
    while (cursor.accept(",")) {
      tests.add(test());
    }
    close(opened, ")");
    return switch (first) {
      case UnaryTest.Expression it when tests.size() == 1 && continuesValue() ->
          single(start, continued(it.value(), start));
      case UnaryTest.InRange it when tests.size() == 1 && continuesValue() ->
          single(start, continued(it.range(), start));
      case UnaryTest.Expression _, UnaryTest.InRange _, UnaryTest.Compared _ ->
          new UnaryTests(false, tests, cursor.from(start));
    };
  }

  private UnaryTests single(int start, Expr value) {
    return new UnaryTests(false, List.of(asTest(value)), cursor.from(start));
  }

  /// Whether what was read in brackets is only the beginning of a value: `x in (a + b) * 2`.
  private boolean continuesValue() {
    return cursor.at(".")
        || cursor.at("(")
        || (cursor.at("[") && !isEndOfRange())
        || cursor.at("instance")
        || arithmeticOperator() != null;
  }

  private Expr continued(Expr beginning, int start) {
    return arithmeticFrom(instanceFrom(postfixFrom(beginning, start), start), start, LOOSEST);
  }

  // Operators

  /// An expression where a bare range may stand, such as `< 5` in `(< 5)` or `[< 5, > 7]`.
  private Expr item() {
    return comparisonOperator() == null ? expression() : halfRange();
  }

  private Expr expression() {
    cursor.enter();
    int start = cursor.start();
    Expr left = conjunction();
    while (cursor.accept("or")) {
      Expr right = conjunction();
      left = new Expr.Or(left, right, cursor.from(start));
    }
    cursor.leave();
    return left;
  }

  private Expr conjunction() {
    int start = cursor.start();
    Expr left = comparison();
    while (cursor.accept("and")) {
      Expr right = comparison();
      left = new Expr.And(left, right, cursor.from(start));
    }
    return left;
  }

  private Expr comparison() {
    int start = cursor.start();
    Expr value = arithmetic(LOOSEST);
    if (!isComparison()) {
      return value;
    }
    Expr compared = comparisonOf(value, start);
    if (isComparison()) {
      throw new SyntaxProblem(
          cursor.start(),
          "unexpected `"
              + cursor.word()
              + "` after a comparison; expected `and`, a range such as `x in [1..5]`, or brackets"
              + " around one comparison");
    }
    return compared;
  }

  private boolean isComparison() {
    return cursor.at("between") || cursor.at("in") || comparisonOperator() != null;
  }

  private Expr comparisonOf(Expr value, int start) {
    if (cursor.accept("between")) {
      Expr low = arithmetic(LOOSEST);
      cursor.expect("and", "`and` with the upper bound of `between`");
      Expr high = arithmetic(LOOSEST);
      return new Expr.Between(value, low, high, cursor.from(start));
    }
    if (cursor.accept("in")) {
      UnaryTests tests = testsAfterIn();
      return new Expr.In(value, tests, cursor.from(start));
    }
    ComparisonOperator operator = takeComparisonOperator();
    Expr right = arithmetic(LOOSEST);
    return new Expr.Comparison(operator, value, right, cursor.from(start));
  }

  private ComparisonOperator takeComparisonOperator() {
    ComparisonOperator operator = comparisonOperator();
    if (operator == null) {
      throw cursor.unexpected("a comparison");
    }
    cursor.advance();
    return operator;
  }

  private @Nullable ComparisonOperator comparisonOperator() {
    if (cursor.kind() != Token.Kind.SYMBOL) {
      return null;
    }
    return switch (cursor.word()) {
      case "=" -> ComparisonOperator.EQUAL;
      case "!=" -> ComparisonOperator.NOT_EQUAL;
      case "<" -> ComparisonOperator.LESS;
      case "<=" -> ComparisonOperator.LESS_OR_EQUAL;
      case ">" -> ComparisonOperator.GREATER;
      case ">=" -> ComparisonOperator.GREATER_OR_EQUAL;
      default -> null;
    };
  }

  private Expr arithmetic(int loosest) {
    int start = cursor.start();
    return arithmeticFrom(unary(), start, loosest);
  }

  /// Goes on with operators that bind at least as tightly as `loosest`.
  private Expr arithmeticFrom(Expr first, int start, int loosest) {
    Expr left = first;
    while (true) {
      ArithmeticOperator operator = arithmeticOperator();
      if (operator == null || tightness(operator) < loosest) {
        return left;
      }
      cursor.advance();
      Expr right = arithmetic(tightness(operator) + 1);
      left = new Expr.Arithmetic(operator, left, right, cursor.from(start));
    }
  }

  private @Nullable ArithmeticOperator arithmeticOperator() {
    if (cursor.kind() != Token.Kind.SYMBOL) {
      return null;
    }
    return switch (cursor.word()) {
      case "+" -> ArithmeticOperator.PLUS;
      case "-" -> ArithmeticOperator.MINUS;
      case "*" -> ArithmeticOperator.TIMES;
      case "/" -> ArithmeticOperator.DIVIDED_BY;
      case "**" -> ArithmeticOperator.POWER;
      default -> null;
    };
  }

  private static int tightness(ArithmeticOperator operator) {
    return switch (operator) {
      case PLUS, MINUS -> LOOSEST;
      case TIMES, DIVIDED_BY -> LOOSEST + 1;
      case POWER -> LOOSEST + 2;
    };
  }

  /// Negation; a minus sign right before a numeral belongs to it (rule 35).
  private Expr unary() {
    int start = cursor.start();
    if (!cursor.at("-")) {
      return instanceFrom(postfixFrom(primary(), start), start);
    }
    Token next = cursor.next();
    if (next.kind() == Token.Kind.NUMBER && next.start() == cursor.token().end()) {
      cursor.advance();
      return instanceFrom(postfixFrom(number(start), start), start);
    }
    cursor.enter();
    cursor.advance();
    Expr operand = unary();
    cursor.leave();
    return new Expr.Negate(operand, cursor.from(start));
  }

  private Expr instanceFrom(Expr value, int start) {
    Expr tested = value;
    while (cursor.at("instance")) {
      cursor.advance();
      cursor.expect("of", "`of` and the name of a type");
      Expr.TypeName type = types.open();
      tested = new Expr.InstanceOf(tested, type, cursor.from(start));
    }
    return tested;
  }

  private Expr postfixFrom(Expr source, int start) {
    Expr result = source;
    while (true) {
      if (cursor.accept(".")) {
        int nameStart = cursor.start();
        String name = names.entry();
        result = new Expr.Path(result, name, cursor.from(nameStart), cursor.from(start));
      } else if (cursor.at("(")) {
        List<Expr.Call.Argument> arguments = arguments();
        result = new Expr.Call(result, arguments, cursor.from(start));
      } else if (cursor.at("[") && !isEndOfRange()) {
        Expr condition = filter();
        result = new Expr.Filter(result, condition, cursor.from(start));
      } else {
        return result;
      }
    }
  }

  private boolean isEndOfRange() {
    return inUpperEnd && !canBeginValue(cursor.next());
  }

  private boolean canBeginValue(Token token) {
    return switch (token.kind()) {
      case NUMBER, STRING -> true;
      case END -> false;
      case WORD ->
          switch (cursor.text().substring(token.start(), token.end())) {
            case "and", "or", "in", "between", "then", "else", "return", "satisfies", "instance" ->
                false;
            default -> true;
          };
      case SYMBOL ->
          switch (cursor.text().substring(token.start(), token.end())) {
            case "(", "[", "{", "-", "@" -> true;
            default -> false;
          };
    };
  }

  private Expr filter() {
    Bracket opened = open("[");
    if (comparisonOperator() != null) {
      throw cursor.unexpected("a condition such as `item " + cursor.word() + " …`");
    }
    scope.enterFilter();
    Expr condition = expression();
    scope.leaveFilter();
    close(opened, "]", "an operator or `]`");
    return condition;
  }

  private List<Expr.Call.Argument> arguments() {
    Bracket opened = open("(");
    List<Expr.Call.Argument> arguments = new ArrayList<>();
    if (!cursor.at(")")) {
      boolean named = names.isBeforeColon();
      do {
        arguments.add(argument(named));
      } while (cursor.accept(","));
    }
    close(opened, ")");
    return arguments;
  }

  private Expr.Call.Argument argument(boolean named) {
    if (named != names.isBeforeColon()) {
      throw cursor.unexpected(
          named
              ? "`name: value`, as in the arguments before"
              : "a value, as in the arguments before");
    }
    if (!named) {
      return new Expr.Call.Argument(Optional.empty(), item());
    }
    String name = names.declared("the name of a parameter");
    cursor.expect(":", "`:`");
    return new Expr.Call.Argument(Optional.of(name), item());
  }

  // Values

  private Expr primary() {
    return switch (cursor.kind()) {
      case NUMBER -> number(cursor.start());
      case STRING -> string();
      case WORD -> word();
      case SYMBOL -> symbol();
      case END -> throw cursor.unexpected("a value");
    };
  }

  private Expr number(int start) {
    String digits = cursor.word();
    SyntaxProblem slip = Slips.certainThousands(cursor.text(), cursor.token().end());
    if (slip != null) {
      throw slip;
    }
    String signed = start < cursor.start() ? "-" + digits : digits;
    Decimal value = Decimal.tryParse(signed);
    if (value == null) {
      throw new SyntaxProblem(
          start,
          "`" + Lexer.shortened(signed) + "` is beyond FEEL's numbers; expected less than 1e6145");
    }
    cursor.advance();
    return new Expr.NumberLiteral(value, cursor.from(start));
  }

  private Expr string() {
    int start = cursor.start();
    String value = cursor.lexer().string(cursor.token());
    cursor.advance();
    return new Expr.StringLiteral(value, cursor.from(start));
  }

  private Expr word() {
    return switch (cursor.word()) {
      case "true", "false" -> {
        int start = cursor.start();
        boolean value = cursor.at("true");
        cursor.advance();
        yield new Expr.BooleanLiteral(value, cursor.from(start));
      }
      case "null" -> {
        int start = cursor.start();
        cursor.advance();
        yield new Expr.NullLiteral(cursor.from(start));
      }
      case "if" -> conditional();
      case "for" -> iteration();
      case "some", "every" -> quantified();
      case "function" -> function();
      case "?" -> questionMark();
      default -> name();
    };
  }

  private Expr name() {
    int start = cursor.start();
    String name = names.variable();
    return new Expr.Name(name, cursor.from(start));
  }

  private Expr questionMark() {
    int start = cursor.start();
    NameTree.Match known = scope.longest(cursor.text(), start);
    if (known != null && known.end() > cursor.token().end()) {
      return name();
    }
    cursor.advance();
    return new Expr.QuestionMark(cursor.from(start));
  }

  private Expr symbol() {
    return switch (cursor.word()) {
      case "(" -> brackets();
      case "[" -> listOrRange();
      case "]" -> rangeOpenBelow();
      case "{" -> context();
      case "@" -> atLiteral();
      default -> throw cursor.unexpected("a value");
    };
  }

  private Expr atLiteral() {
    int start = cursor.start();
    cursor.advance();
    if (cursor.kind() != Token.Kind.STRING) {
      throw cursor.unexpected("a date, time or duration in double quotes after `@`");
    }
    String text = cursor.lexer().string(cursor.token());
    cursor.advance();
    return new Expr.AtLiteral(text, cursor.from(start));
  }

  private Expr brackets() {
    Bracket opened = open("(");
    Expr inner = item();
    if (cursor.at("..")) {
      return rangeFrom(false, inner, opened);
    }
    close(opened, ")", "an operator or `)`");
    return inner;
  }

  private Expr listOrRange() {
    Bracket opened = open("[");
    List<Expr> items = new ArrayList<>();
    if (!cursor.at("]") || isRangeOpenBelow()) {
      items.add(item());
      if (cursor.at("..")) {
        return rangeFrom(true, items.getFirst(), opened);
      }
      while (cursor.accept(",")) {
        items.add(item());
      }
    }
    close(opened, "]");
    return new Expr.ListOf(items, cursor.from(opened.start()));
  }

  /// Whether the list that begins with `[]` begins with a range, as in `[]1..5], 7]`; `[](` and
  /// `[][` go on behind an empty list.
  private boolean isRangeOpenBelow() {
    Token next = cursor.next();
    return canBeginValue(next)
        && !cursor.is(next, "(")
        && !cursor.is(next, "[")
        && !cursor.is(next, "-");
  }

  private Expr rangeOpenBelow() {
    if (!canBeginValue(cursor.next())) {
      throw cursor.unexpected("a value");
    }
    Bracket opened = open("]");
    Expr low = expression();
    if (!cursor.at("..")) {
      throw cursor.unclosed(opened.opened(), "`..` and the upper end of the range");
    }
    return rangeFrom(false, low, opened);
  }

  /// The rest of a range, from `..` on.
  private Expr rangeFrom(boolean lowClosed, Expr low, Bracket opened) {
    cursor.expect("..", "`..`");
    inUpperEnd = true;
    Expr high = expression();
    boolean highClosed = cursor.at("]");
    String closer = highClosed ? "]" : cursor.at(")") ? ")" : "[";
    close(opened, closer, "`]` or `)` at the end of the range");
    return new Expr.RangeOf(
        lowClosed, Optional.of(low), Optional.of(high), highClosed, cursor.from(opened.start()));
  }

  /// `< 5` as a range without a lower end; `= 5` as the range `[5..5]`.
  private Expr halfRange() {
    int start = cursor.start();
    ComparisonOperator operator = takeComparisonOperator();
    cursor.enter();
    Expr end = arithmetic(LOOSEST);
    cursor.leave();
    boolean excepted = operator == ComparisonOperator.NOT_EQUAL;
    if (excepted || operator == ComparisonOperator.EQUAL) {
      return new Expr.PointOf(excepted, end, cursor.from(start));
    }
    boolean below =
        operator == ComparisonOperator.LESS || operator == ComparisonOperator.LESS_OR_EQUAL;
    return new Expr.RangeOf(
        operator == ComparisonOperator.GREATER_OR_EQUAL,
        below ? Optional.empty() : Optional.of(end),
        below ? Optional.of(end) : Optional.empty(),
        operator == ComparisonOperator.LESS_OR_EQUAL,
        cursor.from(start));
  }

  private Expr context() {
    Bracket opened = open("{");
    int mark = scope.mark();
    List<Expr.ContextOf.Entry> entries = new ArrayList<>();
    if (!cursor.at("}")) {
      do {
        entries.add(entry());
      } while (cursor.accept(","));
    }
    close(opened, "}");
    scope.forget(mark);
    return new Expr.ContextOf(entries, cursor.from(opened.start()));
  }

  private Expr.ContextOf.Entry entry() {
    int start = cursor.start();
    String key = key();
    Span keySpan = cursor.from(start);
    cursor.expect(":", "`:` and the value of `" + Lexer.shortened(key) + "`");
    Expr value = item();
    scope.declareKey(key);
    return new Expr.ContextOf.Entry(key, value, keySpan);
  }

  private String key() {
    if (cursor.kind() != Token.Kind.STRING) {
      return names.declared("the name of an entry");
    }
    String key = cursor.lexer().string(cursor.token());
    cursor.advance();
    return key;
  }

  // What begins with a keyword

  private Expr conditional() {
    int start = cursor.start();
    cursor.advance();
    Expr condition = expression();
    cursor.expect("then", "`then` with the value for the case that the condition holds");
    Expr then = expression();
    cursor.expect("else", "`else` with the value for the other case");
    Expr otherwise = expression();
    return new Expr.If(condition, then, otherwise, cursor.from(start));
  }

  private Expr iteration() {
    int start = cursor.start();
    cursor.advance();
    int mark = scope.mark();
    List<Expr.Iteration> iterations = iterations(true);
    cursor.expect("return", "`return` with the value for each item");
    Expr result = expression();
    scope.forget(mark);
    return new Expr.For(iterations, result, cursor.from(start));
  }

  private Expr quantified() {
    int start = cursor.start();
    boolean every = cursor.at("every");
    cursor.advance();
    int mark = scope.mark();
    List<Expr.Iteration> iterations = iterations(false);
    cursor.expect("satisfies", "`satisfies` with a condition");
    Expr condition = expression();
    scope.forget(mark);
    return new Expr.Quantified(every, iterations, condition, cursor.from(start));
  }

  private List<Expr.Iteration> iterations(boolean ranges) {
    List<Expr.Iteration> iterations = new ArrayList<>();
    do {
      int start = cursor.start();
      String name = names.iterator();
      cursor.expect("in", "`in` with a list");
      Expr domain = expression();
      Optional<Expr> rangeEnd =
          ranges && cursor.accept("..") ? Optional.of(expression()) : Optional.empty();
      iterations.add(new Expr.Iteration(name, domain, rangeEnd, cursor.from(start)));
      scope.declare(name);
    } while (cursor.accept(","));
    return iterations;
  }

  private Expr function() {
    int start = cursor.start();
    cursor.advance();
    Bracket opened = open("(");
    int mark = scope.mark();
    List<Expr.FunctionOf.Parameter> parameters = new ArrayList<>();
    if (!cursor.at(")")) {
      do {
        parameters.add(parameter());
      } while (cursor.accept(","));
    }
    close(opened, ")");
    boolean external = cursor.at("external") && cursor.is(cursor.next(), "{");
    if (external) {
      cursor.advance();
    }
    Expr body = expression();
    scope.forget(mark);
    return new Expr.FunctionOf(parameters, body, external, cursor.from(start));
  }

  private Expr.FunctionOf.Parameter parameter() {
    int start = cursor.start();
    String name = names.declared("the name of a parameter");
    Optional<Expr.TypeName> type =
        cursor.accept(":") ? Optional.of(types.delimited()) : Optional.empty();
    scope.declare(name);
    return new Expr.FunctionOf.Parameter(name, type, cursor.from(start));
  }
}
