package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An element of an XML file with its places.
///
/// @param namespace the namespace's URI, or an empty text
/// @param attributes by their qualified names as written
/// @param text what stands directly in it, decoded; of an element with children, what stands behind the last of them
/// @param tag the start tag as it was written
record Element(
    String namespace,
    String name,
    Map<String, Source> attributes,
    Map<String, String> prefixes,
    List<Element> children,
    Source text,
    Source tag) {

  Optional<Source> attribute(String attributeName) {
    return Optional.ofNullable(attributes.get(attributeName));
  }

  Place place() {
    return tag.origin();
  }

  Span span() {
    return tag.whole();
  }
}
