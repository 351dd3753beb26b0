/// gRPC: messages in, commands, messages out.
@NullMarked
package dev.quoin.server.grpc;

import org.jspecify.annotations.NullMarked;
