package dev.quoin.feel.interpret;

import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Reason;
import dev.quoin.feel.Results;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import dev.quoin.feel.builtin.Calls;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.builtin.Steps;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

// The referee. Faster forms of a program must give its values and raise its problems, the first one
// first. So the order of evaluation is a part of what it promises, and is said here once:
//
//   1. Operands, arguments, list items, entries, range ends: from left to right, all of them, then
//      the operation.
//   2. `and`, `or`: from left to right up to the first operand that decides. Only then an operand
//      that was null or no boolean matters: `null and false` is false, `null and true` is an error
//      at the whole conjunction.
//   3. `if`: the condition, then one branch.
//   4. `for`, `some`, `every`: the first domain, then for each of its values the next domain, then
//      the body. A domain is evaluated again for each value of those before it. `some` and `every`
//      stop at the first body that decides; a body that is null or no boolean is an error at the
//      body where it stands, in a strict program (in plain FEEL a null makes the whole null, unless
//      a later one decides, and what is no boolean at all makes it null at once).
//   5. `filter`: the source, then the condition for each element in order.
//   6. `in`: the subject, then its test; of several tests from left to right up to the first that
//      is passed.
//   7. A call of a function that is a value: the function, then its arguments from left to right.
//      Where that fits, the call is counted, then the body is evaluated.
//   8. Tables: see `Tables`.
//
// In a strict program an operation that gives a null with a reason ends the evaluation, at the
// operation's own span. A null without a reason is a value: `if`, lists, contexts, equality, paths
// and arguments of type Any pass it on.

/// Evaluates a typed tree by walking it: slow and obvious.
///
/// One interpreter is one evaluation: it counts the iterations of all expressions that it is asked for.
public final class Interpreter {

  /// The most values that iteration variables and filters may take in one evaluation.
  public static final int MAX_ITERATIONS = 1_000_000;

  /// How many calls of functions that are values may be in each other.
  public static final int MAX_DEPTH = 256;

  private final Mode mode;
  private final Host host;
  private int iterations;
  private int depth;

  public Interpreter(Mode mode, Host host) {
    this.mode = mode;
    this.host = host;
  }

  /// The value of an expression.
  ///
  /// @param locals the local variables by slot; slots that the expression fills itself may hold Java's null
  /// @throws EvaluationException in a strict program, for an error that FEEL would have turned into null
  public Value evaluate(TypedExpr expr, Value[] locals) {
    return switch (expr) {
      case TypedExpr.Constant constant -> constant.value();
      case TypedExpr.Local local -> locals[local.slot()];
      case TypedExpr.Global global -> host.global(global.index());
      case TypedExpr.Negate negate ->
          checked(Operators.negate(evaluate(negate.operand(), locals)), negate.span());
      case TypedExpr.Arithmetic arithmetic ->
          checked(arithmetic(arithmetic, locals), arithmetic.span());
      case TypedExpr.Comparison comparison ->
          checked(comparison(comparison, locals), comparison.span());
      case TypedExpr.And and ->
          checked(junction(and.operands(), Value.FALSE, "and", locals), and.span());
      case TypedExpr.Or or -> checked(junction(or.operands(), Value.TRUE, "or", locals), or.span());
      case TypedExpr.In in -> in(in, locals);
      case TypedExpr.InstanceOf instance ->
          Value.of(Operators.instanceOf(evaluate(instance.value(), locals), instance.asked()));
      case TypedExpr.If choice ->
          evaluate(
              isTrue(choice.condition(), "if", locals) ? choice.then() : choice.otherwise(),
              locals);
      case TypedExpr.For loop -> loop(loop, locals);
      case TypedExpr.Quantified quantified -> quantified(quantified, locals);
      case TypedExpr.ListOf list -> new Value.Items(List.of(all(list.items(), locals)));
      case TypedExpr.ContextOf context -> context(context, locals);
      case TypedExpr.RangeOf range -> checked(range(range, locals), range.span());
      case TypedExpr.Path path -> path(path, locals);
      case TypedExpr.Filter filter -> filter(filter, locals);
      case TypedExpr.Index index -> {
        Value source = evaluate(index.source(), locals);
        yield checked(Operators.at(source, evaluate(index.position(), locals)), index.span());
      }
      case TypedExpr.CallBuiltin call ->
          checked(call.builtin().apply(all(call.arguments(), locals), host.moment()), call.span());
      case TypedExpr.CallFunction call ->
          host.function(call.index(), all(call.arguments(), locals));
      case TypedExpr.CallNative call ->
          checked(call.function().call(all(call.arguments(), locals)), call.span());
      case TypedExpr.FunctionOf function -> function(function, locals);
      case TypedExpr.FunctionValue function ->
          new Value.Function(
              function.parameters(),
              function.result(),
              mode,
              arguments -> counted(() -> host.function(function.index(), arguments)));
      case TypedExpr.CallValue call -> {
        Value function = evaluate(call.function(), locals);
        yield checked(
            Calls.call(function, call.names(), all(call.arguments(), locals)), call.span());
      }
      case TypedExpr.Conform conform -> {
        Value value = evaluate(conform.value(), locals);
        yield checked(
            mode == Mode.STRICT
                ? Operators.conformStrictly(value, conform.type(), conform.what())
                : Operators.conform(value, conform.type(), conform.what()),
            conform.span());
      }
      case TypedExpr.Table table -> new Tables(this, host, mode).answer(table, locals);
    };
  }

