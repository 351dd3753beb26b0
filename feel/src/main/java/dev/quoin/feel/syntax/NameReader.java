package dev.quoin.feel.syntax;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads names where a text uses and where it declares them.
final class NameReader {
  private static final int MAX_NAME_LENGTH = 250;

  /// Words that go on with an expression after a name, or end it; any other word makes the name
  /// longer. So `driver agee + 1` is about the unknown name `driver agee`.
  private static final Set<String> AFTER_OPERAND =
      Set.of("and", "or", "in", "between", "then", "else", "return", "satisfies");

  private final Cursor cursor;
  private final NamesInText names;

  NameReader(Cursor cursor, NamesInText names) {
    this.cursor = cursor;
    this.names = names;
  }

  /// The name of a variable or function at the current word.
  String variable() {
    int start = cursor.start();
    NameTree.Match known = names.longest(cursor.text(), start);
    if (cannotBegin(cursor.token(), known)) {
      throw cursor.unexpected("a value");
    }
    return used(known);
  }

  /// The name of an entry or property, after a dot.
  String entry() {
    if (cursor.kind() != Token.Kind.WORD) {
      throw cursor.unexpected("the name of an entry after `.`");
    }
    return used(names.longestEntry(cursor.text(), cursor.start()));
  }

  /// Whether a word such as `then` stands where a value should; `then what` may be a variable.
  private boolean cannotBegin(Token token, NameTree.@Nullable Match known) {
    return isAfterOperand(token.start(), token.end())
        && (known == null || known.end() == token.end());
  }

  private String used(NameTree.@Nullable Match known) {
    int start = cursor.start();
    int end = known == null ? cursor.token().end() : known.end();
    int longerEnd = withFollowingWords(end);
    if (known != null && longerEnd == end) {
      cursor.moveTo(end);
      return known.name();
    }
    String name = named(start, longerEnd);
    SyntaxProblem slip = name.contains(" ") ? Slips.shouted(name, start) : null;
    if (slip != null) {
      throw slip;
    }
    return name;
  }

  /// The name of several words with nothing but names' characters, as far as one can go from here
  /// without knowing it.
  String words() {
    return named(cursor.start(), withFollowingWords(cursor.token().end()));
  }

  private int withFollowingWords(int first) {
    String text = cursor.text();
    int end = first;
    while (true) {
      int start = Characters.skipSpace(text, end);
      int wordEnd = Characters.wordEnd(text, start);
      if (wordEnd == start || start == end || isAfterOperand(start, wordEnd)) {
        return end;
      }
      end = wordEnd;
    }
  }

  private boolean isAfterOperand(int start, int end) {
    String text = cursor.text();
    if (AFTER_OPERAND.contains(text.substring(start, end))) {
      return true;
    }
    int next = Characters.skipSpace(text, end);
    return text.substring(start, end).equals("instance")
        && text.substring(next, Characters.wordEnd(text, next)).equals("of");
  }

  /// A name at the place that declares it: a key, a parameter, an iterator. It goes up to the first
  /// character that no name may have, and an iterator's up to `in`.
  String declared(String what) {
    if (cursor.kind() != Token.Kind.WORD) {
      throw cursor.unexpected(what);
    }
    return named(cursor.start(), declaredEnd());
  }

  String iterator() {
    if (cursor.kind() != Token.Kind.WORD || cursor.at("in")) {
      throw cursor.unexpected("a name for the items");
    }
    String text = cursor.text();
    int end = cursor.token().end();
    while (true) {
      int start = Characters.skipSpace(text, end);
      int pieceEnd = pieceEnd(start);
      if (pieceEnd == start || text.substring(start, pieceEnd).equals("in")) {
        return named(cursor.start(), end);
      }
      end = pieceEnd;
    }
  }

  /// Whether a name and a colon follow, as in `f(name: value)`.
  boolean isBeforeColon() {
    return cursor.kind() == Token.Kind.WORD
        && cursor.text().startsWith(":", cursor.lexer().skip(declaredEnd()));
  }

  private int declaredEnd() {
    int end = cursor.token().end();
    while (true) {
      int start = Characters.skipSpace(cursor.text(), end);
      int pieceEnd = pieceEnd(start);
      if (pieceEnd == start) {
        return end;
      }
      end = pieceEnd;
    }
  }

  private int pieceEnd(int start) {
    return cursor.lexer().isCommentAt(start) ? start : Characters.pieceEnd(cursor.text(), start);
  }

  private String named(int start, int end) {
    if (end - start > MAX_NAME_LENGTH) {
      throw new SyntaxProblem(
          start,
          "`"
              + Lexer.shortened(cursor.text().substring(start, start + MAX_NAME_LENGTH))
              + "` begins a name that is too long; expected at most "
              + MAX_NAME_LENGTH
              + " characters");
    }
    cursor.moveTo(end);
    return Characters.normalized(cursor.text().substring(start, end));
  }
}
