package dev.quoin.testkit.model;

import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.model.Kind.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes random FEEL expressions of a wanted type, of what every engine understands: names with spaces, nulls here and there,
/// a division that may be one by zero, an index that may lie outside.
final class Feel {
  private static final List<String> ORDERS = List.of("=", "!=", "<", "<=", ">", ">=");

  private final Seeded random;
  private final List<Variable> variables;
  private final List<Function> functions;
  private int iterators;

  /// A function of the model.
  record Function(String name, Map<String, Kind> parameters, Kind result) {}

  Feel(Seeded random, List<Variable> variables, List<Function> functions) {
    this.random = random;
    this.variables = new ArrayList<>(variables);
    this.functions = List.copyOf(functions);
  }

  String of(Kind kind, int depth) {
    if (random.oneIn(90)) {
      return "null";
    }
    if (depth <= 0 || random.oneIn(5)) {
      return leaf(kind);
    }
    List<Function> fitting = functions.stream().filter(one -> one.result() == kind).toList();
    if (!fitting.isEmpty() && random.oneIn(5)) {
      return call(random.pick(fitting), depth - 1);
    }
    if (random.oneIn(8)) {
      return "(if %s then %s else %s)"
          .formatted(of(Kind.TRUTH, depth - 1), of(kind, depth - 1), of(kind, depth - 1));
    }
    if (random.oneIn(14)) {
      return "{first: %s, next one: first}.next one".formatted(of(kind, depth - 1));
    }
    if (random.oneIn(16)) {
      return "[%s, %s][%s]"
          .formatted(of(kind, depth - 1), of(kind, depth - 1), random.pick("1", "2", "-1", "3"));
    }
    return switch (kind) {
      case NUMBER, PERCENT -> number(depth - 1);
      case TEXT, SIZE -> text(depth - 1);
      case TRUTH -> truth(depth - 1);
      case DATE -> date(depth - 1);
      case TIME -> time(depth - 1);
      case DATE_TIME -> dateTime(depth - 1);
      case DAYS -> days(depth - 1);
      case MONTHS -> months(depth - 1);
      case NUMBERS -> numbers(depth - 1);
      case TEXTS -> texts(depth - 1);
      case TRIP -> trip(depth - 1);
      case TRIPS -> trips(depth - 1);
    };
  }

  private String leaf(Kind kind) {
    List<String> known = variables.stream().flatMap(variable -> as(variable, kind)).toList();
    return !known.isEmpty() && random.between(0, 3) > 0 ? random.pick(known) : literal(kind);
  }

  /// How a variable gives a value of that kind.
  private static Stream<String> as(Variable variable, Kind kind) {
    String name = variable.name();
    if (variable.kind() == kind) {
      return Stream.of(name);
    }
    return switch (kind) {
      case NUMBER ->
          switch (variable.kind()) {
            case PERCENT -> Stream.of(name);
            case TRIP -> Stream.of(name + ".distance");
            default -> Stream.of();
          };
      case TEXT ->
          switch (variable.kind()) {
            case SIZE -> Stream.of(name);
            case TRIP -> Stream.of(name + ".car");
            default -> Stream.of();
          };
      case DATE -> variable.kind() == Kind.TRIP ? Stream.of(name + ".start date") : Stream.of();
      case NUMBERS -> variable.kind() == Kind.TRIPS ? Stream.of(name + ".distance") : Stream.of();
      case TEXTS -> variable.kind() == Kind.TRIPS ? Stream.of(name + ".car") : Stream.of();
      default -> Stream.of();
    };
  }

