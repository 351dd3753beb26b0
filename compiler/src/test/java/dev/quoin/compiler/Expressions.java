package dev.quoin.compiler;

import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes random FEEL expressions of a wanted type, as a person would write them: names with spaces, nulls here and
/// there, operands at the edges where arithmetic changes its way.
final class Expressions {
  enum Kind {
    NUMBER,
    TEXT,
    TRUTH,
    DATE,
    DATE_TIME,
    DURATION,
    NUMBERS
  }

  record Variable(String name, Kind kind) {}

  private final Seeded random;
  private final List<Variable> variables;
  private int iterators;

  Expressions(Seeded random, List<Variable> variables) {
    this.random = random;
    this.variables = new ArrayList<>(variables);
  }

  String of(Kind kind, int depth) {
    if (random.oneIn(60)) {
      return "null";
    }
    List<Variable> fitting =
        variables.stream().filter(variable -> variable.kind() == kind).toList();
    if (depth <= 0 || random.oneIn(5)) {
      return !fitting.isEmpty() && random.between(0, 2) > 0
          ? random.pick(fitting).name()
          : literal(kind);
    }
    if (random.oneIn(8)) {
      return "if "
          + of(Kind.TRUTH, depth - 1)
          + " then "
          + of(kind, depth - 1)
          + " else "
          + of(kind, depth - 1);
    }
    if (random.oneIn(12)) {
      return "{a b: " + of(kind, depth - 1) + ", c: a b}.c";
    }
    if (random.oneIn(14)) {
      return "["
          + of(kind, depth - 1)
          + ", "
          + of(kind, depth - 1)
          + "]["
          + random.pick("1", "2", "-1", "3")
          + "]";
    }
    return switch (kind) {
      case NUMBER -> number(depth);
      case TEXT -> text(depth);
      case TRUTH -> truth(depth);
      case DATE -> date(depth);
      case DATE_TIME -> dateTime(depth);
      case DURATION -> duration(depth);
      case NUMBERS -> numbers(depth);
    };
  }

  private String literal(Kind kind) {
    return switch (kind) {
      case NUMBER ->
          random.pick(
              "0",
              "1",
              "2",
              "-3",
              "0.1",
              "10",
              "12.345",
              "100",
              "0.005",
              "999999999999999999",
              "1234567890123456789012345678901234",
              "1e30",
              "1e-20",
              "7");
      case TEXT -> random.pick("\"\"", "\"a\"", "\"Ab\"", "\"대여\"", "\"x y\"");
      case TRUTH -> random.pick("true", "false");
      case DATE -> random.pick("@\"2024-02-29\"", "date(\"2026-05-01\")", "@\"1988-05-08\"");
      case DATE_TIME ->
          random.pick(
              "@\"2026-05-01T18:50:00\"",
              "@\"2024-02-29T23:55:00\"",
              "date and time(\"2026-01-01T00:00:00\")",
              "@\"2024-03-10T01:30:00@America/New_York\"",
              "@\"2026-05-01T18:50:00.25+09:00\"",
              "@\"9999-12-31T23:59:59\"");
      case DURATION ->
          random.pick(
              "@\"PT10M\"", "duration(\"P1DT2H\")", "@\"-PT30S\"", "@\"PT0.5S\"", "@\"P200D\"");
      case NUMBERS -> random.pick("[]", "[1, 2, 3]", "[0.5, -1]");
    };
  }