  /// The value, unless it is a null with a reason in a strict program: that ends the evaluation.
  Value checked(Value value, Span span) {
    if (mode == Mode.STRICT && value instanceof Value.Null nothing && nothing.cause() != null) {
      throw new EvaluationException(nothing.cause(), span);
    }
    return value;
  }

  /// All values, from left to right.
  Value[] all(List<TypedExpr> exprs, Value[] locals) {
    Value[] values = new Value[exprs.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluate(exprs.get(i), locals);
    }
    return values;
  }

  private Value arithmetic(TypedExpr.Arithmetic arithmetic, Value[] locals) {
    Value left = evaluate(arithmetic.left(), locals);
    Value right = evaluate(arithmetic.right(), locals);
    return switch (arithmetic.operator()) {
      case PLUS -> Operators.add(left, right);
      case MINUS -> Operators.subtract(left, right);
      case TIMES -> Operators.multiply(left, right);
      case DIVIDED_BY -> Operators.divide(left, right);
      case POWER -> Operators.power(left, right);
    };
  }

  private Value comparison(TypedExpr.Comparison comparison, Value[] locals) {
    Value left = evaluate(comparison.left(), locals);
    Value right = evaluate(comparison.right(), locals);
    return switch (comparison.operator()) {
      case EQUAL -> Operators.equal(left, right);
      case NOT_EQUAL -> negated(Operators.equal(left, right));
      case LESS -> Operators.less(left, right);
      case LESS_OR_EQUAL -> Operators.lessOrEqual(left, right);
      case GREATER -> Operators.greater(left, right);
      case GREATER_OR_EQUAL -> Operators.greaterOrEqual(left, right);
    };
  }

  private static Value negated(Value truth) {
    return truth instanceof Value.Bool bool ? Value.of(!bool.value()) : truth;
  }

  private Value junction(
      List<TypedExpr> operands, Value.Bool deciding, String operator, Value[] locals) {
    Value undecided = null;
    for (TypedExpr operand : operands) {
      Value value = evaluate(operand, locals);
      if (value.equals(deciding)) {
        return deciding;
      }
      if (undecided == null && !(value instanceof Value.Bool)) {
        undecided = notABoolean(value, operator);
      }
    }
    return undecided != null ? undecided : Value.of(!deciding.value());
  }

  static Value.Null notABoolean(Value value, String where) {
    return value instanceof Value.Null nothing && nothing.cause() != null
        ? nothing
        : Value.error(
            "not-a-boolean",
            "`" + where + "` was given " + Values.quoted(value) + " (expected: true or false)");
  }

  /// Whether a condition is true; in a strict program it must be true or false.
  boolean isTrue(TypedExpr condition, String where, Value[] locals) {
    Value value = evaluate(condition, locals);
    if (!(value instanceof Value.Bool)) {
      checked(notABoolean(value, where), condition.span());
    }
    return value.equals(Value.TRUE);
  }

  // Functions.

  private Value function(TypedExpr.FunctionOf function, Value[] locals) {
    Value[] kept = locals.clone();
    return new Value.Function(
        function.parameters(),
        function.result(),
        mode,
        arguments ->
            counted(() -> {
              Value[] own = kept.clone();
              for (int i = 0; i < arguments.length; i++) {
                own[function.slots().get(i)] = arguments[i];
              }
              return evaluate(function.body(), own);
            }));
  }

