package dev.quoin.dmn.read;

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
  private final Map<String, String> names = new HashMap<>();
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
    parent.add(element);
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
      int end = raw.indexOf(quote, at);
      opened.attribute(attribute, attribute(end));
      at = end + 1;
    }
  }

  /// The value that ends at `end`.
  private Source attribute(int end) {
    Decoded value = new Decoded(true);
    value.clear();
    if (value.plainUntil(end, true) == end) {
      return new Source(lines.place(at), raw.substring(at, end));
    }
    value.characters(end);
    return value.source();
  }

  private String name() {
    int start = at;
    while (!endsName(raw.charAt(at))) {
      at++;
    }
    // An XML file has few names, and many of each.
    return names.computeIfAbsent(raw.substring(start, at), name -> name);
  }

  private static boolean endsName(char c) {
    return c <= ' ' || c == '=' || c == '/' || c == '>';
  }

  private void skipBlanks() {
    while (raw.charAt(at) <= ' ') {
      at++;
    }
  }

  /// An element whose end was not yet seen.
  private final class Open {
    private String qualifiedName = "";
    private Source tag = NO_TAG;
    private Map<String, Source> attributes = Map.of();
    private Map<String, String> prefixes;
    private List<Element> children = List.of();
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
        if (attributes.isEmpty()) {
          attributes = new LinkedHashMap<>();
        }
        attributes.put(name, value);
      }
    }

    void add(Element child) {
      if (children.isEmpty()) {
        children = new ArrayList<>();
      }
      children.add(child);
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
    private @Nullable StringBuilder text;
    private List<Source.Anchor> anchors = List.of();

    /// Where the text begins in the file.
    private int origin;

    /// The offset in the file of the next character, if nothing goes apart.
    private int expected;

    Decoded(boolean attribute) {
      this.attribute = attribute;
    }

    /// Begins anew, here.
    void clear() {
      if (text != null) {
        text.setLength(0);
      }
      anchors = List.of();
      origin = at;
      expected = at;
    }

    private StringBuilder text() {
      StringBuilder known = text;
      if (known == null) {
        known = new StringBuilder();
        text = known;
      }
      return known;
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
        text()
            .append(
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
      text().append(raw, at, until);
      at = until;
      expected = at;
    }

    /// One character of the file; the ends of lines are `\n`, and blanks in attributes (XML 1.0, 2.11 and 3.3.3).
    private void next(char c) {
      begin();
      boolean windows = c == '\r' && at + 1 < raw.length() && raw.charAt(at + 1) == '\n';
      if (c == '\r' || c == '\n') {
        text().append(attribute ? ' ' : '\n');
      } else {
        text().append(attribute && c == '\t' ? ' ' : c);
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
      if (anchors.isEmpty()) {
        anchors = new ArrayList<>();
      }
      anchors.add(new Source.Anchor(text().length(), lines.place(at)));
    }

    Source source() {
      return new Source(lines.place(origin), text == null ? "" : text.toString(), anchors);
    }
  }
}
