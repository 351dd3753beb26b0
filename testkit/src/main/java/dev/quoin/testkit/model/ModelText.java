package dev.quoin.testkit.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes a DMN 1.5 file. Elements are known by their names; each must stand behind those that it requires, but a function may
/// name itself and those behind it.
///
/// Expressions are texts of XML, which the methods below make: `literal("1 + 1")`.
public final class ModelText {
  private static final String NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/";

  private final String name;
  private final StringBuilder elements = new StringBuilder();
  private final Map<String, String> kinds = new LinkedHashMap<>();

  public ModelText(String name) {
    this.name = name;
    elements.append(
        """
        <itemDefinition name="tSize"><typeRef>string</typeRef><allowedValues><text>"S","M","L"</text></allowedValues></itemDefinition>
        <itemDefinition name="tPercent"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues></itemDefinition>
        <itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
        <itemDefinition name="tTexts" isCollection="true"><typeRef>string</typeRef></itemDefinition>
        <itemDefinition name="tTrip">
          <itemComponent name="distance"><typeRef>number</typeRef></itemComponent>
          <itemComponent name="car"><typeRef>string</typeRef></itemComponent>
          <itemComponent name="start date"><typeRef>date</typeRef></itemComponent>
        </itemDefinition>
        <itemDefinition name="tTrips" isCollection="true"><typeRef>tTrip</typeRef></itemDefinition>
        """);
  }

  public ModelText input(String inputName, String typeRef) {
    add(inputName, "requiredInput");
    elements.append(
        "<inputData id=\"%s\" name=\"%s\">%s</inputData>\n"
            .formatted(id(inputName), escaped(inputName), variable(inputName, typeRef)));
    return this;
  }

  /// A decision.
  ///
  /// @param typeRef an empty text for none
  /// @param requires the names of inputs, decisions, functions, services
  public ModelText decision(
      String decisionName, String typeRef, String expression, List<String> requires) {
    add(decisionName, "requiredDecision");
    elements.append(
        "<decision id=\"%s\" name=\"%s\">%s%s%s</decision>\n"
            .formatted(
                id(decisionName),
                escaped(decisionName),
                variable(decisionName, typeRef),
                requirements(requires),
                expression));
    return this;
  }

  /// A business knowledge model.
  ///
  /// @param parameters their types by name
  public ModelText function(
      String functionName,
      String typeRef,
      Map<String, String> parameters,
      String body,
      List<String> requires) {
    add(functionName, "requiredKnowledge");
    String formal =
        parameters.entrySet().stream()
            .map(parameter ->
                "<formalParameter name=\"%s\"%s/>"
                    .formatted(escaped(parameter.getKey()), typed(parameter.getValue())))
            .collect(Collectors.joining());
    elements.append(
        "<businessKnowledgeModel id=\"%s\" name=\"%s\">%s<encapsulatedLogic>%s%s</encapsulatedLogic>%s</businessKnowledgeModel>\n"
            .formatted(
                id(functionName),
                escaped(functionName),
                variable(functionName, typeRef),
                formal,
                body,
                requirements(requires)));
    return this;
  }

  public ModelText service(
      String serviceName, List<String> outputs, List<String> encapsulated, List<String> inputs) {
    add(serviceName, "requiredKnowledge");
    elements.append(
        "<decisionService id=\"%s\" name=\"%s\">%s"
            .formatted(id(serviceName), escaped(serviceName), variable(serviceName, "")));
    outputs.forEach(output -> reference("outputDecision", output));
    encapsulated.forEach(decision -> reference("encapsulatedDecision", decision));
    inputs.stream()
        .filter(input -> kind(input).equals("requiredDecision"))
        .forEach(input -> reference("inputDecision", input));
    inputs.stream()
        .filter(input -> kind(input).equals("requiredInput"))
        .forEach(input -> reference("inputData", input));
    elements.append("</decisionService>\n");
    return this;
  }

  private void reference(String element, String to) {
    elements.append("<%s href=\"#%s\"/>".formatted(element, id(to)));
  }

  private void add(String element, String kind) {
    kinds.put(element, kind);
  }

  private String kind(String element) {
    // A function may call what stands behind it: such can only be functions.
    return Objects.requireNonNullElse(kinds.get(element), "requiredKnowledge");
  }

  private String requirements(List<String> requires) {
    return requires.stream()
        .map(required -> {
          String kind = kind(required);
          String arrow =
              kind.equals("requiredKnowledge") ? "knowledgeRequirement" : "informationRequirement";
          return "<%s><%s href=\"#%s\"/></%s>".formatted(arrow, kind, id(required), arrow);
        })
        .collect(Collectors.joining());
  }

  private static String id(String element) {
    return "_" + element.replace(' ', '_');
  }

  private static String variable(String variableName, String typeRef) {
    return "<variable name=\"%s\"%s/>".formatted(escaped(variableName), typed(typeRef));
  }

