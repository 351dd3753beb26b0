package dev.quoin.server.rest;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.pricing.Rejection;
import dev.quoin.server.command.Bugs;
import dev.quoin.server.gate.Denied;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.ProblemPages;
import org.jspecify.annotations.Nullable;

/// What HTTP itself refuses, told like everything else.
public final class Errors implements ServerErrorHandler {
  private final ProblemJson problems;

  public Errors(ProblemPages pages, Requests requests) {
    this.problems = new ProblemJson(new AnswerJson(pages), pages, requests);
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable failure) {
    return switch (Exceptions.peel(failure)) {
      case ContentTooLargeException tooLarge ->
          problems.response(
              HttpStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge(tooLarge.maxContentLength()));
      case RequestTimeoutException _ -> response(HttpStatus.SERVICE_UNAVAILABLE, context);
      case HttpStatusException status -> response(status.httpStatus(), context);
      case Denied denied -> problems.response(denied);
      // Nobody reads this.
      case Throwable gone when Bugs.isGone(gone) ->
          HttpResponse.of(HttpStatus.CLIENT_CLOSED_REQUEST);
      default -> problems.response(Bugs.rejection(failure));
    };
  }

  private HttpResponse response(HttpStatus status, ServiceRequestContext context) {
    return problems.response(
        status, rejection(status, context.path(), context.config().maxRequestLength()));
  }

  private static Rejection tooLarge(long most) {
    return Rejection.of(
        Rejection.Kind.WRONG,
        "",
        "too-large",
        "the body is too large (expected: at most %,d bytes)".formatted(most));
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    String path = headers == null ? "" : headers.path();
    ResponseHeadersBuilder answer = ResponseHeaders.builder(status).contentType(ProblemJson.TYPE);
    if (status.equals(HttpStatus.METHOD_NOT_ALLOWED) && context != null) {
      answer.set(HttpHeaderNames.ALLOW, Methods.of(context));
    }
    return AggregatedHttpResponse.of(
        answer.build(), problems.data(status, rejection(status, path, config.maxRequestLength())));
  }

  /// @param most the bytes that the path takes
  private static Rejection rejection(HttpStatus status, String path, long most) {
    return switch (status.code()) {
      case 404 ->
          Rejection.of(
              Rejection.Kind.UNKNOWN,
              "",
              "unknown-path",
              "nothing is at `%s` (all paths: `/v1/openapi.json`)".formatted(path));
      case 405 ->
          Rejection.of(
              Rejection.Kind.WRONG,
              "",
              "wrong-method",
              "`%s` does not know this method".formatted(path));
      case 413 -> tooLarge(most);
      case 414, 431 ->
          Rejection.of(
              Rejection.Kind.WRONG, "", "too-large", "the path or the headers are too long");
      case 415 ->
          Rejection.of(
              Rejection.Kind.WRONG,
              "",
              "wrong-media-type",
              "the body is something else (expected: `application/json` in UTF-8)");
      case 408, 503 ->
          Rejection.of(
              Rejection.Kind.AWAY, "", "too-slow", "no answer within the time of the request");
      default ->
          status.isServerError()
              ? Rejection.of(Rejection.Kind.BROKEN, "", "internal-error", "no answer")
              : Rejection.of(
                  Rejection.Kind.WRONG,
                  "",
                  "bad-message",
                  "`%s` cannot be read as a request (HTTP says: %s)".formatted(path, status));
    };
  }
}