  /// A call of a function that is a value: it counts as an iteration, and only so many may be in each other.
  private Value counted(Supplier<Value> call) {
    if (iterations == MAX_ITERATIONS) {
      return spent();
    }
    if (depth == MAX_DEPTH) {
      return tooDeep();
    }
    iterations++;
    depth++;
    try {
      return call.get();
    } catch (StackOverflowError overflow) {
      // Bodies that are deep themselves: the outermost call, below which there is room again,
      // answers.
      if (depth > 1) {
        throw overflow;
      }
      return tooDeep();
    } finally {
      depth--;
    }
  }

  /// The error that there were too many iterations.
  public static Value.Null spent() {
    return Value.error("too-large", "this evaluation takes more than 1,000,000 iterations");
  }

  /// The error that functions call each other too deep.
  public static Value.Null tooDeep() {
    return Value.error("too-deep", "functions call each other more than 256 deep");
  }

  // Tests.

  private Value in(TypedExpr.In in, Value[] locals) {
    Value subject = evaluate(in.subject(), locals);
    locals[in.subjectSlot()] = subject;
    return checked(ask(in.test(), subject, locals), in.span());
  }

  /// Whether a subject passes the test of a table's cell, as [Tables] has it.
  ///
  /// @param locals read by the test's conditions alone
  public boolean passesCell(CellTest test, Value subject, Value[] locals) {
    return new Tables(this, host, mode).passes(test, subject, locals);
  }

  /// Whether the test of a cell is an expression, or has one within: it is asked in its own table alone.
  public static boolean hasCondition(CellTest test) {
    return Tables.hasCondition(test);
  }

  /// Whether a subject passes a test, with three answers: true, false, or the error why that cannot be said.
  ///
  /// A set of points, or of tests, is passed if one is; if none is, an error of one is the answer, the first one's.
  Value ask(CellTest test, Value subject, Value[] locals) {
    return switch (test) {
      case CellTest.Any _ -> Value.TRUE;
      case CellTest.Points points -> askPoints(points, subject);
      case CellTest.Interval interval ->
          Operators.asks(
              subject,
              interval.lowClosed(),
              interval.low(),
              interval.high(),
              interval.highClosed());
      case CellTest.AnyOf anyOf -> {
        Value answer = Value.FALSE;
        for (CellTest one : anyOf.tests()) {
          Value value = ask(one, subject, locals);
          if (value.equals(Value.TRUE)) {
            yield value;
          }
          if (answer.equals(Value.FALSE)) {
            answer = value;
          }
        }
        yield answer;
      }
      case CellTest.Not not -> negated(ask(not.test(), subject, locals));
      case CellTest.Holds holds -> {
        Value value = evaluate(holds.condition(), locals);
        yield value instanceof Value.Bool
            ? value
            : checked(notABoolean(value, "a test"), holds.condition().span());
      }
    };
  }

  private static Value askPoints(CellTest.Points points, Value subject) {
    Value answer = Value.FALSE;
    for (Value point : points.values()) {
      Value equal = Operators.equal(subject, point);
      if (equal.equals(Value.TRUE)) {
        return equal;
      }
      if (answer.equals(Value.FALSE)) {
        answer = equal;
      }
    }
    return answer;
  }

  // Iterations.

  private Value loop(TypedExpr.For loop, Value[] locals) {
    Results results = new Results();
    Value.Null failed =
        iterate(
            loop.iterations(),
            0,
            loop.span(),
            locals,
            () -> {
              if (loop.partialSlot() >= 0) {
                locals[loop.partialSlot()] = results.soFar();
              }
              results.add(evaluate(loop.result(), locals));
              return true;
            });
    return failed != null ? failed : results.soFar();
  }

