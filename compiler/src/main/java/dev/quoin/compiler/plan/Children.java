package dev.quoin.compiler.plan;

import java.util.Arrays;

/// The children of a level's nodes: by node and class. A node has a child for most classes, `fallback`, and others for
/// some. Where the level is small or the others are many, all stand in one array; else the others stand in one hash
/// table for the whole level.
///
/// A record, as all parts of an index: the JIT compiler takes the fields of a record for constants where the record is
/// one, so that a look-up begins with the array and not with the way there.
///
/// @param children by node and class, or by node: the fallback
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Children(
    int classes, int nodes, int edges, boolean isArray, int[] children, long[] keys, int[] hashed) {

  /// A look-up in an array is so much faster that it may be so many times as large.
  private static final int ARRAY_PER_HASHED = 2;

  private static final int ARRAY_AT_LEAST = 4_096;

  /// An entry of the hash table in ints: a key, which is long, and a child.
  private static final int INTS_PER_SLOT = 3;

  private static final long FREE = -1;

  static Children of(int classes, Edges edges) {
    return isArray(classes, edges) ? array(classes, edges) : hashed(classes, edges);
  }

  private static Children array(int classes, Edges edges) {
    int[] children = new int[edges.nodes * classes];
    for (int node = 0; node < edges.nodes; node++) {
      Arrays.fill(children, node * classes, (node + 1) * classes, edges.fallback[node]);
    }
    for (int i = 0; i < edges.size; i++) {
      children[edges.from[i] * classes + edges.by[i]] = edges.to[i];
    }
    return new Children(classes, edges.nodes, edges.size, true, children, new long[0], new int[0]);
  }

  private static Children hashed(int classes, Edges edges) {
    int[] fallbacks = Arrays.copyOf(edges.fallback, edges.nodes);
    long[] keys = new long[capacity(edges.size)];
    int[] hashed = new int[keys.length];
    Arrays.fill(keys, FREE);
    for (int i = 0; i < edges.size; i++) {
      long key = key(edges.from[i], edges.by[i], classes);
      int slot = slot(key, keys);
      keys[slot] = key;
      hashed[slot] = edges.to[i];
    }
    return new Children(classes, edges.nodes, edges.size, false, fallbacks, keys, hashed);
  }

  private static boolean isArray(int classes, Edges edges) {
    long array = (long) edges.nodes * classes;
    return array <= ARRAY_AT_LEAST || array <= ARRAY_PER_HASHED * hashedInts(edges);
  }

  private static long hashedInts(Edges edges) {
    return edges.nodes + (long) INTS_PER_SLOT * capacity(edges.size);
  }

  private static int capacity(int edges) {
    return Integer.highestOneBit(Math.max(edges, 1)) * 4;
  }

  /// How many ints the children will take.
  static long ints(int classes, Edges edges) {
    return isArray(classes, edges) ? (long) edges.nodes * classes : hashedInts(edges);
  }

  int of(int node, int ofClass) {
    return isArray ? children[node * classes + ofClass] : hashed(node, ofClass);
  }

  private int hashed(int node, int ofClass) {
    int slot = slot(key(node, ofClass, classes), keys);
    return keys[slot] == FREE ? children[node] : hashed[slot];
  }

  private static long key(int node, int ofClass, int classes) {
    return (long) node * classes + ofClass;
  }

  /// Where the key stands, or the free slot where it would.
  private static int slot(long key, long[] keys) {
    int mask = keys.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (keys[slot] != key && keys[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /// The level in a few words, for people.
  @Override
  public String toString() {
    return "%,d nodes, %,d edges, %s of %,d ints"
        .formatted(
            nodes,
            edges,
            isArray ? "array" : "hash table",
            children.length + (long) INTS_PER_SLOT * keys.length);
  }

  /// The edges of a level while it is built: nodes in order, for each its fallback and the classes that lead elsewhere.
  static final class Edges {
    private int nodes;
    private int[] fallback = new int[16];
    private int size;
    private int[] from = new int[16];
    private int[] by = new int[16];
    private int[] to = new int[16];

    void addNode(int fallbackChild) {
      if (nodes == fallback.length) {
        fallback = Arrays.copyOf(fallback, 2 * nodes);
      }
      fallback[nodes++] = fallbackChild;
    }

    /// Leads from the node that was added last to a child.
    void addEdge(int byClass, int child) {
      if (size == from.length) {
        from = Arrays.copyOf(from, 2 * size);
        by = Arrays.copyOf(by, 2 * size);
        to = Arrays.copyOf(to, 2 * size);
      }
      from[size] = nodes - 1;
      by[size] = byClass;
      to[size++] = child;
    }

    int nodes() {
      return nodes;
    }

    int size() {
      return size;
    }
  }
}
