package dev.quoin.compiler.emit;

import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// How a value lies on the JVM's stack: as itself where its type is known and it cannot be null, else boxed.
///
/// A text stays the object that it is: from a table into a table, or into a context, it goes as it came.
///
/// A number is a `long`, packed; one that does not fit is kept by the evaluation, and the `long` says where (`Numbers`).
enum Repr {
  NUMBER(ConstantDescs.CD_long),

  /// A number that may be something else, as in a plain program: what is no packed number, the evaluation keeps. No
  /// expression is so by its type alone: see `Maybe`.
  MAYBE(ConstantDescs.CD_long),
  TEXT(Value.Text.class.describeConstable().orElseThrow()),
  TRUTH(ConstantDescs.CD_boolean),
  BOXED(Value.class.describeConstable().orElseThrow());

  private final ClassDesc type;

  Repr(ClassDesc type) {
    this.type = type;
  }

  ClassDesc type() {
    return type;
  }

  TypeKind kind() {
    return TypeKind.from(type);
  }

  static Repr of(TypedExpr expr) {
    return of(expr.type(), expr.nullable());
  }

  static Repr of(Type type, boolean nullable) {
    if (nullable || !(type instanceof Type.Simple simple)) {
      return BOXED;
    }
    return switch (simple) {
      case NUMBER -> NUMBER;
      case STRING -> TEXT;
      case BOOLEAN -> TRUTH;
      case ANY, NULL, DATE, TIME, DATE_TIME, DAY_TIME_DURATION, YEAR_MONTH_DURATION -> BOXED;
    };
  }
}
