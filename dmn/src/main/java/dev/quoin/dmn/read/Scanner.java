package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The elements of a well-formed XML text without a document type, and where each of their texts stands.
final class Scanner {
  private static final Source NO_TAG = Source.of("", "");

  private final String raw;
  private final Lines lines;
  private int at;

  Scanner(String raw, Lines lines) {
    this.raw = raw;
    this.lines = lines;
  }

  Element document() {
    Deque<Open> open = new ArrayDeque<>();
    while (true) {
      if (raw.startsWith("<!--", at)) {
        skipBehind("-->");
      } else if (raw.startsWith("<?", at)) {
        skipBehind("?>");
      } else if (raw.startsWith("<![CDATA[", at)) {
        at += "<![CDATA[".length();
        int end = raw.indexOf("]]>", at);
        current(open).text.verbatim(end);
        at = end + "]]>".length();
      } else if (raw.startsWith("</", at)) {
        skipBehind(">");
        Open closed = open.pop();
        Element root = close(closed, open);
        if (root != null) {
          return root;
        }
      } else if (raw.charAt(at) == '<') {
        Open opened = new Open(open.peek());
        boolean empty = startTag(opened);
        Element root = empty ? close(opened, open) : null;
        if (root != null) {
          return root;
        }
        if (!empty) {
          open.push(opened);
        }
      } else if (open.isEmpty()) {
        at++; // white space, or a mark, before the root
      } else {
        current(open).text.characters(nextTag());
      }
    }
  }

  private static Open current(Deque<Open> open) {
    return open.element();
  }

  /// The root, where it was the root that is closed.
  private static @Nullable Element close(Open closed, Deque<Open> open) {
    Element element = closed.element();
    Open parent = open.peek();
    if (parent == null) {
      return element;
    }
    parent.children.add(element);
    parent.text.clear();
    return null;
  }

  private void skipBehind(String end) {
    at = raw.indexOf(end, at) + end.length();
  }

  private int nextTag() {
    int end = raw.indexOf('<', at);
    return end < 0 ? raw.length() : end;
  }

  /// Reads a start tag; tells whether it is that of an empty element.
  private boolean startTag(Open opened) {
    int start = at++;
    opened.qualifiedName = name();
    while (true) {
      skipBlanks();
      boolean empty = raw.charAt(at) == '/';
      if (empty || raw.charAt(at) == '>') {
        at += empty ? 2 : 1;
        opened.tag = new Source(lines.place(start), raw.substring(start, at));
        opened.text.clear();
        return empty;
      }
      String attribute = name();
      skipBlanks();
      at++; // the equals sign
      skipBlanks();
      char quote = raw.charAt(at++);
      Decoded value = new Decoded(true);
      value.clear();
      int end = raw.indexOf(quote, at);
      value.characters(end);
      at = end + 1;
      opened.attribute(attribute, value.source());
    }
  }

  private String name() {
    int start = at;
    while (" \t\r\n=/>".indexOf(raw.charAt(at)) < 0) {
      at++;
    }
    return raw.substring(start, at);
  }

  private void skipBlanks() {
    while (" \t\r\n".indexOf(raw.charAt(at)) >= 0) {
      at++;
    }
  }

  /// An element whose end was not yet seen.
  private final class Open {
    private String qualifiedName = "";
    private Source tag = NO_TAG;
    private final Map<String, Source> attributes = new LinkedHashMap<>();
    private Map<String, String> prefixes;
    private final List<Element> children = new ArrayList<>();
    private final Decoded text = new Decoded(false);

    Open(@Nullable Open parent) {
      prefixes = parent == null ? Map.of() : parent.prefixes;
    }

    void attribute(String name, Source value) {
      if (name.equals("xmlns") || name.startsWith("xmlns:")) {
        Map<String, String> more = new HashMap<>(prefixes);
        more.put(name.equals("xmlns") ? "" : name.substring("xmlns:".length()), value.text());
        prefixes = Map.copyOf(more);
      } else {
        attributes.put(name, value);
      }
    }

    Element element() {
      int colon = qualifiedName.indexOf(':');
      String prefix = colon < 0 ? "" : qualifiedName.substring(0, colon);
      return new Element(
          prefixes.getOrDefault(prefix, ""),
          qualifiedName.substring(colon + 1),
          attributes,
          prefixes,
          children,
          text.source(),
          tag);
    }
  }

  /// A decoded text, with an anchor wherever it and the file go apart.
  private final class Decoded {
    private final boolean attribute;
    private final StringBuilder text = new StringBuilder();
    private final List<Source.Anchor> anchors = new ArrayList<>();
    private @Nullable Place origin;
    private int expected =
        -1; // the offset in the file of the next character, if nothing goes apart

    Decoded(boolean attribute) {
      this.attribute = attribute;
    }

    void clear() {
      text.setLength(0);
      anchors.clear();
      origin = lines.place(at);
      expected = at;
    }

    /// Takes what stands up to `end` as it is.
    void verbatim(int end) {
      while (at < end) {
        int plain = plainUntil(end, false);
        if (plain == at) {
          next(raw.charAt(at));
        } else {
          plain(plain);
        }
      }
    }

    /// Takes what stands up to `end`, entities decoded.
    void characters(int end) {
      while (at < end) {
        int plain = plainUntil(end, true);
        if (plain > at) {
          plain(plain);
          continue;
        }
        char c = raw.charAt(at);
        if (c != '&') {
          next(c);
          continue;
        }
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
    }

    /// Where the characters end that mean themselves.
    private int plainUntil(int end, boolean entities) {
      int until = at;
      while (until < end && isPlain(raw.charAt(until), entities)) {
        until++;
      }
      return until;
    }

    private boolean isPlain(char c, boolean entities) {
      return c >= ' ' ? c != '&' || !entities : !attribute && c != '\r';
    }

    private void plain(int until) {
      begin();
      text.append(raw, at, until);
      at = until;
      expected = at;
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
      anchors.add(new Source.Anchor(text.length(), lines.place(at)));
      expected = at;
    }

    private void begin() {
      if (origin == null) {
        origin = lines.place(at);
      } else if (expected != at) {
        anchors.add(new Source.Anchor(text.length(), lines.place(at)));
      }
    }

    Source source() {
      return new Source(origin == null ? lines.place(at) : origin, text.toString(), anchors);
    }
  }
}
