package dev.quoin.server.grpc;

import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.quoin.api.rental.v1.Inputs;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.PriceDesk;
import dev.quoin.server.metrics.Requests;
import dev.quoin.server.page.ProblemPages;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The gRPC services.
public final class Grpc {
  private static final int MAX_BYTES = 1 << 20;

  /// A batch of 1,000 cars with all their inputs.
  private static final int MAX_BATCH_BYTES = 4 << 20;

  private final GrpcService services;
  private final Statuses statuses;

  private Grpc(GrpcService services, Statuses statuses) {
    this.services = services;
    this.statuses = statuses;
  }

  public static Grpc of(
      PriceDesk prices, BookingDesk bookings, ProblemPages pages, Requests requests) {
    Messages messages = new Messages(pages);
    Statuses statuses = new Statuses(messages, requests);
    return new Grpc(services(prices, bookings, messages, statuses), statuses);
  }

  /// Puts the services where a server answers them.
  public void routes(ServerBuilder server) {
    Map<String, Integer> most = new HashMap<>();
    for (ServiceDescriptor service :
        List.of(
            RentalServiceGrpc.getServiceDescriptor(), WaiverServiceGrpc.getServiceDescriptor())) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        most.put("/" + method.getFullMethodName(), MAX_BYTES);
      }
    }
    most.put("/" + RentalServiceGrpc.getQuoteBatchMethod().getFullMethodName(), MAX_BATCH_BYTES);
    server.maxRequestLength(WholeCalls.MAX_READ_BYTES); // Routes of REST have limits of their own.
    server.service(services, calls -> new WholeCalls(calls, most));
  }

  /// Tells callers of gRPC what HTTP refuses.
  public ServerErrorHandler errors() {
    return new GrpcErrors(statuses);
  }

  private static GrpcService services(
      PriceDesk prices, BookingDesk bookings, Messages messages, Statuses statuses) {
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
        .maxRequestMessageLength(MAX_BATCH_BYTES)
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
