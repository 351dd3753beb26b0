@NullMarked
package dev.quoin.bench.taxi;

import org.jspecify.annotations.NullMarked;
