package dev.quoin.dmn;

import dev.quoin.feel.Moment;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.interpret.Host;
import dev.quoin.feel.interpret.Interpreter;
import org.jspecify.annotations.Nullable;

/// Evaluates a program by walking its trees: the referee that compiled programs are measured by.
///
/// Input values are taken as they come: whether they are of their types and among their allowed values is asked by who
/// takes them from outside, the ratebook.
public final class ModelInterpreter implements Evaluator {
  private static final Tracer SILENT = new Silent();

  private final Program program;

  /// An evaluator of a program; it costs nothing to make.
  public ModelInterpreter(Program program) {
    this.program = program;
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public Evaluation start(Value[] inputs, Moment moment) {
    return start(inputs, moment, SILENT);
  }

  @Override
  public Evaluation start(Value[] inputs, Moment moment, Tracer tracer) {
    return new Run(inputs, moment, tracer);
  }

  private final class Run implements Evaluation, Host {
    private final Value[] inputs;
    private final Moment moment;
    private final Tracer tracer;
    private final @Nullable Value[] decided = new Value[program.globals().size()];
    private final Interpreter interpreter = new Interpreter(program.mode(), this);

    Run(Value[] inputs, Moment moment, Tracer tracer) {
      this.inputs = inputs.clone();
      this.moment = moment;
      this.tracer = tracer;
    }

    @Override
    public Value value(int global) {
      return switch (program.globals().get(global)) {
        case Program.Input input -> given(input);
        case Program.Decision decision -> decide(decision);
      };
    }

    @Override
    public Value call(int function, Value[] arguments) {
      return function(function, arguments);
    }

    @Override
    public Value global(int index) {
      Value value = value(index);
      if (program.globals().get(index) instanceof Program.Input input) {
        tracer.used(input, value);
      }
      return value;
    }

    private Value given(Program.Input input) {
      @Nullable Value value = input.index() < inputs.length ? inputs[input.index()] : null;
      return value == null ? Value.NULL : value;
    }

    private Value decide(Program.Decision decision) {
      Value known = decided[decision.index()];
      if (known != null) {
        tracer.used(decision, known);
        return known;
      }
      tracer.enter(decision);
      Value value = interpreter.evaluate(decision.body(), new Value[decision.locals()]);
      decided[decision.index()] = value;
      tracer.leave(value);
      return value;
    }

    @Override
    public Value function(int index, Value[] arguments) {
      Program.Function function = program.functions().get(index);
      tracer.enter(function, arguments);
      Value[] locals = new Value[Math.max(function.locals(), arguments.length)];
      System.arraycopy(arguments, 0, locals, 0, arguments.length);
      Value value = interpreter.evaluate(function.body(), locals);
      tracer.leave(value);
      return value;
    }

    @Override
    public Moment moment() {
      return moment;
    }

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
      tracer.matched(table, subjects, rules);
    }
  }

  /// Tells nobody.
  private static final class Silent implements Tracer {
    @Override
    public void enter(Program.Decision decision) {}

    @Override
    public void enter(Program.Function function, Value[] arguments) {}

    @Override
    public void leave(Value value) {}

    @Override
    public void used(Program.Global global, Value value) {}

    @Override
    public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {}
  }
}
