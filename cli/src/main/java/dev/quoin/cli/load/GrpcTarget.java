package dev.quoin.cli.load;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.QuoteResponse;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.v1.Answer;
import dev.quoin.api.v1.BatchItem;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.ratebook.source.Node;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A target that is spoken to in gRPC. Messages are made before the load begins; a call is what the stubs do, without
/// the stubs: one object that listens, on the thread of the connection.
final class GrpcTarget implements Target {
  private static final int CONNECTIONS = 2;

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Address address;
  private final Duration timeout;
  private final int batchSize;
  private final String key;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  GrpcTarget(Address address, Targets.Options options) {
    this.address = address;
    this.timeout = options.timeout();
    this.batchSize = options.batchSize();
    this.key = options.key();
    int connections = options.connections() == 0 ? CONNECTIONS : options.connections();
    for (int i = 0; i < connections; i++) {
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress(address.host(), address.port()).directExecutor();
      channels.add(address.encrypted() ? builder.build() : builder.usePlaintext().build());
    }
  }

  @Override
  public String name() {
    return address.typed();
  }

  @Override
  public List<Call> calls(String service, List<Node.Mapping> requests) throws LoadProblem {
    return switch (service) {
      case "rental" -> rental(requests);
      case "waiver" -> waiver(requests);
      case "batch" -> batch(requests);
      default ->
          throw new LoadProblem(
              "`%s` is no service that gRPC has (expected: rental, waiver or batch)"
                  .formatted(service));
    };
  }

  private List<Call> rental(List<Node.Mapping> requests) throws LoadProblem {
    List<Call> calls = new ArrayList<>();
    for (Node.Mapping inputs : requests) {
      QuoteRequest request =
          QuoteRequest.newBuilder()
              .setRatebook(address.ratebook())
              .setInputs(
                  (dev.quoin.api.rental.v1.Inputs)
                      message(dev.quoin.api.rental.v1.Inputs.newBuilder(), inputs))
              .build();
      calls.add(
          new Ready<>(
              RentalServiceGrpc.getQuoteMethod(),
              request,
              (message, id) -> message.toBuilder().setRequestId(id).build(),
              (QuoteResponse response, Reply reply) -> told(response.getAnswer(), reply)));
    }
    return calls;
  }

  private List<Call> waiver(List<Node.Mapping> requests) throws LoadProblem {
    List<Call> calls = new ArrayList<>();
    for (Node.Mapping inputs : requests) {
      var request =
          dev.quoin.api.waiver.v1.QuoteRequest.newBuilder()
              .setRatebook(address.ratebook())
              .setInputs(
                  (dev.quoin.api.waiver.v1.Inputs)
                      message(dev.quoin.api.waiver.v1.Inputs.newBuilder(), inputs))
              .build();
      calls.add(
          new Ready<>(
              WaiverServiceGrpc.getQuoteMethod(),
              request,
              (message, id) -> message.toBuilder().setRequestId(id).build(),
              (dev.quoin.api.waiver.v1.QuoteResponse response, Reply reply) ->
                  told(response.getAnswer(), reply)));
    }
    return calls;
  }

  private List<Call> batch(List<Node.Mapping> requests) throws LoadProblem {
    List<Call> calls = new ArrayList<>();
    List<dev.quoin.api.rental.v1.Inputs> cars = new ArrayList<>();
    for (String model : Batches.cars(requests, batchSize)) {
      cars.add(dev.quoin.api.rental.v1.Inputs.newBuilder().setModel(model).build());
    }
    for (Node.Mapping inputs : requests) {
      QuoteBatchRequest request =
          QuoteBatchRequest.newBuilder()
              .setRatebook(address.ratebook())
              .setTrip(
                  (dev.quoin.api.rental.v1.Inputs)
                      message(dev.quoin.api.rental.v1.Inputs.newBuilder(), Batches.trip(inputs)))
              .addAllCars(cars)
              .build();
      calls.add(
          new Ready<>(
              RentalServiceGrpc.getQuoteBatchMethod(),
              request,
              (message, id) -> message.toBuilder().setRequestId(id).build(),
              GrpcTarget::told));
    }
    return calls;
  }

