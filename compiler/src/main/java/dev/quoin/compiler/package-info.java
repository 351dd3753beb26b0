/// Typed tree to plan to class file to decision.
@NullMarked
package dev.quoin.compiler;

import org.jspecify.annotations.NullMarked;
