package dev.quoin.compare;

import dev.quoin.dmn.Column;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.NoPrice;
import dev.quoin.ratebook.Request;
import dev.quoin.ratebook.source.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

// Two policies may ask for different inputs. What a file has beyond one of them is not that one's
// business; what neither knows is a slip of the file. So is a request that neither can read. One
// that only one of them can read is what the comparison is there to show: under the other it fails.

/// Reads requests for two policies.
final class Sides {
  /// What a request is called, where no input has this name.
  static final String ID = "id";

  private final Policy before;
  private final Policy after;
  private final Set<String> namesBefore;
  private final Set<String> namesAfter;
  private final Set<String> names;
  private final boolean areAlike;

  Sides(Policy before, Policy after) {
    this.before = before;
    this.after = after;
    this.namesBefore = names(before);
    this.namesAfter = names(after);
    this.names = new LinkedHashSet<>(namesBefore);
    this.names.addAll(namesAfter);
    this.areAlike =
        before.ratebook().zone().equals(after.ratebook().zone())
            && shapes(before).equals(shapes(after));
  }

  /// What counts of an input when it is read.
  private static List<List<Object>> shapes(Policy policy) {
    return inputs(policy).stream()
        .map(
            input -> List.<Object>of(input.name(), input.type(), input.nullable(), input.allowed()))
        .toList();
  }

  static List<Program.Input> inputs(Policy policy) {
    return policy.service().inputs().stream()
        .map(index -> (Program.Input) policy.ratebook().program().globals().get(index))
        .toList();
  }

  private static Set<String> names(Policy policy) {
    Set<String> names = new LinkedHashSet<>();
    inputs(policy).forEach(input -> names.add(input.name()));
    return names;
  }

  Set<String> names() {
    return names;
  }

  /// Whether either policy has an input of that name.
  boolean knows(String name) {
    return names.contains(name);
  }

  /// The requests as either policy is asked for them.
  ///
  /// @param positions where each of them stands
  /// @param problems what is wrong with those that neither can read
  Asked asked(List<Node> requests, long[] positions, Problems problems) {
    @Nullable String[] ids = new @Nullable String[requests.size()];
    Reading first = new Reading(before, requests.size());
    Reading second = areAlike ? first : new Reading(after, requests.size());
    for (int lane = 0; lane < ids.length; lane++) {
      Node inputs = requests.get(lane);
      if (inputs instanceof Node.Mapping mapping && !knows(ID)) {
        ids[lane] = mapping.get(ID).flatMap(id -> id(id, problems)).orElse(null);
      }
      Problems wrongBefore = first.read(of(inputs, namesBefore), lane);
      Problems wrongAfter = areAlike ? wrongBefore : second.read(of(inputs, namesAfter), lane);
      if (!wrongBefore.isEmpty() && !wrongAfter.isEmpty()) {
        problems.addAll(wrongBefore.sorted());
        problems.addAll(wrongAfter.sorted());
      }
    }
    return new Asked(
        ids.length, first.side(), second.side(), positions, ids, List.copyOf(requests));
  }

  /// What a single request asks that was read before.
  ///
  /// @param written as it stands among those that were asked for
  Asked.Both again(long position, @Nullable Node written) {
    return asked(List.of(Objects.requireNonNull(written)), new long[] {position}, new Problems())
        .inputs(0);
  }

  /// The requests of those that both policies can read. What was kept beyond what either of them asks for is passed over.
  ///
  /// @param notCompared counts the others
  Asked asked(List<KeptRequests.Asking> kept, NotCompared notCompared) {
    Reading first = new Reading(before, kept.size());
    Reading second = areAlike ? first : new Reading(after, kept.size());
    int[] lanes = new int[kept.size()];
    int size = 0;
    for (int lane = 0; lane < kept.size(); lane++) {
      KeptRequests.Asking one = kept.get(lane);
      Problems wrongBefore = first.read(only(one.inputs(), namesBefore), lane);
      Problems wrongAfter =
          areAlike ? wrongBefore : second.read(only(one.inputs(), namesAfter), lane);
      if (wrongBefore.isEmpty() && wrongAfter.isEmpty()) {
        lanes[size++] = lane;
        one.inputs().entries().stream()
            .map(Node.Mapping.Entry::key)
            .filter(name -> !knows(name))
            .forEach(notCompared::unasked);
      } else {
        notCompared.unreadable(one, wrongBefore.sorted(), wrongAfter.sorted());
      }
    }
    int[] read = Arrays.copyOf(lanes, size);
    Asked.Side side = first.side(read);
    return new Asked(
        size,
        side,
        areAlike ? side : second.side(read),
        Arrays.stream(read).mapToLong(lane -> kept.get(lane).position()).toArray(),
        Arrays.stream(read).mapToObj(lane -> kept.get(lane).id().toString()).toArray(String[]::new),
        Arrays.stream(read).<Node>mapToObj(lane -> only(kept.get(lane).inputs(), names)).toList());
  }

  private static Node.Mapping only(Node.Mapping request, Set<String> own) {
    return new Node.Mapping(
        request.entries().stream().filter(entry -> own.contains(entry.key())).toList(),
        request.place());
  }

  private static Optional<String> id(Node id, Problems problems) {
    if (id instanceof Node.Scalar scalar
        && (scalar.kind() == Node.Kind.TEXT
            || scalar.kind() == Node.Kind.NUMBER
            || scalar.kind() == Node.Kind.CELL)) {
      return Optional.of(scalar.text());
    }
    problems.add(
        id.place(), "wrong-type", "`id` is %s (expected: a text or a number)".formatted(id.what()));
    return Optional.empty();
  }

  /// What one of them is asked: without the name of the request, and without what only the other knows.
  private Node of(Node request, Set<String> own) {
    if (!(request instanceof Node.Mapping mapping)) {
      return request;
    }
    return new Node.Mapping(
        mapping.entries().stream()
            .filter(entry ->
                own.contains(entry.key()) || (!knows(entry.key()) && !entry.key().equals(ID)))
            .toList(),
        mapping.place());
  }

  /// Reads a block for one policy.
  private static final class Reading {
    private final Request.Reader reader;
    private final List<Program.Input> inputs;
    private final Value[][] values;
    private final Map<Integer, NoPrice> wrong = new HashMap<>();

    Reading(Policy policy, int size) {
      this.reader = Request.reader(policy.ratebook(), policy.service());
      this.inputs = inputs(policy);
      this.values = new Value[inputs.size()][size];
      for (Value[] column : values) {
        Arrays.fill(column, Value.NULL);
      }
    }

    /// @return what is wrong with it
    Problems read(Node request, int lane) {
      Problems problems = new Problems();
      Optional<Request> read = reader.read(request, problems);
      if (read.isPresent()) {
        for (int i = 0; i < values.length; i++) {
          values[i][lane] = read.get().value(inputs.get(i));
        }
      } else {
        wrong.put(lane, NoPrice.failed(problems.sorted()));
      }
      return problems;
    }

    Asked.Side side() {
      Map<String, Column> columns = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        columns.put(inputs.get(i).name(), Column.of(values[i]));
      }
      return new Asked.Side(columns, wrong);
    }

    /// Some of the lanes, all of which could be read.
    Asked.Side side(int[] lanes) {
      Map<String, Column> columns = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        Value[] all = values[i];
        columns.put(
            inputs.get(i).name(),
            Column.of(Arrays.stream(lanes).mapToObj(lane -> all[lane]).toArray(Value[]::new)));
      }
      return new Asked.Side(columns, Map.of());
    }
  }
}
