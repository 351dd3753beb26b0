package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;

import dev.quoin.feel.Mode;
import dev.quoin.feel.check.TypedExpr;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Emits functions that are values, and their calls.
///
/// The body of a function is a method of its own, which is given the boxed variables that the function has kept, and the boxed
/// arguments. The value holds the number of that method: `Run.closure` makes it, and `Emitter` the switch over the numbers.
final class FunctionEmitter {
  /// The method of a body: what is kept, the arguments.
  static final MethodTypeDesc BODY = MethodTypeDesc.of(VALUE, VALUE.arrayType(), VALUE.arrayType());

  private static final ClassDesc FUNCTION_OF =
      TypedExpr.FunctionOf.class.describeConstable().orElseThrow();
  private static final ClassDesc FUNCTION_VALUE =
      TypedExpr.FunctionValue.class.describeConstable().orElseThrow();
  private static final ClassDesc MODE = Mode.class.describeConstable().orElseThrow();
  private static final ClassDesc LIST = List.class.describeConstable().orElseThrow();

  private final MethodEmitter method;
  private final CodeBuilder code;

  FunctionEmitter(MethodEmitter method) {
    this.method = method;
    this.code = method.code();
  }

  /// Pushes a function with the variables that it reads.
  void closure(TypedExpr.FunctionOf function) {
    Captured captured = method.captured(List.of(function.body()));
    int number =
        method
            .emitter()
            .body(outlined -> {
              MethodEmitter body = captured.unpacked(method.emitter(), outlined);
              for (int i = 0; i < function.slots().size(); i++) {
                outlined.aload(2).loadConstant(i).aaload();
                body.storeSlot(function.slots().get(i), Repr.BOXED);
              }
              body.emitBoxed(function.body());
              outlined.areturn();
            });
    method.array(captured.size(), i -> method.loadSlot(captured.slots().get(i), Repr.BOXED));
    method.emitter().constants().load(code, function, FUNCTION_OF);
    code.loadConstant(number);
    mode();
    method.loadRun();
    code.invokestatic(
        RUN,
        "closure",
        MethodTypeDesc.of(VALUE, VALUE.arrayType(), FUNCTION_OF, ConstantDescs.CD_int, MODE, RUN));
  }

  /// Pushes a business knowledge model as a value.
  void named(TypedExpr.FunctionValue function) {
    method.emitter().usedAsValue(function.index());
    method.emitter().constants().load(code, function, FUNCTION_VALUE);
    mode();
    method.loadRun();
    code.invokestatic(RUN, "named", MethodTypeDesc.of(VALUE, FUNCTION_VALUE, MODE, RUN));
  }

  private void mode() {
    code.getstatic(MODE, (method.strict() ? Mode.STRICT : Mode.PLAIN).name(), MODE);
  }

  /// Pushes what a function that is a value answers.
  void call(TypedExpr.CallValue call) {
    method.emitBoxed(call.function());
    method.emitter().constants().load(code, call.names(), LIST);
    method.values(call.arguments());
    code.invokestatic(
        ClassDesc.of("dev.quoin.feel.builtin.Calls"),
        "call",
        MethodTypeDesc.of(VALUE, VALUE, LIST, VALUE.arrayType()));
  }
}