  private Value quantified(TypedExpr.Quantified quantified, Value[] locals) {
    Value.Bool deciding = Value.of(!quantified.every());
    String name = quantified.every() ? "every" : "some";
    Value[] answer = {Value.of(quantified.every())};
    Value.Null failed =
        iterate(
            quantified.iterations(),
            0,
            quantified.span(),
            locals,
            () -> {
              Value value = evaluate(quantified.condition(), locals);
              if (!(value instanceof Value.Bool)) {
                Value.Null undecided = notABoolean(value, name);
                checked(undecided, quantified.condition().span());
                answer[0] = answer[0] instanceof Value.Null ? answer[0] : undecided;
                return value instanceof Value.Null;
              }
              if (value.equals(deciding)) {
                answer[0] = value;
                return false;
              }
              return true;
            });
    return failed != null ? failed : answer[0];
  }

  /// What is done for each combination of values; false ends the iteration.
  private interface Body {
    boolean next();
  }

  /// Runs over the variables from the `depth`th on; the answer is an error of a domain, or Java's null.
  private Value.@Nullable Null iterate(
      List<TypedExpr.Iteration> variables, int depth, Span span, Value[] locals, Body body) {
    return new Walk(variables, span, locals, body).from(depth);
  }

  private final class Walk {
    private final List<TypedExpr.Iteration> variables;
    private final Span span;
    private final Value[] locals;
    private final Body body;
    private boolean ended;

    Walk(List<TypedExpr.Iteration> variables, Span span, Value[] locals, Body body) {
      this.variables = variables;
      this.span = span;
      this.locals = locals;
      this.body = body;
    }

    Value.@Nullable Null from(int depth) {
      if (depth == variables.size()) {
        ended = !body.next();
        return null;
      }
      TypedExpr.Iteration variable = variables.get(depth);
      Steps steps = steps(variable, locals);
      if (steps.error() != null) {
        checked(steps.error(), variable.span());
        return steps.error();
      }
      for (long i = 0; i < steps.size() && !ended; i++) {
        Value.Null spent = spend(span);
        if (spent != null) {
          return spent;
        }
        locals[variable.slot()] = steps.get(i);
        Value.Null failed = from(depth + 1);
        if (failed != null) {
          return failed;
        }
      }
      return null;
    }
  }

  private Steps steps(TypedExpr.Iteration variable, Value[] locals) {
    Value domain = evaluate(variable.domain(), locals);
    return variable.rangeEnd() == null
        ? Operators.steps(domain)
        : Operators.steps(domain, evaluate(variable.rangeEnd(), locals));
  }

  /// Counts an iteration, before the variable takes its value; the error that there were too many, or Java's null.
  private Value.@Nullable Null spend(Span span) {
    if (iterations == MAX_ITERATIONS) {
      Value.Null spent = spent();
      checked(spent, span);
      return spent;
    }
    iterations++;
    return null;
  }

  private Value filter(TypedExpr.Filter filter, Value[] locals) {
    Value source = evaluate(filter.source(), locals);
    if (source instanceof Value.Null nothing) {
      return checked(
          nothing.cause() != null
              ? nothing
              : Value.error("null-argument", "a filter was given null (expected: a list)"),
          filter.span());
    }
    List<Value> kept = new ArrayList<>();
    for (Value item : Operators.items(source)) {
      Value.Null spent = spend(filter.span());
      if (spent != null) {
        return spent;
      }
      locals[filter.itemSlot()] = item;
      if (isTrue(filter.condition(), "a filter", locals)) {
        kept.add(item);
      }
    }
    return new Value.Items(kept);
  }

  // Contexts, ranges, paths.

  private Value context(TypedExpr.ContextOf context, Value[] locals) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (TypedExpr.ContextOf.Entry entry : context.entries()) {
      Value value = evaluate(entry.value(), locals);
      if (entry.slot() >= 0) {
        locals[entry.slot()] = value;
      }
      entries.put(entry.key(), value);
    }
    return context.result() != null
        ? evaluate(context.result(), locals)
        : new Value.Context(entries);
  }

  private Value range(TypedExpr.RangeOf range, Value[] locals) {
    Value low = range.low() == null ? null : evaluate(range.low(), locals);
    Value high = range.high() == null ? null : evaluate(range.high(), locals);
    return Operators.range(range.lowClosed(), low, high, range.highClosed());
  }

  private Value path(TypedExpr.Path path, Value[] locals) {
    Value value = Operators.property(evaluate(path.source(), locals), path.name());
    Reason reason = mode == Mode.STRICT ? Operators.failure(value) : null;
    if (reason != null) {
      throw new EvaluationException(reason, path.span());
    }
    return value;
  }
}
