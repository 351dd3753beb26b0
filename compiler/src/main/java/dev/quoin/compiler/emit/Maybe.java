package dev.quoin.compiler.emit;

import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Program;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which numbers of a plain program travel in longs although they may be null: those that arithmetic has made, for a box
/// around them would be a new object. What comes boxed, from inputs, lists and contexts, stays so until arithmetic wants
/// it.
///
/// In a strict program no result of arithmetic is null, so that there is nothing to ask.
final class Maybe {
  private final Program program;
  private final Form form;
  private final Map<Integer, Boolean> decisions = new HashMap<>();

  Maybe(Program program, Form form) {
    this.program = program;
    this.form = form;
  }

  /// How the value of an input or a decision lies in its field, or in its column: there inputs come packed, too.
  Repr of(Program.Global global) {
    boolean maybe =
        isOpen(global.type(), global.nullable())
            && (global instanceof Program.Decision decision
                ? isMade(decision)
                : form == Form.COLUMNS);
    return maybe ? Repr.MAYBE : Repr.of(global.type(), global.nullable());
  }

  /// How an expression's value lies in a column.
  Repr inColumn(TypedExpr expr) {
    return inColumn(expr.type(), expr.nullable());
  }

  Repr inColumn(Type type, boolean nullable) {
    return isOpen(type, nullable) ? Repr.MAYBE : Repr.of(type, nullable);
  }

  private boolean isMade(Program.Decision decision) {
    Boolean known = decisions.get(decision.index());
    if (known == null) {
      known = isMaybe(decision.body(), null);
      decisions.put(decision.index(), known);
    }
    return known;
  }

  /// Whether the expression makes such a number, or reads one.
  ///
  /// @param method whose variables are meant; Java's null where there are none
  boolean isMaybe(TypedExpr expr, @Nullable MethodEmitter method) {
    if (!isOpen(expr.type(), expr.nullable())) {
      return false;
    }
    return switch (expr) {
      case TypedExpr.Arithmetic arithmetic ->
          arithmetic.operator() != ArithmeticOperator.POWER
              && (areNumbers(arithmetic) || MethodEmitter.isRatioOfDurations(arithmetic));
      case TypedExpr.CallBuiltin call ->
          BuiltinEmitter.mode(call) != null
              && call.arguments().getFirst().type().equals(Type.Simple.NUMBER);
      case TypedExpr.Path path -> MethodEmitter.isPartOfDate(path);
      case TypedExpr.Global global -> of(program.globals().get(global.index())) == Repr.MAYBE;
      case TypedExpr.Local local -> method != null && method.isMaybe(local.slot());
      case TypedExpr.If choice ->
          isMaybe(choice.then(), method) || isMaybe(choice.otherwise(), method);
      case TypedExpr.Table table -> isMade(table);
      case TypedExpr.Constant _,
          TypedExpr.Negate _,
          TypedExpr.Comparison _,
          TypedExpr.And _,
          TypedExpr.Or _,
          TypedExpr.In _,
          TypedExpr.InstanceOf _,
          TypedExpr.For _,
          TypedExpr.Quantified _,
          TypedExpr.ListOf _,
          TypedExpr.ContextOf _,
          TypedExpr.RangeOf _,
          TypedExpr.Filter _,
          TypedExpr.Index _,
          TypedExpr.CallFunction _,
          TypedExpr.CallNative _,
          TypedExpr.FunctionOf _,
          TypedExpr.FunctionValue _,
          TypedExpr.CallValue _,
          TypedExpr.Conform _ ->
          false;
    };
  }

  private boolean isOpen(Type type, boolean nullable) {
    return program.mode() == Mode.PLAIN && nullable && type.equals(Type.Simple.NUMBER);
  }

  private static boolean areNumbers(TypedExpr.Arithmetic arithmetic) {
    return arithmetic.left().type().equals(Type.Simple.NUMBER)
        && arithmetic.right().type().equals(Type.Simple.NUMBER);
  }

  /// A table of one answer of which some are made by arithmetic; constants are boxed once and for all.
  private boolean isMade(TypedExpr.Table table) {
    return isOpen(table.type(), table.nullable())
        && table.outputs().size() == 1
        && (table.hitPolicy() == HitPolicy.FIRST || table.hitPolicy() == HitPolicy.UNIQUE)
        && table.rules().stream()
            .map(rule -> rule.entries().getFirst())
            .anyMatch(entry -> isMaybe(entry, null))
        && table.rules().stream()
            .map(rule -> rule.entries().getFirst())
            .allMatch(entry -> isMaybe(entry, null) || isNumber(entry));
  }

  private static boolean isNumber(TypedExpr entry) {
    return entry instanceof TypedExpr.Constant constant
        && constant.value() instanceof Value.Num number
        && Packed.isNumber(Packed.of(number.value()));
  }
}
