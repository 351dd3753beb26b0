package dev.quoin.cli;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Texts;
import dev.quoin.ratebook.value.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `--json` prints: objects whose keys keep their order, decimals as texts, so that no reader loses a digit.
///
/// Trees are Java's maps, lists, texts, integers and booleans; null is JSON's.
final class Json {
  private Json() {}

  /// An object of names and values in turn.
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  static Object of(Texts texts) {
    return object("ko", texts.ko(), "en", texts.en());
  }

  static Map<String, Object> of(Problem problem) {
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

  static Object of(Decimal number) {
    return number.toPlainText();
  }

  /// A value; null has no Java object here, so it stays a value until it is written.
  static Object of(Value value) {
    return switch (value) {
      case Value.Num number -> of(number.value());
      case Value.Bool bool -> bool.value();
      case Value.Items items -> items.values().stream().map(Json::of).toList();
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
          Value.Range _ ->
          Written.plain(value);
    };
  }

  /// The text, two blanks a level.
  static String write(Object tree) {
    StringBuilder text = new StringBuilder();
    write(tree, "\n", text);
    return text.toString();
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
      case String string -> text.append(Written.json(Value.of(string)));
      case Integer _, Boolean _ -> text.append(tree);
      case Value.Null _ -> text.append("null");
      default -> throw new IllegalArgumentException("not a part of JSON: " + tree.getClass());
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
