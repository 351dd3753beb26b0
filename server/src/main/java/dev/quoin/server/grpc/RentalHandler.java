package dev.quoin.server.grpc;

import dev.quoin.api.rental.v1.BookRequest;
import dev.quoin.api.rental.v1.BookResponse;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.CancelResponse;
import dev.quoin.api.rental.v1.ExplainRequest;
import dev.quoin.api.rental.v1.ExplainResponse;
import dev.quoin.api.rental.v1.ExtendRequest;
import dev.quoin.api.rental.v1.ExtendResponse;
import dev.quoin.api.rental.v1.GetRequest;
import dev.quoin.api.rental.v1.GetResponse;
import dev.quoin.api.rental.v1.QuoteBatchRequest;
import dev.quoin.api.rental.v1.QuoteBatchResponse;
import dev.quoin.api.rental.v1.QuoteRequest;
import dev.quoin.api.rental.v1.QuoteResponse;
import dev.quoin.api.rental.v1.RentalServiceGrpc;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.api.rental.v1.SettleResponse;
import dev.quoin.decimal.Decimal;
import dev.quoin.pricing.Booked;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Language;
import dev.quoin.server.command.BookingDesk;
import dev.quoin.server.command.Call;
import dev.quoin.server.command.PriceDesk;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Rentals over gRPC.
final class RentalHandler extends RentalServiceGrpc.RentalServiceImplBase {
  private static final String SERVICE = "rental";

  private final PriceDesk prices;
  private final BookingDesk bookings;
  private final Messages messages;
  private final Replies replies;

  RentalHandler(PriceDesk prices, BookingDesk bookings, Messages messages, Replies replies) {
    this.prices = prices;
    this.bookings = bookings;
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

  /// The message is made where the batch was priced: a thousand prices would hold up a connection's thread.
  @Override
  public void quoteBatch(QuoteBatchRequest request, StreamObserver<QuoteBatchResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    replies.send(
        prices
            .batch(
                Replies.call(request.getRequestId()),
                SERVICE,
                request.getRatebook(),
                GrpcInputs.of(request.getTrip()),
                request.getCarsList().stream().map(GrpcInputs::of).toList())
            .thenApply(verdict -> verdict.map(messages::batch)),
        Function.identity(),
        caller);
  }

  @Override
  public void book(BookRequest request, StreamObserver<BookResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    replies.send(
        bookings.book(
            Replies.call(request.getRequestId()), request.getQuoteId(), request.getBookingId()),
        booked ->
            BookResponse.newBuilder()
                .setBookingId(booked.id())
                .setAnswer(messages.answer(booked.answer()))
                .build(),
        caller);
  }

  @Override
  public void extend(ExtendRequest request, StreamObserver<ExtendResponse> caller) {
    replies.send(
        bookings.happen(
            Replies.call(request.getRequestId()),
            Booked.Step.Kind.EXTEND,
            request.getBookingId(),
            GrpcInputs.of(request)),
        booked ->
            ExtendResponse.newBuilder()
                .setBookingId(booked.id())
                .setAnswer(messages.answer(booked.answer()))
                .setDifference(booked.difference().map(Decimal::toPlainText).orElse(""))
                .build(),
        caller);
  }

  @Override
  public void settle(SettleRequest request, StreamObserver<SettleResponse> caller) {
    replies.send(
        bookings.happen(
            Replies.call(request.getRequestId()),
            Booked.Step.Kind.SETTLE,
            request.getBookingId(),
            GrpcInputs.of(request)),
        booked ->
            SettleResponse.newBuilder()
                .setBookingId(booked.id())
                .setAnswer(messages.answer(booked.answer()))
                .build(),
        caller);
  }

  @Override
  public void cancel(CancelRequest request, StreamObserver<CancelResponse> caller) {
    replies.send(
        bookings.happen(
            Replies.call(request.getRequestId()),
            Booked.Step.Kind.CANCEL,
            request.getBookingId(),
            GrpcInputs.of(request)),
        booked ->
            CancelResponse.newBuilder()
                .setBookingId(booked.id())
                .setAnswer(messages.answer(booked.answer()))
                .build(),
        caller);
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    switch (request.getByCase()) {
      case ID ->
          replies.send(
              prices.answer(request.getId()),
              answer -> GetResponse.newBuilder().addAnswers(messages.answer(answer)).build(),
              caller);
      case BOOKING_ID ->
          replies.send(bookings.booking(request.getBookingId()), this::history, caller);
      case BY_NOT_SET ->
          replies.reject(
              Rejection.of(
                  Rejection.Kind.WRONG,
                  "by",
                  "missing-field",
                  "neither `id` nor `booking_id` is there (expected: one of them)"),
              caller);
    }
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> caller) {
    if (!replies.isKnown(request, caller)) {
      return;
    }
    replies.send(
        switch (Call.language("language", request.getLanguage())) {
          case Verdict.Given<Language>(Language language) ->
              prices
                  .explain(request.getId())
                  .thenApply(verdict ->
                      verdict.map(it -> messages.explained(it, language, request.getFull())));
          case Verdict.Rejected<Language>(Rejection rejection) ->
              CompletableFuture.completedFuture(new Verdict.Rejected<>(rejection));
        },
        Function.identity(),
        caller);
  }

  private GetResponse history(Booked booked) {
    GetResponse.Builder history = GetResponse.newBuilder().setState(Messages.state(booked));
    booked.steps().forEach(step -> history.addAnswers(messages.answer(step.answer())));
    return history.build();
  }
}
