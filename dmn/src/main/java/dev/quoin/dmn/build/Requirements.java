package dev.quoin.dmn.build;

import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.Model.Decision;
import dev.quoin.dmn.read.Model.DecisionService;
import dev.quoin.dmn.read.Model.Head;
import dev.quoin.dmn.read.Model.InputData;
import dev.quoin.dmn.read.Model.KnowledgeModel;
import dev.quoin.dmn.read.Model.Requirement;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The requirements graph: who requires whom, in an order in which everything stands behind what it requires.
final class Requirements {

  /// The longest chain of requirements: an evaluation, and this search, go as deep as the chain is long.
  private static final int MAX_CHAIN = 300;

  private static final String CYCLE = "decisions require each other";

  private final List<Unit> units;
  private final Mode mode;
  private final Problems problems;

  /// The elements of each unit by id, of the four kinds below.
  private final IdentityHashMap<Unit, Map<String, Object>> elements = new IdentityHashMap<>();

  private final IdentityHashMap<Object, Unit> owners = new IdentityHashMap<>();

  Requirements(List<Unit> units, Mode mode, Problems problems) {
    this.units = units;
    this.mode = mode;
    this.problems = problems;
    units.forEach(this::add);
  }

  private void add(Unit unit) {
    Map<String, Object> byId = new LinkedHashMap<>();
    Model model = unit.model();
    model.inputs().forEach(input -> add(unit, input.head(), input, byId));
    model.decisions().forEach(decision -> add(unit, decision.head(), decision, byId));
    model.knowledgeModels().forEach(knowledge -> add(unit, knowledge.head(), knowledge, byId));
    model.services().forEach(service -> add(unit, service.head(), service, byId));
    elements.put(unit, byId);
  }

  private void add(Unit unit, Head head, Object element, Map<String, Object> byId) {
    owners.put(element, unit);
    if (!head.id().isEmpty()) {
      byId.putIfAbsent(head.id(), element);
    }
  }

  /// The model that an element is of.
  Unit owner(Object element) {
    return Objects.requireNonNull(owners.get(element));
  }

  /// The element that another one requires, if it is there and of the kind that is wanted; else a problem.
  ///
  /// An id without `#` is the address of another file. But there are tools that write it and mean the same file, and others
  /// that read it so: in a plain program it is that of an element here, if there is one.
  Optional<Object> follow(Requirement requirement, Object from) {
    String href = requirement.href().text().strip();
    int hash = href.indexOf('#');
    String namespace = hash < 0 ? "" : href.substring(0, hash);
    String id = href.substring(hash + 1);
    Optional<Unit> unit = owner(from).ofNamespace(namespace);
    if (unit.isEmpty()) {
      problems.add(
          requirement.href().whole(),
          "unknown-reference",
          "`" + href + "` leads to a namespace that no file of the model has");
      return Optional.empty();
    }
    if (unit.get().model().isUnread()) {
      return Optional.empty(); // that it could not be read is a problem already
    }
    Map<String, Object> known = Objects.requireNonNull(elements.get(unit.get()));
    Object element = known.get(id);
    if (element == null || (hash < 0 && mode == Mode.STRICT)) {
      problems.add(
          requirement.href().whole(),
          "unknown-reference",
          "`"
              + href
              + "` leads nowhere; expected `#` and the id of "
              + requirement.kind()
              + (element == null
                  ? Suggestion.text(id, known.keySet())
                  : "; did you mean `#" + id + "`?"));
      return Optional.empty();
    }
    boolean fits =
        kind(element).equals(requirement.kind().toString())
            || (element instanceof DecisionService
                && requirement.kind() == Requirement.Kind.KNOWLEDGE);
    if (fits) {
      return Optional.of(element);
    }
    problems.add(
        requirement.href().whole(),
        "wrong-element",
        "`" + href + "` is " + kind(element) + "; expected " + requirement.kind());
    return Optional.empty();
  }

  /// Whether one of these requirements was a problem: what it should have brought into scope is not known.
  boolean lack(List<Requirement> requirements, Object from, Requirement.Kind... kinds) {
    Set<Requirement.Kind> of = Set.of(kinds);
    return requirements.stream()
        .anyMatch(each -> of.contains(each.kind()) && follow(each, from).isEmpty());
  }

  private static String kind(Object element) {
    return switch (element) {
      case InputData _ -> Requirement.Kind.INPUT.toString();
      case Decision _ -> Requirement.Kind.DECISION.toString();
      case KnowledgeModel _ -> Requirement.Kind.KNOWLEDGE.toString();
      default -> "a decision service";
    };
  }

  List<Decision> decisions(Decision decision) {
    return required(decision.requirements(), decision, Decision.class);
  }

