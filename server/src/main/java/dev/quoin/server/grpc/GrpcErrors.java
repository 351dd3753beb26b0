package dev.quoin.server.grpc;

import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.grpc.protocol.StatusMessageEscaper;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.server.gate.Denied;
import io.grpc.Status.Code;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is refused of a gRPC call before it comes to its method, told as a status: a page of HTTP would say nothing to its caller.
/// What is no such call is left to others.
final class GrpcErrors implements ServerErrorHandler {
  private final Statuses statuses;

  GrpcErrors(Statuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public @Nullable HttpResponse onServiceException(
      ServiceRequestContext context, Throwable failure) {
    if (!isGrpc(context.request().headers())) {
      return null;
    }
    return switch (Exceptions.peel(failure)) {
      case ContentTooLargeException tooLarge ->
          response(Refused.tooLarge(tooLarge.maxContentLength()));
      case RequestTimeoutException _ -> response(Refused.TOO_SLOW);
      case Denied denied -> response(new Refused(code(denied.why()), denied.rejection()));
      case HttpStatusException status ->
          refused(status.httpStatus(), context.path()).map(this::response).orElse(null);
      default -> null;
    };
  }

  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return headers == null || !isGrpc(headers)
        ? null
        : refused(status, headers.path())
            .map(refused -> AggregatedHttpResponse.of(headers(refused)))
            .orElse(null);
  }

  private static Code code(Denied.Why why) {
    return switch (why) {
      case UNKNOWN -> Code.UNAUTHENTICATED;
      case FORBIDDEN -> Code.PERMISSION_DENIED;
      case TOO_OFTEN -> Code.RESOURCE_EXHAUSTED;
      case AWAY -> Code.UNAVAILABLE;
    };
  }

  private static Optional<Refused> refused(HttpStatus status, String path) {
    return switch (status.code()) {
      case 400 -> Optional.of(Refused.UNREADABLE);
      case 404 -> Optional.of(Refused.unknownMethod(path));
      case 413 -> Optional.of(Refused.TOO_LARGE);
      case 415 -> Optional.of(Refused.UNKNOWN_ENCODING);
      default -> Optional.empty();
    };
  }

  static boolean isGrpc(RequestHeaders headers) {
    MediaType type = headers.contentType();
    return type != null && type.type().equals("application") && isGrpc(type.subtype());
  }

  private static boolean isGrpc(String subtype) {
    return subtype.equals("grpc") || subtype.startsWith("grpc+");
  }

  private HttpResponse response(Refused refused) {
    return HttpResponse.of(headers(refused));
  }

  /// A status without an answer before it: the headers are the trailers.
  private ResponseHeaders headers(Refused refused) {
    Status status = statuses.proto(refused);
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(MediaType.parse("application/grpc"))
        .endOfStream(true)
        .addInt(GrpcHeaderNames.GRPC_STATUS, status.getCode())
        .add(GrpcHeaderNames.GRPC_MESSAGE, StatusMessageEscaper.escape(status.getMessage()))
        .add(
            GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN,
            Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()))
        .build();
  }
}
