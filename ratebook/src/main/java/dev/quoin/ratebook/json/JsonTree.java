package dev.quoin.ratebook.json;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as it is written for machines: objects whose keys keep their order, decimals as texts, so that no reader loses a digit.
///
/// Trees are Java's maps, lists, texts, integers, longs and booleans; null is JSON's.
public final class JsonTree {
  private JsonTree() {}

  /// An object of names and values in turn.
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  public static Object of(Texts texts) {
    return object("ko", texts.ko(), "en", texts.en());
  }

  public static Map<String, Object> of(Problem problem) {
    return object(
        "file",
        problem.place().file(),
        "line",
        problem.place().line(),
        "column",
        problem.place().column(),
        "code",
        problem.code(),
        "sentence",
        problem.sentence());
  }

  public static Object of(Decimal number) {
    return number.toPlainText();
  }

  /// A value; null has no Java object here, so it stays a value until it is written.
  public static Object of(Value value) {
    return switch (value) {
      case Value.Num number -> of(number.value());
      case Value.Bool bool -> bool.value();
      case Value.Items items -> items.values().stream().map(JsonTree::of).toList();
      case Value.Context context -> {
        Map<String, Object> object = new LinkedHashMap<>();
        context.entries().forEach((name, entry) -> object.put(name, of(entry)));
        yield object;
      }
      case Value.Null _ -> Value.NULL;
      case Value.Text _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Range _,
          Value.Function _ ->
          Written.plain(value);
    };
  }

  /// The text, two blanks a level.
  public static String write(Object tree) {
    StringBuilder text = new StringBuilder();
    write(tree, "\n", text);
    return text.toString();
  }

  /// The text without a blank.
  public static String compact(Object tree) {
    StringBuilder text = new StringBuilder(512);
    compact(tree, text);
    return text.toString();
  }

  private static void compact(Object tree, StringBuilder text) {
    switch (tree) {
      case Map<?, ?> object -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : object.entrySet()) {
          Json.quote((String) entry.getKey(), text.append(separator));
          text.append(':');
          compact(entry.getValue(), text);
          separator = ",";
        }
        text.append(object.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          text.append(separator);
          compact(item, text);
          separator = ",";
        }
        text.append(list.isEmpty() ? "[]" : "]");
      }
      default -> scalar(tree, text);
    }
  }

  private static void scalar(Object tree, StringBuilder text) {
    switch (tree) {
      case String string -> Json.quote(string, text);
      case Integer _, Long _, Boolean _ -> text.append(tree);
      case Value.Null _ -> text.append("null");
      case Node node -> text.append(Json.write(node)); // as somebody wrote it
      default -> throw new IllegalArgumentException("not a part of JSON: " + tree.getClass());
    }
  }

  private static void write(Object tree, String newLine, StringBuilder text) {
    switch (tree) {
      case Map<?, ?> object -> {
        List<Runnable> entries = new ArrayList<>();
        object.forEach((name, value) ->
            entries.add(() -> {
              text.append(Written.json(Value.of((String) name))).append(": ");
              write(value, newLine + "  ", text);
            }));
        block('{', entries, '}', newLine, text);
      }
      case List<?> list -> {
        List<Runnable> items = new ArrayList<>();
        list.forEach(item -> items.add(() -> write(item, newLine + "  ", text)));
        block('[', items, ']', newLine, text);
      }
      default -> scalar(tree, text);
    }
  }

  private static void block(
      char start, List<Runnable> parts, char end, String newLine, StringBuilder text) {
    text.append(start);
    for (int i = 0; i < parts.size(); i++) {
      text.append(i == 0 ? "" : ",").append(newLine).append("  ");
      parts.get(i).run();
    }
    text.append(parts.isEmpty() ? "" : newLine).append(end);
  }
}
