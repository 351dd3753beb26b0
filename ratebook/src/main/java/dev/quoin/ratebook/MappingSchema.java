package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Type;
import dev.quoin.ratebook.Shape.Part;
import dev.quoin.ratebook.Shape.What;
import dev.quoin.ratebook.legacy.Notation;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JSON Schema of what a mapping takes and answers, as its file declares it. Trees for [dev.quoin.ratebook.json.JsonTree].
final class MappingSchema {
  /// A list with more is none that anybody reads.
  private static final int MOST_CODES = 200;

  /// A field of a call: an object where there are fields inside of it.
  private static final class Field {
    final Map<String, Field> inner = new LinkedHashMap<>();
    @Nullable Map<String, Object> value;
    boolean listed;
    boolean required;

    Field at(List<String> names) {
      Field field = this;
      for (String name : names) {
        field = field.inner.computeIfAbsent(name, _ -> new Field());
      }
      return field;
    }
  }

  private MappingSchema() {}

  static Map<String, Object> call(Mapping mapping) {
    Field root = new Field();
    known(mapping.known(), root);
    Map<String, Program.Input> inputs = new LinkedHashMap<>();
    mapping.inputs().forEach(input -> inputs.put(input.name(), input));
    mapping
        .feeds()
        .forEach((name, feed) -> {
          Program.Input input = inputs.get(name);
          if (input != null) {
            feed(feed, input.type(), !input.nullable(), root);
          }
        });
    return schema(root);
  }

  /// What is known and fed to no input: it may come, and is not looked at.
  private static void known(KnownFields known, Field field) {
    known.inner().forEach((name, inner) -> known(inner, field.at(List.of(name))));
  }

  private static void feed(Feed feed, Type type, boolean needed, Field around) {
    switch (feed) {
      case Feed.Constant _ -> {}
      case Feed.Field(var path, Notation notation, boolean emptyIsAbsent, var otherwise) -> {
        Field field = around.at(path.names());
        field.value = value(notation, type);
        if (needed && otherwise.isEmpty() && !emptyIsAbsent) {
          require(around, path.names());
        }
      }
      case Feed.Entries(var path, Map<String, Feed> entries) -> {
        Field object = path.map(at -> around.at(at.names())).orElse(around);
        Type element = type;
        if (type instanceof Type.ListType list) {
          object.listed = true;
          element = list.element();
        }
        Map<String, Type> types =
            element instanceof Type.ContextType context ? context.entries() : Map.of();
        entries.forEach((name, entry) ->
            feed(entry, types.getOrDefault(name, Type.Simple.ANY), needed, object));
        if (needed) {
          path.ifPresent(at -> require(around, at.names()));
        }
      }
    }
  }

  /// A field is needed, and so are the objects around it.
  private static void require(Field around, List<String> names) {
    Field field = around;
    for (String name : names) {
      field = field.at(List.of(name));
      field.required = true;
    }
  }

