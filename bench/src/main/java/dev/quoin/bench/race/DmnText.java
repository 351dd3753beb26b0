package dev.quoin.bench.race;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a DMN 1.3 model, for the shapes that the benchmark makes itself. Elements have ids, as modelling tools write
/// them.
final class DmnText {
  private final StringBuilder out = new StringBuilder();
  private final Set<String> decisions = new HashSet<>();
  private int ids;

  DmnText(String name) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .append("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"")
        .append(id())
        .append("\" name=\"")
        .append(name)
        .append("\" namespace=\"urn:quoin:")
        .append(name)
        .append("\">\n");
  }

  /// A type that is a context.
  void context(String name, List<Column> entries) {
    out.append("<itemDefinition id=\"")
        .append(id())
        .append("\" name=\"")
        .append(name)
        .append("\">");
    for (Column entry : entries) {
      out.append("<itemComponent id=\"").append(id()).append("\" name=\"").append(entry.text());
      out.append("\"><typeRef>").append(entry.type()).append("</typeRef></itemComponent>");
    }
    out.append("</itemDefinition>\n");
  }

  void input(String name, String type) {
    out.append("<inputData id=\"").append(name).append("\" name=\"").append(name).append("\">");
    variable(name, type);
    out.append("</inputData>\n");
  }

  void literal(String name, String type, List<String> requires, String expression) {
    begin(name, type, requires);
    out.append("<literalExpression id=\"").append(id()).append("\">");
    text(expression);
    out.append("</literalExpression></decision>\n");
  }

  void table(RuleTable table, String type, List<String> requires, String hitPolicy) {
    begin(table.name(), type, requires);
    out.append("<decisionTable id=\"").append(id()).append("\" hitPolicy=\"").append(hitPolicy);
    out.append("\">\n");
    for (Column input : table.inputs()) {
      out.append("<input id=\"").append(id()).append("\" label=\"").append(input.text());
      out.append("\"><inputExpression id=\"").append(id()).append("\" typeRef=\"");
      out.append(input.type()).append("\">");
      text(input.text());
      out.append("</inputExpression></input>\n");
    }
    for (Column output : table.outputs()) {
      out.append("<output id=\"").append(id()).append("\" name=\"").append(output.text());
      out.append("\" typeRef=\"").append(output.type()).append("\"/>\n");
    }
    for (List<String> rule : table.rules()) {
      out.append("<rule id=\"").append(id()).append("\">");
      for (int i = 0; i < rule.size(); i++) {
        String entry = i < table.inputs().size() ? "inputEntry" : "outputEntry";
        out.append('<').append(entry).append(" id=\"").append(id()).append("\">");
        text(rule.get(i));
        out.append("</").append(entry).append('>');
      }
      out.append("</rule>\n");
    }
    out.append("</decisionTable></decision>\n");
  }

  /// A business knowledge model that the host binds.
  void open(String name, String type, List<Column> parameters) {
    out.append("<businessKnowledgeModel id=\"").append(name).append("\" name=\"").append(name);
    out.append("\">");
    variable(name, type);
    out.append("<encapsulatedLogic>");
    for (Column parameter : parameters) {
      out.append("<formalParameter name=\"").append(parameter.text()).append("\" typeRef=\"");
      out.append(parameter.type()).append("\"/>");
    }
    out.append("</encapsulatedLogic></businessKnowledgeModel>\n");
  }

  /// A decision that calls the business knowledge model of that name with its inputs.
  void call(String name, String type, String model, List<String> inputs) {
    begin(name, type, inputs);
    out.append("<knowledgeRequirement><requiredKnowledge href=\"#").append(model);
    out.append("\"/></knowledgeRequirement><literalExpression>");
    text(model + "(" + String.join(", ", inputs) + ")");
    out.append("</literalExpression></decision>\n");
  }

  byte[] bytes() {
    return (out + "</definitions>\n").getBytes(StandardCharsets.UTF_8);
  }

  private void begin(String name, String type, List<String> requires) {
    decisions.add(name);
    out.append("<decision id=\"").append(name).append("\" name=\"").append(name).append("\">");
    variable(name, type);
    out.append('\n');
    for (String required : requires) {
      String kind = decisions.contains(required) ? "requiredDecision" : "requiredInput";
      out.append("<informationRequirement id=\"").append(id()).append("\"><").append(kind);
      out.append(" href=\"#").append(required).append("\"/></informationRequirement>\n");
    }
  }

  private void variable(String name, String type) {
    out.append("<variable id=\"").append(id()).append("\" name=\"").append(name);
    out.append("\" typeRef=\"").append(type).append("\"/>");
  }

  private void text(String text) {
    out.append("<text>");
    out.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    out.append("</text>");
  }

  private String id() {
    return "e" + ids++;
  }

  /// Columns as pairs of text and type, in their order.
  static List<Column> columns(Map<String, String> types) {
    return types.entrySet().stream()
        .map(column -> new Column(column.getKey(), column.getValue()))
        .toList();
  }
}
