package dev.quoin.ratebook.value;

import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.interpret.Host;
import dev.quoin.feel.interpret.Interpreter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evaluates what stands before a price: what inputs allow, what has to hold between them, how one is made of others.
public final class Conditions {
  /// How many variables the test of an item definition may use; `?` is the first.
  private static final int TEST_SLOTS = 256;

  private static final Moment NO_MOMENT = new Moment(Instant.EPOCH, ZoneOffset.UTC);
  private static final Span NOWHERE = new Span(new Source(new Place("", 0, 0), ""), 0, 0);

  private Conditions() {}

  /// Whether a value passes the test of its allowed values.
  public static boolean allows(CellTest test, Value value) {
    if (test instanceof CellTest.Any) {
      return true;
    }
    if (test instanceof CellTest.Points points && value instanceof Value.Text) {
      return points.values().contains(value); // equal texts are equal in FEEL's sense, too
    }
    return interpreted(test, value);
  }

  /// The same, asked of the interpreter.
  static boolean interpreted(CellTest test, Value value) {
    TypedExpr subject = new TypedExpr.Local(0, "?", Type.Simple.ANY, true, NOWHERE);
    Value[] locals = locals(slots(test));
    locals[0] = value;
    return new Interpreter(Mode.PLAIN, new Inputs(new Value[0], NO_MOMENT))
        .evaluate(new TypedExpr.In(subject, 0, test, true, NOWHERE), locals)
        .equals(Value.TRUE);
  }

  /// Whether a value passes the test of a table's cell, which is no condition.
  public static boolean passesCell(CellTest test, Value value) {
    return new Interpreter(Mode.STRICT, new Inputs(new Value[0], NO_MOMENT))
        .passesCell(test, value, new Value[0]);
  }

  /// The question whether an input passes a test, as an expression of its program.
  public static TypedExpr passes(Program.Input input, CellTest test) {
    TypedExpr subject =
        new TypedExpr.Global(input.index(), input.name(), input.type(), true, NOWHERE);
    return new TypedExpr.In(subject, 0, test, true, NOWHERE);
  }

  /// How many variables a test may use, its subject among them.
  public static int slots(CellTest test) {
    return asksMore(test) ? TEST_SLOTS : 1;
  }

  /// Whether a test uses variables of its own, beside `?`.
  private static boolean asksMore(CellTest test) {
    return switch (test) {
      case CellTest.Any _, CellTest.Points _, CellTest.Interval _ -> false;
      case CellTest.AnyOf anyOf -> {
        for (CellTest one : anyOf.tests()) {
          if (asksMore(one)) {
            yield true;
          }
        }
        yield false;
      }
      case CellTest.Not not -> asksMore(not.test());
      case CellTest.Holds _ -> true;
    };
  }

  /// The texts that a test lets pass, where it names single ones.
  public static List<String> texts(CellTest test) {
    List<String> texts = new ArrayList<>();
    if (test instanceof CellTest.Points points) {
      for (Value value : points.values()) {
        if (value instanceof Value.Text text) {
          texts.add(text.value());
        }
      }
    }
    return texts;
  }

  /// Whether a condition over the inputs is true.
  ///
  /// @param inputs by the index of the global
  /// @throws EvaluationException where it cannot be said
  public static boolean holds(TypedExpr condition, int slots, Value[] inputs, Moment moment) {
    return value(condition, slots, inputs, moment).equals(Value.TRUE);
  }

  /// The value of an expression over the inputs that asks no clock.
  ///
  /// @throws EvaluationException where there is none
  public static Value value(TypedExpr expr, int slots, Value[] inputs) {
    return value(expr, slots, inputs, NO_MOMENT);
  }

  /// The value of an expression over the inputs at a moment.
  ///
  /// @throws EvaluationException where there is none
  public static Value value(TypedExpr expr, int slots, Value[] inputs, Moment moment) {
    return new Interpreter(Mode.STRICT, new Inputs(inputs, moment)).evaluate(expr, locals(slots));
  }

  private static Value[] locals(int slots) {
    Value[] locals = new Value[slots];
    Arrays.fill(locals, Value.NULL);
    return locals;
  }

  /// Nothing but inputs.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Inputs(Value[] values, Moment moment) implements Host {
    @Override
    public Value global(int index) {
      return values[index];
    }

    @Override
    public Value function(int index, Value[] arguments) {
      throw new IllegalStateException("a condition calls no business knowledge model");
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {}
  }
}
