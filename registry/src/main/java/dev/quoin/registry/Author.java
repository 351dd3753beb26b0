package dev.quoin.registry;

/// Who changes something, and why.
///
/// @param by their name, which whoever asks the registry has proved
/// @param reason may be empty
public record Author(String by, String reason) {}
