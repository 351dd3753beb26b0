package dev.quoin.server.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.ratebook.json.JsonTree;
import dev.quoin.server.gate.Denied;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.ProblemPages;
import java.time.Duration;
import java.util.Optional;

/// Rejections as `application/problem+json` (RFC 9457), with all that is wrong.
final class ProblemJson {
  static final MediaType TYPE = MediaType.create("application", "problem+json");

  private final AnswerJson answers;
  private final ProblemPages pages;
  private final Requests requests;

  ProblemJson(AnswerJson answers, ProblemPages pages, Requests requests) {
    this.answers = answers;
    this.pages = pages;
    this.requests = requests;
  }

  HttpResponse response(Rejection rejection) {
    return response(status(rejection.kind()), rejection);
  }

  HttpResponse response(HttpStatus status, Rejection rejection) {
    return response(status, rejection, rejection.retryAfter());
  }

  /// What is said to somebody who is not let through.
  HttpResponse response(Denied denied) {
    return response(status(denied.why()), denied.rejection(), denied.patience());
  }

  private HttpResponse response(
      HttpStatus status, Rejection rejection, Optional<Duration> retryAfter) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(TYPE);
    retryAfter.ifPresent(wait -> headers.addLong(HttpHeaderNames.RETRY_AFTER, wait.toSeconds()));
    if (status.equals(HttpStatus.UNAUTHORIZED)) {
      headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    return HttpResponse.of(headers.build(), data(status, rejection));
  }

  private static HttpStatus status(Denied.Why why) {
    return switch (why) {
      case UNKNOWN -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case TOO_OFTEN -> HttpStatus.TOO_MANY_REQUESTS;
      case AWAY -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  HttpData data(HttpStatus status, Rejection rejection) {
    requests.told(rejection);
    Flaw first = rejection.flaws().getFirst();
    return HttpData.ofUtf8(
        JsonTree.compact(
            JsonTree.object(
                "type",
                pages.url(first.code()),
                "title",
                first.code(),
                "status",
                status.code(),
                "detail",
                first.told(),
                "problems",
                rejection.flaws().stream().map(answers::flaw).toList())));
  }

  private static HttpStatus status(Rejection.Kind kind) {
    return switch (kind) {
      case WRONG -> HttpStatus.BAD_REQUEST;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case UNKNOWN -> HttpStatus.NOT_FOUND;
      case TAKEN, NOT_NOW -> HttpStatus.CONFLICT;
      case TOO_MUCH, AWAY -> HttpStatus.SERVICE_UNAVAILABLE;
      case BROKEN -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
