package dev.quoin.bench;

import java.time.LocalDateTime;

/// What the cancellation is asked; the amount is in won.
public record CancellationRequest(
    long paidAmount,
    LocalDateTime paidAt,
    LocalDateTime start,
    LocalDateTime end,
    LocalDateTime cancelledAt) {}
