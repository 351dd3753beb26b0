package dev.quoin.ratebook.source;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A tree of data that somebody wrote, each node with its place: what JSON, YAML and the cells of cases have in common.
/// Scalars keep the text that was written, numbers too: nothing is rounded before its type is known.
public sealed interface Node {
  Place place();

  /// What it is, for a sentence: "a text".
  String what();

  /// Names with their values, in the order in which they were written; no name occurs twice.
  record Mapping(List<Entry> entries, Place place) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /// A name and its value; the place is the name's.
    public record Entry(String key, Node value, Place place) {}

    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }

    /// Notes each name that occurs again. A tree that was read from a text has none; one that was put together may.
    public void requireOnce(Problems problems) {
      Set<String> keys = new HashSet<>();
      for (Entry entry : entries) {
        if (!keys.add(entry.key())) {
          problems.add(entry.place(), "duplicate-key", "`" + entry.key() + "` occurs twice");
        }
      }
    }

    @Override
    public String what() {
      return "an object";
    }
  }

  record Listing(List<Node> items, Place place) implements Node {
    public Listing {
      items = List.copyOf(items);
    }

    @Override
    public String what() {
      return "a list";
    }
  }

  /// A single value.
  ///
  /// @param text the text, decoded; of a number as it was written
  /// @param written the same with its place and with the white space of the file, for texts that are a language themselves
  record Scalar(Kind kind, String text, Source written) implements Node {

    public Scalar(Kind kind, String text, Place place) {
      this(kind, text, new Source(place, text));
    }

    @Override
    public Place place() {
      return written.origin();
    }

    @Override
    public String what() {
      return kind.what;
    }
  }

  /// What kind of scalar the notation says it is.
  enum Kind {
    TEXT("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null"),
    /// The cell of a CSV file: its notation says nothing of the type.
    CELL("a cell"),
    /// The field of a message: a text of which only the model knows what it is. Unlike a cell it knows no quotes and no
    /// null, for a field that is not sent is null.
    FIELD("a text");

    private final String what;

    Kind(String what) {
      this.what = what;
    }
  }
}
