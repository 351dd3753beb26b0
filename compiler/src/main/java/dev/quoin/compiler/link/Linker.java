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
import java.time.Instant;
import java.time.ZoneOffset;
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
          hidden.findConstructor(
              hidden.lookupClass(),
              MethodType.methodType(
                  void.class, Value[].class, Moment.class, Tracer.class, Span[].class));
      Span[] sites = emitted.sites().toArray(Span[]::new);
      Moment never = new Moment(Instant.EPOCH, ZoneOffset.UTC);
      Run first = (Run) constructor.invoke(new Value[0], never, null, sites);
      return (inputs, moment, tracer) -> first.another(inputs, moment, tracer, sites);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable broken) {
      throw new IllegalStateException("the emitted class has no constructor", broken);
    }
  }
}
