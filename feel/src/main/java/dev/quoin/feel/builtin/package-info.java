/// FEEL's built-in functions and operators on values (DMN 1.5, 10.3.2.13 and 10.3.4).
@NullMarked
package dev.quoin.feel.builtin;

import org.jspecify.annotations.NullMarked;
