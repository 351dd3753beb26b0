package dev.quoin.bench.race;

/// An input column or an output column of a table.
///
/// @param text what is asked, or the name of what is answered
/// @param type a type of DMN: `string`, `number`, `dateTime`
public record Column(String text, String type) {}
