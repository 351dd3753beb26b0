/// The model to a program: references followed, types known, boxed expressions as typed trees.
@NullMarked
package dev.quoin.dmn.build;

import org.jspecify.annotations.NullMarked;
