package dev.quoin.ratebook;

/// One text in Korean and in English.
public record Texts(String ko, String en) {
  /// The one of a language.
  public String in(Language language) {
    return switch (language) {
      case KO -> ko;
      case EN -> en;
    };
  }
}
