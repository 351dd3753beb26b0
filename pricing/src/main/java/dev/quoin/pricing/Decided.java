package dev.quoin.pricing;

import dev.quoin.feel.Value;
import java.time.Instant;

/// The value of a decision that was asked for by its name.
///
/// @param at the instant that it was asked at
public record Decided(Release release, String decision, Instant at, Value value) {}
