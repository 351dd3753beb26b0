package dev.quoin.compiler.emit;

import dev.quoin.feel.Span;
import java.util.List;

/// A class file and what it refers to.
public final class Emitted {
  private final byte[] bytes;
  private final List<Object> constants;
  private final List<Span> sites;

  Emitted(byte[] bytes, List<Object> constants, List<Span> sites) {
    this.bytes = bytes;
    this.constants = constants;
    this.sites = sites;
  }

  /// The class file of a subclass of `Run`.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The objects that the class finds in its class data, by position.
  public List<Object> constants() {
    return constants;
  }

  /// The spans of the operations that may fail, by site.
  public List<Span> sites() {
    return sites;
  }
}
