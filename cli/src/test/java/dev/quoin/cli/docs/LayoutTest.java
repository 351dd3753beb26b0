package dev.quoin.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quoin.cli.docs.Graph.Edge;
import dev.quoin.cli.docs.Graph.Kind;
import dev.quoin.cli.docs.Graph.Node;
import dev.quoin.cli.docs.Layout.Cell;
import dev.quoin.ratebook.html.Html;
import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  @Test
  void inputs_stand_at_the_bottom_and_each_decision_above_what_it_requires() {
    Seeded.forAll(
        200,
        7,
        seeded -> {
          Graph graph = graph(seeded);
          Layout layout = Layout.of(graph);
          for (Edge edge : graph.edges()) {
            assertThat(cell(layout, edge.to()).y).isLessThan(cell(layout, edge.from()).y);
          }
          int highestInput =
              cells(layout).stream()
                  .filter(cell -> cell.node.kind() == Kind.INPUT)
                  .mapToInt(cell -> cell.y)
                  .min()
                  .orElse(Integer.MAX_VALUE);
          assertThat(cells(layout))
              .filteredOn(cell -> cell.node.kind() == Kind.DECISION)
              .allMatch(cell -> cell.y < highestInput);
        });
  }

  @Test
  void no_two_boxes_overlap_and_none_sticks_out() {
    Seeded.forAll(
        200,
        8,
        seeded -> {
          Layout layout = Layout.of(graph(seeded));
          List<Cell> cells = cells(layout);
          for (Cell a : cells) {
            assertThat(a.x - Layout.BOX_WIDTH / 2).isNotNegative();
            assertThat(a.x + Layout.BOX_WIDTH / 2).isLessThanOrEqualTo(layout.width);
            assertThat(a.y).isNotNegative();
            assertThat(a.y + a.height).isLessThanOrEqualTo(layout.height);
            for (Cell b : cells) {
              boolean apart = Math.abs(a.x - b.x) >= Layout.BOX_WIDTH || a.y != b.y;
              assertThat(a == b || apart).isTrue();
            }
          }
        });
  }

  @Test
  void edges_pass_no_box_on_their_way() {
    Seeded.forAll(
        200,
        9,
        seeded -> {
          Layout layout = Layout.of(graph(seeded));
          for (Layout.Line line : layout.lines) {
            for (Cell bend : line.cells().subList(1, line.cells().size() - 1)) {
              assertThat(cells(layout))
                  .filteredOn(cell -> cell.y == bend.y)
                  .allMatch(cell -> Math.abs(cell.x - bend.x) >= Layout.BOX_WIDTH / 2);
            }
          }
        });
  }

  @Test
  void the_same_graph_gives_the_same_picture() {
    Seeded.forAll(
        20,
        10,
        seeded -> {
          Graph graph = graph(seeded);
          assertThat(drawn(graph)).isEqualTo(drawn(graph)).startsWith("<svg").endsWith("</svg>\n");
        });
  }

  @Test
  void a_circle_is_refused() {
    Graph circle =
        new Graph(
            List.of(node("a", Kind.DECISION), node("b", Kind.DECISION)),
            List.of(new Edge("a", "b"), new Edge("b", "a")));
    assertThatThrownBy(() -> Layout.of(circle)).hasMessageContaining("needs itself");
  }

  private static String drawn(Graph graph) {
    Html html = new Html();
    Drawing.draw(graph, "a graph", html);
    return html.toString();
  }

  private static List<Cell> cells(Layout layout) {
    return layout.levels.stream().flatMap(List::stream).filter(cell -> !cell.bend).toList();
  }

  private static Cell cell(Layout layout, String id) {
    return cells(layout).stream()
        .filter(cell -> cell.node.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// Some inputs, and decisions that require some of what is before them.
  private static Graph graph(Seeded seeded) {
    int inputs = seeded.between(1, 15);
    int decisions = seeded.between(1, 15);
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      nodes.add(node("input " + i, Kind.INPUT));
    }
    for (int i = 0; i < decisions; i++) {
      Node decision = node("decision with a long name " + i, Kind.DECISION);
      nodes.stream()
          .filter(_ -> seeded.oneIn(4))
          .forEach(node -> edges.add(new Edge(node.id(), decision.id())));
      nodes.add(decision);
    }
    return new Graph(nodes, edges);
  }

  private static Node node(String name, Kind kind) {
    return new Node(name, name, kind, "#" + name);
  }
}
