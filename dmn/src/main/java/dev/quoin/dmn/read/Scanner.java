package dev.quoin.dmn.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

// Idea. Of a file whose text is well-formed, the elements are found in one pass that has little to
// think about. Whether it is well-formed takes a whole parser to tell, with a message for every
// slip. But nearly all files use a small part of XML in the usual way, and for those a few checks
// on the way are enough. So this scanner has a doubt wherever a text leaves that part, and never
// says that a text is wrong: the JDK's parser judges then, and if it finds nothing, the scan is
// done again without doubts.
//
// INVARIANT: what is taken without a doubt, the JDK's parser takes, too. Leaving out a check here
// means that a broken file is read as something.

/// The elements of an XML text without a document type.
final class Scanner {
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml[ \t\r\n]+version=([\"'])1\\.0\\1(?:[ \t\r\n]+encoding=([\"'])(?i:utf-8)\\2)?(?:[ \t\r\n]+standalone=([\"'])(?:yes|no)\\3)?[ \t\r\n]*\\?>");

  private static final Pattern USUAL_NAME =
      Pattern.compile("(?:[A-Za-z_][A-Za-z0-9._-]*:)?[A-Za-z_][A-Za-z0-9._-]*");

  private static final Pattern USUAL_ENTITY = Pattern.compile("lt|gt|amp|apos|quot|#(?:9|10|13)");

  private static final Set<String> RESERVED =
      Set.of("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/");

  private static final int LONGEST_NAME = 500;
  private static final int MOST_ATTRIBUTES = 50;

  private final String raw;
  private final Markup markup;
  private final boolean doubting;
  private final Map<String, String> names = new HashMap<>();

  /// Of the tag at hand: their qualified names.
  private final List<String> attributes = new ArrayList<>();

  /// Whether this occurs anywhere, so that most texts need not be looked through.
  private final boolean hasCdataEnd;

  private int at;

  private Scanner(String raw, Lines lines, boolean doubting) {
    this.raw = raw;
    this.markup = new Markup(raw, lines);
    this.doubting = doubting;
    this.hasCdataEnd = raw.contains("]]>");
  }

  /// The root, where the text is surely well-formed; empty where that is for others to tell.
  static Optional<Element> scan(String raw, Lines lines) {
    Scanner scanner = new Scanner(raw, lines, true);
    try {
      scanner.doubtIf(!isUsual(raw));
      scanner.declaration();
      Element root = scanner.document();
      scanner.skipBlanks();
      scanner.doubtIf(scanner.at < raw.length());
      return Optional.of(root);
    } catch (Doubt _) {
      return Optional.empty();
    }
  }

  /// The root of a text that is known to be well-formed.
  static Element scanWellFormed(String raw, Lines lines) {
    return new Scanner(raw, lines, false).document();
  }

  /// Something that is seldom, or wrong. There is no stack in it: it is thrown once a file, at most, and says nothing else.
  private static final class Doubt extends RuntimeException {
    private static final long serialVersionUID = 1;

    Doubt() {
      super("not surely well-formed", null, false, false);
    }
  }

  private void doubtIf(boolean unsure) {
    if (doubting && unsure) {
      throw new Doubt();
    }
  }

  /// Whether all characters are allowed in XML wherever a character is.
  private static boolean isUsual(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c >= Character.MIN_SURROGATE || (c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return false;
      }
    }
    return true;
  }

  private void declaration() {
    Matcher usual = DECLARATION.matcher(raw);
    if (usual.lookingAt()) {
      at = usual.end();
    }
  }

  private Element document() {
    Deque<Open> open = new ArrayDeque<>();
    while (true) {
      doubtIf(at >= raw.length());
      if (raw.charAt(at) != '<') {
        int end = raw.indexOf('<', at);
        doubtIf(end < 0);
        checkText(at, end, open.isEmpty());
        at = end;
      }
      char kind = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
      Element root = null;
      switch (kind) {
        case '!' -> commentOrCdata(open.isEmpty());
        case '?' -> {
          doubtIf(true);
          skipBehind("?>");
        }
        case '/' -> {
          Open closed = open.poll();
          if (closed == null) {
            throw new Doubt();
          }
          root = close(closed, endTag(closed), open);
        }
        default -> {
          Open opened = new Open(open.peek());
          boolean empty = startTag(opened);
          doubtIf(open.size() + 1 >= Xml.MAX_DEPTH);
          if (empty) {
            root = close(opened, at, open);
          } else {
            open.push(opened);
          }
        }
      }
      if (root != null) {
        return root;
      }
    }
  }

  private void checkText(int from, int to, boolean outside) {
    if (!doubting) {
      return;
    }
    if (outside) {
      skipBlanks();
      doubtIf(at < to);
    }
    doubtIf(hasCdataEnd && raw.indexOf("]]>", from, to) >= 0);
    checkEntities(from, to);
  }

  private void checkEntities(int from, int to) {
    int entity = raw.indexOf('&', from, to);
    while (entity >= 0 && doubting) {
      int end = raw.indexOf(';', entity, to);
      doubtIf(end < 0 || !USUAL_ENTITY.matcher(raw).region(entity + 1, end).matches());
      entity = raw.indexOf('&', end, to);
    }
  }

  private void commentOrCdata(boolean outside) {
    if (raw.startsWith("<!--", at)) {
      int end = raw.indexOf("--", at + "<!--".length());
      doubtIf(end < 0 || !raw.startsWith("-->", end));
      at += "<!--".length();
      skipBehind("-->");
    } else {
      doubtIf(outside || !raw.startsWith("<![CDATA[", at) || raw.indexOf("]]>", at) < 0);
      skipBehind("]]>");
    }
  }

