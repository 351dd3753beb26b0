package dev.quoin.dmn.read;

import dev.quoin.dmn.read.Boxed.FunctionDefinition.Kind;
import dev.quoin.dmn.read.Model.InformationItem;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads boxed expressions.
final class Boxes {
  static final List<String> NAMES =
      List.of(
          "literalExpression",
          "decisionTable",
          "context",
          "invocation",
          "list",
          "relation",
          "functionDefinition",
          "conditional",
          "for",
          "some",
          "every",
          "filter");

  private final ModelReader reader;

  Boxes(ModelReader reader) {
    this.reader = reader;
  }

  boolean isBoxed(Element element) {
    return NAMES.contains(element.name());
  }

  /// Reads an element for which `isBoxed` holds.
  Boxed read(Element element) {
    return switch (element.name()) {
      case "decisionTable" -> table(element);
      case "context" -> context(element);
      case "invocation" -> invocation(element);
      case "list" -> list(element);
      case "relation" -> relation(element);
      case "functionDefinition" -> function(element);
      case "conditional" ->
          new Boxed.Conditional(
              part(element, "if"),
              part(element, "then"),
              part(element, "else"),
              type(element),
              element.span());
      case "for" -> iterator(element, Boxed.Iterator.Kind.FOR, "return");
      case "some" -> iterator(element, Boxed.Iterator.Kind.SOME, "satisfies");
      case "every" -> iterator(element, Boxed.Iterator.Kind.EVERY, "satisfies");
      case "filter" ->
          new Boxed.Filter(
              part(element, "in"), part(element, "match"), type(element), element.span());
      default -> literal(element);
    };
  }

  private Boxed.Literal literal(Element element) {
    return new Boxed.Literal(
        reader.text(element).orElse(element.text()), type(element), element.span());
  }

  private Optional<Source> type(Element element) {
    return reader.type(element, element.attribute("typeRef"));
  }

