package dev.quoin.compiler;

import dev.quoin.compiler.emit.Emitter;
import dev.quoin.compiler.emit.Form;
import dev.quoin.compiler.link.Linker;
import dev.quoin.compiler.plan.Plan;
import dev.quoin.compiler.run.Batches;
import dev.quoin.compiler.run.Lanes;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import java.util.List;

/// Turns a checked program into JVM code. The pipeline, a package a stage:
///
///     syntax (text → Expr)  →  check (Expr → TypedExpr)  →  plan (table indexes)  →  emit (class file)  →  link (hidden class)
public final class Compiler {
  private Compiler() {}

  /// Compiles the row form now, the traced form and the columns form when they are first asked for.
  public static Evaluator compile(Program program) {
    Plan plan = Plan.of(program);
    return new Compiled(
        plan,
        Linker.link(Emitter.emit(plan, Form.ROW)),
        new Later(plan, Form.TRACED),
        new Later(plan, Form.COLUMNS));
  }

  private record Compiled(Plan plan, Linker.Linked row, Later traced, Later columns)
      implements Evaluator {
    @Override
    public Program program() {
      return plan.program();
    }

    @Override
    public Evaluation start(Value[] inputs, Moment moment) {
      return row.start(inputs, moment, null);
    }

    @Override
    public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
      return traced.get().start(inputs, moment, tracer);
    }

    @Override
    public List<Outcome> evaluate(Batch batch, List<Integer> decisions, Moment moment) {
      if (program().globals().size() > MOST_COLUMNS || plan.needs().keepsEvaluations()) {
        return Evaluator.super.evaluate(batch, decisions, moment);
      }
      return Batches.evaluate(
          program(),
          batch,
          decisions,
          plan.needs().reached(decisions),
          (Lanes) columns.get().start(NO_INPUTS, moment, null),
          inputs -> row.start(inputs, moment, null));
    }
  }

  private static final Value[] NO_INPUTS = {};

  /// A program of more inputs and decisions goes row by row: the method that makes all columns has room for some 1,500.
  private static final int MOST_COLUMNS = 1_000;

  /// A form that is made once, when it is first asked for.
  private static final class Later {
    private final Plan plan;
    private final Form form;
    private volatile Linker.@org.jspecify.annotations.Nullable Linked linked;

    Later(Plan plan, Form form) {
      this.plan = plan;
      this.form = form;
    }

    Linker.Linked get() {
      Linker.Linked known = linked;
      if (known == null) {
        synchronized (this) {
          known = linked;
          if (known == null) {
            known = Linker.link(Emitter.emit(plan, form));
            linked = known;
          }
        }
      }
      return known;
    }
  }
}
