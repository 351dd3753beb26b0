package dev.quoin.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An entry as a search lists it: all of it but the question and the answer. What each is: [Entry].
public record Listed(
    UUID id,
    Kind kind,
    String service,
    String ratebook,
    String digest,
    Instant at,
    Optional<Instant> validUntil,
    String caller,
    Optional<String> requestId,
    Optional<String> booking,
    Card card) {}
