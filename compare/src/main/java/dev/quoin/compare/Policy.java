package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.dmn.Program;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.Ratebook;
import java.util.function.Function;
import java.util.stream.Stream;

/// One of the policies that are compared: a release, and one service of it.
public final class Policy {
  private final Release release;
  private final Ratebook.Service service;
  private final ColumnPricer pricer;

  private Policy(Release release, Ratebook.Service service, ColumnPricer pricer) {
    this.release = release;
    this.service = service;
    this.pricer = pricer;
  }

  /// One service of a ratebook.
  ///
  /// @throws IllegalArgumentException where the ratebook has no such service
  public static Policy of(Ratebook ratebook, String service) {
    Ratebook.Service found = ratebook.services().get(service);
    if (found == null) {
      throw new IllegalArgumentException("no service `" + service + "`");
    }
    return new Policy(
        Release.of(ratebook), found, ColumnPricer.of(ratebook, found, Compiler::compile));
  }

  /// The same with another value of a lever at all times. Its release and its ratebook are still those of the files: it is there to price by
  /// columns, and explains nothing.
  Policy with(Ratebook.Lever tried) {
    return new Policy(
        release,
        service,
        pricer.with(
            ratebook().levers().stream()
                .map(lever -> lever.id().equals(tried.id()) ? tried : lever)
                .toList()));
  }

  public Release release() {
    return release;
  }

  public Ratebook ratebook() {
    return release.ratebook();
  }

  public Ratebook.Service service() {
    return service;
  }

  /// Whether a price may depend on when it is asked: the ratebook reads `now()` or `today()` anywhere, or a lever of it changes.
  public boolean dependsOnInstant() {
    return readsClock() || !ratebook().levers().stream().allMatch(Ratebook.Lever::isConstant);
  }

  private boolean readsClock() {
    Program program = ratebook().program();
    Stream<TypedExpr> decisions =
        program.globals().stream()
            .filter(Program.Decision.class::isInstance)
            .map(decision -> ((Program.Decision) decision).body());
    Stream<TypedExpr> functions = program.functions().stream().map(Program.Function::body);
    Stream<TypedExpr> requirements =
        ratebook().services().values().stream()
            .flatMap(each -> each.requirements().stream())
            .map(Ratebook.Requirement::condition);
    return Stream.of(decisions, functions, requirements)
        .flatMap(Function.identity())
        .anyMatch(body -> Children.any(body, Policy::isClock));
  }

  private static boolean isClock(TypedExpr expr) {
    return expr instanceof TypedExpr.CallBuiltin call
        && (call.builtin() == Builtin.NOW || call.builtin() == Builtin.TODAY);
  }

  ColumnPricer pricer() {
    return pricer;
  }
}