  private Boxed table(Element element) {
    List<Boxed.Table.Input> inputs = new ArrayList<>();
    List<Boxed.Table.Output> outputs = new ArrayList<>();
    List<Boxed.Table.Rule> rules = new ArrayList<>();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "input" -> inputs.add(input(child));
        case "output" -> outputs.add(output(child));
        case "rule" -> rules.add(rule(child));
        default -> reader.unknown(child, element, "input", "output", "rule");
      }
    }
    if (outputs.isEmpty()) {
      reader.problems().add(element.span(), "missing-element", "a decision table has no `output`");
    }
    for (Boxed.Table.Rule rule : rules) {
      count(rule, "inputEntry", rule.tests().size(), inputs.size());
      count(rule, "outputEntry", rule.entries().size(), outputs.size());
    }
    return new Boxed.Table(
        hitPolicy(element), inputs, outputs, rules, type(element), element.span());
  }

  private void count(Boxed.Table.Rule rule, String what, int found, int expected) {
    if (found != expected) {
      reader
          .problems()
          .add(
              rule.span(),
              "rule-entries",
              "a rule has " + found + " of `" + what + "`; expected " + expected);
    }
  }

  private HitPolicy hitPolicy(Element element) {
    String policy = element.attribute("hitPolicy").map(Source::text).orElse("UNIQUE").strip();
    String aggregation = element.attribute("aggregation").map(Source::text).orElse("").strip();
    HitPolicy found =
        switch (policy) {
          case "UNIQUE" -> HitPolicy.UNIQUE;
          case "FIRST" -> HitPolicy.FIRST;
          case "ANY" -> HitPolicy.ANY;
          case "PRIORITY" -> HitPolicy.PRIORITY;
          case "RULE ORDER" -> HitPolicy.RULE_ORDER;
          case "OUTPUT ORDER" -> HitPolicy.OUTPUT_ORDER;
          case "COLLECT" ->
              switch (aggregation) {
                case "" -> HitPolicy.COLLECT;
                case "SUM" -> HitPolicy.COLLECT_SUM;
                case "COUNT" -> HitPolicy.COLLECT_COUNT;
                case "MIN" -> HitPolicy.COLLECT_MIN;
                case "MAX" -> HitPolicy.COLLECT_MAX;
                default -> {
                  wrong(element, "aggregation", aggregation, "`SUM`, `COUNT`, `MIN` or `MAX`");
                  yield HitPolicy.COLLECT;
                }
              };
          default -> {
            wrong(
                element,
                "hitPolicy",
                policy,
                "`UNIQUE`, `FIRST`, `PRIORITY`, `ANY`, `COLLECT`, `RULE ORDER` or `OUTPUT ORDER`");
            yield HitPolicy.UNIQUE;
          }
        };
    if (!aggregation.isEmpty() && !policy.equals("COLLECT")) {
      wrong(element, "aggregation", aggregation, "none, for the hit policy is not `COLLECT`");
    }
    return found;
  }

  private void wrong(Element element, String attribute, String text, String expected) {
    reader
        .problems()
        .add(
            element.attribute(attribute).map(Source::whole).orElseGet(element::span),
            "wrong-attribute",
            "the `" + attribute + "` is `" + text + "`; expected " + expected);
  }

  private Boxed.Table.Input input(Element element) {
    Source expression = element.text();
    Optional<Source> typeRef = Optional.empty();
    Optional<Source> values = Optional.empty();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "inputExpression" -> {
          expression = reader.text(child).orElse(child.text());
          typeRef = type(child);
        }
        case "inputValues" -> values = reader.unaryTests(child);
        default -> reader.unknown(child, element, "inputExpression", "inputValues");
      }
    }
    String label =
        element
            .attribute("label")
            .map(text -> ModelReader.normalized(text.text()))
            .filter(text -> !text.isEmpty())
            .orElse(ModelReader.normalized(expression.text()));
    return new Boxed.Table.Input(label, expression, typeRef, values, element.span());
  }

  private Boxed.Table.Output output(Element element) {
    Optional<Source> values = Optional.empty();
    Optional<Source> defaultEntry = Optional.empty();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "outputValues" -> values = reader.unaryTests(child);
        case "defaultOutputEntry" -> {
          defaultEntry = reader.text(child);
        }
        default -> reader.unknown(child, element, "outputValues", "defaultOutputEntry");
      }
    }
    String name = ModelReader.normalized(element.attribute("name").map(Source::text).orElse(""));
    return new Boxed.Table.Output(name, type(element), values, defaultEntry, element.span());
  }

  private Boxed.Table.Rule rule(Element element) {
    List<Source> tests = new ArrayList<>();
    List<Source> entries = new ArrayList<>();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "inputEntry" -> {
          tests.add(reader.text(child).orElse(child.text()));
        }
        case "outputEntry" -> {
          entries.add(reader.text(child).orElse(child.text()));
        }
        default -> reader.unknown(child, element, "inputEntry", "outputEntry");
      }
    }
    return new Boxed.Table.Rule(tests, entries, element.span());
  }

  private Boxed context(Element element) {
    List<Boxed.Context.Entry> entries = new ArrayList<>();
    for (Element child : reader.children(element)) {
      if (!child.name().equals("contextEntry")) {
        reader.unknown(child, element, "contextEntry");
        continue;
      }
      Optional<InformationItem> variable = child(child, "variable").map(reader::informationItem);
      entries.add(new Boxed.Context.Entry(variable, only(child, "variable"), child.span()));
    }
    return new Boxed.Context(entries, type(element), element.span());
  }

  private Boxed invocation(Element element) {
    Optional<Boxed> function = Optional.empty();
    List<Boxed.Invocation.Binding> bindings = new ArrayList<>();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "binding" ->
            child(child, "parameter")
                .map(reader::informationItem)
                .ifPresentOrElse(
                    parameter ->
                        bindings.add(
                            new Boxed.Invocation.Binding(parameter, optional(child, "parameter"))),
                    () -> missing(child, "parameter"));
        default -> {
          if (isBoxed(child)) {
            function = Optional.of(read(child));
          } else {
            reader.unknown(child, element, NAMES, "binding");
          }
        }
      }
    }
    if (function.isEmpty()) {
      missing(element, "literalExpression");
    }
    return new Boxed.Invocation(
        function.orElseGet(() -> absent(element)), bindings, type(element), element.span());
  }

  private Boxed list(Element element) {
    List<Boxed> items = new ArrayList<>();
    for (Element child : reader.children(element)) {
      if (isBoxed(child)) {
        items.add(read(child));
      } else {
        reader.unknown(child, element, NAMES);
      }
    }
    return new Boxed.Items(items, type(element), element.span());
  }

  private Boxed relation(Element element) {
    List<InformationItem> columns = new ArrayList<>();
    List<Boxed.Relation.Row> rows = new ArrayList<>();
    for (Element child : reader.children(element)) {
      switch (child.name()) {
        case "column" -> columns.add(reader.informationItem(child));
        case "row" -> {
          Boxed row = list(child);
          if (row instanceof Boxed.Items items) {
            rows.add(new Boxed.Relation.Row(items.items(), child.span()));
          }
        }
        default -> reader.unknown(child, element, "column", "row");
      }
    }
    for (Boxed.Relation.Row row : rows) {
      if (row.cells().size() != columns.size()) {
        reader
            .problems()
            .add(
                row.span(),
                "rule-entries",
                "a row has " + row.cells().size() + " cells; expected " + columns.size());
      }
    }
    return new Boxed.Relation(columns, rows, type(element), element.span());
  }

  /// Reads a `functionDefinition`, or the `encapsulatedLogic` of a business knowledge model.
  Boxed.FunctionDefinition function(Element element) {
    List<InformationItem> parameters = new ArrayList<>();
    Optional<Boxed> body = Optional.empty();
    for (Element child : reader.children(element)) {
      if (child.name().equals("formalParameter")) {
        parameters.add(reader.informationItem(child));
      } else if (isBoxed(child)) {
        body = Optional.of(read(child));
      } else {
        reader.unknown(child, element, NAMES, "formalParameter");
      }
    }
    String kind =
        element.attribute("kind").map(Source::text).orElse("FEEL").strip().toUpperCase(Locale.ROOT);
    Kind found =
        switch (kind) {
          case "", "FEEL" -> Kind.FEEL;
          case "JAVA" -> Kind.JAVA;
          case "PMML" -> Kind.PMML;
          default -> {
            wrong(element, "kind", kind, "`FEEL` or `Java`");
            yield Kind.FEEL;
          }
        };
    if (found != Kind.FEEL) {
      Span span = element.attribute("kind").map(Source::whole).orElseGet(element::span);
      body = Optional.of(new Boxed.External(found, parameters, body, span));
    }
    return new Boxed.FunctionDefinition(found, parameters, body, type(element), element.span());
  }

  private Boxed iterator(Element element, Boxed.Iterator.Kind kind, String result) {
    String variable =
        ModelReader.normalized(element.attribute("iteratorVariable").map(Source::text).orElse(""));
    if (variable.isEmpty()) {
      reader
          .problems()
          .add(
              element.span(),
              "missing-attribute",
              "`" + element.name() + "` has no `iteratorVariable`");
    }
    return new Boxed.Iterator(
        kind, variable, part(element, "in"), part(element, result), type(element), element.span());
  }

  private Optional<Element> child(Element element, String name) {
    return reader.children(element).stream().filter(child -> child.name().equals(name)).findFirst();
  }

  /// The expression inside a named part: `<if><literalExpression>…`.
  private Boxed part(Element element, String name) {
    return child(element, name)
        .map(part -> only(part, ""))
        .orElseGet(() -> {
          missing(element, name);
          return absent(element);
        });
  }

  /// The one expression in an element, beside the child `beside`.
  private Boxed only(Element element, String beside) {
    return optional(element, beside)
        .orElseGet(() -> {
          missing(element, "literalExpression");
          return absent(element);
        });
  }

  private Optional<Boxed> optional(Element element, String beside) {
    Optional<Boxed> found = Optional.empty();
    for (Element child : reader.children(element)) {
      if (isBoxed(child)) {
        found = Optional.of(read(child));
      } else if (!child.name().equals(beside)) {
        reader.unknown(child, element, NAMES, beside);
      }
    }
    return found;
  }

  private void missing(Element element, String name) {
    reader
        .problems()
        .add(
            element.span(),
            "missing-element",
            "`" + element.name() + "` has no `" + name + "`, nor another expression in its place");
  }

  /// What stands for an expression whose absence was reported.
  private static Boxed absent(Element element) {
    return new Boxed.Literal(
        new Source(element.text().origin(), "null"), Optional.empty(), element.span());
  }
}