  /// The business knowledge models and decision services that an element may call.
  List<Object> callable(List<Requirement> requirements, Object from) {
    return required(requirements, from, Object.class).stream()
        .filter(element -> element instanceof KnowledgeModel || element instanceof DecisionService)
        .toList();
  }

  private <T> List<T> required(List<Requirement> requirements, Object from, Class<T> kind) {
    // Elements hold whole tables: they are told apart as objects, not by what is in them.
    Set<T> found = Collections.newSetFromMap(new IdentityHashMap<>());
    List<T> inOrder = new ArrayList<>();
    for (Requirement requirement : requirements) {
      follow(requirement, from)
          .filter(kind::isInstance)
          .map(kind::cast)
          .filter(found::add)
          .ifPresent(inOrder::add);
    }
    return inOrder;
  }

  /// The decisions, each behind those that it requires, else in the order of the files.
  List<Decision> decisionsInOrder() {
    return new Order<>(Decision::head, this::decisions, Optional.of(CYCLE))
        .of(units.stream().flatMap(unit -> unit.model().decisions().stream()).toList());
  }

  /// The business knowledge models, and the decision services that are called, each behind those that it calls, else in
  /// the order of the files. Of those that call each other, one stands before another that it calls.
  ///
  /// @param andUncalled whether services that nobody in the model calls are among them
  List<Object> callablesInOrder(boolean andUncalled) {
    List<Object> all = new ArrayList<>();
    for (Unit unit : units) {
      all.addAll(unit.model().knowledgeModels());
      unit.model().decisions().stream()
          .flatMap(decision -> callable(decision.requirements(), decision).stream())
          .filter(DecisionService.class::isInstance)
          .forEach(all::add);
      if (andUncalled) {
        all.addAll(unit.model().services());
      }
    }
    return new Order<>(Requirements::head, this::calls, Optional.empty()).of(all);
  }

  private static Head head(Object element) {
    return element instanceof KnowledgeModel knowledge
        ? knowledge.head()
        : ((DecisionService) element).head();
  }

  private List<Object> calls(Object element) {
    if (element instanceof KnowledgeModel knowledge) {
      return callable(knowledge.requirements(), knowledge);
    }
    return inside((DecisionService) element).stream()
        .flatMap(decision -> callable(decision.requirements(), decision).stream())
        .toList();
  }

  /// The decisions that a service evaluates, each behind those that it requires: its outputs and, up to its inputs, all that
  /// these require.
  List<Decision> inside(DecisionService service) {
    Set<Decision> given = Collections.newSetFromMap(new IdentityHashMap<>());
    given.addAll(required(service.inputs(), service, Decision.class));
    return new Order<Decision>(
            Decision::head,
            decision -> decisions(decision).stream().filter(each -> !given.contains(each)).toList(),
            Optional.of(CYCLE))
        .of(required(service.outputs(), service, Decision.class));
  }

  /// What a service is given, in the order in which it takes it: input data, then decisions.
  List<Object> inputs(DecisionService service) {
    List<Object> inputs = new ArrayList<>(required(service.inputs(), service, InputData.class));
    inputs.addAll(required(service.inputs(), service, Decision.class));
    return inputs;
  }

  List<Decision> outputs(DecisionService service) {
    return required(service.outputs(), service, Decision.class);
  }

  /// Sorts by depth-first search. What stands on too long a chain is a problem; what closes a cycle may be one.
  private final class Order<T> {
    private final Function<T, Head> head;
    private final Function<T, List<T>> requires;
    private final Optional<String> cyclic;
    private final List<T> sorted = new ArrayList<>();
    private final IdentityHashMap<T, Integer> lengths = new IdentityHashMap<>();
    private final List<T> path = new ArrayList<>();

    /// @param cyclic what is wrong with a cycle; empty where nothing is
    Order(Function<T, Head> head, Function<T, List<T>> requires, Optional<String> cyclic) {
      this.head = head;
      this.requires = requires;
      this.cyclic = cyclic;
    }

    List<T> of(List<T> elements) {
      elements.forEach(this::visit);
      return sorted;
    }

    /// The number of elements on the longest chain that begins with this one.
    private int visit(T element) {
      int begin = begin(element);
      if (begin >= 0) {
        cyclic.ifPresent(sentence -> cycle(element, begin, sentence));
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

    private void cycle(T element, int begin, String sentence) {
      String cycle =
          path.subList(begin, path.size()).stream()
              .map(each -> "`" + head.apply(each).name() + "`")
              .collect(Collectors.joining(" → ", "", " → `" + head.apply(element).name() + "`"));
      problems.add(head.apply(element).span(), "cyclic-requirement", sentence + ": " + cycle);
    }
  }
}
