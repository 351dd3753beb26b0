package dev.quoin.conformance;

import dev.quoin.conformance.TestFile.Case;
import dev.quoin.conformance.TestFile.Given;
import dev.quoin.conformance.TestFile.Wanted;
import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Literals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Reads files of test cases, as the kit's schema has them.
public final class TestFileReader {
  private static final String NAMESPACE = "http://www.omg.org/spec/DMN/20160719/testcase";
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private final Path file;
  private final Problems problems;

  private TestFileReader(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /// The cases of a file; empty where it is XML of another kind, or where a problem was added.
  static Optional<TestFile> read(Path file, Problems problems) throws IOException {
    return new TestFileReader(file, problems).read();
  }

  /// The files of cases in a folder and the folders in it, in the order of their paths.
  ///
  /// @param glob which names they may have
  public static List<TestFile> readAll(Path folder, String glob, Problems problems)
      throws IOException {
    PathMatcher wanted = folder.getFileSystem().getPathMatcher("glob:" + glob);
    List<Path> found;
    try (Stream<Path> all = Files.walk(folder)) {
      found =
          all.filter(file -> file.toString().endsWith(".xml"))
              .filter(file -> wanted.matches(file.getFileName()))
              .sorted()
              .toList();
    }
    List<TestFile> files = new ArrayList<>();
    for (Path file : found) {
      read(file, problems).ifPresent(files::add);
    }
    return files;
  }

  private Optional<TestFile> read() throws IOException {
    Optional<Element> root = root();
    if (root.isEmpty() || !isOurs(root.get(), "testCases")) {
      return Optional.empty();
    }
    List<Case> cases = children(root.get(), "testCase").stream().map(this::testCase).toList();
    String model =
        child(root.get(), "modelName").map(name -> name.getTextContent().strip()).orElse("");
    return problems.isEmpty()
        ? Optional.of(new TestFile(file, file.resolveSibling(model), cases))
        : Optional.empty();
  }

  private Optional<Element> root() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Throwing());
      return Optional.of(builder.parse(in).getDocumentElement());
    } catch (SAXParseException e) {
      problems.add(
          new Place(file.toString(), e.getLineNumber(), e.getColumnNumber()),
          "xml",
          "the file is not well-formed XML: " + e.getMessage());
      return Optional.empty();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The parser would print errors on stderr, too.
  private static final class Throwing implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      // What is well-formed is read.
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }

  private Case testCase(Element element) {
    String type = element.getAttribute("type");
    String invocable = element.getAttribute("invocableName");
    return new Case(
        element.getAttribute("id"),
        type.equals("decisionService") ? Optional.of(invocable) : Optional.empty(),
        children(element, "inputNode").stream().map(this::given).toList(),
        children(element, "resultNode").stream().map(this::wanted).toList());
  }

  private Given given(Element element) {
    return new Given(
        element.getAttribute("namespace"), element.getAttribute("name"), value(element));
  }

  private Wanted wanted(Element element) {
    return new Wanted(
        element.getAttribute("name"),
        element.getAttribute("errorResult").equals("true"),
        child(element, "expected").map(this::value).orElse(Value.NULL));
  }

  /// What an element holds: a value, a list of items, or the components of a context.
  private Value value(Element holder) {
    Optional<Element> list = child(holder, "list");
    if (list.isPresent()) {
      return new Value.Items(children(list.get(), "item").stream().map(this::value).toList());
    }
    List<Element> components = children(holder, "component");
    if (!components.isEmpty()) {
      Map<String, Value> entries = new LinkedHashMap<>();
      components.forEach(each -> entries.put(each.getAttribute("name"), value(each)));
      return new Value.Context(entries);
    }
    return child(holder, "value").map(this::simple).orElse(Value.NULL);
  }

  private Value simple(Element element) {
    if (element.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil").equals("true")) {
      return Value.NULL;
    }
    String type = element.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
    String text = element.getTextContent();
    Value value =
        switch (type.substring(type.indexOf(':') + 1)) {
          case "", "string" -> Value.of(text);
          case "boolean" -> Value.of(text.strip().equals("true") || text.strip().equals("1"));
          case "decimal", "double", "float", "integer", "int", "long" -> number(text.strip());
          case "date", "time", "dateTime", "duration" -> Literals.at(text.strip());
          default -> Value.error("wrong-type", "");
        };
    if (value instanceof Value.Null) {
      problems.add(
          new Place(file.toString(), 0, 0), "wrong-type", "`" + text + "` is no `" + type + "`");
    }
    return value;
  }

  private static Value number(String text) {
    Decimal number = Decimal.tryParse(text);
    return number == null ? Value.NULL : Value.of(number);
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && isOurs(element, name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static boolean isOurs(Element element, String name) {
    return NAMESPACE.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }
}
