package dev.quoin.cli;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.ExtendRequest;
import dev.quoin.api.rental.v1.ExtendResponse;
import dev.quoin.api.rental.v1.Inputs;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.api.v1.Answer;
import dev.quoin.api.v1.BatchItem;
import dev.quoin.api.v1.BatchPrice;
import dev.quoin.api.v1.Text;
import dev.quoin.api.waiver.v1.WaiverServiceGrpc;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.value.Written;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// gRPC's own client with the stubs that are generated from the `.proto` files.
final class GrpcWire implements Wire {
  private final ManagedChannel channel;
  private final RentalServiceGrpc.RentalServiceBlockingStub rental;
  private final WaiverServiceGrpc.WaiverServiceBlockingStub waiver;

  /// @param address such as `127.0.0.1:9090`
  GrpcWire(String address) {
    this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    this.rental = RentalServiceGrpc.newBlockingStub(channel);
    this.waiver = WaiverServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public Told quote(String service, Map<String, Value> inputs) {
    return told(
        service.equals("waiver")
            ? waiver
                .quote(
                    dev.quoin.api.waiver.v1.QuoteRequest.newBuilder()
                        .setInputs(
                            fill(dev.quoin.api.waiver.v1.Inputs.newBuilder(), inputs).build())
                        .build())
                .getAnswer()
            : rental
                .quote(QuoteRequest.newBuilder().setInputs(inputs(inputs)).build())
                .getAnswer());
  }

  private static Inputs inputs(Map<String, Value> inputs) {
    return fill(Inputs.newBuilder(), inputs).build();
  }

  /// Each input is the field of the same words; null is a field that is left out.
  private static <B extends Message.Builder> B fill(B message, Map<String, Value> inputs) {
    inputs.forEach((name, value) -> {
      FieldDescriptor field =
          message.getDescriptorForType().findFieldByName(name.replace(' ', '_'));
      if (!(value instanceof Value.Null)) {
        message.setField(field, Written.plain(value));
      }
    });
    return message;
  }

  @Override
  public List<Told> batch(Map<String, Value> trip, List<Map<String, Value>> cars) {
    QuoteBatchResponse batch =
        rental.quoteBatch(
            QuoteBatchRequest.newBuilder()
                .setTrip(inputs(trip))
                .addAllCars(cars.stream().map(GrpcWire::inputs).toList())
                .build());
    return batch.getItemsList().stream().map(item -> told(batch, item)).toList();
  }

  private static Told told(QuoteBatchResponse batch, BatchItem item) {
    Told.Facts facts = new Told.Facts().by("rental", batch.getRatebook(), batch.getRelease());
    switch (item.getOutcomeCase()) {
      case PRICE -> {
        BatchPrice price = item.getPrice();
        facts.valid(validity(batch.getPricedAt(), batch.getValidUntil()));
        for (int i = 0; i < price.getCodesCount(); i++) {
          String code = price.getCodes(i);
          facts.line(code, texts(batch.getTextsOrThrow(code)), price.getAmounts(i));
        }
        facts.total(batch.getCurrency(), price.getTotal());
        price.getShownMap().forEach(facts::shown);
      }
      case REFUSAL ->
          item.getRefusal()
              .getCodesList()
              .forEach(code -> facts.refused(code, texts(batch.getTextsOrThrow(code))));
      case PROBLEMS, OUTCOME_NOT_SET -> throw new AssertionError("no answer: " + item);
    }
    return facts.told(item.getId(), Instant.parse(batch.getPricedAt()));
  }

  @Override
  public Told book(String quote, String booking) {
    return told(
        rental
            .book(BookRequest.newBuilder().setQuoteId(quote).setBookingId(booking).build())
            .getAnswer());
  }

  @Override
  public Told event(Event event, String booking, Map<String, Value> sent) {
    return switch (event) {
      case EXTEND -> {
        ExtendResponse extended =
            rental.extend(fill(ExtendRequest.newBuilder().setBookingId(booking), sent).build());
        yield told(
            extended.getAnswer(), facts(extended.getAnswer()).difference(extended.getDifference()));
      }
      case SETTLE ->
          told(
              rental
                  .settle(fill(SettleRequest.newBuilder().setBookingId(booking), sent).build())
                  .getAnswer());
      case CANCEL ->
          told(
              rental
                  .cancel(fill(CancelRequest.newBuilder().setBookingId(booking), sent).build())
                  .getAnswer());
    };
  }

  private static Told told(Answer answer) {
    return told(answer, facts(answer));
  }

  private static Told told(Answer answer, Told.Facts facts) {
    return facts.told(answer.getId(), Instant.parse(answer.getPricedAt()));
  }

  private static Told.Facts facts(Answer answer) {
    Told.Facts facts =
        new Told.Facts().by(answer.getService(), answer.getRatebook(), answer.getRelease());
    Optional.of(answer.getValidUntil())
        .filter(until -> !until.isEmpty())
        .ifPresent(until -> facts.valid(validity(answer.getPricedAt(), until)));
    switch (answer.getOutcomeCase()) {
      case PRICE -> {
        answer
            .getPrice()
            .getLineItemsList()
            .forEach(line -> facts.line(line.getCode(), texts(line.getText()), line.getAmount()));
        facts.total(answer.getPrice().getCurrency(), answer.getPrice().getTotal());
        answer.getPrice().getShownMap().forEach(facts::shown);
      }
      case REFUSAL ->
          answer
              .getRefusal()
              .getReasonsList()
              .forEach(reason -> facts.refused(reason.getCode(), texts(reason.getText())));
      case OUTCOME_NOT_SET -> throw new AssertionError("no answer: " + answer);
    }
    return facts;
  }

  private static Duration validity(String at, String until) {
    return Duration.between(Instant.parse(at), Instant.parse(until));
  }

  private static Texts texts(Text text) {
    return new Texts(text.getKo(), text.getEn());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