  private static Map<String, Object> schema(Field field) {
    if (field.inner.isEmpty()) {
      return field.value == null ? new LinkedHashMap<>() : field.value;
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    field.inner.forEach((name, inner) -> {
      properties.put(name, schema(inner));
      if (inner.required) {
        required.add(name);
      }
    });
    Map<String, Object> object = object(properties, required);
    return field.listed ? map("type", "array", "items", object) : object;
  }

  private static Map<String, Object> value(Notation notation, Type type) {
    if (notation.codes().isPresent()) {
      List<Object> codes = List.copyOf(notation.codes().get().keySet());
      return codes.size() <= MOST_CODES
          ? map("enum", codes)
          : map(
              "type",
              List.of("string", "number"),
              "description",
              "one of " + codes.size() + " codes",
              "examples",
              codes.subList(0, 3));
    }
    return notation
        .dates()
        .map(dates ->
            map(
                "type",
                List.of("string", "number"),
                "description",
                "a " + type + " written `" + dates.format() + "`",
                "examples",
                List.of(dates.example())))
        .or(() ->
            notation
                .numbers()
                .map(numbers ->
                    map(
                        "type",
                        List.of("string", "number"),
                        "format",
                        "decimal",
                        "examples",
                        List.of(numbers.example()))))
        .orElseGet(() -> plain(type));
  }

  private static Map<String, Object> plain(Type type) {
    return switch (type) {
      case Type.Simple simple ->
          switch (simple) {
            case NUMBER -> map("type", List.of("number", "string"), "format", "decimal");
            case BOOLEAN -> map("type", "boolean");
            case DATE -> map("type", "string", "format", "date");
            case DATE_TIME -> map("type", "string", "format", "date-time");
            case TIME -> map("type", "string", "format", "time");
            case DAY_TIME_DURATION, YEAR_MONTH_DURATION ->
                map("type", "string", "format", "duration");
            case STRING -> map("type", "string");
            case ANY, NULL -> new LinkedHashMap<>();
          };
      case Type.ListType(Type element) -> map("type", "array", "items", plain(element));
      case Type.ContextType _ -> map("type", "object");
      case Type.RangeType _, Type.FunctionType _ -> map("type", "string");
    };
  }

  /// The schema of an answer's shape.
  static Map<String, Object> reply(Shape shape) {
    return fields(shape.fields());
  }

  private static Map<String, Object> fields(Part.Fields fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    fields
        .parts()
        .forEach((name, part) -> {
          properties.put(name, part(part));
          if (!(part instanceof Part.Told told && told.style().omitted())) {
            required.add(name);
          }
        });
    return object(properties, required);
  }

  private static Map<String, Object> part(Part part) {
    return switch (part) {
      case Part.Fields inner -> fields(inner);
      case Part.Each(_, Part.Fields inner) -> map("type", "array", "items", fields(inner));
      case Part.Told(What what, Shape.Style style) -> told(what, style);
    };
  }

  private static Map<String, Object> told(What what, Shape.Style style) {
    return switch (what) {
      case What.Constant(Node.Scalar value) -> map("const", value);
      case What.Echo(var path) -> map("description", "what came as `" + path.text() + "`");
      case What.Total _, What.Sum _ -> amount(style);
      case What.Shown _ -> style.otherwise().isPresent() ? codes(style) : shown(style);
      case What.OfItem(_, Shape.Aspect aspect) ->
          switch (aspect) {
            case CODE -> style.otherwise().isPresent() ? codes(style) : map("type", "string");
            case TEXT -> map("type", "string");
            case AMOUNT -> amount(style);
            case FIELD -> map("type", List.of("string", "null"));
          };
      case What.OfQuote(Shape.Fact fact) ->
          switch (fact) {
            case ASKED_AT, VALID_UNTIL -> instant(style);
            case ID, CURRENCY -> map("type", List.of("string", "null"));
            case RATEBOOK, DIGEST -> map("type", "string");
          };
    };
  }

  private static Map<String, Object> amount(Shape.Style style) {
    return style
        .numbers()
        .map(numbers -> map("type", "string", "examples", List.of(numbers.example())))
        .orElseGet(() -> map("type", "number"));
  }

  private static Map<String, Object> shown(Shape.Style style) {
    return style.numbers().isPresent()
        ? amount(style)
        : style.dates().isPresent() ? instant(style) : new LinkedHashMap<>();
  }

  private static Map<String, Object> instant(Shape.Style style) {
    return style
        .dates()
        .map(dates ->
            map(
                "type",
                "string",
                "description",
                "written `" + dates.format() + "`",
                "examples",
                List.of(dates.example())))
        .orElseGet(() -> map("type", "string", "format", "date-time"));
  }

  private static Map<String, Object> codes(Shape.Style style) {
    List<Node.Scalar> codes = new ArrayList<>();
    Stream.concat(style.codes().values().stream(), style.otherwise().stream())
        .filter(code -> codes.stream().noneMatch(known -> isSame(known, code)))
        .forEach(codes::add);
    return map("enum", codes);
  }

  /// Two that stand in different places may say the same.
  private static boolean isSame(Node.Scalar one, Node.Scalar other) {
    return one.kind() == other.kind() && one.text().equals(other.text());
  }

  private static Map<String, Object> object(Map<String, Object> properties, List<Object> required) {
    Map<String, Object> object =
        map("type", "object", "properties", properties, "additionalProperties", false);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    return object;
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
