package dev.quoin.server.grpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.quoin.api.v1.Problem;
import dev.quoin.api.v1.Problems;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.server.metrics.Requests;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Rejections as statuses, with all that is wrong as details.
final class Statuses {
  /// Details travel in a header, of which clients take 8 KiB by default; the message, too.
  private static final int MAX_DETAIL_BYTES = 2_000;

  private final Messages messages;
  private final Requests requests;

  Statuses(Messages messages, Requests requests) {
    this.messages = messages;
    this.requests = requests;
  }

  StatusRuntimeException of(Rejection rejection) {
    return StatusProto.toStatusRuntimeException(proto(code(rejection.kind()), rejection));
  }

  StatusRuntimeException of(Refused refused) {
    return StatusProto.toStatusRuntimeException(proto(refused));
  }

  Status proto(Refused refused) {
    return proto(refused.code(), refused.rejection());
  }

  private Status proto(Code code, Rejection rejection) {
    requests.told(rejection);
    Problems.Builder problems = Problems.newBuilder();
    BadRequest.Builder violations = BadRequest.newBuilder();
    int bytes = 0;
    for (Flaw flaw : rejection.flaws()) {
      Problem problem = messages.problem(flaw);
      bytes += problem.getSerializedSize();
      if (bytes > MAX_DETAIL_BYTES && problems.getProblemsCount() > 0) {
        break;
      }
      problems.addProblems(problem);
      violations.addFieldViolations(
          BadRequest.FieldViolation.newBuilder()
              .setField(flaw.field().replace(' ', '_')) // as the message calls it
              .setReason(flaw.code())
              .setDescription(flaw.sentence()));
    }
    Status.Builder status =
        Status.newBuilder()
            .setCode(code.value())
            .setMessage(message(rejection.flaws()))
            .addDetails(Any.pack(problems.build()));
    if (rejection.kind() == Rejection.Kind.WRONG) {
      status.addDetails(Any.pack(violations.build()));
    }
    rejection.retryAfter().ifPresent(wait -> status.addDetails(Any.pack(retry(wait))));
    return status.build();
  }

  private static RetryInfo retry(Duration wait) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder().setSeconds(wait.toSeconds()).build())
        .build();
  }

  private static String message(List<Flaw> flaws) {
    String first =
        flaws.stream()
            .limit(MAX_IN_MESSAGE)
            .map(flaw -> flaw.code() + ": " + flaw.told())
            .collect(Collectors.joining("; "));
    return flaws.size() <= MAX_IN_MESSAGE
        ? first
        : "%s; and %,d more".formatted(first, flaws.size() - MAX_IN_MESSAGE);
  }

  private static final int MAX_IN_MESSAGE = 3;

  private static Code code(Rejection.Kind kind) {
    return switch (kind) {
      case WRONG -> Code.INVALID_ARGUMENT;
      case FORBIDDEN -> Code.PERMISSION_DENIED;
      case UNKNOWN -> Code.NOT_FOUND;
      case TAKEN -> Code.ALREADY_EXISTS;
      case NOT_NOW -> Code.FAILED_PRECONDITION;
      case TOO_MUCH -> Code.RESOURCE_EXHAUSTED;
      case AWAY -> Code.UNAVAILABLE;
      case BROKEN -> Code.INTERNAL;
    };
  }
}
