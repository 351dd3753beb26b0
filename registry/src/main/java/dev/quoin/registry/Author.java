package dev.quoin.registry;

/// Who changes something, and why.
///
/// @param by the name that they give; nobody proves it yet
/// @param reason may be empty
public record Author(String by, String reason) {}
