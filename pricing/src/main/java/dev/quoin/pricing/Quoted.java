package dev.quoin.pricing;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Request;
import java.time.Instant;
import java.util.Optional;

/// An answer that was given: with all that it needs to be found again, and computed again, for ever.
///
/// @param at when it was answered
/// @param asOf as of when it was priced: what is booked has the price of its quote, as of the quote's instant
/// @param validUntil until when it may be booked; empty where there is nothing to book
public record Quoted(
    AnswerId id,
    Release release,
    String service,
    Request request,
    Instant at,
    AsOf asOf,
    Optional<Instant> validUntil,
    Answer.Outcome outcome) {}
