package dev.quoin.feel.syntax;

/// One word of a text, as characters from `start` to `end`. Which words make up a name, the names in
/// scope tell: a token of a name is its first word only.
record Token(Kind kind, int start, int end) {

  enum Kind {
    NUMBER,
    STRING,
    WORD,
    SYMBOL,
    END
  }
}
