/// GoRules ZEN beside Quoin.
@NullMarked
package dev.quoin.bench.engines;

import org.jspecify.annotations.NullMarked;
