/// FEEL: text to tree to typed tree, the built-ins, and the interpreter that is the referee.
@NullMarked
package dev.quoin.feel;

import org.jspecify.annotations.NullMarked;
