package dev.quoin.ratebook.source;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/// Reads one YAML document (YAML 1.2, JSON schema: `no` is a text and `012` is too) as a located tree.
///
/// Anchors may be used again; how large the tree may become by that is limited, and an anchor inside of itself is
/// refused. Tags of one's own (`!x`) are refused.
public final class Yaml {
  private static final int MAX_CHARACTERS = 5_000_000;
  private static final int MAX_NODES = 200_000;
  private static final int MAX_DEPTH = 64;

  private static final Set<Tag> KNOWN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private final String file;
  private final String text;
  private final int[] offsets;
  private final Problems problems;
  private final Set<org.snakeyaml.engine.v2.nodes.Node> open =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private Yaml(String file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.offsets = offsets(text);
    this.problems = problems;
  }

  /// The tree, unless the text is not one YAML document.
  public static Optional<Node> read(String file, byte[] content, Problems problems) {
    return Utf8.decode(file, content, problems)
        .flatMap(text -> new Yaml(file, text, problems).document());
  }

  private Optional<Node> document() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setSchema(new JsonSchema())
            .setCodePointLimit(MAX_CHARACTERS)
            .setAllowRecursiveKeys(false)
            .build();
    if (text.length() > MAX_CHARACTERS) {
      problems.add(
          new Place(file, 0, 0),
          "too-large",
          "%,d characters (expected: at most %,d)".formatted(text.length(), MAX_CHARACTERS));
      return Optional.empty();
    }
    try {
      Composer composer =
          new Composer(settings, new ShallowParser(settings, new StreamReader(settings, text)));
      Optional<org.snakeyaml.engine.v2.nodes.Node> root = composer.getSingleNode();
      if (root.isEmpty()) {
        problems.add(new Place(file, 1, 1), "bad-yaml", "nothing (expected: a YAML document)");
        return Optional.empty();
      }
      return Optional.of(node(root.get(), 1));
    } catch (Refused e) {
      problems.add(e.place, e.code, e.sentence);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(this::place).orElse(new Place(file, 1, 1));
      problems.add(place, "bad-yaml", sentence(String.valueOf(e.getProblem())));
    } catch (ReaderException e) {
      problems.add(
          place(e.getPosition()),
          "bad-yaml",
          "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      problems.add(new Place(file, 1, 1), "bad-yaml", sentence(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    Place place = place(node);
    if (++nodes > MAX_NODES) {
      throw new Refused(
          place, "too-large", "more than %,d nodes, aliases counted in full".formatted(MAX_NODES));
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(place);
    }
    if (!KNOWN_TAGS.contains(node.getTag())) {
      throw new Refused(
          place, "bad-yaml", "tag `" + node.getTag().getValue() + "` is not allowed here");
    }
    if (!open.add(node)) {
      throw new Refused(place, "bad-yaml", "an anchor that contains itself");
    }
    Node read =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar, place);
          case SequenceNode sequence -> {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
            yield new Node.Listing(items, place);
          }
          case MappingNode mapping -> mapping(mapping, place, depth);
          default -> throw new IllegalStateException("unexpected " + node.getNodeType());
        };
    open.remove(node);
    return read;
  }

  private static Refused tooDeep(Place place) {
    return new Refused(place, "too-large", "nested deeper than " + MAX_DEPTH);
  }

  private Node mapping(MappingNode mapping, Place place, int depth) {
    List<Node.Mapping.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = place(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new Refused(keyPlace, "bad-yaml", "a key that is not a single text");
      }
      Node value = node(tuple.getValueNode(), depth + 1);
      if (keys.add(key.getValue())) {
        entries.add(new Node.Mapping.Entry(key.getValue(), value, keyPlace));
      } else {
        problems.add(keyPlace, "duplicate-key", "`" + key.getValue() + "` occurs twice");
      }
    }
    return new Node.Mapping(entries, place);
  }

  private Node scalar(ScalarNode scalar, Place place) {
    Tag tag = scalar.getTag();
    Node.Kind kind =
        tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
            ? Node.Kind.NUMBER
            : tag.equals(Tag.BOOL)
                ? Node.Kind.BOOLEAN
                : tag.equals(Tag.NULL) ? Node.Kind.NULL : Node.Kind.TEXT;
    return kind == Node.Kind.TEXT
        ? new Node.Scalar(kind, scalar.getValue(), written(scalar, place))
        : new Node.Scalar(kind, scalar.getValue(), place);
  }

  /// The text as the file has it, so that a place inside of it is a place in the file. A quoted text with escapes, or
  /// one with line breaks, only begins where it begins.
  private Source written(ScalarNode scalar, Place place) {
    Mark start = scalar.getStartMark().orElseThrow();
    Mark end = scalar.getEndMark().orElseThrow();
    String raw = text.substring(offset(start), offset(end));
    ScalarStyle style = scalar.getScalarStyle();
    if (style == ScalarStyle.PLAIN) {
      return new Source(place, raw.stripTrailing());
    }
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      int body = raw.indexOf('\n') + 1;
      return new Source(new Place(file, place.line() + 1, 1), raw.substring(body).stripTrailing());
    }
    String inner = raw.length() >= 2 ? raw.substring(1, raw.length() - 1) : raw;
    return inner.equals(scalar.getValue())
        ? new Source(new Place(file, place.line(), place.column() + 1), inner)
        : new Source(place, scalar.getValue());
  }

  private Place place(org.snakeyaml.engine.v2.nodes.Node node) {
    return node.getStartMark().map(this::place).orElse(new Place(file, 0, 0));
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /// The place of a code point.
  private Place place(int index) {
    int offset = offsets.length == 0 ? index : offsets[index];
    int line = text.lastIndexOf('\n', offset - 1) + 1;
    long before = text.substring(0, line).chars().filter(c -> c == '\n').count();
    return new Place(file, Math.toIntExact(before) + 1, text.codePointCount(line, offset) + 1);
  }

  private int offset(Mark mark) {
    return offsets.length == 0 ? mark.getIndex() : offsets[mark.getIndex()];
  }

  /// Where each code point begins; empty where that is its number.
  private static int[] offsets(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return new int[0];
    }
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    int at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at = i + 1 < offsets.length ? text.offsetByCodePoints(at, 1) : at;
    }
    return offsets;
  }

  private static String sentence(String problem) {
    return problem.replace('\n', ' ').strip();
  }

  /// The composer calls itself for each level; here a text is refused before its levels fill the stack.
  private final class ShallowParser extends ParserImpl {
    private int depth;

    ShallowParser(LoadSettings settings, StreamReader reader) {
      super(settings, reader);
    }

    @Override
    public Event next() {
      Event event = super.next();
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw tooDeep(event.getStartMark().map(Yaml.this::place).orElse(new Place(file, 1, 1)));
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      return event;
    }
  }

  /// Ends the reading; caught in this class.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;
    private final String code;
    private final String sentence;

    Refused(Place place, String code, String sentence) {
      super(sentence, null, false, false);
      this.place = place;
      this.code = code;
      this.sentence = sentence;
    }
  }
}
