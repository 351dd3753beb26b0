package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An element of an XML file with its places. It knows where it stands and reads its texts when it is asked for them: a large
/// table has a million elements, and few are asked for more than one text.
final class Element {
  private final Markup markup;
  private final String namespace;
  private final String name;
  private final Map<String, String> prefixes;
  private final List<Element> children;
  private final int tag;
  private final int tagEnd;
  private final int text;
  private final int textEnd;

  /// @param tag where the start tag begins; it ends before `tagEnd`
  /// @param text where its text begins, of an element with children that behind the last of them; it ends before `textEnd`
  Element(
      Markup markup,
      String namespace,
      String name,
      Map<String, String> prefixes,
      List<Element> children,
      int tag,
      int tagEnd,
      int text,
      int textEnd) {
    this.markup = markup;
    this.namespace = namespace;
    this.name = name;
    this.prefixes = prefixes;
    this.children = children;
    this.tag = tag;
    this.tagEnd = tagEnd;
    this.text = text;
    this.textEnd = textEnd;
  }

  /// The namespace's URI, or an empty text.
  String namespace() {
    return namespace;
  }

  /// The name without its prefix.
  String name() {
    return name;
  }

  /// The namespaces that are bound here, by their prefixes.
  Map<String, String> prefixes() {
    return prefixes;
  }

  List<Element> children() {
    return children;
  }

  /// What stands directly in it, decoded; of an element with children, what stands behind the last of them.
  Source text() {
    return markup.text(text, textEnd);
  }

  /// An attribute by its qualified name as written.
  Optional<Source> attribute(String attributeName) {
    return markup.attribute(tag, attributeName);
  }

  Place place() {
    return markup.place(tag);
  }

  /// The start tag as it was written.
  Span span() {
    return markup.verbatim(tag, tagEnd).whole();
  }
}