  private String number(int depth) {
    int next = depth - 1;
    return switch (random.between(0, 18)) {
      case 18 -> called(next);
      case 17 ->
          "{twice: function(n) n * "
              + of(Kind.NUMBER, 0)
              + ", both: function(f: function<Any> -> Any, n) f(f(n))}"
              + ".both(function(n: number) n - "
              + of(Kind.NUMBER, next)
              + ", "
              + of(Kind.NUMBER, next)
              + ")";
      case 16 ->
          "years and months duration("
              + of(Kind.DATE, next)
              + ", "
              + of(Kind.DATE, next)
              + ")."
              + random.pick("years", "months");
      case 0, 1, 2, 3 ->
          "("
              + of(Kind.NUMBER, next)
              + " "
              + random.pick("+", "-", "*", "/")
              + " "
              + of(Kind.NUMBER, next)
              + ")";
      case 4 -> "-(" + of(Kind.NUMBER, next) + ")";
      case 5 ->
          random.pick(
                  "round half up",
                  "round half down",
                  "decimal",
                  "round up",
                  "round down",
                  "floor",
                  "ceiling")
              + "("
              + of(Kind.NUMBER, next)
              + ", "
              + random.pick("-1", "0", "2")
              + ")";
      case 6 ->
          random.pick("floor", "ceiling", "abs")
              + "("
              + random.pick(
                  of(Kind.NUMBER, next),
                  of(Kind.DURATION, next) + " / " + of(Kind.DURATION, next),
                  of(Kind.NUMBER, next) + " / " + of(Kind.NUMBER, next))
              + ")";
      case 7 ->
          random.pick("min", "max", "sum")
              + "("
              + of(Kind.NUMBER, next)
              + ", "
              + of(Kind.NUMBER, next)
              + ")";
      case 8 ->
          random.pick("sum", "count", "min", "max", "mean") + "(" + of(Kind.NUMBERS, next) + ")";
      case 9 -> "modulo(" + of(Kind.NUMBER, next) + ", " + of(Kind.NUMBER, next) + ")";
      case 10 -> of(Kind.DATE, next) + "." + random.pick("year", "month", "day", "weekday");
      case 11 -> "(" + of(Kind.DURATION, next) + " / " + of(Kind.DURATION, next) + ")";
      case 12 -> "string length(" + of(Kind.TEXT, next) + ")";
      case 13 -> of(Kind.DURATION, next) + "." + random.pick("days", "hours", "minutes", "seconds");
      case 14 -> "(" + of(Kind.NUMBER, 0) + " ** " + random.pick("0", "2", "3", "-1") + ")";
      default -> "(" + of(Kind.NUMBERS, next) + ")[" + random.pick("1", "-1", "2") + "]";
    };
  }

  private String text(int depth) {
    int next = depth - 1;
    return switch (random.between(0, 3)) {
      case 0 -> "(" + of(Kind.TEXT, next) + " + " + of(Kind.TEXT, next) + ")";
      case 1 -> random.pick("upper case", "lower case") + "(" + of(Kind.TEXT, next) + ")";
      case 2 -> "substring(" + of(Kind.TEXT, next) + ", " + random.pick("1", "-1", "2") + ")";
      default -> "string(" + of(Kind.NUMBER, next) + ")";
    };
  }

  private String truth(int depth) {
    int next = depth - 1;
    return switch (random.between(0, 11)) {
      case 0, 1 -> "(" + of(Kind.NUMBER, next) + " " + order() + " " + of(Kind.NUMBER, next) + ")";
      case 2 ->
          "("
              + of(Kind.TEXT, next)
              + " "
              + random.pick("=", "!=", "<")
              + " "
              + of(Kind.TEXT, next)
              + ")";
      case 3 ->
          "(" + of(Kind.DATE_TIME, next) + " " + order() + " " + of(Kind.DATE_TIME, next) + ")";
      case 4, 5 ->
          "("
              + of(Kind.TRUTH, next)
              + " "
              + random.pick("and", "or")
              + " "
              + of(Kind.TRUTH, next)
              + (random.yes() ? "" : " " + random.pick("and", "or") + " " + of(Kind.TRUTH, next))
              + ")";
      case 6 -> "not(" + of(Kind.TRUTH, next) + ")";
      case 7 ->
          "("
              + of(Kind.NUMBER, next)
              + " between "
              + of(Kind.NUMBER, next)
              + " and "
              + of(Kind.NUMBER, next)
              + ")";
      case 8 ->
          "("
              + of(Kind.NUMBER, next)
              + " in ("
              + random.pick(
                  "1, 2, [10..20)", "< 5", "null, > 100", "[0..7], 100", "not(3)", "=1, !=2")
              + "))";
      case 9 -> quantified(next);
      case 10 ->
          "("
              + of(random.pick(Kind.NUMBER, Kind.TEXT, Kind.DATE), next)
              + " "
              + random.pick("=", "!=")
              + " null)";
      default -> "list contains(" + of(Kind.NUMBERS, next) + ", " + of(Kind.NUMBER, next) + ")";
    };
  }

  private String order() {
    return random.pick("=", "!=", "<", "<=", ">", ">=");
  }

  private String quantified(int depth) {
    Variable item = new Variable("q" + iterators++, Kind.NUMBER);
    String domain = of(Kind.NUMBERS, depth);
    variables.add(item);
    String condition = of(Kind.TRUTH, depth);
    variables.remove(item);
    return "("
        + random.pick("some ", "every ")
        + item.name()
        + " in "
        + domain
        + " satisfies "
        + condition
        + ")";
  }

