package dev.quoin.feel.syntax;

import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;

/// The place that the parser has come to, and what every grammar rule needs there.
final class Cursor {
  /// Deeper than anything a person writes, and shallow enough that every later stage may recurse
  /// over the tree on a default thread stack.
  static final int MAX_DEPTH = 200;

  private final Source source;
  private final String text;
  private final Lexer lexer;
  private Token token;
  private int lastEnd;
  private int depth;

  Cursor(Source source) {
    this.source = source;
    this.text = source.text();
    this.lexer = new Lexer(text);
    this.token = lexer.at(0);
  }

  /// A bracket that waits to be closed.
  record Opened(String bracket, int start) {}

  String text() {
    return text;
  }

  Lexer lexer() {
    return lexer;
  }

  Token token() {
    return token;
  }

  int start() {
    return token.start();
  }

  Token.Kind kind() {
    return token.kind();
  }

  /// The current token as it is written.
  String word() {
    return text.substring(token.start(), token.end());
  }

  /// The token behind the current one.
  Token next() {
    return lexer.at(token.end());
  }

  void advance() {
    moveTo(token.end());
  }

  /// Goes on behind a name or a bracket that ends at `end`.
  void moveTo(int end) {
    lastEnd = end;
    token = lexer.at(end);
  }

  boolean at(String word) {
    return is(token, word);
  }

  boolean is(Token token, String word) {
    return token.end() - token.start() == word.length() && text.startsWith(word, token.start());
  }

  boolean accept(String word) {
    if (!at(word)) {
      return false;
    }
    advance();
    return true;
  }

  void expect(String word, String expected) {
    if (!accept(word)) {
      throw unexpected(expected);
    }
  }

  Opened open(String bracket) {
    Opened opened = new Opened(bracket, token.start());
    expect(bracket, "`" + bracket + "`");
    return opened;
  }

  /// Something other than the closing bracket, or the end of the text: the reader wants to know
  /// which bracket is meant.
  SyntaxProblem unclosed(Opened opened, String expected) {
    if (token.kind() == Token.Kind.END) {
      return new SyntaxProblem(
          opened.start(), "`" + opened.bracket() + "` is never closed; expected " + expected);
    }
    Place place = source.place(opened.start());
    return unexpected(
        expected
            + " (`"
            + opened.bracket()
            + "` was opened at "
            + place.line()
            + ":"
            + place.column()
            + ")");
  }

  /// The current token is not what the grammar allows here.
  SyntaxProblem unexpected(String expected) {
    if (token.kind() == Token.Kind.END) {
      String end = lexer.skip(0) == text.length() ? "the text is empty" : "the text ends too early";
      return new SyntaxProblem(token.start(), end + "; expected " + expected);
    }
    SyntaxProblem slip =
        switch (token.kind()) {
          case SYMBOL -> Slips.at(text, token.start());
          case WORD -> Slips.shouted(word(), token.start());
          case NUMBER, STRING, END -> null;
        };
    return slip != null ? slip : unexpectedAsItIs(expected);
  }

  /// As [#unexpected], where the reader has not made one of the usual slips.
  SyntaxProblem unexpectedAsItIs(String expected) {
    return new SyntaxProblem(
        token.start(), "unexpected `" + Lexer.shortened(word()) + "`; expected " + expected);
  }

  Span from(int start) {
    return new Span(source, start, Math.max(start, lastEnd));
  }

  /// One level deeper; each call has its [#leave], except behind a problem.
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxProblem(
          token.start(),
          SyntaxProblem.TOO_DEEP,
          "this is nested more than "
              + MAX_DEPTH
              + " levels deep at `"
              + Lexer.shortened(word())
              + "`; expected parts with names of their own");
    }
  }

  void leave() {
    depth--;
  }
}
