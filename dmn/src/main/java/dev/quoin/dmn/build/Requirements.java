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

  /// The longest chain of requirements: an evaluation, and this search, go as deep as the chain is long.
  private static final int MAX_CHAIN = 300;

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
              + (element == null
                  ? Suggestion.text(id, elements.keySet())
                  : "; did you mean `#" + id + "`?"));
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
    // Elements hold whole tables: they are told apart as objects, not by what is in them.
    Set<T> found = Collections.newSetFromMap(new IdentityHashMap<>());
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

  /// Sorts by depth-first search; what closes a cycle, or stands on too long a chain, is a problem.
  private final class Order<T> {
    private final Function<T, Head> head;
    private final Function<T, List<T>> requires;
    private final String code;
    private final String sentence;
    private final List<T> sorted = new ArrayList<>();
    private final IdentityHashMap<T, Integer> lengths = new IdentityHashMap<>();
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

    /// The number of elements on the longest chain that begins with this one.
    private int visit(T element) {
      int begin = begin(element);
      if (begin >= 0) {
        cycle(element, begin);
        return 0;
      }
      Integer known = lengths.get(element);
      if (known != null) {
        return known;
      }
      int length = 1;
      if (path.size() < MAX_CHAIN) {
        path.add(element);
        for (T required : requires.apply(element)) {
          length = Math.max(length, 1 + visit(required));
        }
        path.removeLast();
      }
      if (path.size() == MAX_CHAIN || length == MAX_CHAIN + 1) {
        tooLong(element);
      }
      lengths.put(element, length);
      sorted.add(element);
      return length;
    }

    /// Where on the path the element stands, or -1.
    @SuppressWarnings("ReferenceEquality") // elements hold whole tables
    private int begin(T element) {
      for (int i = 0; i < path.size(); i++) {
        if (path.get(i) == element) {
          return i;
        }
      }
      return -1;
    }

    private void tooLong(T element) {
      problems.add(
          head.apply(element).span(),
          "too-deep",
          "more than %d elements require each other in a chain that `%s` stands on; expected fewer steps"
              .formatted(MAX_CHAIN, head.apply(element).name()));
    }

    private void cycle(T element, int begin) {
      String cycle =
          path.subList(begin, path.size()).stream()
              .map(each -> "`" + head.apply(each).name() + "`")
              .collect(Collectors.joining(" → ", "", " → `" + head.apply(element).name() + "`"));
      problems.add(head.apply(element).span(), code, sentence + ": " + cycle);
    }
  }
}
