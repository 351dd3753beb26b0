package dev.quoin.feel.builtin;

import dev.quoin.feel.Value;
import dev.quoin.feel.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

// FEEL's patterns are those of XPath: XML Schema's regular expressions with anchors, reluctant
// quantifiers and back
// references (XQuery 1.0 and XPath 2.0 Functions and Operators, 7.6.1). Java's language looks the
// same and differs in
// what matters: `$` also matches before a last line end, `.` stops at more characters, `\s` and
// `\w` are ASCII, `[a-z-[b]]`
// is a union, and `\b`, `(?=…)`, `a++`, `\Q` mean something. So a pattern isn't handed over: it is
// read by XPath's
// grammar and written anew in the part of Java's language that means the same. What the grammar
// doesn't know is refused.
//
// The alternative is a matcher of our own without backtracking (Thompson's construction). Back
// references don't fit into
// it, and Java's is well tested. Its price is the input that makes it try exponentially many ways,
// `(a+)+b` on a row of
// a's; so the text counts how often it is read, and too often is an error.

/// Matching, replacing and splitting with XPath's regular expressions.
final class Regexes {
  private Regexes() {}

  /// How often the characters of a text may be read: far more than a reasonable pattern needs, about 0.1 s.
  private static final int MAX_STEPS = 5_000_000;

  static Value matches(String input, String pattern, String flags) {
    return with("matches", pattern, flags, compiled -> Value.of(find(compiled, input)));
  }

  private static boolean find(Pattern pattern, String input) {
    return pattern.matcher(new Counted(input)).find();
  }

  static Value replace(String input, String pattern, String replacement, String flags) {
    return with(
        "replace",
        pattern,
        flags,
        compiled -> {
          if (find(compiled, "")) {
            return matchesNothing("replace", pattern);
          }
          Matcher matcher = compiled.matcher(new Counted(input));
          List<Part> parts = parts(replacement, matcher.groupCount());
          if (parts == null) {
            return Value.error(
                "bad-pattern",
                Values.quoted(replacement)
                    + " is no replacement: `$` stands before the number of a group, `\\` before `$` or `\\`");
          }
          StringBuilder out = new StringBuilder();
          int end = 0;
          while (matcher.find()) {
            out.append(input, end, matcher.start());
            for (Part part : parts) {
              String group = part.group < 0 ? part.text : matcher.group(part.group);
              out.append(group == null ? "" : group);
            }
            end = matcher.end();
            if (out.length() > Errors.MAX_STRING_LENGTH) {
              return Errors.tooLongString("replace");
            }
          }
          return Errors.text("replace", out.append(input, end, input.length()).toString());
        });
  }

  static Value split(String input, String pattern) {
    return with(
        "split",
        pattern,
        "",
        compiled -> {
          if (find(compiled, "")) {
            return matchesNothing("split", pattern);
          }
          List<Value> parts = new ArrayList<>();
          Matcher matcher = compiled.matcher(new Counted(input));
          int end = 0;
          while (matcher.find()) {
            parts.add(Value.of(input.substring(end, matcher.start())));
            end = matcher.end();
          }
          parts.add(Value.of(input.substring(end)));
          return parts.size() > Errors.MAX_LIST_SIZE
              ? Errors.tooLongList("split")
              : new Value.Items(parts);
        });
  }

  private static Value matchesNothing(String operation, String pattern) {
    return Value.error(
        "bad-pattern",
        "`"
            + operation
            + "` was given the pattern "
            + Values.quoted(pattern)
            + ", which matches the empty string (expected: one that matches something)");
  }

  private static Value with(
      String operation, String pattern, String flags, Function<Pattern, Value> use) {
    try {
      return use.apply(new Translator(pattern, flags).compile());
    } catch (BadPattern | PatternSyntaxException e) {
      String why = e instanceof BadPattern bad ? bad.why : "it is too intricate";
      return Value.error(
          "bad-pattern",
          "`" + operation + "` was given the pattern " + Values.quoted(pattern) + ": " + why);
    } catch (TooManySteps | StackOverflowError e) {
      return Value.error(
          "too-large",
          "`"
              + operation
              + "` with the pattern "
              + Values.quoted(pattern)
              + " takes too many steps (expected: a pattern without repetition of repetitions)");
    }
  }

