package dev.quoin.ratebook.diff;

import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What differs between two ratebooks, by meaning: values of levers, rows of rate tables by what they ask for, decisions by
/// their ids; and of what is left, files. What no price depends on, such as titles, notes, cases and generators, is no
/// difference.
public final class Diff {
  private static final String POLICY = "ratebook.yaml";

  /// Keys of the policy's file that no price depends on, wherever they stand.
  private static final Set<String> FOR_PEOPLE =
      Set.of("title", "notes", "terms", "text", "reason", "owner", "unit", "guards", "approvals");

  /// Of a lever all but what it is: its value is a change of its own, and its bounds are those of whoever tunes it.
  private static final Set<String> TUNING =
      Set.of("value", "schedule", "expires", "base", "minimum", "maximum", "step", "one of");

  /// Keys that name files which no price depends on.
  private static final Set<String> ASIDE = Set.of("cases", "generators", "mappings");

  private final Ratebook before;
  private final Ratebook after;
  private final Map<String, Change> levers = new LinkedHashMap<>();
  private final Map<String, Part> parts = new LinkedHashMap<>();

  private Diff(Ratebook before, Ratebook after) {
    this.before = before;
    this.after = after;
  }

  /// Finds what differs.
  public static Diff of(Ratebook before, Ratebook after) {
    Diff diff = new Diff(before, after);
    diff.levers();
    diff.files();
    return diff;
  }

  private void levers() {
    for (Ratebook.Lever old : before.levers()) {
      lever(after, old.id())
          .filter(changed -> !isSame(old, changed))
          .ifPresent(changed ->
              levers.put(
                  old.id(),
                  new Change.Lever(
                      old.id(), old.values(before.zone()), changed.values(after.zone()))));
    }
  }

  /// Whether two levers have the same values at all times, and expire alike.
  private static boolean isSame(Ratebook.Lever old, Ratebook.Lever changed) {
    return old.value().equals(changed.value())
        && old.expires().equals(changed.expires())
        && times(old).equals(times(changed));
  }

  private static Map<Instant, Value> times(Ratebook.Lever lever) {
    Map<Instant, Value> times = new TreeMap<>();
    lever.changes().forEach(change -> times.put(change.at(), change.value()));
    return times;
  }

  private static Optional<Ratebook.Lever> lever(Ratebook ratebook, String id) {
    return ratebook.levers().stream().filter(lever -> lever.id().equals(id)).findFirst();
  }

  private void files() {
    Map<String, Ratebook.Table> tables = new LinkedHashMap<>();
    for (Ratebook.Table table : before.tables()) {
      boolean isBoth =
          after.tables().stream()
              .anyMatch(other ->
                  other.id().equals(table.id())
                      && other.rules().file().equals(table.rules().file())
                      && other.rules().sorted() == table.rules().sorted()
                      && other.rules().hitPolicy() == table.rules().hitPolicy());
      if (isBoth) {
        tables.put(table.rules().file(), table);
      }
    }
    Set<String> models = new HashSet<>(before.models());
    models.retainAll(after.models());
    Set<String> aside = new HashSet<>(aside(before));
    aside.addAll(aside(after));
    Set<String> paths = new TreeSet<>(before.files().keySet());
    paths.addAll(after.files().keySet());
    paths.removeAll(aside);
    for (String path : paths) {
      byte @Nullable [] old = before.files().get(path);
      byte @Nullable [] changed = after.files().get(path);
      Ratebook.Table table = tables.get(path);
      if (Arrays.equals(old, changed)) {
        continue;
      }
      if (old == null || changed == null) {
        put(path, whole(path, old, changed));
      } else if (path.equals(POLICY)) {
        if (!meaning(old).equals(meaning(changed))) {
          put(path, whole(path, old, changed));
        }
      } else if (table != null) {
        put(path, TablePart.of(table, old, changed));
      } else if (models.contains(path)) {
        put(path, new ModelPart(path, old, changed));
      } else {
        put(path, whole(path, old, changed));
      }
    }
  }

  private void put(String path, Part part) {
    parts.put(path, part);
  }

  private static Part whole(String path, byte @Nullable [] old, byte @Nullable [] changed) {
    return new Part.Whole(
        new Change.File(path), Optional.ofNullable(old), Optional.ofNullable(changed));
  }

