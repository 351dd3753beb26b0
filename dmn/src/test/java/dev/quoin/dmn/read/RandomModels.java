package dev.quoin.dmn.read;

import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;

/// Writes models with every kind of element and boxed expression, mostly right: what it gets wrong are types and values.
final class RandomModels {
  private final Seeded seeded;

  /// Names that may stand in expressions here.
  private List<String> names = new ArrayList<>();

  RandomModels(Seeded seeded) {
    this.seeded = seeded;
  }

  String model() {
    StringBuilder model = new StringBuilder();
    if (seeded.yes()) {
      model.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    model
        .append("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"")
        .append(" name=\"m\" namespace=\"urn:m\">\n");
    int types = seeded.between(0, 3);
    for (int i = 0; i < types; i++) {
      model.append(itemDefinition(i));
    }
    int inputs = seeded.between(0, 3);
    for (int i = 0; i < inputs; i++) {
      model.append(
          "<inputData id=\"i%d\" name=\"in %d\">%s</inputData>\n"
              .formatted(i, i, variable("in " + i)));
    }
    int functions = seeded.between(0, 2);
    for (int i = 0; i < functions; i++) {
      names = new ArrayList<>(List.of("p", "q"));
      String knows = i > 0 && seeded.yes() ? knowledge(i - 1) : "";
      model.append(
          "<businessKnowledgeModel id=\"b%d\" name=\"b%d\">%s<encapsulatedLogic>%s%s%s</encapsulatedLogic>%s</businessKnowledgeModel>\n"
              .formatted(i, i, variable("b" + i), parameter("p"), parameter("q"), boxed(2), knows));
    }
    int decisions = seeded.between(1, 4);
    for (int i = 0; i < decisions; i++) {
      model.append(decision(i, inputs, functions));
    }
    if (seeded.oneIn(3)) {
      model.append(
          "<decisionService id=\"s\" name=\"s\">%s<outputDecision href=\"#d%d\"/></decisionService>\n"
              .formatted(seeded.yes() ? variable("s") : "", decisions - 1));
    }
    return model.append("</definitions>\n").toString();
  }

  private String itemDefinition(int number) {
    String collection = seeded.oneIn(4) ? " isCollection=\"true\"" : "";
    String body =
        switch (seeded.between(0, 3)) {
          case 0 ->
              "<typeRef>string</typeRef><allowedValues><text>\"S\", \"M\","
                  + " \"L\"</text></allowedValues>";
          case 1 -> "<typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues>";
          case 2 ->
              "<itemComponent name=\"a\"><typeRef>%s</typeRef></itemComponent><itemComponent name=\"b c\"><typeRef>number</typeRef></itemComponent>"
                  .formatted(type());
          default -> "<typeRef>" + type() + "</typeRef>";
        };
    return "<itemDefinition name=\"t%d\"%s>%s</itemDefinition>\n"
        .formatted(number, collection, body);
  }

  private String decision(int number, int inputs, int functions) {
    names = new ArrayList<>();
    StringBuilder requirements = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      if (seeded.yes()) {
        names.add("in " + i);
        requirements.append(
            "<informationRequirement><requiredInput href=\"#i%d\"/></informationRequirement>"
                .formatted(i));
      }
    }
    for (int i = 0; i < number; i++) {
      if (seeded.yes()) {
        names.add("d" + i);
        requirements.append(
            "<informationRequirement><requiredDecision href=\"#d%d\"/></informationRequirement>"
                .formatted(i));
      }
    }
    for (int i = 0; i < functions; i++) {
      names.add("b" + i + "(1, 2)");
      requirements.append(knowledge(i));
    }
    return "<decision id=\"d%d\" name=\"d%d\">%s%s%s</decision>\n"
        .formatted(
            number, number, seeded.yes() ? variable("d" + number) : "", requirements, boxed(3));
  }

  private static String knowledge(int number) {
    return "<knowledgeRequirement><requiredKnowledge href=\"#b%d\"/></knowledgeRequirement>"
        .formatted(number);
  }

  private String variable(String name) {
    return seeded.yes()
        ? "<variable name=\"%s\" typeRef=\"%s\"/>".formatted(name, type())
        : "<variable name=\"%s\"/>".formatted(name);
  }

  private String parameter(String name) {
    return "<formalParameter name=\"%s\" typeRef=\"%s\"/>".formatted(name, type());
  }

  private String type() {
    return seeded.pick(
        "number",
        "number",
        "string",
        "boolean",
        "date",
        "Any",
        "days and time duration",
        "t0",
        "t1",
        "t2");
  }

  private String boxed(int depth) {
    return switch (depth <= 0 ? 0 : seeded.between(0, 13)) {
      case 1, 2, 3 -> table();
      case 4 ->
          "<context>%s%s</context>"
              .formatted(
                  seeded.list(0, 3, () -> entry(depth - 1)).stream().reduce("", String::concat),
                  seeded.yes() ? "<contextEntry>" + boxed(depth - 1) + "</contextEntry>" : "");
      case 5 -> "<list>" + boxed(depth - 1) + boxed(depth - 1) + "</list>";
      case 6 ->
          "<relation><column name=\"a\"/><column name=\"b\" typeRef=\"number\"/><row>%s%s</row></relation>"
              .formatted(literal(), literal());
      case 7 ->
          "<conditional><if>%s</if><then>%s</then><else>%s</else></conditional>"
              .formatted(literal(), boxed(depth - 1), boxed(depth - 1));
      case 8 ->
          "<for iteratorVariable=\"v\"><in>%s</in><return>%s</return></for>"
              .formatted(boxed(depth - 1), boxed(depth - 1));
      case 9 ->
          "<%s iteratorVariable=\"v\"><in>%s</in><satisfies>%s</satisfies></%1$s>"
              .formatted(seeded.pick("some", "every"), boxed(depth - 1), literal());
      case 10 ->
          "<filter><in>%s</in><match>%s</match></filter>".formatted(boxed(depth - 1), literal());
      case 11 ->
          "<invocation><literalExpression><text>%s</text></literalExpression><binding><parameter name=\"p\"/>%s</binding></invocation>"
              .formatted(seeded.pick("b0", "b1", "abs", "d0"), boxed(depth - 1));
      case 12 ->
          "<functionDefinition>%s%s</functionDefinition>"
              .formatted(parameter("x"), boxed(depth - 1));
      default -> literal();
    };
  }

  private String entry(int depth) {
    return "<contextEntry><variable name=\"%s\"/>%s</contextEntry>"
        .formatted(seeded.pick("a", "b c", "v"), boxed(depth));
  }

  private String literal() {
    return "<literalExpression><text>%s</text></literalExpression>".formatted(expression());
  }

  private String expression() {
    return switch (seeded.between(0, 9)) {
      case 0, 1, 2 -> name();
      case 3 -> name() + seeded.pick(" + ", " * ", " - ", " / ", " = ", " &lt; ") + name();
      case 4 -> "if " + name() + " = 1 then " + name() + " else " + name();
      case 5 -> "for i in 1..3 return i + " + name();
      case 6 -> seeded.pick("sum", "count", "string", "number", "abs", "not") + "(" + name() + ")";
      case 7 -> "[" + name() + ", " + name() + "]";
      default -> constant();
    };
  }

  private String name() {
    return names.isEmpty() || seeded.oneIn(4) ? constant() : seeded.pick(names);
  }

  private String constant() {
    return seeded.pick(
        "1", "2.5", "\"S\"", "true", "null", "date(\"2026-05-01\")", "@\"PT1H\"", "-7");
  }

  private String table() {
    int columns = seeded.between(1, 3);
    int outputs = seeded.oneIn(4) ? 2 : 1;
    StringBuilder table = new StringBuilder("<decisionTable hitPolicy=\"");
    table.append(
        seeded.pick("UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"));
    table.append(
        seeded.oneIn(3) ? "\" aggregation=\"" + seeded.pick("SUM", "MIN", "MAX", "COUNT") : "");
    table.append("\">");
    List<Boolean> numbers = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      numbers.add(seeded.yes());
      table.append(
          "<input><inputExpression typeRef=\"%s\"><text>%s</text></inputExpression></input>"
              .formatted(numbers.get(i) ? "number" : "string", name()));
    }
    for (int i = 0; i < outputs; i++) {
      table
          .append("<output%s>".formatted(outputs > 1 ? " name=\"o" + i + "\"" : ""))
          .append(seeded.oneIn(3) ? "<outputValues><text>1, 2, 3</text></outputValues>" : "")
          .append(seeded.oneIn(4) ? "<defaultOutputEntry><text>0</text></defaultOutputEntry>" : "")
          .append("</output>");
    }
    int rules = seeded.between(0, 6);
    for (int i = 0; i < rules; i++) {
      table.append("<rule>");
      for (boolean number : numbers) {
        table.append("<inputEntry><text>%s</text></inputEntry>".formatted(cell(number)));
      }
      for (int j = 0; j < outputs; j++) {
        String output = seeded.oneIn(6) ? expression() : seeded.pick("1", "2", "3");
        table.append("<outputEntry><text>%s</text></outputEntry>".formatted(output));
      }
      table.append("</rule>");
    }
    return table.append("</decisionTable>").toString();
  }

  private String cell(boolean number) {
    if (seeded.oneIn(8)) {
      return seeded.pick("-", "null", "not(null)", "? = 1", "");
    }
    return number
        ? seeded
            .pick("&lt; %d", "&gt;= %d", "[1..%d]", "(0..%d)", "%d", "not(%d)", "1, %d")
            .formatted(seeded.between(0, 9))
        : seeded.pick("\"S\"", "\"M\", \"L\"", "not(\"S\")", "&lt; \"M\"", "[\"A\"..\"M\"]");
  }
}
