package dev.quoin.feel.check;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Place;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression whose names are resolved and whose types are known: what the interpreter walks and what the compiler
/// compiles. Decision tables are expressions too, so that a whole model is made of this one tree.
///
/// `type` is what the value is unless it is null; `nullable` tells whether it may be null. Where a strict program meets
/// an error, the evaluation ends: there the result of an operation is never null, and `nullable` is false.
public sealed interface TypedExpr {
  Span span();

  Type type();

  boolean nullable();

  /// A value that is known now.
  record Constant(Value value, Type type, Span span) implements TypedExpr {
    @Override
    public boolean nullable() {
      return value instanceof Value.Null;
    }
  }

  /// A local variable of the enclosing definition: a parameter, an iterator, an earlier entry, `?`. Slots are numbered
  /// from 0 within a definition and never used twice.
  record Local(int slot, String name, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  /// An input or a decision of the program, by its index there.
  record Global(int index, String name, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  record Negate(TypedExpr operand, Type type, boolean nullable, Span span) implements TypedExpr {}

  /// Addition of numbers, durations, dates, strings; the operands' types say which.
  record Arithmetic(
      ArithmeticOperator operator,
      TypedExpr left,
      TypedExpr right,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {}

  record Comparison(
      ComparisonOperator operator, TypedExpr left, TypedExpr right, boolean nullable, Span span)
      implements TypedExpr {
    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }
  }

  /// Three-valued conjunction of `operands`, from left to right, which stops at the first false.
  record And(List<TypedExpr> operands, boolean nullable, Span span) implements TypedExpr {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }
  }

  /// Three-valued disjunction of `operands`, from left to right, which stops at the first true.
  record Or(List<TypedExpr> operands, boolean nullable, Span span) implements TypedExpr {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }
  }

