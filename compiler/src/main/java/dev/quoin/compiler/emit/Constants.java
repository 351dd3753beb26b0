package dev.quoin.compiler.emit;

import dev.quoin.feel.Span;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The objects of an emitted class. The class finds them in its class data; the JIT compiler sees constants.
final class Constants {
  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          MethodHandles.class.describeConstable().orElseThrow(),
          "classDataAt",
          MethodTypeDesc.of(
              ConstantDescs.CD_Object,
              ConstantDescs.CD_MethodHandles_Lookup,
              ConstantDescs.CD_String,
              ConstantDescs.CD_Class,
              ConstantDescs.CD_int));

  /// How many objects are constants of the class, two entries of its pool each: it has 65,535. All others stand in one
  /// array, which is one more.
  private static final int DIRECT = 8_000;

  private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();

  private final List<Object> objects = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> positions = new IdentityHashMap<>();
  private final List<Span> sites = new ArrayList<>();
  private final IdentityHashMap<Span, Integer> siteNumbers = new IdentityHashMap<>();

  /// Pushes the object, as a constant of that type.
  void load(CodeBuilder code, Object object, ClassDesc type) {
    int position =
        positions.computeIfAbsent(
            object,
            added -> {
              objects.add(added);
              return objects.size() - 1;
            });
    if (position < DIRECT) {
      code.ldc(constant(position, type));
    } else {
      code.ldc(constant(DIRECT, OBJECTS)).loadConstant(position - DIRECT).aaload().checkcast(type);
    }
  }

  private static DynamicConstantDesc<?> constant(int position, ClassDesc type) {
    return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, position);
  }

  /// The number of the place where an operation may fail.
  int site(Span span) {
    return siteNumbers.computeIfAbsent(
        span,
        added -> {
          sites.add(added);
          return sites.size() - 1;
        });
  }

  /// The class data: the objects by position, and the array of those that are too many.
  List<Object> objects() {
    List<Object> data = new ArrayList<>(objects.subList(0, Math.min(DIRECT, objects.size())));
    if (objects.size() > DIRECT) {
      data.add(objects.subList(DIRECT, objects.size()).toArray());
    }
    return List.copyOf(data);
  }

  List<Span> sites() {
    return List.copyOf(sites);
  }
}
