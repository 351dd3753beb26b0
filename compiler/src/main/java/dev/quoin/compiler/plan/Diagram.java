package dev.quoin.compiler.plan;

import dev.quoin.compiler.plan.ColumnPieces.Classes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The decision diagram of a table for one order of its columns.
///
/// @param order the columns' positions
/// @param edges by level
/// @param root the node to begin with
/// @param answers by node behind the last level: the rules that are left
/// @param ints its size
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Diagram(int[] order, List<Children.Edges> edges, int root, int[][] answers, long ints) {

  /// How large a diagram may become.
  ///
  /// @param work how many rules may be put into sets, the same ones again included
  /// @param ints how many ints the diagram may take
  record Budget(long work, long ints) {}

  /// What a diagram is made of.
  ///
  /// @param pieces by column
  /// @param classes by column; only those of the order are used
  /// @param rules the rules to index, in order
  /// @param isFirst whether only the first rule that matches is wanted
  /// @param open by rule: whether something is asked of it that no level asks
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Input(
      List<ColumnPieces> pieces,
      List<@Nullable Classes> classes,
      int[] rules,
      boolean isFirst,
      boolean[] open) {
    Classes asked(int column) {
      return Objects.requireNonNull(classes.get(column));
    }
  }

  /// Builds the diagram; empty where it goes beyond the budget.
  static Optional<Diagram> build(Input input, int[] order, Budget budget) {
    return new Builder(input, order, budget).build();
  }

  private static final class Builder {
    private final Input input;
    private final int[] order;
    private final Budget budget;

    /// By rule: the first level at which nothing more is asked of it.
    private final int[] settled;

    private long work;
    private int[] scratch = new int[16];

    /// Where a rule goes on whatever the value: those of the node at hand.
    private int[] indifferent = new int[16];

    private int[] buckets = new int[16];

    Builder(Input input, int[] order, Budget budget) {
      this.input = input;
      this.order = order;
      this.budget = budget;
      this.settled = new int[input.open().length];
      for (int rule : input.rules()) {
        settled[rule] = settledAt(rule);
      }
    }

    private int settledAt(int rule) {
      if (input.open()[rule]) {
        return Integer.MAX_VALUE;
      }
      int level = order.length;
      while (level > 0 && input.pieces().get(order[level - 1]).testOf(rule) < 0) {
        level--;
      }
      return level;
    }

    Optional<Diagram> build() {
      RuleSets nodes = new RuleSets();
      int root = merged(nodes, input.rules(), input.rules().length, 0, 0, 0);
      List<Children.Edges> levels = new ArrayList<>();
      long ints = 0;
      for (int level = 0; level < order.length; level++) {
        RuleSets next = new RuleSets();
        Children.Edges edges = new Children.Edges();
        Classes classes = input.asked(order[level]);
        int[] counts = new int[classes.count()];
        int[] ends = new int[classes.count()];
        int[] touched = new int[classes.count()];
        for (int node = 0; node < nodes.size(); node++) {
          expand(nodes.get(node), level, counts, ends, touched, next, edges);
          if (work > budget.work()
              || ints + next.elements() + edges.size() + edges.nodes() > budget.ints()) {
            return Optional.empty();
          }
        }
        ints += Children.ints(classes.count(), edges);
        levels.add(edges);
        nodes = next;
      }
      ints += nodes.elements() + nodes.size();
      return ints > budget.ints()
          ? Optional.empty()
          : Optional.of(new Diagram(order, levels, root, nodes.toArray(), ints));
    }

    /// Adds a node with its edges: its rules are dealt to the classes that they pass, and each class's rules, merged
    /// with those that pass everything, are a child.
    private void expand(
        int[] rules,
        int level,
        int[] counts,
        int[] ends,
        int[] touched,
        RuleSets next,
        Children.Edges edges) {
      ColumnPieces pieces = input.pieces().get(order[level]);
      int[][] ofTest = input.asked(order[level]).ofTest();
      if (indifferent.length < rules.length) {
        indifferent = new int[rules.length];
        scratch = new int[rules.length];
      }
      int indifferentCount = 0;
      int touchedCount = 0;
      int dealt = 0;
      for (int rule : rules) {
        int test = pieces.testOf(rule);
        if (test < 0) {
          indifferent[indifferentCount++] = rule;
          continue;
        }
        for (int ofClass : ofTest[test]) {
          if (counts[ofClass]++ == 0) {
            touched[touchedCount++] = ofClass;
          }
          dealt++;
        }
        if (work + dealt > budget.work()) {
          work += dealt;
          return;
        }
      }
      work += rules.length + dealt;
      if (buckets.length < dealt) {
        buckets = new int[Math.max(dealt, 2 * buckets.length)];
      }
      int end = 0;
      for (int i = 0; i < touchedCount; i++) {
        ends[touched[i]] = end;
        end += counts[touched[i]];
      }
      for (int rule : rules) {
        int test = pieces.testOf(rule);
        if (test >= 0) {
          for (int ofClass : ofTest[test]) {
            buckets[ends[ofClass]++] = rule;
          }
        }
      }
      int fallback = merged(next, indifferent, indifferentCount, 0, 0, level + 1);
      edges.addNode(fallback);
      // In order of the classes, so that the nodes' numbers do not hang on the order of the rules.
      Arrays.sort(touched, 0, touchedCount);
      for (int i = 0; i < touchedCount; i++) {
        int ofClass = touched[i];
        int to = ends[ofClass];
        int child =
            merged(next, indifferent, indifferentCount, to - counts[ofClass], to, level + 1);
        counts[ofClass] = 0;
        if (child != fallback) {
          edges.addEdge(ofClass, child);
        }
      }
    }

    /// The number of the union of `rules` and a bucket; where only the first match is wanted, cut behind the first rule
    /// that nothing more is asked of.
    private int merged(RuleSets sets, int[] rules, int size, int from, int to, int level) {
      if (scratch.length < size + to - from) {
        scratch = new int[Math.max(2 * scratch.length, size + to - from)];
      }
      int count = 0;
      int i = 0;
      int j = from;
      while (i < size || j < to) {
        int rule = j == to || (i < size && rules[i] < buckets[j]) ? rules[i++] : buckets[j++];
        scratch[count++] = rule;
        if (input.isFirst() && settled[rule] <= level) {
          break;
        }
      }
      work += count;
      return sets.number(scratch, count);
    }
  }
}
