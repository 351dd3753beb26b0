package dev.quoin.dmn.read;

import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.ItemDefinition;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds ids and names that are there twice.
///
/// A decision service may be named like a decision: one is asked for as a service, the other stands in expressions.
final class Duplicates {
  private Duplicates() {}

  static void report(Model model, Problems problems) {
    List<Head> elements = new ArrayList<>();
    model.inputs().forEach(input -> elements.add(input.head()));
    model.decisions().forEach(decision -> elements.add(decision.head()));
    model.knowledgeModels().forEach(knowledge -> elements.add(knowledge.head()));
    List<Head> services = model.services().stream().map(Model.DecisionService::head).toList();
    names(elements, problems);
    names(services, problems);
    elements.addAll(services);
    Map<String, Span> ids = new HashMap<>();
    elements.stream()
        .filter(head -> !head.id().isEmpty())
        .sorted((a, b) -> a.span().place().compareTo(b.span().place()))
        .forEach(head -> report("id", head.id(), head.span(), ids, problems));
    itemDefinitions(model.itemDefinitions(), problems);
  }

  private static void names(List<Head> heads, Problems problems) {
    Map<String, Span> names = new HashMap<>();
    heads.stream()
        .filter(head -> !head.name().isEmpty())
        .sorted((a, b) -> a.span().place().compareTo(b.span().place()))
        .forEach(head -> report("name", head.name(), head.nameSpan(), names, problems));
  }

  private static void itemDefinitions(List<ItemDefinition> definitions, Problems problems) {
    Map<String, Span> names = new HashMap<>();
    for (ItemDefinition definition : definitions) {
      report("name", definition.name(), definition.nameSpan(), names, problems);
      itemDefinitions(definition.components(), problems);
    }
  }

  private static void report(
      String what, String text, Span span, Map<String, Span> seen, Problems problems) {
    Span first = seen.putIfAbsent(text, span);
    if (first != null) {
      problems.add(
          span,
          "duplicate-" + what,
          "the "
              + what
              + " `"
              + text
              + "` is taken at "
              + first.place()
              + "; expected one of its own");
    }
  }
}
