package dev.quoin.compiler.emit;

import dev.quoin.feel.Span;
import java.util.List;

/// A class file and what it refers to.
///
/// @param bytes the class file of a subclass of `Run`
/// @param constants the objects that the class finds in its class data, by position
/// @param sites the spans of the operations that may fail, by site
public record Emitted(byte[] bytes, List<Object> constants, List<Span> sites) {}
