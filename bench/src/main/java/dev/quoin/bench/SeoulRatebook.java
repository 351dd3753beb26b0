package dev.quoin.bench;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.ModelInterpreter;
import dev.quoin.feel.Problems;
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

  EngineService interpreted(String service) {
    Ratebook.Service found = service(service);
    return new EngineService(ratebook, found, new ModelInterpreter(ratebook.program()));
  }

  private Ratebook.Service service(String name) {
    return SeoulTables.known(ratebook.services().get(name), name);
  }
}
