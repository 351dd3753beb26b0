/// JMH benchmarks, side by side with the same policy written by hand.
@NullMarked
package dev.quoin.bench;

import org.jspecify.annotations.NullMarked;
