/// A plan to the bytes of a class.
@NullMarked
package dev.quoin.compiler.emit;

import org.jspecify.annotations.NullMarked;
