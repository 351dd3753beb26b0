/// Load on a running server: requests on a fixed schedule, latencies from the moment at which each was to be sent.
@NullMarked
package dev.quoin.cli.load;

import org.jspecify.annotations.NullMarked;
