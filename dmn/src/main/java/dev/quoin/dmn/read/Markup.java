package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A well-formed XML text without a document type: what stands between two offsets, decoded, and where.
final class Markup {
  private static final String CDATA = "<![CDATA[";

  private final String raw;
  private final Lines lines;

  Markup(String raw, Lines lines) {
    this.raw = raw;
    this.lines = lines;
  }

  Place place(int offset) {
    return lines.place(offset);
  }

  /// What stands there as it was written.
  Source verbatim(int from, int to) {
    return new Source(lines.place(from), raw.substring(from, to));
  }

  /// Characters, entities, CDATA sections and comments, as one text.
  Source text(int from, int to) {
    if (isPlain(from, to, false)) {
      return verbatim(from, to);
    }
    Decoded text = new Decoded(from, false);
    while (text.at < to) {
      if (raw.startsWith("<!--", text.at)) {
        text.at = behind("-->", text.at);
      } else if (raw.startsWith("<?", text.at)) {
        text.at = behind("?>", text.at);
      } else if (raw.startsWith(CDATA, text.at)) {
        text.at += CDATA.length();
        int end = raw.indexOf("]]>", text.at);
        text.verbatim(end);
        text.at = end + "]]>".length();
      } else {
        int tag = raw.indexOf('<', text.at);
        text.characters(tag < 0 ? to : Math.min(tag, to));
      }
    }
    return text.source();
  }

  private int behind(String end, int from) {
    return raw.indexOf(end, from) + end.length();
  }

  /// An attribute by its qualified name, of the start tag that begins there.
  Optional<Source> attribute(int tag, String name) {
    int at = nameEnd(raw, tag + 1);
    while (true) {
      at = blanksEnd(raw, at);
      if (raw.charAt(at) == '/' || raw.charAt(at) == '>') {
        return Optional.empty();
      }
      int start = at;
      int equals = blanksEnd(raw, nameEnd(raw, at));
      int quote = blanksEnd(raw, equals + 1);
      int end = raw.indexOf(raw.charAt(quote), quote + 1);
      if (raw.startsWith(name, start) && nameEnd(raw, start) == start + name.length()) {
        return Optional.of(attribute(quote + 1, end));
      }
      at = end + 1;
    }
  }

  /// The value of an attribute, from behind its quote to the next one.
  Source attribute(int from, int to) {
    if (isPlain(from, to, true)) {
      return verbatim(from, to);
    }
    Decoded value = new Decoded(from, true);
    value.characters(to);
    return value.source();
  }

  static int nameEnd(String raw, int from) {
    int at = from;
    while (!endsName(raw.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean endsName(char c) {
    return c <= ' ' || c == '=' || c == '/' || c == '>';
  }

  static int blanksEnd(String raw, int from) {
    int at = from;
    while (raw.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /// Whether all characters mean themselves.
  private boolean isPlain(int from, int to, boolean attribute) {
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c == '<' || c == '&' || (c < ' ' && (attribute || c == '\r'))) {
        return false;
      }
    }
    return true;
  }

  /// A decoded text, with an anchor wherever it and the file go apart.
  private final class Decoded {
    private final boolean attribute;
    private final StringBuilder text = new StringBuilder();
    private final List<Source.Anchor> anchors = new ArrayList<>();

    /// Where the text begins in the file.
    private final int origin;

    private int at;

    /// The offset in the file of the next character, if nothing goes apart.
    private int expected;

    Decoded(int origin, boolean attribute) {
      this.attribute = attribute;
      this.origin = origin;
      this.at = origin;
      this.expected = origin;
    }

    /// Takes what stands up to `end` as it is.
    void verbatim(int end) {
      while (at < end) {
        next(raw.charAt(at));
      }
    }

    /// Takes what stands up to `end`, entities decoded.
    void characters(int end) {
      while (at < end) {
        char c = raw.charAt(at);
        if (c == '&') {
          entity();
        } else {
          next(c);
        }
      }
    }

    private void entity() {
      int semicolon = raw.indexOf(';', at);
      String entity = raw.substring(at + 1, semicolon);
      begin();
      text.append(
          switch (entity) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "apos" -> "'";
            case "quot" -> "\"";
            default ->
                Character.toString(
                    entity.startsWith("#x")
                        ? Integer.parseInt(entity.substring(2), 16)
                        : Integer.parseInt(entity.substring(1)));
          });
      at = semicolon + 1;
      apart();
    }

    /// One character of the file; the ends of lines are `\n`, and blanks in attributes (XML 1.0, 2.11 and 3.3.3).
    private void next(char c) {
      begin();
      boolean windows = c == '\r' && at + 1 < raw.length() && raw.charAt(at + 1) == '\n';
      if (c == '\r' || c == '\n') {
        text.append(attribute ? ' ' : '\n');
      } else {
        text.append(attribute && c == '\t' ? ' ' : c);
      }
      at += windows ? 2 : 1;
      expected = at;
      if (attribute && (c == '\r' || c == '\n')) {
        apart();
      }
    }

    private void apart() {
      anchor();
      expected = at;
    }

    private void begin() {
      if (expected != at) {
        anchor();
      }
    }

    private void anchor() {
      anchors.add(new Source.Anchor(text.length(), lines.place(at)));
    }

    Source source() {
      return new Source(lines.place(origin), text.toString(), anchors);
    }
  }
}
