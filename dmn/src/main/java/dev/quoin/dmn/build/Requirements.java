package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.KnowledgeModel;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The requirements graph: who requires whom, in an order in which everything stands behind what it requires.
final class Requirements {
  private final Model model;
  private final Problems problems;
  private final Map<String, Object> elements =
      new LinkedHashMap<>(); // by id, of the four kinds below

  Requirements(Model model, Problems problems) {
    this.model = model;
    this.problems = problems;
    model.inputs().forEach(input -> elements.putIfAbsent(input.head().id(), input));
    model.decisions().forEach(decision -> elements.putIfAbsent(decision.head().id(), decision));
    model
        .knowledgeModels()
        .forEach(knowledge -> elements.putIfAbsent(knowledge.head().id(), knowledge));
    model.services().forEach(service -> elements.putIfAbsent(service.head().id(), service));
    elements.remove("");
  }

  /// The element that is required, if it is there and of the kind that is wanted; else a problem.
  Optional<Object> follow(Requirement requirement) {
    String href = requirement.href().text().strip();
    int hash = href.indexOf('#');
    String namespace = hash < 0 ? "" : href.substring(0, hash);
    String id = href.substring(hash + 1);
    if (!namespace.isEmpty() && !model.namespaces().contains(namespace)) {
      problems.add(
          requirement.href().whole(),
          "unknown-reference",
          "`" + href + "` leads to a namespace that no file of the model has");
      return Optional.empty();
    }
    Object element = elements.get(id);
    if (hash < 0 || element == null) {
      problems.add(
          requirement.href().whole(),
          "unknown-reference",
          "`"
              + href
              + "` leads nowhere; expected `#` and the id of "
              + requirement.kind()
              + Suggestion.text(id, elements.keySet()));
      return Optional.empty();
    }
    String found = kind(element);
    if (found.equals(requirement.kind().toString())) {
      return Optional.of(element);
    }
    if (element instanceof Model.DecisionService) {
      problems.add(
          requirement.href().whole(),
          "not-supported",
          "`" + href + "` is a decision service, and calling one is not supported yet");
    } else {
      problems.add(
          requirement.href().whole(),
          "wrong-element",
          "`" + href + "` is " + found + "; expected " + requirement.kind());
    }
    return Optional.empty();
  }

  private static String kind(Object element) {
    return switch (element) {
      case InputData _ -> Requirement.Kind.INPUT.toString();
      case Decision _ -> Requirement.Kind.DECISION.toString();
      case KnowledgeModel _ -> Requirement.Kind.KNOWLEDGE.toString();
      default -> "a decision service";
    };
  }

  /// Inputs that a decision requires.
  List<InputData> inputs(Decision decision) {
    return required(decision.requirements(), InputData.class);
  }

  List<Decision> decisions(Decision decision) {
    return required(decision.requirements(), Decision.class);
  }

  List<KnowledgeModel> knowledge(List<Requirement> requirements) {
    return required(requirements, KnowledgeModel.class);
  }

  private <T> List<T> required(List<Requirement> requirements, Class<T> kind) {
    Set<T> found = identities();
    List<T> inOrder = new ArrayList<>();
    for (Requirement requirement : requirements) {
      follow(requirement)
          .filter(kind::isInstance)
          .map(kind::cast)
          .filter(found::add)
          .ifPresent(inOrder::add);
    }
    return inOrder;
  }

  /// Elements hold whole tables: they are told apart as objects, not by what is in them.
  private static <T> Set<T> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /// The decisions, each behind those that it requires, else in the order of the file.
  List<Decision> decisionsInOrder() {
    return new Order<>(
            Decision::head, this::decisions, "cyclic-requirement", "decisions require each other")
        .of(model.decisions());
  }

  /// The business knowledge models, each behind those that it calls, else in the order of the file.
  List<KnowledgeModel> knowledgeInOrder() {
    return new Order<KnowledgeModel>(
            KnowledgeModel::head,
            knowledge -> knowledge(knowledge.requirements()),
            "not-supported",
            "recursion is not supported: business knowledge models call each other")
        .of(model.knowledgeModels());
  }

  /// Sorts by depth-first search; what closes a cycle is a problem.
  private final class Order<T> {
    private final Function<T, Head> head;
    private final Function<T, List<T>> requires;
    private final String code;
    private final String sentence;
    private final List<T> sorted = new ArrayList<>();
    private final Set<T> done = identities();
    private final List<T> path = new ArrayList<>();

    Order(Function<T, Head> head, Function<T, List<T>> requires, String code, String sentence) {
      this.head = head;
      this.requires = requires;
      this.code = code;
      this.sentence = sentence;
    }

    List<T> of(List<T> elements) {
      elements.forEach(this::visit);
      return sorted;
    }

    private void visit(T element) {
      int begin = path.indexOf(element);
      if (begin >= 0) {
        String cycle =
            path.subList(begin, path.size()).stream()
                .map(each -> "`" + head.apply(each).name() + "`")
                .collect(Collectors.joining(" → ", "", " → `" + head.apply(element).name() + "`"));
        problems.add(head.apply(element).span(), code, sentence + ": " + cycle);
      } else if (!done.contains(element)) {
        path.add(element);
        requires.apply(element).forEach(this::visit);
        path.removeLast();
        done.add(element);
        sorted.add(element);
      }
    }
  }
}
