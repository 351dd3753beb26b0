package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Emits calls of built-in functions: the general way through `Builtin.apply`, and, for numbers that are known to be
/// there, straight to their arithmetic.
final class BuiltinEmitter {
  private static final ClassDesc NUMBER = ConstantDescs.CD_long;
  private static final ClassDesc BUILTIN = Builtin.class.describeConstable().orElseThrow();
  private static final ClassDesc MOMENT = Moment.class.describeConstable().orElseThrow();
  private static final ClassDesc ROUNDING = RoundingMode.class.describeConstable().orElseThrow();

  private final MethodEmitter method;
  private final CodeBuilder code;

  BuiltinEmitter(MethodEmitter method) {
    this.method = method;
    this.code = method.code();
  }

  void call(TypedExpr.CallBuiltin call) {
    if ((Repr.of(call) == Repr.NUMBER && fast(call)) || negation(call) || ofThose(call)) {
      return;
    }
    method.emitter().constants().load(code, call.builtin(), BUILTIN);
    method.values(call.arguments());
    code.aload(0).getfield(RUN, "moment", MOMENT);
    code.invokevirtual(BUILTIN, "apply", MethodTypeDesc.of(VALUE, VALUE.arrayType(), MOMENT));
    method.finish(call);
  }

  /// Emits the short way of a function of dates or lists where all arguments are known to be there.
  private boolean ofThose(TypedExpr.CallBuiltin call) {
    List<TypedExpr> arguments = call.arguments();
    if (!method.strict() || arguments.stream().anyMatch(TypedExpr::nullable)) {
      return false;
    }
    return switch (call.builtin().feelName()) {
      case "date" ->
          areAll(arguments, 1, Type.Simple.DATE_TIME)
              && run("date", arguments, MethodTypeDesc.of(VALUE, VALUE));
      case "years and months duration" ->
          areAll(arguments, 2, Type.Simple.DATE)
              && run("months", arguments, MethodTypeDesc.of(VALUE, VALUE, VALUE));
      case "concatenate" -> {
        boolean lists =
            arguments.size() == 2
                && arguments.stream()
                    .allMatch(argument -> argument.type() instanceof Type.ListType);
        if (lists) {
          arguments.forEach(method::emitBoxed);
          method.site(call.span());
          code.invokestatic(
              RUN,
              "concatenated",
              MethodTypeDesc.of(VALUE, VALUE, VALUE, RUN, ConstantDescs.CD_int));
        }
        yield lists;
      }
      default -> false;
    };
  }

  private static boolean areAll(List<TypedExpr> arguments, int count, Type type) {
    return arguments.size() == count
        && arguments.stream().allMatch(argument -> argument.type().equals(type));
  }

  private boolean run(String name, List<TypedExpr> arguments, MethodTypeDesc type) {
    arguments.forEach(method::emitBoxed);
    code.invokestatic(RUN, name, type);
    return true;
  }

  private boolean negation(TypedExpr.CallBuiltin call) {
    if (call.builtin() != Builtin.NOT
        || Repr.of(call) != Repr.TRUTH
        || Repr.of(call.arguments().getFirst()) != Repr.TRUTH) {
      return false;
    }
    method.emit(call.arguments().getFirst());
    code.iconst_1().ixor();
    return true;
  }

  /// Emits the short way where there is one.
  private boolean fast(TypedExpr.CallBuiltin call) {
    List<TypedExpr> arguments = call.arguments();
    if (call.builtin() == Builtin.SUM && arguments.size() == 1) {
      return sum(call, arguments.getFirst());
    }
    boolean numbers =
        !arguments.isEmpty()
            && !method.emitter().cuts().isWide(arguments)
            && arguments.stream().allMatch(argument -> Repr.of(argument) == Repr.NUMBER);
    if (!numbers) {
      return false;
    }
    RoundingMode mode = mode(call);
    if (mode != null) {
      return rounding(arguments, scale(arguments).orElseThrow(), mode);
    }
    return switch (call.builtin().feelName()) {
      case "min" -> extreme(arguments, true);
      case "max" -> extreme(arguments, false);
      default -> false;
    };
  }

  /// How a function rounds, and Java's null where it does not or does it to a scale that is not known and near, as every
  /// real one is: that goes the general way.
  static @Nullable RoundingMode mode(TypedExpr.CallBuiltin call) {
    if (scale(call.arguments()).isEmpty()) {
      return null;
    }
    return switch (call.builtin().feelName()) {
      case "floor" -> RoundingMode.FLOOR;
      case "ceiling" -> RoundingMode.CEILING;
      case "round half up" -> RoundingMode.HALF_UP;
      case "round half down" -> RoundingMode.HALF_DOWN;
      case "round up" -> RoundingMode.UP;
      case "round down" -> RoundingMode.DOWN;
      case "decimal" -> RoundingMode.HALF_EVEN;
      default -> null;
    };
  }

  /// The scale that a function is given second, or has without.
  private static OptionalInt scale(List<TypedExpr> arguments) {
    if (arguments.size() == 1) {
      return OptionalInt.of(0);
    }
    return arguments.size() == 2
            && arguments.get(1) instanceof TypedExpr.Constant constant
            && constant.value() instanceof Value.Num number
            && number.value().isInteger()
            && number.value().abs().compareTo(Decimal.of(18)) <= 0
        ? OptionalInt.of((int) number.value().longValueExact())
        : OptionalInt.empty();
  }

