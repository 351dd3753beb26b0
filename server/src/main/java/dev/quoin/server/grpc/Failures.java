package dev.quoin.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.RequestTimeoutException;
import dev.quoin.server.command.Bugs;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.EOFException;
import java.util.zip.ZipException;
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
      return told(statuses.of(Refused.UNREADABLE), metadata);
    }
    if (cause instanceof StatusRuntimeException ours && ours.getTrailers() != null) {
      return status; // with its problems
    }
    if (Exceptions.peel(cause) instanceof RequestTimeoutException) {
      return told(statuses.of(Refused.TOO_SLOW), metadata);
    }
    if (Bugs.isGone(cause)) {
      return Status.CANCELLED;
    }
    return switch (status.getCode()) {
      case UNKNOWN, INTERNAL -> told(statuses.of(Bugs.rejection(cause)), metadata);
      case RESOURCE_EXHAUSTED -> told(statuses.of(Refused.TOO_LARGE), metadata);
      case DEADLINE_EXCEEDED -> told(statuses.of(Refused.TOO_SLOW), metadata);
      default -> status;
    };
  }

  private static boolean isUnreadable(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidProtocolBufferException
          || cause instanceof ZipException
          || cause instanceof EOFException) {
        return true;
      }
    }
    return false;
  }

  private static Status told(StatusRuntimeException told, Metadata metadata) {
    if (told.getTrailers() != null) {
      metadata.merge(told.getTrailers());
    }
    return told.getStatus();
  }
}
