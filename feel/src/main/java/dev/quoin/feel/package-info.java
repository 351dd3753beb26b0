/// FEEL: text → tree → typed tree; values, types and problems that every later stage shares.
@NullMarked
package dev.quoin.feel;

import org.jspecify.annotations.NullMarked;