  /// The root, where it was the root that is closed.
  ///
  /// @param textEnd where the text ends that stood in it
  private @Nullable Element close(Open closed, int textEnd, Deque<Open> open) {
    Element element = closed.element(textEnd);
    Open parent = open.peek();
    if (parent == null) {
      return element;
    }
    parent.add(element);
    parent.text = at;
    return null;
  }

  private void skipBehind(String end) {
    at = raw.indexOf(end, at) + end.length();
  }

  /// Reads an end tag; tells where it begins.
  private int endTag(Open closed) {
    int start = at;
    at += 2;
    if (doubting) {
      doubtIf(!raw.startsWith(closed.qualifiedName, at));
      at += closed.qualifiedName.length();
      skipBlanks();
      doubtIf(at >= raw.length() || raw.charAt(at) != '>');
    }
    skipBehind(">");
    return start;
  }

  /// Reads a start tag; tells whether it is that of an empty element.
  private boolean startTag(Open opened) {
    opened.tag = at++;
    opened.qualifiedName = name();
    attributes.clear();
    while (true) {
      int behind = at;
      skipBlanks();
      boolean empty = here() == '/';
      if (empty || here() == '>') {
        at += empty ? 2 : 1;
        doubtIf(at > raw.length() || raw.charAt(at - 1) != '>');
        checkPrefixes(opened);
        opened.tagEnd = at;
        opened.text = at;
        return empty;
      }
      doubtIf(at == behind);
      String attribute = name();
      doubtIf(attributes.contains(attribute) || attributes.size() >= MOST_ATTRIBUTES);
      attributes.add(attribute);
      skipBlanks();
      doubtIf(here() != '=');
      at++;
      skipBlanks();
      char quote = here();
      doubtIf(quote != '"' && quote != '\'');
      int end = raw.indexOf(quote, ++at);
      doubtIf(end < 0 || raw.indexOf('<', at, end) >= 0);
      checkEntities(at, end);
      opened.attribute(attribute, at, end);
      at = end + 1;
    }
  }

  /// Prefixes have to be bound; and two of them may mean the same namespace, and so two attributes the same.
  private void checkPrefixes(Open opened) {
    if (!doubting) {
      return;
    }
    checkPrefix(opened, opened.qualifiedName);
    String prefixed = "";
    for (String attribute : attributes) {
      if (attribute.indexOf(':') >= 0 && !attribute.startsWith("xmlns:")) {
        checkPrefix(opened, attribute);
        String prefix = attribute.substring(0, attribute.indexOf(':'));
        doubtIf(!prefixed.isEmpty() && !prefixed.equals(prefix));
        prefixed = prefix;
      }
    }
  }

  private void checkPrefix(Open opened, String name) {
    int colon = name.indexOf(':');
    doubtIf(colon >= 0 && !opened.prefixes.containsKey(name.substring(0, colon)));
  }

  private char here() {
    doubtIf(at >= raw.length());
    return raw.charAt(at);
  }

  private String name() {
    int start = at;
    doubtIf(doubting && raw.indexOf('>', at) < 0); // else it might not end
    at = Markup.nameEnd(raw, at);
    String name = raw.substring(start, at);
    // An XML file has few names, and many of each.
    String known = names.get(name);
    if (known != null) {
      return known;
    }
    doubtIf(name.length() > LONGEST_NAME || !USUAL_NAME.matcher(name).matches());
    names.put(name, name);
    return name;
  }

  private void skipBlanks() {
    while (at < raw.length() && raw.charAt(at) <= ' ') {
      at++;
    }
  }

  /// An element whose end was not yet seen.
  private final class Open {
    private String qualifiedName = "";
    private int tag;
    private int tagEnd;
    private int text;
    private Map<String, String> prefixes;
    private List<Element> children = List.of();

    Open(@Nullable Open parent) {
      prefixes = parent == null ? Map.of() : parent.prefixes;
    }

    void attribute(String name, int from, int to) {
      if (name.equals("xmlns") || name.startsWith("xmlns:")) {
        String prefix = name.equals("xmlns") ? "" : name.substring("xmlns:".length());
        String namespace = markup.attribute(from, to).text();
        // XML has its own rules for what begins so, and for taking a prefix back.
        doubtIf(prefix.startsWith("xml") || RESERVED.contains(namespace));
        doubtIf(!prefix.isEmpty() && namespace.isEmpty());
        Map<String, String> more = new HashMap<>(prefixes);
        more.put(prefix, namespace);
        prefixes = Map.copyOf(more);
      }
    }

    /// Most elements have one child, or none.
    void add(Element child) {
      if (children.isEmpty()) {
        children = List.of(child);
        return;
      }
      if (children.size() == 1) {
        children = new ArrayList<>(children);
      }
      children.add(child);
    }

    Element element(int textEnd) {
      int colon = qualifiedName.indexOf(':');
      String prefix = colon < 0 ? "" : qualifiedName.substring(0, colon);
      return new Element(
          markup,
          prefixes.getOrDefault(prefix, ""),
          colon < 0 ? qualifiedName : local(colon),
          prefixes,
          children,
          tag,
          tagEnd,
          text,
          textEnd);
    }

    private String local(int colon) {
      String local = qualifiedName.substring(colon + 1);
      String known = names.putIfAbsent(local, local);
      return known == null ? local : known;
    }
  }
}
