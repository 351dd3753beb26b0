package dev.quoin.server.follow;

import java.time.Instant;

/// That the registry is not reached.
///
/// @param why in one line
public record Loss(Instant since, String why) {}
