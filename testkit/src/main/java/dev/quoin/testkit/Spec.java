package dev.quoin.testkit;

/// One example of a spec file: a sentence, what is given, and the answer it must get.
///
/// @param title the sentence after `#`
/// @param given the lines between title and `==>`, joined by newlines
/// @param expected what follows `==>`, with its further lines if there are any
/// @param place file and line of the first given line, as `name:line`
public record Spec(String title, String given, String expected, String place) {}
