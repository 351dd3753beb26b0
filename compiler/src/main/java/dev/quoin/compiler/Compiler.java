package dev.quoin.compiler;

import dev.quoin.compiler.emit.Emitter;
import dev.quoin.compiler.emit.Form;
import dev.quoin.compiler.link.Linker;
import dev.quoin.compiler.plan.Plan;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;

/// Turns a checked program into JVM code. The pipeline, a package a stage:
///
///     syntax (text → Expr)  →  check (Expr → TypedExpr)  →  plan (table indexes)  →  emit (class file)  →  link (hidden class)
public final class Compiler {
  private Compiler() {}

  /// Compiles the row form now, and the traced form when it is first asked for.
  public static Evaluator compile(Program program) {
    Plan plan = Plan.of(program);
    Linker.Linked row = Linker.link(Emitter.emit(plan, Form.ROW));
    StableTraced traced = new StableTraced(plan);
    return new Compiled(program, row, traced);
  }

  private record Compiled(Program program, Linker.Linked row, StableTraced traced)
      implements Evaluator {
    @Override
    public Evaluation start(Value[] inputs, Moment moment) {
      return row.start(inputs, moment, null);
    }

    @Override
    public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
      return traced.get().start(inputs, moment, tracer);
    }
  }

  /// The traced form, made once.
  private static final class StableTraced {
    private final Plan plan;
    private volatile Linker.@org.jspecify.annotations.Nullable Linked linked;

    StableTraced(Plan plan) {
      this.plan = plan;
    }

    Linker.Linked get() {
      Linker.Linked known = linked;
      if (known == null) {
        synchronized (this) {
          known = linked;
          if (known == null) {
            known = Linker.link(Emitter.emit(plan, Form.TRACED));
            linked = known;
          }
        }
      }
      return known;
    }
  }
}
