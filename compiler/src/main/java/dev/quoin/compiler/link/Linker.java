package dev.quoin.compiler.link;

import dev.quoin.compiler.emit.Emitted;
import dev.quoin.compiler.run.Run;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of a class into evaluations: defines it hidden, beside its superclass, with its constants as class
/// data. Nothing but the linked class keeps it alive, so it is unloaded with it.
public final class Linker {
  private Linker() {}

  /// Begins evaluations of one emitted class.
  @FunctionalInterface
  public interface Linked {
    Run start(Value[] inputs, Moment moment, @Nullable Tracer tracer);
  }

  public static Linked link(Emitted emitted) {
    try {
      MethodHandles.Lookup hidden =
          Run.lookup().defineHiddenClassWithClassData(emitted.bytes(), emitted.constants(), true);
      MethodHandle constructor =
          hidden
              .findConstructor(
                  hidden.lookupClass(),
                  MethodType.methodType(
                      void.class, Value[].class, Moment.class, Tracer.class, Span[].class))
              .asType(
                  MethodType.methodType(
                      Run.class, Value[].class, Moment.class, Tracer.class, Span[].class));
      Span[] sites = emitted.sites().toArray(Span[]::new);
      return (inputs, moment, tracer) -> start(constructor, inputs, moment, tracer, sites);
    } catch (IllegalAccessException | NoSuchMethodException broken) {
      throw new IllegalStateException("the emitted class has no constructor", broken);
    }
  }

  private static Run start(
      MethodHandle constructor,
      Value[] inputs,
      Moment moment,
      @Nullable Tracer tracer,
      Span[] sites) {
    try {
      return (Run) constructor.invokeExact(inputs, moment, tracer, sites);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
