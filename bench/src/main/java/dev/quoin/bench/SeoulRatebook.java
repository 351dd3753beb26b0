package dev.quoin.bench;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Ratebook;
import java.nio.file.Path;

/// `ratebooks/seoul-carshare`, read by the engine.
record SeoulRatebook(Ratebook ratebook) {
  static SeoulRatebook load(Path folder) {
    Problems problems = new Problems();
    return new SeoulRatebook(
        Ratebook.load(folder, problems)
            .orElseThrow(() -> new IllegalStateException(problems.sorted().toString())));
  }

  EngineService compiled(String service) {
    Ratebook.Service found = service(service);
    return new EngineService(ratebook, found, Compiler.compile(ratebook.program()));
  }

  /// The traced form, telling nobody.
  EngineService traced(String service) {
    Ratebook.Service found = service(service);
    return new EngineService(
        ratebook, found, new Traced(Compiler.compile(ratebook.program()), NOBODY));
  }

  private static final Tracer NOBODY =
      new Tracer() {
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
      };

  EngineService interpreted(String service) {
    Ratebook.Service found = service(service);
    return new EngineService(ratebook, found, new ModelInterpreter(ratebook.program()));
  }

  private Ratebook.Service service(String name) {
    return SeoulTables.known(ratebook.services().get(name), name);
  }
}
