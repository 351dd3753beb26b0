package dev.quoin.server.grpc;

import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.PriceDesk;
import dev.quoin.server.page.ProblemPages;

/// The gRPC services.
public final class Grpc {
  /// A batch of 1,000 cars with all their inputs.
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private Grpc() {}

  public static GrpcService of(PriceDesk prices, BookingDesk bookings, ProblemPages pages) {
    Messages messages = new Messages(pages);
    Replies replies = new Replies(new Statuses(messages));
    return GrpcService.builder()
        .addService(new RentalHandler(prices, bookings, messages, replies))
        .addService(new WaiverHandler(prices, messages, replies))
        .supportedSerializationFormats(
            GrpcSerializationFormats.PROTO, GrpcSerializationFormats.JSON)
        .enableUnframedRequests(true)
        .enableHealthCheckService(true)
        .maxRequestMessageLength(MAX_MESSAGE_BYTES)
        .useClientTimeoutHeader(true)
        .build();
  }
}