  /// Fills a message of inputs: fields by the same words, others by their names. Null is a field that is left out.
  private static Message message(Message.Builder builder, Node.Mapping inputs) throws LoadProblem {
    for (Node.Mapping.Entry entry : inputs.entries()) {
      if (!(entry.value() instanceof Node.Scalar scalar)) {
        throw new LoadProblem(
            "%s: `%s` is %s, which a gRPC request cannot carry"
                .formatted(entry.place(), entry.key(), entry.value().what()));
      }
      if (scalar.kind() == Node.Kind.NULL) {
        continue;
      }
      FieldDescriptor field =
          builder.getDescriptorForType().findFieldByName(entry.key().replace(' ', '_'));
      if (field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        builder.setField(field, scalar.text());
      } else {
        FieldDescriptor others = builder.getDescriptorForType().findFieldByName("others");
        Message.Builder other = builder.newBuilderForField(others);
        other.setField(others.getMessageType().findFieldByName("key"), entry.key());
        other.setField(others.getMessageType().findFieldByName("value"), scalar.text());
        builder.addRepeatedField(others, other.build());
      }
    }
    return builder.build();
  }

  private static void told(Answer answer, Reply reply) {
    switch (answer.getOutcomeCase()) {
      case PRICE -> reply.priced(1);
      case REFUSAL -> reply.refused();
      case OUTCOME_NOT_SET -> reply.failed("EMPTY", "an answer without an outcome");
    }
  }

  private static void told(QuoteBatchResponse response, Reply reply) {
    int priced = 0;
    for (BatchItem item : response.getItemsList()) {
      priced += item.hasPrice() ? 1 : 0;
    }
    if (priced > 0) {
      reply.priced(priced);
    } else {
      reply.refused();
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /// A call that is ready to be sent.
  private final class Ready<Q, A> implements Call {
    private final MethodDescriptor<Q, A> method;
    private final Q message;
    private final BiFunction<Q, String, Q> named;
    private final BiConsumer<A, Reply> told;

    Ready(
        MethodDescriptor<Q, A> method,
        Q message,
        BiFunction<Q, String, Q> named,
        BiConsumer<A, Reply> told) {
      this.method = method;
      this.message = message;
      this.named = named;
      this.told = told;
    }

    @Override
    public void send(String requestId, Reply reply) {
      ManagedChannel channel = channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
      ClientCall<Q, A> call =
          channel.newCall(
              method,
              CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
      Metadata headers = new Metadata();
      if (!key.isEmpty()) {
        headers.put(AUTHORIZATION, "Bearer " + key);
      }
      call.start(new Listening<>(told, reply), headers);
      call.request(2);
      call.sendMessage(requestId.isEmpty() ? message : named.apply(message, requestId));
      call.halfClose();
    }
  }

  private static final class Listening<A> extends ClientCall.Listener<A> {
    private final BiConsumer<A, Reply> told;
    private final Reply reply;
    private @Nullable A answer;

    Listening(BiConsumer<A, Reply> told, Reply reply) {
      this.told = told;
      this.reply = reply;
    }

    @Override
    public void onMessage(A message) {
      answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      A came = answer;
      if (status.isOk() && came != null) {
        told.accept(came, reply);
      } else {
        reply.failed(status.getCode().name(), sentence(status));
      }
    }

    /// gRPC says `io exception`; what it was is behind it.
    private static String sentence(Status status) {
      Throwable cause = status.getCause();
      String described = status.getDescription() == null ? "" : status.getDescription();
      return cause != null && described.equals("io exception")
          ? String.valueOf(cause.getMessage())
          : described;
    }
  }
}
