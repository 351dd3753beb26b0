package dev.quoin.compiler;

import dev.quoin.compiler.emit.Emitter;
import dev.quoin.compiler.emit.Form;
import dev.quoin.compiler.link.Linker;
import dev.quoin.compiler.plan.Likeness;
import dev.quoin.compiler.plan.Plan;
import dev.quoin.compiler.run.Batches;
import dev.quoin.compiler.run.Lanes;
import dev.quoin.dmn.Batch;
import dev.quoin.dmn.Evaluator;
import dev.quoin.dmn.Joint;
import dev.quoin.dmn.Outcome;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import java.util.ArrayList;
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
      return goesByColumns()
          ? batches(batch, decisions, moment).evaluate()
          : Evaluator.super.evaluate(batch, decisions, moment);
    }

    private boolean goesByColumns() {
      return program().globals().size() <= MOST_COLUMNS && !plan.needs().keepsEvaluations();
    }

    private Batches batches(Batch batch, List<Integer> decisions, Moment moment) {
      return new Batches(
          program(),
          batch,
          decisions,
          plan.needs().reached(decisions),
          (Lanes) columns.get().start(NO_INPUTS, moment, null),
          inputs -> row.start(inputs, moment, null));
    }

    @Override
    public Joint with(List<Evaluator> others) {
      List<Compiled> programs = new ArrayList<>();
      programs.add(this);
      for (Evaluator other : others) {
        if (other instanceof Compiled compiled) {
          programs.add(compiled);
        }
      }
      if (programs.size() <= others.size()
          || !programs.stream().allMatch(Compiled::goesByColumns)) {
        return Evaluator.super.with(others);
      }
      List<Likeness> likenesses =
          programs.stream().map(one -> Likeness.of(program(), one.program())).toList();
      return questions -> together(programs, likenesses, questions);
    }

    private static List<List<Outcome>> together(
        List<Compiled> programs, List<Likeness> likenesses, List<Joint.Question> questions) {
      List<Batches> together = new ArrayList<>();
      for (int i = 0; i < programs.size(); i++) {
        Joint.Question question = questions.get(i);
        Batches batches =
            programs.get(i).batches(question.batch(), question.decisions(), question.moment());
        if (i > 0 && question.moment().equals(questions.getFirst().moment())) {
          batches.follow(together.getFirst(), likenesses.get(i));
        }
        together.add(batches);
      }
      return Batches.evaluate(together);
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