  private static Set<String> aside(Ratebook ratebook) {
    Set<String> files = new HashSet<>(ratebook.generators().values());
    ratebook.cases().forEach(cases -> files.add(cases.file()));
    Node root = policy(ratebook.files().getOrDefault(POLICY, new byte[0]));
    if (root instanceof Node.Mapping mapping
        && mapping.get("mappings").orElse(root) instanceof Node.Listing mappings) {
      for (Node file : mappings.items()) {
        if (file instanceof Node.Scalar scalar) {
          files.add(scalar.text());
          named(
              yaml(scalar.text(), ratebook.files().getOrDefault(scalar.text(), new byte[0])),
              files);
        }
      }
    }
    files.removeAll(read(root));
    return files;
  }

  /// The texts of a policy under the keys on which prices depend, the files that it reads among them.
  private static Set<String> read(Node root) {
    Set<String> read = new HashSet<>();
    if (root instanceof Node.Mapping mapping) {
      mapping.entries().stream()
          .filter(entry -> !ASIDE.contains(entry.key()))
          .forEach(entry -> named(entry.value(), read));
    }
    return read;
  }

  /// All texts of a tree: where it names files, these are among them.
  private static void named(Node node, Set<String> texts) {
    switch (node) {
      case Node.Mapping mapping -> mapping.entries().forEach(entry -> named(entry.value(), texts));
      case Node.Listing listing -> listing.items().forEach(item -> named(item, texts));
      case Node.Scalar scalar -> texts.add(scalar.text());
    }
  }

  private static Node policy(byte[] content) {
    return yaml(POLICY, content);
  }

  private static Node yaml(String file, byte[] content) {
    return Yaml.read(file, content, new Problems())
        .orElseThrow(() -> new IllegalStateException("`" + file + "` was read before"));
  }

  /// The policy's file without what no price depends on, and without the values of levers.
  private static String meaning(byte[] content) {
    StringBuilder text = new StringBuilder();
    meaning(policy(content), "", text);
    return text.toString();
  }

  private static void meaning(Node node, String within, StringBuilder text) {
    switch (node) {
      case Node.Mapping mapping -> {
        Map<String, Node> entries = new TreeMap<>();
        mapping.entries().forEach(entry -> entries.put(entry.key(), entry.value()));
        entries.keySet().removeAll(FOR_PEOPLE);
        if (within.isEmpty()) {
          entries.keySet().removeAll(ASIDE);
        }
        if (within.equals("levers")) {
          entries.keySet().removeAll(TUNING);
        }
        text.append('{');
        entries.forEach((key, value) -> {
          text.append(key).append('=');
          meaning(value, key, text);
        });
        text.append('}');
      }
      case Node.Listing listing -> {
        text.append('[');
        listing.items().forEach(item -> meaning(item, within, text));
        text.append(']');
      }
      case Node.Scalar scalar -> text.append(scalar.text()).append(';');
    }
  }

  /// Everything that differs: levers first, then the files in their order.
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>(levers.values());
    parts.values().forEach(part -> changes.addAll(part.changes()));
    return List.copyOf(changes);
  }

  /// A policy between the two.
  ///
  /// @param ratebook what its files say
  /// @param levers in force, whatever its files say
  public record Between(Ratebook ratebook, List<Ratebook.Lever> levers) {
    public Between {
      levers = List.copyOf(levers);
    }
  }

  /// The policy before with some of the changes.
  ///
  /// @param taken those that are taken over
  /// @param problems why these make no ratebook, should nothing be returned: one change may need another
  public Optional<Between> with(Set<Change> taken, Problems problems) {
    SortedMap<String, byte[]> files = new TreeMap<>(before.files());
    files.putAll(after.files());
    parts.forEach((path, part) ->
        part.with(taken)
            .ifPresentOrElse(content -> files.put(path, content), () -> files.remove(path)));
    files.computeIfPresent(POLICY, (_, content) -> Aside.without(ASIDE, content));
    return Ratebook.load(files, problems).flatMap(ratebook -> inForce(ratebook, taken));
  }

  /// The levers of the policy between the two, each with the value of its side; nothing where a value is not of its type.
  private Optional<Between> inForce(Ratebook ratebook, Set<Change> taken) {
    List<Ratebook.Lever> inForce = new ArrayList<>();
    for (Ratebook.Lever lever : ratebook.levers()) {
      Change change = levers.get(lever.id());
      if (change == null) {
        inForce.add(lever);
        continue;
      }
      Ratebook.Lever side =
          lever(taken.contains(change) ? after : before, lever.id()).orElseThrow();
      if (!side.type().equals(lever.type())) {
        return Optional.empty();
      }
      inForce.add(lever.withValuesOf(side));
    }
    return Optional.of(new Between(ratebook, inForce));
  }
}
