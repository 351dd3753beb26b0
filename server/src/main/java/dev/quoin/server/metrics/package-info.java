/// What is counted and timed of requests. The list of all metrics is in `docs/guide/operate.md`.
@NullMarked
package dev.quoin.server.metrics;

import org.jspecify.annotations.NullMarked;
