package dev.quoin.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import dev.quoin.pricing.Rejection;
import dev.quoin.server.command.Bugs;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/// What gRPC itself refuses, and what breaks, told like everything else.
final class Failures implements GrpcExceptionHandlerFunction {
  private final Statuses statuses;

  Failures(Statuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
    if (isUnreadable(cause)) {
      return told(
          Rejection.of(
              Rejection.Kind.WRONG, "", "bad-message", "the message cannot be read as its type"),
          metadata);
    }
    return switch (status.getCode()) {
      case UNKNOWN, INTERNAL ->
          cause instanceof StatusRuntimeException ? status : told(Bugs.rejection(cause), metadata);
      case RESOURCE_EXHAUSTED ->
          cause instanceof StatusRuntimeException
              ? status
              : told(
                  Rejection.of(
                      Rejection.Kind.TOO_MUCH, "", "too-large", "the message is too large"),
                  metadata);
      default -> status;
    };
  }

  private static boolean isUnreadable(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidProtocolBufferException) {
        return true;
      }
    }
    return false;
  }

  private Status told(Rejection rejection, Metadata metadata) {
    StatusRuntimeException told = statuses.of(rejection);
    if (told.getTrailers() != null) {
      metadata.merge(told.getTrailers());
    }
    return told.getStatus();
  }
}
