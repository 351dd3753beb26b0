package dev.quoin.server.grpc;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Takes calls in whole before they are answered, and refuses those that are larger than their method takes.
///
/// gRPC's own limit hangs up in the middle of a message, and then it is a matter of luck whether the caller reads why, or
/// that its stream is broken. So the rest of the message is read and thrown away, before it is told. What is no message, or
/// breaks off in the middle of one, gRPC would take for a fault of its own; two, for one.
final class WholeCalls extends SimpleDecoratingHttpService {
  /// Nobody sends more by a slip; who does is hung up on.
  static final long MAX_READ_BYTES = 64 << 20;

  /// Before a message stand its compression, in one byte, and its length.
  private static final int PREFIX = 1 + Integer.BYTES;

  private final Map<String, Integer> mostByPath;

  /// @param mostByPath how many bytes of a message a method takes; other paths are let through
  WholeCalls(HttpService calls, Map<String, Integer> mostByPath) {
    super(calls);
    this.mostByPath = Map.copyOf(mostByPath);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    Integer most = mostByPath.get(context.path());
    if (most == null) {
      return unwrap().serve(context, request);
    }
    Intake intake = new Intake(most);
    return HttpResponse.of(
        request
            .mapData(intake::take)
            .aggregate(context.eventLoop())
            .thenApply(whole -> answer(context, whole, intake)));
  }

  private HttpResponse answer(
      ServiceRequestContext context, AggregatedHttpRequest whole, Intake intake) {
    if (intake.isOver()) {
      return tooLarge(intake.most);
    }
    if (GrpcErrors.isGrpc(whole.headers())) {
      byte[] body = whole.content().array();
      if (!isOneMessage(body)) {
        return HttpResponse.ofFailure(HttpStatusException.of(HttpStatus.BAD_REQUEST));
      }
      if (body[0] == 1) {
        if (!whole.headers().get(GrpcHeaderNames.GRPC_ENCODING, "").equals("gzip")) {
          return HttpResponse.ofFailure(HttpStatusException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE));
        }
        if (hasMoreThan(intake.most, body)) {
          return tooLarge(intake.most);
        }
      }
    }
    return served(context, whole);
  }

  private static HttpResponse tooLarge(int most) {
    return HttpResponse.ofFailure(
        ContentTooLargeException.builder().maxContentLength(most).build());
  }

  /// Whether a compressed message has more than so many bytes. What is no gzip is for gRPC to tell.
  private static boolean hasMoreThan(int most, byte[] body) {
    try (InputStream message =
        new GZIPInputStream(new ByteArrayInputStream(body, PREFIX, body.length - PREFIX))) {
      message.skipNBytes(most);
      return message.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether it is a message behind its compression and its length, and nothing else.
  private static boolean isOneMessage(byte[] body) {
    return body.length >= PREFIX
        && (body[0] == 0 || body[0] == 1)
        && ByteBuffer.wrap(body).getInt(PREFIX - Integer.BYTES) == body.length - PREFIX;
  }

  private HttpResponse served(ServiceRequestContext context, AggregatedHttpRequest whole) {
    try (SafeCloseable _ = context.push()) {
      return unwrap().serve(context, whole.toHttpRequest());
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  /// What came of one call's message; used by one thread at a time.
  private static final class Intake {
    private final int most;
    private long bytes;

    Intake(int most) {
      this.most = most;
    }

    HttpData take(HttpData data) {
      bytes += data.length();
      if (!isOver()) {
        return data;
      }
      data.close();
      return HttpData.empty();
    }

    boolean isOver() {
      return bytes > most + PREFIX;
    }
  }
}