  /// A value as a FEEL text.
  String literal(Kind kind) {
    return switch (kind) {
      case NUMBER ->
          random.pick("0", "1", "2", "3", "-3", "0.1", "10", "12.345", "100", "0.005", "7", "1.50");
      case PERCENT -> random.pick("0", "15", "50", "99.5", "100");
      case TEXT -> random.pick("\"\"", "\"a\"", "\"Ab\"", "\"대여\"", "\"x y\"", "\"abcab\"");
      case SIZE -> random.pick("\"S\"", "\"M\"", "\"L\"");
      case TRUTH -> random.pick("true", "false");
      case DATE ->
          random.pick(
              "date(\"2024-02-29\")",
              "date(\"2026-05-01\")",
              "@\"1988-05-08\"",
              "date(2023, 1, 31)");
      case TIME -> random.pick("time(\"08:30:00\")", "@\"23:59:59\"", "time(12, 0, 0)");
      case DATE_TIME ->
          random.pick(
              "date and time(\"2026-05-01T18:50:00\")",
              "@\"2024-02-29T23:55:00\"",
              "date and time(date(\"2026-01-01\"), time(\"00:00:00\"))");
      case DAYS ->
          random.pick(
              "duration(\"PT10M\")", "duration(\"P1DT2H\")", "@\"-PT30S\"", "duration(\"P200D\")");
      case MONTHS ->
          random.pick(
              "duration(\"P1M\")", "duration(\"P1Y2M\")", "@\"-P3M\"", "duration(\"P10Y\")");
      case NUMBERS -> random.pick("[]", "[1, 2, 3]", "[0.5, -1]", "[3, 3, 1, 2]");
      case TEXTS -> random.pick("[]", "[\"a\", \"b\"]", "[\"b\", \"a\", \"b\"]");
      case TRIP ->
          "{distance: %s, car: %s, start date: %s}"
              .formatted(literal(Kind.NUMBER), literal(Kind.TEXT), literal(Kind.DATE));
      case TRIPS ->
          random.list(0, 3, () -> literal(Kind.TRIP)).stream()
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  private String call(Function function, int depth) {
    boolean named = random.oneIn(3);
    return function.parameters().entrySet().stream()
        .map(
            parameter -> (named ? parameter.getKey() + ": " : "") + of(parameter.getValue(), depth))
        .collect(Collectors.joining(", ", function.name() + "(", ")"));
  }

  private String two(String first, Kind kind, int depth) {
    return "(%s %s %s)".formatted(of(kind, depth), first, of(kind, depth));
  }

  private String number(int depth) {
    return switch (random.between(0, 17)) {
      case 0, 1, 2, 3 -> two(random.pick("+", "-", "*", "/"), Kind.NUMBER, depth);
      case 4 -> "(-" + of(Kind.NUMBER, 0) + ")";
      case 5 ->
          "%s(%s, %s)"
              .formatted(
                  random.pick(
                      "decimal", "round half up", "round half down", "round up", "round down"),
                  of(Kind.NUMBER, depth),
                  random.pick("0", "1", "2"));
      case 6 -> random.pick("floor", "ceiling", "abs") + "(" + of(Kind.NUMBER, depth) + ")";
      case 7 ->
          "%s(%s, %s)"
              .formatted(
                  random.pick("min", "max", "sum", "mean"),
                  of(Kind.NUMBER, depth),
                  of(Kind.NUMBER, depth));
      case 8 ->
          random.pick("sum", "min", "max", "mean", "median", "product")
              + "("
              + of(Kind.NUMBERS, depth)
              + ")";
      case 9 -> "count(" + of(random.pick(Kind.NUMBERS, Kind.TEXTS, Kind.TRIPS), depth) + ")";
      case 10 -> "modulo(" + of(Kind.NUMBER, depth) + ", " + of(Kind.NUMBER, depth) + ")";
      case 11 ->
          "%s.%s"
              .formatted(
                  of(random.pick(Kind.DATE, Kind.DATE_TIME), depth),
                  random.pick("year", "month", "day", "weekday"));
      case 12 ->
          "%s.%s"
              .formatted(of(Kind.DAYS, depth), random.pick("days", "hours", "minutes", "seconds"));
      case 13 -> "%s.%s".formatted(of(Kind.MONTHS, depth), random.pick("years", "months"));
      case 14 -> "string length(" + of(Kind.TEXT, depth) + ")";
      case 15 -> "(" + of(Kind.NUMBER, 0) + " ** " + random.pick("0", "1", "2", "3") + ")";
      case 16 -> of(Kind.TRIP, depth) + ".distance";
      default -> of(Kind.NUMBERS, depth) + "[" + random.pick("1", "-1", "2") + "]";
    };
  }

  private String text(int depth) {
    return switch (random.between(0, 8)) {
      case 0, 1 -> two("+", Kind.TEXT, depth);
      case 2 -> random.pick("upper case", "lower case") + "(" + of(Kind.TEXT, depth) + ")";
      case 3 ->
          "substring(%s, %s)"
              .formatted(of(Kind.TEXT, depth), random.pick("1", "-1", "2", "1, 1", "2, 2"));
      case 4 ->
          "%s(%s, %s)"
              .formatted(
                  random.pick("substring before", "substring after"),
                  of(Kind.TEXT, depth),
                  of(Kind.TEXT, 0));
      case 5 ->
          "string("
              + of(random.pick(Kind.NUMBER, Kind.DATE, Kind.TRUTH, Kind.DAYS, Kind.MONTHS), depth)
              + ")";
      case 6 ->
          "replace(%s, %s, \"z\")"
              .formatted(of(Kind.TEXT, depth), random.pick("\"a\"", "\"[ab]\"", "\"^a\""));
      case 7 -> "string join(" + of(Kind.TEXTS, depth) + ", \",\")";
      default -> of(Kind.TEXTS, depth) + "[1]";
    };
  }

  private String truth(int depth) {
    return switch (random.between(0, 14)) {
      case 0, 1, 2 -> two(random.pick(ORDERS), Kind.NUMBER, depth);
      case 3 -> two(random.pick(ORDERS), Kind.TEXT, depth);
      case 4 ->
          two(
              random.pick(ORDERS),
              random.pick(Kind.DATE, Kind.TIME, Kind.DATE_TIME, Kind.DAYS, Kind.MONTHS),
              depth);
      case 5, 6 -> two(random.pick("and", "or"), Kind.TRUTH, depth);
      case 7 -> "not(" + of(Kind.TRUTH, depth) + ")";
      case 8 ->
          "(%s between %s and %s)"
              .formatted(of(Kind.NUMBER, depth), of(Kind.NUMBER, 0), of(Kind.NUMBER, 0));
      case 9 ->
          "(%s in %s)"
              .formatted(
                  of(Kind.NUMBER, depth),
                  random.pick("(1, 2, [10..20))", "[0..7]", "(< 5)", "(> 3, 1)"));
      case 10 -> quantified(depth);
      case 11 ->
          "%s(%s, %s)"
              .formatted(
                  random.pick("contains", "starts with", "ends with"),
                  of(Kind.TEXT, depth),
                  of(Kind.TEXT, 0));
      case 12 -> "list contains(" + of(Kind.NUMBERS, depth) + ", " + of(Kind.NUMBER, 0) + ")";
      case 13 ->
          "(%s %s null)"
              .formatted(
                  of(random.pick(Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TRIP), depth),
                  random.pick("=", "!="));
      default ->
          "(%s instance of %s)"
              .formatted(
                  of(random.pick(Kind.NUMBER, Kind.TEXT, Kind.TRUTH, Kind.DATE), depth),
                  random.pick("number", "string", "boolean", "date"));
    };
  }

  private String quantified(int depth) {
    Kind kind = random.pick(Kind.NUMBER, Kind.TRIP);
    String domain = of(kind == Kind.NUMBER ? Kind.NUMBERS : Kind.TRIPS, depth);
    Variable item = new Variable("item" + iterators++ + "x", kind);
    return "(%s %s in %s satisfies %s)"
        .formatted(
            random.pick("some", "every"), item.name(), domain, within(item, Kind.TRUTH, depth));
  }

  /// An expression that may use one more variable.
  private String within(Variable variable, Kind kind, int depth) {
    variables.add(variable);
    String text = of(kind, depth);
    variables.remove(variable);
    return text;
  }

  private String date(int depth) {
    return switch (random.between(0, 2)) {
      case 0 -> "date(" + of(Kind.DATE_TIME, depth) + ")";
      case 1 ->
          "(%s %s %s)"
              .formatted(of(Kind.DATE, depth), random.pick("+", "-"), of(Kind.MONTHS, depth));
      default -> of(Kind.TRIP, depth) + ".start date";
    };
  }

  private String time(int depth) {
    return random.yes()
        ? "(%s %s %s)".formatted(of(Kind.TIME, depth), random.pick("+", "-"), of(Kind.DAYS, 0))
        : "time(" + of(Kind.DATE_TIME, depth) + ")";
  }

  private String dateTime(int depth) {
    return random.yes()
        ? "(%s %s %s)"
            .formatted(
                of(Kind.DATE_TIME, depth),
                random.pick("+", "-"),
                of(random.pick(Kind.DAYS, Kind.MONTHS), depth))
        : "date and time(%s, %s)".formatted(of(Kind.DATE, depth), of(Kind.TIME, depth));
  }

  private String days(int depth) {
    return switch (random.between(0, 3)) {
      case 0 -> two("-", Kind.DATE_TIME, depth);
      case 1 -> two("-", Kind.DATE, depth);
      case 2 ->
          "(%s %s %s)"
              .formatted(of(Kind.DAYS, depth), random.pick("*", "/"), random.pick("2", "3", "0.5"));
      default -> two(random.pick("+", "-"), Kind.DAYS, depth);
    };
  }

  private String months(int depth) {
    return switch (random.between(0, 2)) {
      case 0 ->
          "years and months duration(%s, %s)".formatted(of(Kind.DATE, depth), of(Kind.DATE, depth));
      case 1 -> "(%s * %s)".formatted(of(Kind.MONTHS, depth), random.pick("2", "3", "-1"));
      default -> two(random.pick("+", "-"), Kind.MONTHS, depth);
    };
  }

  private String numbers(int depth) {
    return switch (random.between(0, 10)) {
      case 0, 1 -> loop(depth);
      case 2 ->
          of(Kind.NUMBERS, depth) + "[item " + random.pick(ORDERS) + " " + of(Kind.NUMBER, 0) + "]";
      case 3 ->
          "%s(%s, %s)"
              .formatted(
                  random.pick("concatenate", "union"),
                  of(Kind.NUMBERS, depth),
                  of(Kind.NUMBERS, depth));
      case 4 -> "append(" + of(Kind.NUMBERS, depth) + ", " + of(Kind.NUMBER, depth) + ")";
      case 5 -> random.pick("distinct values", "reverse") + "(" + of(Kind.NUMBERS, depth) + ")";
      case 6 ->
          "sort(%s, function(x, y) %s)"
              .formatted(of(Kind.NUMBERS, depth), random.pick("x < y", "x > y", "x * x < y * y"));
      case 7 ->
          "sublist(%s, %s)".formatted(of(Kind.NUMBERS, depth), random.pick("1", "2", "1, 1", "-1"));
      case 8 -> of(Kind.TRIPS, depth) + ".distance";
      case 9 -> "index of(" + of(Kind.NUMBERS, depth) + ", " + of(Kind.NUMBER, 0) + ")";
      default ->
          random.list(0, 3, () -> of(Kind.NUMBER, depth)).stream()
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  private String loop(int depth) {
    boolean ranged = random.oneIn(3);
    Kind kind = ranged || random.yes() ? Kind.NUMBER : Kind.TRIP;
    String domain =
        ranged
            ? random.pick("1..3", "3..1", "0..0")
            : of(kind == Kind.NUMBER ? Kind.NUMBERS : Kind.TRIPS, depth);
    Variable variable = new Variable("each" + iterators++ + "x", kind);
    String partial = random.oneIn(6) ? " + count(partial)" : "";
    return "(for %s in %s return %s%s)"
        .formatted(variable.name(), domain, within(variable, Kind.NUMBER, depth), partial);
  }

  private String texts(int depth) {
    return switch (random.between(0, 3)) {
      case 0 ->
          "split(" + of(Kind.TEXT, depth) + ", " + random.pick("\",\"", "\" \"", "\"b\"") + ")";
      case 1 -> of(Kind.TRIPS, depth) + ".car";
      case 2 -> of(Kind.TEXTS, depth) + "[item != " + of(Kind.TEXT, 0) + "]";
      default ->
          random.list(0, 3, () -> of(Kind.TEXT, depth)).stream()
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  private String trip(int depth) {
    return random.oneIn(3)
        ? of(Kind.TRIPS, depth) + "[" + random.pick("1", "2", "-1") + "]"
        : "{distance: %s, car: %s, start date: %s}"
            .formatted(of(Kind.NUMBER, depth), of(Kind.TEXT, depth), of(Kind.DATE, depth));
  }

  private String trips(int depth) {
    return switch (random.between(0, 3)) {
      case 0 ->
          of(Kind.TRIPS, depth)
              + "["
              + random.pick("distance > 1", "car = \"a\"", "distance < 10 and car != \"x y\"")
              + "]";
      case 1 -> "concatenate(" + of(Kind.TRIPS, depth) + ", " + of(Kind.TRIPS, depth) + ")";
      case 2 ->
          "sort(%s, function(x, y) x.distance %s y.distance)"
              .formatted(of(Kind.TRIPS, depth), random.pick("<", ">"));
      default ->
          random.list(0, 2, () -> of(Kind.TRIP, depth)).stream()
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  /// A cell that tests a value of that kind.
  String test(Kind kind) {
    if (random.oneIn(5)) {
      return "-";
    }
    return switch (kind) {
      case NUMBER, PERCENT ->
          random.pick(
              "1",
              "10, 2, 3",
              "[1..10]",
              "(0..5)",
              "]2..50[",
              "< 3",
              ">= 10",
              "not(1, 2)",
              "not(> 9)",
              "< " + leaf(Kind.NUMBER),
              leaf(Kind.NUMBER),
              "? > 2 and ? < 9",
              "null");
      case TEXT, SIZE ->
          random.pick(
              "\"a\"", "\"S\", \"M\"", "not(\"L\")", "starts with(?, \"a\")", leaf(Kind.TEXT));
      case TRUTH -> random.pick("true", "false");
      case DATE ->
          random.pick(
              "date(\"2026-05-01\")",
              "< date(\"2024-02-29\")",
              "[date(\"1988-01-01\")..date(\"2026-05-01\"))",
              "?.day > 7");
      case TIME, DATE_TIME, DAYS, MONTHS, NUMBERS, TEXTS, TRIP, TRIPS -> "-";
    };
  }
}
