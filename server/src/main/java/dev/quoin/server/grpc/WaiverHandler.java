package dev.quoin.server.grpc;

import dev.quoin.api.waiver.v1.GetRequest;
import dev.quoin.api.waiver.v1.GetResponse;
import dev.quoin.api.waiver.v1.QuoteRequest;
import dev.quoin.api.waiver.v1.QuoteResponse;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.server.command.PriceDesk;
import io.grpc.stub.StreamObserver;

/// Waivers over gRPC.
final class WaiverHandler extends WaiverServiceGrpc.WaiverServiceImplBase {
  private static final String SERVICE = "waiver";

  private final PriceDesk prices;
  private final Messages messages;
  private final Replies replies;

  WaiverHandler(PriceDesk prices, Messages messages, Replies replies) {
    this.prices = prices;
    this.messages = messages;
    this.replies = replies;
  }

  @Override
  public void quote(QuoteRequest request, StreamObserver<QuoteResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    replies.send(
        prices.quote(
            Replies.call(request.getRequestId()),
            SERVICE,
            request.getRatebook(),
            GrpcInputs.of(request.getInputs())),
        quoted -> QuoteResponse.newBuilder().setAnswer(messages.answer(quoted)).build(),
        caller);
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    replies.send(
        prices.answer(request.getId()),
        answer -> GetResponse.newBuilder().setAnswer(messages.answer(answer)).build(),
        caller);
  }
}
