package dev.quoin.ratebook.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259) as a located tree. A name that occurs twice, text behind the value and anything beyond the
/// limits is a problem.
public final class Json {
  private static final int MAX_BYTES = 10_000_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 1_000_000;

  private static final int MAX_WORD = 60;

  /// How Jackson begins what it says of a word.
  private static final Pattern WORD = Pattern.compile("(?:Non-standard|Unrecognized) token");

  /// What would be read if Jackson were set up otherwise, which a user cannot do; and a place in words of Jackson's own.
  private static final Pattern FEATURE =
      Pattern.compile(
          "[:,]? *\\([^()]*Feature[^()]*\\)|[:,]? *enable `?JsonReadFeature.*"
              + "| *\\(start marker at \\[Source: [^\\]]*]\\)");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNumberLength(MAX_TEXT)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonParser parser;
  private final Place origin;
  private final Problems problems;

  private Json(JsonParser parser, Place origin, Problems problems) {
    this.parser = parser;
    this.origin = origin;
    this.problems = problems;
  }

  /// The tree, unless the text is not JSON. A repeated name is a problem, too, but leaves a tree.
  public static Optional<Node> read(String file, byte[] content, Problems problems) {
    if (content.length > MAX_BYTES) {
      problems.add(
          new Place(file, 0, 0),
          "too-large",
          "%,d bytes (expected: at most %,d)".formatted(content.length, MAX_BYTES));
      return Optional.empty();
    }
    return Utf8.decode(file, content, problems)
        .flatMap(text -> read(new Place(file, 1, 1), text, problems));
  }

  /// The tree of a JSON text that stands somewhere in a file, in a cell for example.
  public static Optional<Node> read(Place origin, String text, Problems problems) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Json json = new Json(parser, origin, problems);
      parser.nextToken();
      if (parser.currentToken() == null) {
        problems.add(origin, "bad-json", "nothing (expected: a JSON value)");
        return Optional.empty();
      }
      Node node = json.node();
      if (parser.nextToken() != null) {
        problems.add(json.here(), "bad-json", "text behind the end of the JSON value");
        return Optional.empty();
      }
      return Optional.of(node);
    } catch (JsonProcessingException e) {
      refuse(origin, text, e, problems);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// JSON without white space: of numbers what was written, of everything else what was meant.
  public static String write(Node node) {
    return switch (node) {
      case Node.Mapping object ->
          object.entries().stream()
              .map(entry -> quoted(entry.key()) + ":" + write(entry.value()))
              .collect(Collectors.joining(",", "{", "}"));
      case Node.Listing list ->
          list.items().stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT, CELL, FIELD -> quoted(scalar.text());
            case NUMBER, BOOLEAN -> scalar.text();
            case NULL -> "null";
          };
    };
  }

  /// A text as JSON has it.
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2);
    quote(text, json);
    return json.toString();
  }

  /// Appends a text in quotes.
  public static void quote(String text, StringBuilder json) {
    json.append('"');
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    json.append(text, 0, plain); // nearly always all of it
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\';
  }

  private Node node() throws IOException {
    Place place = here();
    if (parser.getParsingContext().getNestingDepth() > MAX_DEPTH) {
      throw new JsonParseException(
          parser, "nested deeper than " + MAX_DEPTH, parser.currentTokenLocation());
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(place);
      case START_ARRAY -> listing(place);
      case VALUE_STRING -> new Node.Scalar(Node.Kind.TEXT, parser.getText(), place);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Node.Scalar(Node.Kind.NUMBER, parser.getText(), place);
      case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(Node.Kind.BOOLEAN, parser.getText(), place);
      case VALUE_NULL -> new Node.Scalar(Node.Kind.NULL, "null", place);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("unexpected " + parser.currentToken());
    };
  }

  private Node mapping(Place place) throws IOException {
    List<Node.Mapping.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place keyPlace = here();
      parser.nextToken();
      Node value = node();
      if (keys.add(key)) {
        entries.add(new Node.Mapping.Entry(key, value, keyPlace));
      } else {
        problems.add(keyPlace, "duplicate-key", "`" + key + "` occurs twice");
      }
    }
    return new Node.Mapping(entries, place);
  }

  private Node listing(Place place) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new Node.Listing(items, place);
  }

  private Place here() {
    return place(origin, parser.currentTokenLocation());
  }

  private static Place place(Place origin, @Nullable JsonLocation at) {
    if (at == null) {
      return origin;
    }
    int line = at.getLineNr();
    return line == 1
        ? new Place(origin.file(), origin.line(), origin.column() + at.getColumnNr() - 1)
        : new Place(origin.file(), origin.line() + line - 1, at.getColumnNr());
  }

  /// A word that JSON does not know, such as `NaN`, is refused where it begins; anything else, where the parser stopped.
  private static void refuse(
      Place origin, String text, JsonProcessingException e, Problems problems) {
    Place stopped = place(origin, e.getLocation());
    Matcher word = WORD.matcher(e.getOriginalMessage());
    if (word.lookingAt() && e.getLocation() != null) {
      int end = Math.min(text.length(), Math.toIntExact(e.getLocation().getCharOffset()));
      int start = end;
      while (start > 0 && isOfWord(text.charAt(start - 1))) {
        start--;
      }
      problems.add(
          new Place(stopped.file(), stopped.line(), stopped.column() - (end - start)),
          "bad-json",
          "`" + word(text, start) + "` is no value of JSON");
    } else {
      problems.add(stopped, "bad-json", sentence(e));
    }
  }

  private static String word(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < MAX_WORD && isOfWord(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.' || c == '_';
  }

  private static String sentence(JsonProcessingException e) {
    String message = FEATURE.matcher(e.getOriginalMessage()).replaceAll("");
    int at = message.indexOf('\n');
    String line = at < 0 ? message : message.substring(0, at);
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