  private static String typed(String typeRef) {
    return typeRef.isEmpty() ? "" : " typeRef=\"" + typeRef + "\"";
  }

  /// The whole file.
  public String xml() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"%s\" id=\"_%s\" name=\"%s\" namespace=\"urn:%s\">\n%s</definitions>\n"
        .formatted(NAMESPACE, name, name, name, elements);
  }

  // Expressions.

  public static String literal(String feel) {
    return "<literalExpression>" + text(feel) + "</literalExpression>";
  }

  /// A context; the entry with an empty name is its result, and stands last.
  public static String context(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry ->
            "<contextEntry>%s%s</contextEntry>"
                .formatted(
                    entry.getKey().isEmpty() ? "" : variable(entry.getKey(), ""), entry.getValue()))
        .collect(Collectors.joining("", "<context>", "</context>"));
  }

  public static String invocation(String function, Map<String, String> bindings) {
    return bindings.entrySet().stream()
        .map(binding ->
            "<binding><parameter name=\"%s\"/>%s</binding>"
                .formatted(escaped(binding.getKey()), binding.getValue()))
        .collect(Collectors.joining("", "<invocation>" + literal(function), "</invocation>"));
  }

  public static String list(List<String> items) {
    return "<list>" + String.join("", items) + "</list>";
  }

  public static String conditional(String condition, String then, String otherwise) {
    return "<conditional><if>%s</if><then>%s</then><else>%s</else></conditional>"
        .formatted(condition, then, otherwise);
  }

  public static String filter(String source, String condition) {
    return "<filter><in>%s</in><match>%s</match></filter>".formatted(source, condition);
  }

  public static String loop(String variable, String domain, String result) {
    return "<for iteratorVariable=\"%s\"><in>%s</in><return>%s</return></for>"
        .formatted(variable, domain, result);
  }

  public static String quantified(boolean every, String variable, String domain, String condition) {
    String kind = every ? "every" : "some";
    return "<%s iteratorVariable=\"%s\"><in>%s</in><satisfies>%s</satisfies></%s>"
        .formatted(kind, variable, domain, condition, kind);
  }

  /// An output column.
  ///
  /// @param name empty where it is the only one
  /// @param allowed the allowed values in order of priority, as unary tests; empty for none
  /// @param otherwise the default entry; empty for none
  public record Output(String name, String typeRef, String allowed, String otherwise) {}

  /// A rule: a text for each column.
  public record Rule(List<String> tests, List<String> entries) {
    public Rule {
      tests = List.copyOf(tests);
      entries = List.copyOf(entries);
    }
  }

  /// A decision table.
  ///
  /// @param hitPolicy as the file has it: `COLLECT" aggregation="SUM`
  /// @param inputs the input expressions with their types
  public static String table(
      String hitPolicy, Map<String, String> inputs, List<Output> outputs, List<Rule> rules) {
    StringBuilder table =
        new StringBuilder("<decisionTable hitPolicy=\"").append(hitPolicy).append("\">\n");
    inputs.forEach((expression, typeRef) ->
        table.append(
            "<input><inputExpression%s>%s</inputExpression></input>"
                .formatted(typed(typeRef), text(expression))));
    for (Output output : outputs) {
      table.append("<output%s%s>".formatted(named(output.name), typed(output.typeRef)));
      if (!output.allowed.isEmpty()) {
        table.append("<outputValues>" + text(output.allowed) + "</outputValues>");
      }
      if (!output.otherwise.isEmpty()) {
        table.append("<defaultOutputEntry>" + text(output.otherwise) + "</defaultOutputEntry>");
      }
      table.append("</output>");
    }
    for (Rule rule : rules) {
      table.append("\n<rule>");
      rule.tests.forEach(test -> table.append("<inputEntry>" + text(test) + "</inputEntry>"));
      rule.entries.forEach(entry -> table.append("<outputEntry>" + text(entry) + "</outputEntry>"));
      table.append("</rule>");
    }
    return table.append("</decisionTable>").toString();
  }

  private static String named(String name) {
    return name.isEmpty() ? "" : " name=\"" + escaped(name) + "\"";
  }

  /// A relation: its columns, and the FEEL texts of its rows.
  public static String relation(List<String> columns, List<List<String>> rows) {
    List<String> parts = new ArrayList<>();
    columns.forEach(column -> parts.add("<column name=\"" + escaped(column) + "\"/>"));
    rows.forEach(row ->
        parts.add(
            IntStream.range(0, columns.size())
                .mapToObj(i -> literal(row.get(i)))
                .collect(Collectors.joining("", "<row>", "</row>"))));
    return "<relation>" + String.join("", parts) + "</relation>";
  }

  private static String text(String feel) {
    return "<text>" + escaped(feel) + "</text>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
