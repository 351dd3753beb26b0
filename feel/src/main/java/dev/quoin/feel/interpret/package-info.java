/// The interpreter: slow and obvious, the referee of every faster form.
@NullMarked
package dev.quoin.feel.interpret;

import org.jspecify.annotations.NullMarked;
