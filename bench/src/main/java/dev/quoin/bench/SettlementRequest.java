package dev.quoin.bench;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// What the settlement is asked.
///
/// @param booking what was booked; its expected distance and its driver do not count any more
/// @param extendedEnd null where nothing was extended
public record SettlementRequest(
    RentalRequest booking,
    @Nullable LocalDateTime extendedEnd,
    LocalDateTime returnedAt,
    long drivenMetres) {}
