package dev.quoin.pricing;

import dev.quoin.compiler.Compiler;
import dev.quoin.ratebook.Pricer;
import dev.quoin.ratebook.Ratebook;

/// A ratebook that is ready to price: read, checked and compiled. It does not change; its digest names it on every machine.
/// Many threads may share one.
public final class Release {
  private final Ratebook ratebook;
  private final Pricer pricer;

  private Release(Ratebook ratebook, Pricer pricer) {
    this.ratebook = ratebook;
    this.pricer = pricer;
  }

  public static Release of(Ratebook ratebook) {
    return new Release(ratebook, new Pricer(ratebook, Compiler::compile));
  }

  public String digest() {
    return ratebook.digest();
  }

  public Ratebook ratebook() {
    return ratebook;
  }

  public Pricer pricer() {
    return pricer;
  }
}
