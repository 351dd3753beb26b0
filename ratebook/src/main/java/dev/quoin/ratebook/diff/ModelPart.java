package dev.quoin.ratebook.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

// Decisions and business knowledge models are known by their ids, and are taken over as elements.
// Everything else of a model (inputs, types, services, a decision that is new) is one change of the
// file. What only people read, and how a diagram is drawn, is no change.

/// What differs in the file of a model.
final class ModelPart implements Part {
  private static final Set<String> UNITS = Set.of("decision", "businessKnowledgeModel");

  /// Elements that no price depends on.
  private static final Set<String> FOR_PEOPLE =
      Set.of(
          "description",
          "question",
          "allowedAnswers",
          "annotation",
          "annotationEntry",
          "extensionElements",
          "textAnnotation",
          "association",
          "DMNDI");

  private final Document before;
  private final Document after;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Change rest;
  private final boolean hasRest;

  ModelPart(String file, byte[] before, byte[] after) {
    this.before = document(before);
    this.after = document(after);
    Map<String, Element> old = units(this.before);
    Map<String, Element> changed = units(this.after);
    old.forEach((id, unit) -> {
      Element other = changed.get(id);
      if (other != null && !meaning(unit).equals(meaning(other))) {
        changes.put(
            id,
            new Change.Decision(
                file, id, other.getAttribute("name"), !other.getLocalName().equals("decision")));
      }
    });
    this.rest = new Change.File(file);
    this.hasRest =
        !old.keySet().equals(changed.keySet()) || !frame(this.before).equals(frame(this.after));
  }

  private static Document document(byte[] content) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("a model that was read before cannot be read again", e);
    }
  }

  private static Map<String, Element> units(Document document) {
    Map<String, Element> units = new LinkedHashMap<>();
    for (Node node = document.getDocumentElement().getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node instanceof Element element && UNITS.contains(element.getLocalName())) {
        units.put(element.getAttribute("id"), element);
      }
    }
    return units;
  }

  /// The model without what is known by its id.
  private static String frame(Document document) {
    StringBuilder text = new StringBuilder();
    Element root = document.getDocumentElement();
    attributes(root, text);
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element element && UNITS.contains(element.getLocalName()))) {
        meaning(node, text);
      }
    }
    return text.toString();
  }

  private static String meaning(Element element) {
    StringBuilder text = new StringBuilder();
    meaning(element, text);
    return text.toString();
  }

  private static void meaning(Node node, StringBuilder text) {
    switch (node.getNodeType()) {
      case Node.ELEMENT_NODE -> {
        if (FOR_PEOPLE.contains(node.getLocalName())) {
          return;
        }
        text.append('<').append(node.getLocalName());
        attributes(node, text);
        text.append('>');
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
          meaning(child, text);
        }
        text.append("</>");
      }
      case Node.TEXT_NODE, Node.CDATA_SECTION_NODE -> text.append(node.getNodeValue().strip());
      default -> {}
    }
  }

  private static void attributes(Node node, StringBuilder text) {
    Map<String, String> attributes = new TreeMap<>();
    NamedNodeMap written = node.getAttributes();
    for (int i = 0; i < written.getLength(); i++) {
      String name = written.item(i).getNodeName();
      if (!name.startsWith("xmlns") && !name.equals("label")) {
        attributes.put(name, written.item(i).getNodeValue());
      }
    }
    attributes.forEach(
        (name, value) -> text.append(' ').append(name).append("='").append(value).append('\''));
  }

  @Override
  public List<Change> changes() {
    List<Change> all = new ArrayList<>(changes.values());
    if (hasRest) {
      all.add(rest);
    }
    return List.copyOf(all);
  }

  @Override
  public Optional<byte[]> with(Set<Change> taken) {
    boolean isAfter = !hasRest || taken.contains(rest);
    Document base = (Document) (isAfter ? after : before).cloneNode(true);
    Map<String, Element> own = units(base);
    Map<String, Element> others = units(isAfter ? before : after);
    changes.forEach((id, change) -> {
      Element stays = own.get(id);
      Element other = others.get(id);
      if (taken.contains(change) != isAfter && stays != null && other != null) {
        base.getDocumentElement().replaceChild(base.importNode(other, true), stays);
      }
    });
    return Optional.of(text(base).getBytes(UTF_8));
  }

  private static String text(Document document) {
    try {
      TransformerFactory factory = TransformerFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      StringWriter text = new StringWriter();
      factory.newTransformer().transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("a model that was read cannot be written", e);
    }
  }
}
