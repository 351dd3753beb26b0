package dev.quoin.dmn.read;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Bytes to elements.
///
/// A scanner of our own finds the elements and where everything stands. What uses XML as nearly all files do, it takes at
/// once; of everything else the JDK's StAX parser judges first: what it accepts is well-formed and has its namespaces bound.
/// That one alone would not do: its locations are those of the ends of events and say nothing about attributes, or about a
/// character behind an entity.
///
/// A document type is refused before the parser sees it: no file of ours needs one, and all that is dangerous in XML
/// (entities that expand a million times, entities that read other files) begins there.
final class Xml {
  static final int MAX_BYTES = 64 << 20; // a table of 100,000 rows written as DMN has some 40 MiB
  static final int MAX_DEPTH = 200; // boxed expressions nest by 3 to 5 elements a level

  /// How the JDK's parser names an unbound prefix: by the key of a message that it then does not find.
  private static final Pattern UNBOUND = Pattern.compile("PrefixUnbound\\?.*?([^?&]+:[^?&]+)");

  private Xml() {}

  static Optional<Element> parse(String file, byte[] content, Problems problems) {
    if (content.length > MAX_BYTES) {
      problems.add(
          new Place(file, 0, 0),
          "xml-limit",
          "the file has `" + content.length + "` bytes; expected at most " + MAX_BYTES);
      return Optional.empty();
    }
    Optional<String> decoded = Decoding.decode(file, content, problems);
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    String text = decoded.get();
    Lines lines = new Lines(file, text);
    if (hasDoctype(text, lines, problems)) {
      return Optional.empty();
    }
    Optional<Element> usual = Scanner.scan(text, lines);
    if (usual.isPresent() || !isWellFormed(file, text, lines, problems)) {
      return usual;
    }
    return Optional.of(Scanner.scanWellFormed(text, lines));
  }

  private static boolean hasDoctype(String text, Lines lines, Problems problems) {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("<!--", at)) {
        at = behind(text, "-->", at + 4);
      } else if (text.startsWith("<?", at)) {
        at = behind(text, "?>", at + 2);
      } else if (text.startsWith("<!DOCTYPE", at)) {
        problems.add(lines.place(at), "xml-doctype", doctype(text.substring(at)));
        return true;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return false;
      }
    }
    return false;
  }

  private static String doctype(String rest) {
    int root = rest.indexOf("<", 1);
    String head = rest.substring(0, root < 0 ? rest.length() : root);
    boolean external =
        head.contains("SYSTEM")
            || head.contains("PUBLIC")
            || rest.matches("(?s).*<!ENTITY[^>]*(SYSTEM|PUBLIC).*");
    String kind =
        external
            ? "a document type with an external entity"
            : rest.contains("<!ENTITY") ? "a document type with entities" : "a document type";
    return kind + " (`<!DOCTYPE`) is refused; expected none";
  }

  private static int behind(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  static boolean isWellFormed(String file, String text, Lines lines, Problems problems) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty("jdk.xml.maxElementDepth", "0"); // ours tells its own problem
    // Without a document type there are but the five entities of XML, and a large table may use
    // many.
    factory.setProperty("jdk.xml.entityExpansionLimit", "0");
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("no entity is read: " + systemId);
    });
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      int depth = 0;
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (++depth > MAX_DEPTH) {
              problems.add(
                  place(file, reader.getLocation(), lines, text),
                  "xml-limit",
                  "elements nest more than "
                      + MAX_DEPTH
                      + " deep at `"
                      + reader.getLocalName()
                      + "`");
              return false;
            }
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.DTD -> throw new XMLStreamException("a document type");
          case XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException(
                  "The entity \"" + reader.getLocalName() + "\" is not declared.",
                  reader.getLocation());
          default -> {}
        }
      }
      return true;
    } catch (XMLStreamException e) {
      problems.add(place(file, e.getLocation(), lines, text), "xml", sentence(e));
      return false;
    }
  }

  private static Place place(String file, Location location, Lines lines, String text) {
    return location == null || location.getLineNumber() < 1
        ? lines.place(text.length())
        : lines.within(
            new Place(file, location.getLineNumber(), Math.max(1, location.getColumnNumber())));
  }

  /// The parser's message as a sentence of ours.
  private static String sentence(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int behind = message.indexOf("Message: ");
    String said =
        (behind < 0 ? message : message.substring(behind + "Message: ".length()))
            .strip()
            .replace('"', '`')
            .replaceAll("\\s+", " ");
    Matcher unbound = UNBOUND.matcher(said);
    if (unbound.find()) {
      return "the file is not well-formed XML: the prefix of `"
          + unbound.group(1)
          + "` is bound to no namespace";
    }
    return "the file is not well-formed XML: "
        + (said.endsWith(".") ? said.substring(0, said.length() - 1) : said);
  }
}
