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
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.ProblemPages;

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
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(TYPE);
    rejection
        .retryAfter()
        .ifPresent(wait -> headers.addLong(HttpHeaderNames.RETRY_AFTER, wait.toSeconds()));
    return HttpResponse.of(headers.build(), data(status, rejection));
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
      case UNKNOWN -> HttpStatus.NOT_FOUND;
      case TAKEN, NOT_NOW -> HttpStatus.CONFLICT;
      case TOO_MUCH, AWAY -> HttpStatus.SERVICE_UNAVAILABLE;
      case BROKEN -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
