package dev.quoin.bench.engines;

import dev.quoin.bench.CsvRows;
import dev.quoin.ratebook.Ratebook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// `rental.dmn` of `ratebooks/seoul-carshare` for engines that know no ratebook: its rate tables are decision tables in the model, and its
/// calendar is FEEL that looks at each slot. What it answers is the same.
final class PortableRental {
  private static final String DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/";

  /// What the calendar of the ratebook counts, as it stands in `ratebook.yaml`. A day is looked up once, not for each of its slots.
  private static final List<List<String>> SLOT_COUNTS =
      List.of(
          List.of("first day", "date(from)"),
          List.of("first is free", "list contains(%s, string(first day))"),
          List.of("next is free", "list contains(%s, string(first day + duration(\"P1D\")))"),
          List.of(
              "slots",
              """
              for i in 0..(ceiling((to - from) / duration("PT10M")) - 1)
              return from + duration("PT10M") * i\
              """),
          List.of(
              "kinds",
              """
              for slot in slots return {
                night: slot.hour >= 2 and slot.hour < 6,
                free: (if date(slot) = first day then first is free else next is free)
                  or slot.weekday = 6 or (slot.weekday = 5 and slot.hour >= 19) or (slot.weekday = 7 and slot.hour < 19)}\
              """),
          List.of("weekday", "count(kinds[not(free) and not(night)])"),
          List.of("weekday late night", "count(kinds[not(free) and night])"),
          List.of("weekend", "count(kinds[free and not(night)])"),
          List.of("weekend late night", "count(kinds[free and night])"));

  private final Ratebook ratebook;
  private final Path folder;
  private final Document model;
  private int ids;

  private PortableRental(Ratebook ratebook, Path folder, Document model) {
    this.ratebook = ratebook;
    this.folder = folder;
    this.model = model;
  }

  /// The model as XML.
  static byte[] of(Ratebook ratebook, Path folder) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      Document model =
          factory
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("rental.dmn"))));
      new PortableRental(ratebook, folder, model).fill();
      StringWriter out = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(model), new StreamResult(out));
      return out.toString().getBytes(StandardCharsets.UTF_8);
    } catch (ParserConfigurationException | SAXException | TransformerException e) {
      throw new IOException("`rental.dmn` cannot be made portable: " + e.getMessage(), e);
    }
  }

  private void fill() throws IOException {
    for (Ratebook.Table table : ratebook.tables()) {
      Element logic = logic(table.binds());
      if (logic != null) {
        logic.appendChild(decisionTable(folder.resolve(table.rules().file())));
      }
    }
    Element counts = logic("bkm_slot_counts");
    if (counts == null) {
      throw new IOException("`rental.dmn` has no `bkm_slot_counts`");
    }
    counts.appendChild(slotCounts());
  }

  /// The logic of a business knowledge model of this file, without an expression so far.
  private @Nullable Element logic(String id) {
    NodeList models = model.getElementsByTagNameNS(DMN, "businessKnowledgeModel");
    for (int i = 0; i < models.getLength(); i++) {
      Element candidate = (Element) models.item(i);
      if (candidate.getAttribute("id").equals(id)) {
        return (Element) candidate.getElementsByTagNameNS(DMN, "encapsulatedLogic").item(0);
      }
    }
    return null;
  }

  private Element decisionTable(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = CsvRows.cells(lines.getFirst());
    Element table = element("decisionTable");
    table.setAttribute("hitPolicy", "UNIQUE");
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String[] column = header.get(i).split(":", 2);
      if (column[0].startsWith("in ")) {
        Element input = (Element) table.appendChild(element("input"));
        Element expression = (Element) input.appendChild(element("inputExpression"));
        expression.setAttribute("typeRef", type(column));
        expression.appendChild(text(column[0].substring(3)));
        used.add(i);
      }
    }
    int inputs = used.size();
    for (int i = 0; i < header.size(); i++) {
      String[] column = header.get(i).split(":", 2);
      if (column[0].startsWith("out ")) {
        Element output = (Element) table.appendChild(element("output"));
        output.setAttribute("name", column[0].substring(4));
        output.setAttribute("typeRef", type(column));
        used.add(i);
      }
    }
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = CsvRows.cells(line);
      Element rule = (Element) table.appendChild(element("rule"));
      for (int column : used) {
        Element entry =
            element(rule.getChildNodes().getLength() < inputs ? "inputEntry" : "outputEntry");
        entry.appendChild(text(feel(cells.get(column), type(header.get(column).split(":", 2)))));
        rule.appendChild(entry);
      }
    }
    return table;
  }

  private static String type(String[] column) {
    return column[1].strip().split(" ", 2)[0];
  }

  /// A cell of a rate table as FEEL has it: texts and dates stand there bare.
  private static String feel(String cell, String type) {
    if (cell.equals("-")) {
      return cell;
    }
    return switch (type) {
      case "string" -> '"' + cell + '"';
      case "date" -> cell.replaceAll("\\d{4}-\\d\\d-\\d\\d", "date(\"$0\")");
      default -> cell;
    };
  }

  private Element slotCounts() throws IOException {
    TreeSet<String> free = new TreeSet<>();
    for (String file : List.of("tables/holidays.csv", "tables/peak-days.csv")) {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      lines.stream().skip(1).map(line -> line.substring(0, 10)).forEach(free::add);
    }
    String days = free.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    Element context = element("context");
    for (List<String> entry : SLOT_COUNTS) {
      Element contextEntry = (Element) context.appendChild(element("contextEntry"));
      Element variable = (Element) contextEntry.appendChild(element("variable"));
      variable.setAttribute("name", entry.getFirst());
      contextEntry.appendChild(literal(entry.getLast().replace("%s", days)));
    }
    return context;
  }

  private Element literal(String expression) {
    Element literal = element("literalExpression");
    literal.appendChild(text(expression));
    return literal;
  }

  private Element text(String text) {
    Element element = model.createElementNS(DMN, "text");
    element.setTextContent(text);
    return element;
  }

  private Element element(String name) {
    Element element = model.createElementNS(DMN, name);
    element.setAttribute("id", "portable_" + ids++);
    return element;
  }
}