  /// A piece of a replacement: a text, or a group where `group` is not negative.
  private record Part(String text, int group) {}

  /// The pieces of a replacement; null where it is none. Of `$12` the longest number is taken that is a group.
  private static @Nullable List<Part> parts(String replacement, int groups) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < replacement.length()) {
      char c = replacement.charAt(at++);
      if (c == '\\') {
        if (at == replacement.length()
            || (replacement.charAt(at) != '$' && replacement.charAt(at) != '\\')) {
          return null;
        }
        parts.add(new Part(replacement.substring(at, at + 1), -1));
        at++;
      } else if (c == '$') {
        if (at == replacement.length() || !isDigit(replacement.charAt(at))) {
          return null;
        }
        int group = replacement.charAt(at++) - '0';
        while (at < replacement.length()
            && isDigit(replacement.charAt(at))
            && group * 10 + replacement.charAt(at) - '0' <= groups) {
          group = group * 10 + replacement.charAt(at++) - '0';
        }
        parts.add(group <= groups ? new Part("", group) : new Part("", -1));
      } else {
        parts.add(new Part(String.valueOf(c), -1));
      }
    }
    return parts;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// A text that counts how often it is read.
  private static final class Counted implements CharSequence {
    private final String text;
    private int steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    TooManySteps() {
      super(null, null, false, false);
    }
  }

  private static final class BadPattern extends RuntimeException {
    private final String why;

    BadPattern(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  /// Reads XPath's grammar and writes Java's.
  private static final class Translator {
    private static final int END = -1;

    /// The most repetitions that a quantifier may name.
    private static final int MAX_COUNT = 100_000;

    private static final String NAME_START =
        ":A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}\\x{200C}-\\x{200D}"
            + "\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}"
            + "\\x{10000}-\\x{EFFFF}";
    private static final String NAME =
        NAME_START + "\\-.0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}";

    private final int[] pattern;
    private final boolean dotAll;
    private final boolean multiline;
    private final boolean ignoreCase;
    private final StringBuilder out = new StringBuilder();
    private final List<Boolean> closed = new ArrayList<>();
    private int at;

    Translator(String pattern, String flags) {
      for (int i = 0; i < flags.length(); i++) {
        if ("smix".indexOf(flags.charAt(i)) < 0) {
          throw new BadPattern(
              "`" + flags.charAt(i) + "` is no flag (expected: `s`, `m`, `i`, `x`)");
        }
      }
      this.dotAll = flags.contains("s");
      this.multiline = flags.contains("m");
      this.ignoreCase = flags.contains("i");
      this.pattern = (flags.contains("x") ? withoutSpace(pattern) : pattern).codePoints().toArray();
    }

    /// The flag `x`: white space outside of classes is for the reader.
    private static String withoutSpace(String pattern) {
      StringBuilder kept = new StringBuilder();
      int depth = 0;
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (depth == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
          continue;
        }
        kept.append(c);
        if (c == '\\'
            && i + 1 < pattern.length()
            && !Character.isWhitespace(pattern.charAt(i + 1))) {
          kept.append(pattern.charAt(++i));
        } else if (c == '[') {
          depth++;
        } else if (c == ']') {
          depth--;
        }
      }
      return kept.toString();
    }

    Pattern compile() {
      alternatives();
      if (at < pattern.length) {
        throw new BadPattern("a `)` too many");
      }
      int flags = 0;
      if (ignoreCase) {
        flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      }
      if (multiline) {
        flags |= Pattern.MULTILINE | Pattern.UNIX_LINES;
      }
      return Pattern.compile(out.toString(), flags);
    }

    private int peek() {
      return at < pattern.length ? pattern[at] : END;
    }

    private boolean take(int c) {
      if (peek() == c) {
        at++;
        return true;
      }
      return false;
    }

    private void alternatives() {
      branch();
      while (take('|')) {
        out.append('|');
        branch();
      }
    }

    private void branch() {
      while (peek() != END && peek() != '|' && peek() != ')') {
        atom();
        quantifier();
      }
    }

    private void atom() {
      int c = pattern[at++];
      switch (c) {
        case '(' -> group();
        case '[' -> out.append(characterClass());
        case '\\' -> escape();
        case '.' -> out.append(dotAll ? "(?s:.)" : "[^\\n\\r]");
        case '^' -> out.append(multiline ? "(?:^)" : "(?:\\A)");
        case '$' -> out.append(multiline ? "(?:$)" : "(?:\\z)");
        case '?', '*', '+' ->
            throw new BadPattern("`" + Character.toString(c) + "` repeats nothing");
        case '{', '}', ']' ->
            throw new BadPattern("`" + Character.toString(c) + "` stands without a `\\` before it");
        default -> out.append(literal(c));
      }
    }

    private void group() {
      if (take('?')) {
        if (!take(':')) {
          throw new BadPattern("`(?` is followed by something other than `:`");
        }
        out.append("(?:");
        alternatives();
      } else {
        int number = closed.size();
        closed.add(false);
        out.append('(');
        alternatives();
        closed.set(number, true);
      }
      if (!take(')')) {
        throw new BadPattern("a `(` is not closed");
      }
      out.append(')');
    }

    private void quantifier() {
      int c = peek();
      if (c == '?' || c == '*' || c == '+') {
        at++;
        out.append((char) c);
      } else if (c == '{') {
        at++;
        counts();
      } else {
        return;
      }
      if (take('?')) {
        out.append('?');
      }
      if (peek() == '?' || peek() == '*' || peek() == '+' || peek() == '{') {
        throw new BadPattern("`" + Character.toString(peek()) + "` repeats a repetition");
      }
    }

    private void counts() {
      int least = count();
      out.append('{').append(least);
      if (take(',')) {
        out.append(',');
        if (peek() != '}') {
          int most = count();
          if (most < least) {
            throw new BadPattern("`{" + least + "," + most + "}` counts downwards");
          }
          out.append(most);
        }
      }
      if (!take('}')) {
        throw new BadPattern("a `{` is not closed");
      }
      out.append('}');
    }

    private int count() {
      int start = at;
      int count = 0;
      while (isDigit(peek())) {
        count = count * 10 + pattern[at++] - '0';
        if (count > MAX_COUNT) {
          throw new BadPattern("it repeats something more than " + MAX_COUNT + " times");
        }
      }
      if (at == start) {
        throw new BadPattern("a `{` is followed by something other than a number");
      }
      return count;
    }

    private void escape() {
      int c = peek();
      if (c >= '1' && c <= '9') {
        reference();
        return;
      }
      String many = multiCharacterEscape();
      if (many != null) {
        out.append(many);
      } else {
        out.append(literal(singleCharacterEscape()));
      }
    }

    /// Of `\12` the longest number is taken that is a group; the group must be closed before.
    private void reference() {
      int group = pattern[at++] - '0';
      while (isDigit(peek()) && group * 10 + peek() - '0' <= closed.size()) {
        group = group * 10 + pattern[at++] - '0';
      }
      if (group > closed.size() || !closed.get(group - 1)) {
        throw new BadPattern("`\\" + group + "` refers to no group before it");
      }
      out.append("(?:\\").append(group).append(')');
    }

    /// The character after a `\`.
    private int singleCharacterEscape() {
      int c = peek();
      at++;
      return switch (c) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case '\\', '|', '.', '?', '*', '+', '(', ')', '{', '}', '$', '-', '[', ']', '^' -> c;
        case END -> throw new BadPattern("it ends with `\\`");
        default -> throw new BadPattern("`\\" + Character.toString(c) + "` means nothing");
      };
    }

    /// A class of Java that stands by itself or in another, or null where no such escape stands here.
    private @Nullable String multiCharacterEscape() {
      String java =
          switch (peek()) {
            case 's' -> "[ \\t\\n\\r]";
            case 'S' -> "[^ \\t\\n\\r]";
            case 'd' -> "\\p{Nd}";
            case 'D' -> "\\P{Nd}";
            case 'w' -> "[^\\p{P}\\p{Z}\\p{C}]";
            case 'W' -> "[\\p{P}\\p{Z}\\p{C}]";
            case 'i' -> "[" + NAME_START + "]";
            case 'I' -> "[^" + NAME_START + "]";
            case 'c' -> "[" + NAME + "]";
            case 'C' -> "[^" + NAME + "]";
            case 'p', 'P' -> property();
            default -> null;
          };
      if (java != null) {
        at++;
      }
      return java;
    }

    /// `\p{Lu}` and `\p{IsBasicLatin}`; leaves the last character to be read.
    private String property() {
      char kind = (char) pattern[at++];
      if (!take('{')) {
        throw new BadPattern("`\\" + kind + "` is followed by something other than `{`");
      }
      StringBuilder name = new StringBuilder();
      while (peek() != '}') {
        if (peek() == END) {
          throw new BadPattern("a `{` is not closed");
        }
        name.appendCodePoint(pattern[at++]);
      }
      String property = name.toString();
      if (property.startsWith("Is") && isBlock(property.substring(2))) {
        return "\\" + kind + "{In" + property.substring(2) + "}";
      }
      if (property.matches("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")) {
        return "\\" + kind + "{" + property + "}";
      }
      throw new BadPattern("`\\" + kind + "{" + property + "}` is no class of characters");
    }

    private static boolean isBlock(String name) {
      try {
        return name.matches("[A-Za-z0-9-]+") && Character.UnicodeBlock.forName(name) != null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /// After the `[`. What a class doesn't contain is asked by looking ahead, because Java's rules for `^` and `&&`
    /// within classes within classes changed twice.
    private String characterClass() {
      boolean negated = take('^');
      StringBuilder items = new StringBuilder();
      String without = "";
      boolean first = true;
      while (!take(']')) {
        if (peek() == END) {
          throw new BadPattern("a `[` is not closed");
        }
        if (peek() == '-' && at + 1 < pattern.length && pattern[at + 1] == '[' && !first) {
          at += 2;
          without = "(?!" + characterClass() + ")";
          if (!take(']')) {
            throw new BadPattern("a class goes on after what was taken from it");
          }
          break;
        }
        item(items, first);
        first = false;
      }
      if (items.isEmpty()) {
        throw new BadPattern("a class of characters is empty");
      }
      String one = "[" + items + "]";
      return negated
          ? "(?:" + without + "(?!" + one + ")(?s:.))"
          : without.isEmpty() ? one : "(?:" + without + one + ")";
    }

    private void item(StringBuilder items, boolean first) {
      if (peek() == '\\') {
        at++;
        String many = multiCharacterEscape();
        if (many != null) {
          items.append(many);
          return;
        }
        range(items, singleCharacterEscape());
        return;
      }
      int c = pattern[at++];
      if (c == '[') {
        throw new BadPattern("`[` stands in a class without a `\\` before it");
      }
      if (c == '-' && !first && peek() != ']') {
        throw new BadPattern("`-` stands within a class without a `\\` before it");
      }
      range(items, c);
    }

    private void range(StringBuilder items, int low) {
      items.append(literal(low));
      if (peek() != '-'
          || at + 1 >= pattern.length
          || pattern[at + 1] == ']'
          || pattern[at + 1] == '[') {
        return;
      }
      at++;
      int high = pattern[at++];
      if (high == '\\') {
        high = singleCharacterEscape();
      }
      if (high < low) {
        throw new BadPattern(
            "`" + Character.toString(low) + "-" + Character.toString(high) + "` goes backwards");
      }
      items.append('-').append(literal(high));
    }

    /// A character that means itself to Java, wherever it stands.
    private static String literal(int c) {
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c > 127;
      return plain ? Character.toString(c) : "\\x{" + Integer.toHexString(c) + "}";
    }
  }
}
