package dev.quoin.compiler.emit;

import dev.quoin.feel.check.TypedExpr;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The variables that a part of a method takes along when it becomes a method of its own: its first parameters.
///
/// @param contexts the variables that are contexts of others
record Captured(List<Integer> slots, List<Repr> reprs, Map<Integer, TypedExpr.ContextOf> contexts) {
  Captured {
    slots = List.copyOf(slots);
    reprs = List.copyOf(reprs);
    contexts = Map.copyOf(contexts);
  }

  int size() {
    return slots.size();
  }

  /// The type of the method, whose other parameters follow.
  MethodTypeDesc method(ClassDesc result, ClassDesc... others) {
    List<ClassDesc> parameters = new ArrayList<>(reprs.stream().map(Repr::type).toList());
    parameters.addAll(List.of(others));
    return MethodTypeDesc.of(result, parameters);
  }

  /// What emits a part that finds its variables, boxed, in the array that is its first parameter.
  MethodEmitter unpacked(Emitter emitter, CodeBuilder code) {
    MethodEmitter part = new MethodEmitter(emitter, code);
    for (int i = 0; i < slots.size(); i++) {
      code.aload(code.parameterSlot(0)).loadConstant(i).aaload();
      part.convert(Repr.BOXED, reprs.get(i));
      part.storeSlot(slots.get(i), reprs.get(i));
    }
    contexts.forEach(part::bindApart);
    return part;
  }

  /// What emits the part.
  MethodEmitter part(Emitter emitter, CodeBuilder code) {
    MethodEmitter part = new MethodEmitter(emitter, code);
    for (int i = 0; i < slots.size(); i++) {
      part.bind(slots.get(i), code.parameterSlot(i), reprs.get(i));
    }
    contexts.forEach(part::bindApart);
    return part;
  }
}
