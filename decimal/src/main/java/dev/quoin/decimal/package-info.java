/// Exact decimals: FEEL's 34 digits, and a fast path that is never inexact.
@NullMarked
package dev.quoin.decimal;

import org.jspecify.annotations.NullMarked;
