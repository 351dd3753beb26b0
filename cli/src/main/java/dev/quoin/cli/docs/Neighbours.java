package dev.quoin.cli.docs;

import dev.quoin.dmn.read.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an element of a model requires, and what requires it.
record Neighbours(List<Model.Head> needs, List<Model.Head> usedBy) {

  static Neighbours of(Model model, String id) {
    Map<String, Model.Head> heads = new LinkedHashMap<>();
    Map<String, List<Model.Requirement>> requirements = new LinkedHashMap<>();
    model.inputs().forEach(input -> heads.put(input.head().id(), input.head()));
    model
        .decisions()
        .forEach(decision -> {
          heads.put(decision.head().id(), decision.head());
          requirements.put(decision.head().id(), decision.requirements());
        });
    model
        .knowledgeModels()
        .forEach(known -> {
          heads.put(known.head().id(), known.head());
          requirements.put(known.head().id(), known.requirements());
        });
    List<Model.Head> needs = new ArrayList<>();
    for (Model.Requirement requirement : requirements.getOrDefault(id, List.of())) {
      Model.Head head = heads.get(target(requirement));
      if (head != null) {
        needs.add(head);
      }
    }
    List<Model.Head> usedBy = new ArrayList<>();
    requirements.forEach((user, required) -> {
      Model.Head head = heads.get(user);
      if (head != null && required.stream().anyMatch(one -> target(one).equals(id))) {
        usedBy.add(head);
      }
    });
    return new Neighbours(needs, usedBy);
  }

  private static String target(Model.Requirement requirement) {
    String href = requirement.href().text();
    return href.substring(href.lastIndexOf('#') + 1);
  }
}
