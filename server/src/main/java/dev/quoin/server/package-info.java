/// gRPC and REST around the domain: wiring, identity, metrics.
@NullMarked
package dev.quoin.server;

import org.jspecify.annotations.NullMarked;
