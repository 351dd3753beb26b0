package dev.quoin.cli.docs;

import dev.quoin.dmn.Program;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The part of a requirements graph that the answers of one service rest on.
final class ServiceGraph {
  private final Ratebook book;
  private final Ratebook.Service service;
  private final Program program;
  private final Map<String, Graph.Node> nodes = new LinkedHashMap<>();
  private final Set<Graph.Edge> edges = new LinkedHashSet<>();
  private final Deque<Program.Decision> decisions = new ArrayDeque<>();
  private final Deque<Program.Function> functions = new ArrayDeque<>();

  private ServiceGraph(Ratebook book, Ratebook.Service service) {
    this.book = book;
    this.service = service;
    this.program = book.program();
  }

  static Graph of(Ratebook book, Ratebook.Service service) {
    return new ServiceGraph(book, service).graph();
  }

  private Graph graph() {
    // The price stands on the left, the reasons against it behind.
    visit(program.globals().get(service.total()));
    service
        .decisionService()
        .outputs()
        .reversed()
        .forEach(output -> visit(program.globals().get(output)));
    while (!decisions.isEmpty()) {
      Program.Decision decision = decisions.poll();
      decision
          .requires()
          .forEach(index -> edge(visit(program.globals().get(index)), decision.id()));
      decision.knows().forEach(index -> edge(visit(program.functions().get(index)), decision.id()));
    }
    while (!functions.isEmpty()) {
      Program.Function function = functions.poll();
      // What stands behind calls itself by way of this one: the picture shows one way.
      function.knows().stream()
          .filter(index -> index < function.index())
          .forEach(index -> edge(visit(program.functions().get(index)), function.id()));
    }
    return new Graph(new ArrayList<>(nodes.values()), new ArrayList<>(edges));
  }

  private void edge(String from, String to) {
    edges.add(new Graph.Edge(from, to));
  }

  private String visit(Program.Global global) {
    boolean isOutput = service.decisionService().outputs().contains(global.index());
    Graph.Kind kind =
        switch (global) {
          case Program.Input input ->
              book.lever(input).isPresent() ? Graph.Kind.LEVER : Graph.Kind.INPUT;
          case Program.Decision _ -> isOutput ? Graph.Kind.OUTPUT : Graph.Kind.DECISION;
        };
    String href =
        kind == Graph.Kind.INPUT
            ? "#in-" + DocsPage.anchor(service.name()) + "-" + DocsPage.anchor(global.id())
            : "#" + DocsPage.anchor(global.id());
    boolean isNew =
        nodes.putIfAbsent(global.id(), new Graph.Node(global.id(), global.name(), kind, href))
            == null;
    if (isNew && global instanceof Program.Decision decision) {
      decisions.add(decision);
    }
    return global.id();
  }

  private String visit(Program.Function function) {
    boolean isTable = book.tables().stream().anyMatch(table -> table.binds().equals(function.id()));
    boolean isCalendar =
        book.calendars().stream().anyMatch(calendar -> calendar.binds().equals(function.id()));
    Graph.Kind kind =
        isTable ? Graph.Kind.RATE_TABLE : isCalendar ? Graph.Kind.CALENDAR : Graph.Kind.FUNCTION;
    String href = "#" + DocsPage.anchor(function.id());
    Graph.Node node = new Graph.Node(function.id(), function.name(), kind, href);
    if (nodes.putIfAbsent(function.id(), node) == null) {
      functions.add(function);
    }
    return function.id();
  }
}
