package dev.quoin.ratebook;

/// One text in Korean and in English.
public record Texts(String ko, String en) {}
