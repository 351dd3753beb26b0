package dev.quoin.compiler.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// The variables that a part of a method takes along when it becomes a method of its own: its first parameters.
record Captured(List<Integer> slots, List<Repr> reprs) {
  Captured {
    slots = List.copyOf(slots);
    reprs = List.copyOf(reprs);
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

  /// What emits the part.
  MethodEmitter part(Emitter emitter, CodeBuilder code) {
    MethodEmitter part = new MethodEmitter(emitter, code);
    for (int i = 0; i < slots.size(); i++) {
      part.bind(slots.get(i), code.parameterSlot(i), reprs.get(i));
    }
    return part;
  }
}
