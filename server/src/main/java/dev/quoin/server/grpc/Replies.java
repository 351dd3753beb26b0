package dev.quoin.server.grpc;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.server.command.Bugs;
import dev.quoin.server.command.Call;
import dev.quoin.server.gate.Gate;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Sends what became of a command.
final class Replies {
  private final Statuses statuses;

  Replies(Statuses statuses) {
    this.statuses = statuses;
  }

  static Call call(String requestId) {
    ServiceRequestContext context = ServiceRequestContext.current();
    RequestHeaders headers = context.request().headers();
    return Call.of(headers::getAll, requestId).within(Gate.services(context));
  }

  /// Sends it from the connection's own thread, so that the journal's is free for the next answer.
  <T, M> void send(
      CompletableFuture<Verdict<T>> verdict, Function<T, M> message, StreamObserver<M> caller) {
    ServiceRequestContext context = ServiceRequestContext.current();
    verdict
        .handle(Bugs::told)
        .thenAcceptAsync(told -> send(told, message, caller), context.eventLoop())
        .exceptionally(failure -> {
          Rejection bug = Bugs.rejection(failure);
          caller.onError(statuses.of(bug));
          return null;
        });
  }

  private <T, M> void send(Verdict<T> verdict, Function<T, M> message, StreamObserver<M> caller) {
    switch (verdict) {
      case Verdict.Given<T>(T value) -> {
        caller.onNext(message.apply(value));
        caller.onCompleted();
      }
      case Verdict.Rejected<T>(Rejection rejection) -> caller.onError(statuses.of(rejection));
    }
  }

  /// Whether a request has nothing but what its type has. A caller of a later version would take it for heard; he is told.
  <M> boolean isKnown(Message request, StreamObserver<M> caller) {
    Set<Integer> unknown = request.getUnknownFields().asMap().keySet();
    if (unknown.isEmpty()) {
      return true;
    }
    reject(
        new Rejection(
            Rejection.Kind.WRONG,
            unknown.stream()
                .map(number ->
                    new Flaw(
                        "",
                        "unknown-field",
                        "%s has no field number %d"
                            .formatted(request.getDescriptorForType().getFullName(), number)))
                .toList()),
        caller);
    return false;
  }

  <M> void reject(Rejection rejection, StreamObserver<M> caller) {
    caller.onError(statuses.of(rejection));
  }
}