  /// Rounds what may be no number: see `Maybe`.
  void maybe(TypedExpr.CallBuiltin call) {
    List<TypedExpr> arguments = call.arguments();
    RoundingMode mode = Objects.requireNonNull(mode(call));
    boolean quotient =
        arguments.getFirst() instanceof TypedExpr.Arithmetic arithmetic
            && arithmetic.operator() == ArithmeticOperator.DIVIDED_BY
            && arithmetic.left().type().equals(Type.Simple.NUMBER)
            && arithmetic.right().type().equals(Type.Simple.NUMBER)
            && !method.emitter().cuts().isCut(arithmetic);
    if (quotient && arguments.getFirst() instanceof TypedExpr.Arithmetic arithmetic) {
      method.emitAs(arithmetic.left(), Repr.MAYBE);
      method.emitAs(arithmetic.right(), Repr.MAYBE);
    } else {
      method.emitAs(arguments.getFirst(), Repr.MAYBE);
    }
    code.loadConstant(scale(arguments).orElseThrow());
    code.getstatic(ROUNDING, mode.name(), ROUNDING);
    method.emitter().constants().load(code, call.builtin(), BUILTIN);
    if (arguments.size() == 2) {
      method.emitBoxed(arguments.get(1));
    } else {
      code.aconst_null();
    }
    method.loadRun();
    code.invokestatic(
        RUN,
        quotient ? "quotient" : "round",
        quotient
            ? MethodTypeDesc.of(
                NUMBER, NUMBER, NUMBER, ConstantDescs.CD_int, ROUNDING, BUILTIN, VALUE, RUN)
            : MethodTypeDesc.of(
                NUMBER, NUMBER, ConstantDescs.CD_int, ROUNDING, BUILTIN, VALUE, RUN));
  }

  private boolean rounding(List<TypedExpr> arguments, int scale, RoundingMode mode) {
    if (arguments.getFirst() instanceof TypedExpr.Arithmetic quotient
        && quotient.operator() == ArithmeticOperator.DIVIDED_BY) {
      quotient(quotient, scale, mode);
      return true;
    }
    method.emit(arguments.getFirst());
    code.loadConstant(scale);
    code.getstatic(ROUNDING, mode.name(), ROUNDING);
    method.loadRun();
    code.invokestatic(
        RUN, "round", MethodTypeDesc.of(NUMBER, NUMBER, ConstantDescs.CD_int, ROUNDING, RUN));
    return true;
  }

  /// A quotient that is rounded at once, of numbers or of durations.
  private void quotient(TypedExpr.Arithmetic quotient, int scale, RoundingMode mode) {
    boolean numbers =
        Repr.of(quotient.left()) == Repr.NUMBER && Repr.of(quotient.right()) == Repr.NUMBER;
    ClassDesc operand = numbers ? NUMBER : VALUE;
    method.emitAs(quotient.left(), numbers ? Repr.NUMBER : Repr.BOXED);
    method.emitAs(quotient.right(), numbers ? Repr.NUMBER : Repr.BOXED);
    code.loadConstant(scale);
    code.getstatic(ROUNDING, mode.name(), ROUNDING);
    method.site(quotient.span());
    code.invokestatic(
        RUN,
        "quotient",
        MethodTypeDesc.of(
            NUMBER, operand, operand, ConstantDescs.CD_int, ROUNDING, RUN, ConstantDescs.CD_int));
  }

  /// The sum of one list; that of a loop without making the list.
  private boolean sum(TypedExpr.CallBuiltin call, TypedExpr list) {
    if (list instanceof TypedExpr.For loop
        && Repr.of(loop.result()) == Repr.NUMBER
        && loop.partialSlot() < 0
        && !method.emitter().cuts().isCut(loop)) {
      new LoopEmitter(method, loop).sum(loop, call.span());
      return true;
    }
    if (list instanceof TypedExpr.Path path
        && path.source().type() instanceof Type.ListType contexts
        && contexts.element() instanceof Type.ContextType
        && !path.source().nullable()) {
      method.emit(path.source());
      code.ldc(path.name());
      method.site(call.span());
      code.loadConstant(method.emitter().constants().site(path.span()));
      code.invokestatic(
          RUN,
          "sum",
          MethodTypeDesc.of(
              NUMBER,
              VALUE,
              ConstantDescs.CD_String,
              RUN,
              ConstantDescs.CD_int,
              ConstantDescs.CD_int));
      return true;
    }
    if (list.nullable() || !(list.type() instanceof Type.ListType)) {
      return false;
    }
    method.emit(list);
    method.site(call.span());
    code.invokestatic(RUN, "sum", MethodTypeDesc.of(NUMBER, VALUE, RUN, ConstantDescs.CD_int));
    return true;
  }

  /// The first of the least, or of the greatest.
  private boolean extreme(List<TypedExpr> arguments, boolean least) {
    method.emit(arguments.getFirst());
    for (TypedExpr next : arguments.subList(1, arguments.size())) {
      method.emit(next);
      method.loadRun();
      code.invokestatic(RUN, least ? "min" : "max", MethodTypeDesc.of(NUMBER, NUMBER, NUMBER, RUN));
    }
    return true;
  }
}
