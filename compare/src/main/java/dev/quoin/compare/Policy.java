package dev.quoin.compare;

import dev.quoin.compiler.Compiler;
import dev.quoin.pricing.Release;
import dev.quoin.ratebook.ColumnPricer;
import dev.quoin.ratebook.Ratebook;

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

  public Release release() {
    return release;
  }

  public Ratebook ratebook() {
    return release.ratebook();
  }

  public Ratebook.Service service() {
    return service;
  }

  ColumnPricer pricer() {
    return pricer;
  }
}
