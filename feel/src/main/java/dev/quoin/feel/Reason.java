package dev.quoin.feel;

/// Why a value is null: the kind of error that FEEL turned into null, and one sentence with the offending values.
///
/// @param code a problem code, such as `division-by-zero`
/// @param sentence one lowercase sentence
public record Reason(String code, String sentence) {}
