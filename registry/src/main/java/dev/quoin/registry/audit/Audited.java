package dev.quoin.registry.audit;

/// What a row says now that was written with an entry.
///
/// @param entry its number
/// @param action such as `activate`
/// @param text everything that it says, as JSON
public record Audited(long entry, String action, String ratebook, String text) {}