  private String date(int depth) {
    int next = depth - 1;
    return random.yes()
        ? "(" + of(Kind.DATE, next) + " " + random.pick("+", "-") + " @\"P1M\")"
        : "date(" + of(Kind.DATE_TIME, next) + ")";
  }

  private String dateTime(int depth) {
    int next = depth - 1;
    return "("
        + of(Kind.DATE_TIME, next)
        + " "
        + random.pick("+", "-")
        + " "
        + of(Kind.DURATION, next)
        + ")";
  }

  private String duration(int depth) {
    int next = depth - 1;
    return switch (random.between(0, 3)) {
      case 0 -> "(" + of(Kind.DATE_TIME, next) + " - " + of(Kind.DATE_TIME, next) + ")";
      case 1 -> "(" + of(Kind.DURATION, next) + " * " + of(Kind.NUMBER, 0) + ")";
      case 2 -> "(" + of(Kind.DURATION, next) + " + " + of(Kind.DURATION, next) + ")";
      default -> "-(" + of(Kind.DURATION, next) + ")";
    };
  }

  /// A function that is written where it is called, and that may read the variables around it.
  private String called(int depth) {
    Variable first = new Variable("f" + iterators++, Kind.NUMBER);
    Variable second = new Variable("g" + iterators++, Kind.NUMBER);
    String given = of(Kind.NUMBER, depth);
    String other = of(Kind.NUMBER, 0);
    variables.add(first);
    variables.add(second);
    String body = of(Kind.NUMBER, depth);
    variables.remove(first);
    variables.remove(second);
    boolean typed = random.yes();
    String parameters =
        first.name() + (typed ? ": number" : "") + ", " + second.name() + (typed ? ": number" : "");
    return "(function("
        + parameters
        + ") "
        + body
        + ")("
        + (random.yes()
            ? given + ", " + other
            : second.name() + ": " + other + ", " + first.name() + ": " + given)
        + ")";
  }

  private String numbers(int depth) {
    int next = depth - 1;
    return switch (random.between(0, 6)) {
      case 6 ->
          "sort("
              + of(Kind.NUMBERS, next)
              + ", function(a, b) "
              + random.pick("a < b", "a > b", "b - a > " + of(Kind.NUMBER, 0), "true")
              + ")";
      case 5 -> entries(next);
      case 0 -> loop(next);
      case 1 -> "(" + of(Kind.NUMBERS, next) + ")[item " + order() + " " + of(Kind.NUMBER, 0) + "]";
      case 2 -> "concatenate(" + of(Kind.NUMBERS, next) + ", " + of(Kind.NUMBERS, next) + ")";
      default ->
          IntStream.range(0, random.between(0, 3))
              .mapToObj(_ -> of(Kind.NUMBER, next))
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }

  /// An entry of those of a few contexts that a condition on their entries keeps.
  private String entries(int depth) {
    String contexts =
        IntStream.range(0, random.between(1, 3))
            .mapToObj(_ ->
                "{x: "
                    + of(Kind.NUMBER, depth)
                    + ", is y: "
                    + of(Kind.TRUTH, depth)
                    + ", z: "
                    + random.pick(literal(Kind.TEXT), of(Kind.TEXT, depth))
                    + "}")
            .collect(Collectors.joining(", ", "[", "]"));
    return contexts
        + random.pick(
            "[is y]",
            "[z = \"a\"]",
            "[x > 1 or is y]",
            "[z != \"Ab\" and x != 0]",
            "[item.x < 2]",
            "[count([item]) = 1]")
        + ".x";
  }

  private String loop(int depth) {
    Variable first = new Variable("i" + iterators++, Kind.NUMBER);
    String domain =
        random.yes()
            ? random.pick(
                "1..3",
                "3..1",
                "0..0",
                "1.." + of(Kind.NUMBER, 0).replace("999999999999999999", "5"))
            : of(Kind.NUMBERS, depth);
    if (domain.contains("1e") || domain.contains("12345678901")) {
      domain = "1..4";
    }
    variables.add(first);
    String result = of(Kind.NUMBER, depth);
    String written = "(for " + first.name() + " in " + domain + " return " + result + ")";
    if (random.oneIn(4)) {
      Variable second = new Variable("j" + iterators++, Kind.NUMBER);
      variables.add(second);
      written =
          "(for "
              + first.name()
              + " in "
              + domain
              + ", "
              + second.name()
              + " in ["
              + first.name()
              + ", 2] return "
              + of(Kind.NUMBER, depth)
              + (random.yes() ? " + count(partial)" : "")
              + ")";
      variables.remove(second);
    }
    variables.remove(first);
    return written;
  }
}
