package dev.quoin.server.grpc;

import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.quoin.api.rental.v1.Inputs;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.PriceDesk;
import dev.quoin.server.page.ProblemPages;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

/// The gRPC services.
public final class Grpc {
  /// A batch of 1,000 cars with all their inputs.
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private Grpc() {}

  public static GrpcService of(PriceDesk prices, BookingDesk bookings, ProblemPages pages) {
    Messages messages = new Messages(pages);
    Statuses statuses = new Statuses(messages);
    Replies replies = new Replies(statuses);
    return GrpcService.builder()
        .addService(new RentalHandler(prices, bookings, messages, replies))
        .addService(new WaiverHandler(prices, messages, replies))
        .addService(ProtoReflectionServiceV1.newInstance())
        .exceptionHandler(new Failures(statuses))
        .supportedSerializationFormats(
            GrpcSerializationFormats.PROTO, GrpcSerializationFormats.JSON)
        // Armeria's own would write classes for every message at the start, for the page alone.
        .jsonMarshallerFactory(_ -> GrpcJsonMarshaller.ofGson())
        .enableUnframedRequests(true)
        .enableHealthCheckService(true)
        .maxRequestMessageLength(MAX_MESSAGE_BYTES)
        .useClientTimeoutHeader(true)
        .build();
  }

  /// The page that shows the services and tries calls.
  public static DocService docs() {
    return DocService.builder()
        .exampleRequests(
            RentalServiceGrpc.SERVICE_NAME,
            "Quote",
            QuoteRequest.newBuilder().setInputs(WEEKEND).build())
        .build();
  }

  private static final Inputs WEEKEND =
      Inputs.newBuilder()
          .setStart("2026-06-12T18:00")
          .setEnd("2026-06-14T21:00")
          .setModel("K8")
          .setDistance("180")
          .setUtilisation("70")
          .setMembership("business")
          .setCouponPercent("10")
          .setCouponAmount("5000")
          .setBirthDate("1990-05-20")
          .setLicenceDate("2015-03-02")
          .build();
}