  /// Whether the subject passes a test: `in`, and `between`.
  record In(TypedExpr subject, int subjectSlot, CellTest test, boolean nullable, Span span)
      implements TypedExpr {
    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }
  }

  record InstanceOf(TypedExpr value, Type asked, Span span) implements TypedExpr {
    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }

    @Override
    public boolean nullable() {
      return false;
    }
  }

  /// Evaluates only the chosen branch. A condition that is not true chooses `otherwise`; in a strict program a
  /// condition that is null is an error.
  record If(
      TypedExpr condition,
      TypedExpr then,
      TypedExpr otherwise,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {}

  /// One list, the results in order. Each iteration may use the variables of those before it.
  ///
  /// @param partialSlot where the list of results so far is kept, for the name `partial`; -1 where it is not used
  record For(
      List<Iteration> iterations,
      int partialSlot,
      TypedExpr result,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {
    public For {
      iterations = List.copyOf(iterations);
    }
  }

  record Quantified(
      boolean every, List<Iteration> iterations, TypedExpr condition, boolean nullable, Span span)
      implements TypedExpr {
    public Quantified {
      iterations = List.copyOf(iterations);
    }

    @Override
    public Type type() {
      return Type.Simple.BOOLEAN;
    }
  }

  /// What a variable runs over.
  ///
  /// @param slot the variable
  /// @param domain a list, or the first whole number (or day) where `rangeEnd` is there
  /// @param rangeEnd the last one, inclusive; smaller than the first: downwards; or null
  record Iteration(
      int slot, TypedExpr domain, @Nullable TypedExpr rangeEnd, Type elementType, Span span) {}

  record ListOf(List<TypedExpr> items, Type type, Span span) implements TypedExpr {
    public ListOf {
      items = List.copyOf(items);
    }

    @Override
    public boolean nullable() {
      return false;
    }
  }

  /// A context literal or boxed context; each entry is also a local variable for those behind it.
  ///
  /// @param result what the whole is instead of the context: a boxed context's last, nameless entry; or null
  record ContextOf(
      List<Entry> entries, @Nullable TypedExpr result, Type type, boolean nullable, Span span)
      implements TypedExpr {
    public ContextOf {
      entries = List.copyOf(entries);
    }

    public record Entry(String key, int slot, TypedExpr value) {}
  }

  record RangeOf(
      boolean lowClosed,
      @Nullable TypedExpr low,
      @Nullable TypedExpr high,
      boolean highClosed,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {}

  /// An entry of a context, a property of a temporal value or range; over a list: of each element.
  record Path(TypedExpr source, String name, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  /// The elements of a list for which the condition is true. What is not a list is a list of one.
  ///
  /// @param itemSlot where the element is kept while the condition is asked; its entries were resolved to `Path`s
  record Filter(
      TypedExpr source, int itemSlot, TypedExpr condition, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  /// The element at a position, from 1; negative ones count from the end.
  record Index(TypedExpr source, TypedExpr position, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  /// A call of a built-in function. The arguments are in the order of the signature; omitted optional ones are absent
  /// at the end, or `Value.NULL` constants in the middle.
  record CallBuiltin(
      Builtin builtin, List<TypedExpr> arguments, Type type, boolean nullable, Span span)
      implements TypedExpr {
    public CallBuiltin {
      arguments = List.copyOf(arguments);
    }
  }

  /// A call of a business knowledge model, by its index in the program.
  record CallFunction(
      int index, String name, List<TypedExpr> arguments, Type type, boolean nullable, Span span)
      implements TypedExpr {
    public CallFunction {
      arguments = List.copyOf(arguments);
    }
  }

  /// A call of a function of the host: the body of a business knowledge model that a calendar was bound to.
  record CallNative(
      NativeFunction function, List<TypedExpr> arguments, Type type, boolean nullable, Span span)
      implements TypedExpr {
    public CallNative {
      arguments = List.copyOf(arguments);
    }
  }

  /// A function as a value: what it reads of the local variables around it, it keeps as they are when it is made.
  ///
  /// @param slots the slots of the parameters
  record FunctionOf(
      List<Value.Function.Parameter> parameters,
      List<Integer> slots,
      TypedExpr body,
      Type type,
      Span span)
      implements TypedExpr {
    public FunctionOf {
      parameters = List.copyOf(parameters);
      slots = List.copyOf(slots);
    }

    @Override
    public boolean nullable() {
      return false;
    }

    /// The type of what it answers.
    public Type result() {
      return ((Type.FunctionType) type).result();
    }
  }

  /// A business knowledge model as a value, by its index in the program.
  record FunctionValue(
      int index, String name, List<Value.Function.Parameter> parameters, Type type, Span span)
      implements TypedExpr {
    public FunctionValue {
      parameters = List.copyOf(parameters);
    }

    @Override
    public boolean nullable() {
      return false;
    }

    /// The type of what it answers.
    public Type result() {
      return ((Type.FunctionType) type).result();
    }
  }

  /// A call of a function that is a value.
  ///
  /// @param names the parameters that the arguments are for, one each; empty where arguments stand in order
  record CallValue(
      TypedExpr function,
      List<String> names,
      List<TypedExpr> arguments,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {
    public CallValue {
      names = List.copyOf(names);
      arguments = List.copyOf(arguments);
    }
  }

  /// The value as one of the type: as it is where it conforms, the only element of a list of one, a list of one for a
  /// list's element, midnight UTC for a date where a date and time is wanted (DMN 1.5, 10.3.2.9.4); else an error.
  ///
  /// @param what whose type it is, for the problem: "decision `total`"
  record Conform(TypedExpr value, String what, Type type, boolean nullable, Span span)
      implements TypedExpr {}

  /// A decision table or a rate table.
  ///
  /// @param name the decision's, business knowledge model's or rate table's name
  /// @param file where the rules live: the model, or the CSV file
  /// @param defaults the default output entries, one per output, or empty where the table has none
  record Table(
      String name,
      String file,
      List<Column> columns,
      List<Output> outputs,
      List<Rule> rules,
      HitPolicy hitPolicy,
      List<TypedExpr> defaults,
      Type type,
      boolean nullable,
      Span span)
      implements TypedExpr {
    public Table {
      columns = List.copyOf(columns);
      outputs = List.copyOf(outputs);
      rules = List.copyOf(rules);
      defaults = List.copyOf(defaults);
    }

    /// An input column.
    ///
    /// @param subject what is tested
    /// @param slot where the tested value is kept for tests that are expressions (`?`)
    public record Column(String label, TypedExpr subject, int slot) {}

    /// An output column; `allowed` are its allowed values in order of priority, empty where none are declared.
    public record Output(String name, Type type, List<Value> allowed) {
      public Output {
        allowed = List.copyOf(allowed);
      }
    }

    /// A rule: one test per column, one entry per output.
    ///
    /// @param number the rule's number in its table, from 1
    /// @param place where the rule stands
    public record Rule(int number, List<CellTest> tests, List<TypedExpr> entries, Place place) {
      public Rule {
        tests = List.copyOf(tests);
        entries = List.copyOf(entries);
      }
    }
  }

  /// The test of one cell. All but `Holds` are made of values that are known now: these can be indexed.
  sealed interface CellTest {

    /// `-`: passed by everything, null included.
    record Any() implements CellTest {}

    /// Equal to one of the values, in FEEL's sense; null passes only where null is named.
    record Points(List<Value> values) implements CellTest {
      public Points {
        values = List.copyOf(values);
      }
    }

    /// Between two values of an ordered type; a null end (Java's) is unbounded. Null does not pass.
    record Interval(
        boolean lowClosed, @Nullable Value low, @Nullable Value high, boolean highClosed)
        implements CellTest {}

    /// Passes at least one.
    record AnyOf(List<CellTest> tests) implements CellTest {
      public AnyOf {
        tests = List.copyOf(tests);
      }
    }

    /// `not(…)`: does not pass; null passes unless the test names it.
    record Not(CellTest test) implements CellTest {}

    /// An expression that is true: it may use the column's slot and any variable.
    record Holds(TypedExpr condition) implements CellTest {}
  }
}
