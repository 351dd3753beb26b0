package dev.quoin.cli.load;

import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.QuoteResponse;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.v1.Answer;
import dev.quoin.api.v1.BatchItem;
import dev.quoin.api.v1.BatchPrice;
import dev.quoin.api.v1.Price;
import dev.quoin.api.v1.Refusal;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/// A server of gRPC that prices rentals as a test wants it to.
public final class PriceServer implements AutoCloseable {
  public static final QuoteResponse PRICE =
      QuoteResponse.newBuilder()
          .setAnswer(Answer.newBuilder().setPrice(Price.newBuilder().setTotal("7170")))
          .build();
  public static final QuoteResponse REFUSAL =
      QuoteResponse.newBuilder()
          .setAnswer(Answer.newBuilder().setRefusal(Refusal.getDefaultInstance()))
          .build();

  private final Server server;
  private final List<QuoteRequest> asked = Collections.synchronizedList(new ArrayList<>());

  /// @param answers what a quote does; the thread is the connection's own
  public PriceServer(BiConsumer<QuoteRequest, StreamObserver<QuoteResponse>> answers) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .directExecutor()
              .addService(
                  new RentalServiceGrpc.RentalServiceImplBase() {
                    @Override
                    public void quote(QuoteRequest request, StreamObserver<QuoteResponse> caller) {
                      asked.add(request);
                      answers.accept(request, caller);
                    }

                    @Override
                    public void quoteBatch(
                        QuoteBatchRequest request, StreamObserver<QuoteBatchResponse> caller) {
                      var prices = QuoteBatchResponse.newBuilder();
                      request
                          .getCarsList()
                          .forEach(_ ->
                              prices.addItems(
                                  BatchItem.newBuilder()
                                      .setPrice(BatchPrice.getDefaultInstance())));
                      caller.onNext(prices.build());
                      caller.onCompleted();
                    }
                  })
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One that prices at once.
  public static PriceServer quick() {
    return new PriceServer((_, caller) -> answer(caller, PRICE));
  }

  public static void answer(StreamObserver<QuoteResponse> caller, QuoteResponse answer) {
    caller.onNext(answer);
    caller.onCompleted();
  }

  public String url() {
    return "grpc://127.0.0.1:" + server.getPort();
  }

  /// The quotes that were asked for, in their order.
  List<QuoteRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
