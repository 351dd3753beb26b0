/// A comparison on Apache Spark: a driver that hands out its parts, and what counts them on the workers.
@NullMarked
package dev.quoin.spark;

import org.jspecify.annotations.NullMarked;
