package dev.quoin.feel.syntax;

/// Carries the first problem of a text out of the parser's recursion; never leaves the package.
final class SyntaxProblem extends RuntimeException {
  static final String SYNTAX = "syntax";
  static final String TOO_DEEP = "too-deep";
  static final String TOO_LONG = "too-long";

  private final int start;
  private final String code;
  private final String sentence;

  SyntaxProblem(int start, String code, String sentence) {
    super(sentence, null, false, false);
    this.start = start;
    this.code = code;
    this.sentence = sentence;
  }

  SyntaxProblem(int start, String sentence) {
    this(start, SYNTAX, sentence);
  }

  int start() {
    return start;
  }

  String code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
