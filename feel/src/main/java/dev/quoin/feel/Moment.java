package dev.quoin.feel;

import java.time.Instant;
import java.time.ZoneId;

/// When an evaluation takes place: what `now()` and `today()` read. It is an input; nothing here reads a clock.
public record Moment(Instant instant, ZoneId zone) {}
