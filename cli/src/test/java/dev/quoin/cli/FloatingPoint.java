package dev.quoin.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.DoubleEntry;
import java.lang.classfile.constantpool.FloatEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds `double` and `float` in a compiled class, wherever they hide: fields, parameters, returns,
/// calls, locals and literals. It reads the class file, because a dependency rule sees declared
/// types only, and `(long) (amount * 1.1)` declares none.
final class FloatingPoint {
  /// A primitive D or F of a descriptor, not a letter of a class name.
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("(?:L[^;]*;|[^LDF])*+[DF].*");

  private static final Pattern BOXED = Pattern.compile(".*Ljava/lang/(Double|Float);.*");

  private static final Set<String> BOXES = Set.of("java/lang/Double", "java/lang/Float");

  private FloatingPoint() {}

  /// One line for each use, with class and member.
  static List<String> usesIn(JavaClass type) {
    ClassModel model = ClassFile.of().parse(bytes(type));
    List<String> uses = new ArrayList<>();
    for (PoolEntry entry : model.constantPool()) {
      referenced(entry).ifPresent(what -> uses.add(type.getName() + " refers to " + what));
    }
    model.fields().stream()
        .filter(field -> isFloating(field.fieldType()))
        .forEach(field -> uses.add(type.getName() + "." + field.fieldName().stringValue()));
    for (MethodModel method : model.methods()) {
      String name = type.getName() + "." + method.methodName().stringValue();
      if (isFloating(method.methodType())) {
        uses.add(name + method.methodType().stringValue());
      }
      method.code().ifPresent(code -> addInstructions(code, name, uses));
    }
    return uses;
  }

  private static void addInstructions(CodeModel code, String method, List<String> uses) {
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction && isFloating(instruction.opcode())) {
        uses.add(method + " has " + instruction);
      }
    }
  }

  private static Optional<String> referenced(PoolEntry entry) {
    return switch (entry) {
      case DoubleEntry literal -> Optional.of("the literal " + literal.doubleValue());
      case FloatEntry literal -> Optional.of("the literal " + literal.floatValue());
      case NameAndTypeEntry member when isFloating(member.type()) ->
          Optional.of(member.name().stringValue() + member.type().stringValue());
      case ClassEntry named when BOXES.contains(named.asInternalName()) ->
          Optional.of(named.asInternalName());
      case Utf8Entry signature when BOXED.matcher(signature.stringValue()).matches() ->
          Optional.of(signature.stringValue());
      default -> Optional.empty();
    };
  }

  private static boolean isFloating(Utf8Entry descriptor) {
    return IN_DESCRIPTOR.matcher(descriptor.stringValue()).matches();
  }

  /// `DADD`, `FLOAD_1`, `I2D`; not `DUP`.
  private static boolean isFloating(Opcode opcode) {
    String name = opcode.name();
    return (name.startsWith("D") && !name.startsWith("DUP"))
        || name.startsWith("F")
        || name.endsWith("2D")
        || name.endsWith("2F");
  }

  private static byte[] bytes(JavaClass type) {
    try (InputStream stream = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
