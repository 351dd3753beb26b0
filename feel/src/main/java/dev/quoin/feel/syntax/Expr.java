package dev.quoin.feel.syntax;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Span;
import java.util.List;
import java.util.Optional;

/// A FEEL expression as it was written (DMN 1.5, 10.3.1.2: the grammar). Names are resolved and types are known only
/// in the next stage.
public sealed interface Expr {
  Span span();

  record NumberLiteral(Decimal value, Span span) implements Expr {}

  record StringLiteral(String value, Span span) implements Expr {}

  record BooleanLiteral(boolean value, Span span) implements Expr {}

  record NullLiteral(Span span) implements Expr {}

  /// `@"2026-05-01"`: a date, time, date and time, or duration.
  record AtLiteral(String text, Span span) implements Expr {}

  /// A name of a variable or function; inner white space is one blank.
  record Name(String name, Span span) implements Expr {}

  /// `?`, the value that a unary test is asked about.
  record QuestionMark(Span span) implements Expr {}

  record Negate(Expr operand, Span span) implements Expr {}

  record Arithmetic(ArithmeticOperator operator, Expr left, Expr right, Span span)
      implements Expr {}

  enum ArithmeticOperator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDED_BY("/"),
    POWER("**");

    private final String symbol;

    ArithmeticOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  record Comparison(ComparisonOperator operator, Expr left, Expr right, Span span)
      implements Expr {}

  enum ComparisonOperator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  record And(Expr left, Expr right, Span span) implements Expr {}

  record Or(Expr left, Expr right, Span span) implements Expr {}

  record Between(Expr value, Expr low, Expr high, Span span) implements Expr {}

  /// `value in test` and `value in (test, test)`.
  record In(Expr value, UnaryTests tests, Span span) implements Expr {}

  record InstanceOf(Expr value, TypeName type, Span span) implements Expr {}

  record If(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

  /// `for a in xs, b in 1..n return …`
  record For(List<Iteration> iterations, Expr result, Span span) implements Expr {
    public For {
      iterations = List.copyOf(iterations);
    }
  }

  record Quantified(boolean every, List<Iteration> iterations, Expr condition, Span span)
      implements Expr {
    public Quantified {
      iterations = List.copyOf(iterations);
    }
  }

  /// One `name in domain`; `rangeEnd` is present in `name in domain..rangeEnd`.
  record Iteration(String name, Expr domain, Optional<Expr> rangeEnd, Span span) {}

  record ListOf(List<Expr> items, Span span) implements Expr {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  record ContextOf(List<Entry> entries, Span span) implements Expr {
    public ContextOf {
      entries = List.copyOf(entries);
    }

    public record Entry(String key, Expr value, Span keySpan) {}
  }

  /// A range as a value: `[1..5)`; an absent end in `(< 5)` is unbounded.
  record RangeOf(
      boolean lowClosed, Optional<Expr> low, Optional<Expr> high, boolean highClosed, Span span)
      implements Expr {}

  /// `(= value)`, or `(!= value)`: a range that is written as a comparison.
  record PointOf(boolean excepted, Expr value, Span span) implements Expr {}

  record Path(Expr source, String name, Span nameSpan, Span span) implements Expr {}

  record Filter(Expr source, Expr condition, Span span) implements Expr {}

  record Call(Expr function, List<Argument> arguments, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    /// An argument; `name` is present in `f(name: value)`, then in all of them.
    public record Argument(Optional<String> name, Expr value) {}
  }

  record FunctionOf(List<Parameter> parameters, Expr body, boolean external, Span span)
      implements Expr {
    public FunctionOf {
      parameters = List.copyOf(parameters);
    }

    public record Parameter(String name, Optional<TypeName> type, Span span) {}
  }

  /// The unary tests of a decision table's cell or of `in` (grammar rules 7 to 15).
  ///
  /// @param negated whether they stand in `not(…)`
  /// @param tests the tests; empty for `-`, which everything passes
  record UnaryTests(boolean negated, List<UnaryTest> tests, Span span) {
    public UnaryTests {
      tests = List.copyOf(tests);
    }
  }

  /// One test of a cell.
  sealed interface UnaryTest {
    Span span();

    /// `< 5`, and `= 5`, `!= 5`.
    record Compared(ComparisonOperator operator, Expr value, Span span) implements UnaryTest {}

    /// `[1..5]`
    record InRange(RangeOf range, Span span) implements UnaryTest {}

    /// An expression: passed if equal to the value, if the value is in the list or range that it gives, or if it uses
    /// `?` and is true.
    record Expression(Expr value, Span span) implements UnaryTest {}
  }

  /// A type as it was written.
  sealed interface TypeName {
    Span span();

    /// A built-in or item definition's name, dots included.
    record Named(String name, Span span) implements TypeName {}

    record ListNamed(TypeName element, Span span) implements TypeName {}

    record RangeNamed(TypeName element, Span span) implements TypeName {}

    record ContextNamed(List<Field> fields, Span span) implements TypeName {
      public ContextNamed {
        fields = List.copyOf(fields);
      }

      public record Field(String name, TypeName type) {}
    }

    record FunctionNamed(List<TypeName> parameters, TypeName result, Span span)
        implements TypeName {}
  }
}
