package dev.quoin.testkit.model;

import dev.quoin.testkit.Seeded;
import dev.quoin.testkit.model.Feel.Function;
import dev.quoin.testkit.model.Kind.Variable;
import dev.quoin.testkit.model.ModelText.Output;
import dev.quoin.testkit.model.ModelText.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// A made-up model that uses what every engine understands, with inputs to ask it with.
///
/// @param xml the file
/// @param inputs for each time that it is asked: a FEEL text for each input
public record PortableModel(String xml, List<Map<String, String>> inputs) {
  private static final int DEPTH = 3;

  private static final List<Variable> INPUTS =
      List.of(
          new Variable("driver age", Kind.NUMBER),
          new Variable("discount", Kind.PERCENT),
          new Variable("size", Kind.SIZE),
          new Variable("code", Kind.TEXT),
          new Variable("is member", Kind.TRUTH),
          new Variable("birth date", Kind.DATE),
          new Variable("start", Kind.DATE_TIME),
          new Variable("pause", Kind.DAYS),
          new Variable("rates", Kind.NUMBERS),
          new Variable("this trip", Kind.TRIP),
          new Variable("trips", Kind.TRIPS));

  private static final List<String> DECISIONS =
      List.of("base price", "fee", "total", "share of it", "note", "last check");

  private static final List<Kind> RESULTS =
      List.of(
          Kind.NUMBER,
          Kind.NUMBER,
          Kind.TEXT,
          Kind.TRUTH,
          Kind.DATE,
          Kind.TIME,
          Kind.DATE_TIME,
          Kind.DAYS,
          Kind.MONTHS,
          Kind.NUMBERS,
          Kind.TEXTS,
          Kind.TRIP,
          Kind.TRIPS);

  public PortableModel {
    inputs = List.copyOf(inputs);
  }

  /// A model with a few inputs, functions and decisions.
  ///
  /// @param times how often it is asked
  public static PortableModel of(Seeded random, int times) {
    return new Maker(random).model(times);
  }

  private static final class Maker {
    private final Seeded random;
    private final ModelText text = new ModelText("m");
    private final List<Variable> inputs;
    private final List<Variable> known = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();

    /// What each decision requires, directly.
    private final Map<String, List<String>> required = new LinkedHashMap<>();

    Maker(Seeded random) {
      this.random = random;
      this.inputs = some(INPUTS, 3);
    }

    private <T> List<T> some(List<T> from, int least) {
      Set<T> picked = new LinkedHashSet<>();
      for (int i = random.between(least, Math.max(least, from.size())); i > 0; i--) {
        picked.add(random.pick(from));
      }
      return List.copyOf(picked);
    }

    PortableModel model(int times) {
      inputs.forEach(input -> text.input(input.name(), input.kind().typeRef()));
      known.addAll(inputs);
      for (String name : List.of("scaled", "pick one").subList(0, random.between(0, 2))) {
        function(name);
      }
      for (String name : DECISIONS.subList(0, random.between(2, DECISIONS.size()))) {
        decision(name);
        if (random.oneIn(6) && functions.stream().noneMatch(one -> one.name().equals("service"))) {
          service(name);
        }
      }
      Feel literals = new Feel(random, List.of(), List.of());
      return new PortableModel(
          text.xml(),
          IntStream.range(0, times)
              .mapToObj(_ -> {
                Map<String, String> values = new LinkedHashMap<>();
                inputs.forEach(input ->
                    values.put(
                        input.name(), random.oneIn(25) ? "null" : literals.literal(input.kind())));
                return values;
              })
              .toList());
    }

    private void function(String name) {
      List<Variable> parameters =
          random.list(1, 2, () -> random.pick(RESULTS)).stream()
              .map(
                  kind -> new Variable("p " + kind.name().toLowerCase(java.util.Locale.ROOT), kind))
              .distinct()
              .toList();
      Map<String, Kind> kinds = new LinkedHashMap<>();
      Map<String, String> typed = new LinkedHashMap<>();
      parameters.forEach(parameter -> {
        kinds.put(parameter.name(), parameter.kind());
        typed.put(parameter.name(), parameter.kind().typeRef());
      });
      Kind result = random.pick(RESULTS);
      Feel feel = new Feel(random, parameters, functions);
      text.function(
          name,
          declared(result),
          typed,
          expression(feel, parameters, result),
          functions.stream().map(Function::name).toList());
      functions.add(new Function(name, kinds, result));
    }

    private String declared(Kind kind) {
      return random.oneIn(3) ? "" : kind.typeRef();
    }

    private void decision(String name) {
      Kind kind = random.pick(RESULTS);
      List<Variable> scope = some(known, 2);
      List<String> requires = new ArrayList<>(scope.stream().map(Variable::name).toList());
      required.put(name, List.copyOf(requires));
      functions.forEach(function -> requires.add(function.name()));
      Feel feel = new Feel(random, scope, functions);
      text.decision(name, declared(kind), expression(feel, scope, kind), requires);
      known.add(new Variable(name, kind));
    }

    /// The decision and all that it stands on as a function of the inputs.
    private void service(String output) {
      Set<String> inside = new LinkedHashSet<>();
      Set<String> given = new LinkedHashSet<>();
      collect(output, inside, given);
      inside.remove(output);
      Map<String, Kind> parameters = new LinkedHashMap<>();
      List<Variable> order = inputs.stream().filter(input -> given.contains(input.name())).toList();
      order.forEach(input -> parameters.put(input.name(), input.kind()));
      text.service(
          "service", List.of(output), List.copyOf(inside), List.copyOf(parameters.keySet()));
      Kind result = known.getLast().kind();
      functions.add(new Function("service", parameters, result));
    }

    private void collect(String decision, Set<String> inside, Set<String> given) {
      inside.add(decision);
      for (String name : required.getOrDefault(decision, List.of())) {
        if (required.containsKey(name)) {
          collect(name, inside, given);
        } else {
          given.add(name);
        }
      }
    }

    private String expression(Feel feel, List<Variable> scope, Kind kind) {
      return switch (random.between(0, 11)) {
        case 0, 1, 2 -> tableOr(feel, scope, kind);
        case 3 -> context(feel, scope, kind);
        case 4 ->
            ModelText.conditional(
                literal(feel, Kind.TRUTH), literal(feel, kind), literal(feel, kind));
        case 5 -> boxed(feel, scope, kind);
        default -> literal(feel, kind);
      };
    }

    private static String literal(Feel feel, Kind kind) {
      return ModelText.literal(feel.of(kind, DEPTH));
    }

    private String boxed(Feel feel, List<Variable> scope, Kind kind) {
      List<Function> fitting = functions.stream().filter(one -> one.result() == kind).toList();
      if (!fitting.isEmpty()) {
        Function called = random.pick(fitting);
        Map<String, String> bindings = new LinkedHashMap<>();
        called.parameters().forEach((name, one) -> bindings.put(name, literal(feel, one)));
        return ModelText.invocation(called.name(), bindings);
      }
      return switch (kind) {
        case NUMBERS ->
            random.yes()
                ? ModelText.filter(
                    literal(feel, kind), ModelText.literal("item > " + feel.of(Kind.NUMBER, 0)))
                : ModelText.list(List.of(literal(feel, Kind.NUMBER), literal(feel, Kind.NUMBER)));
        case TRIPS ->
            random.yes()
                ? ModelText.filter(
                    literal(feel, kind), ModelText.literal("distance > " + feel.of(Kind.NUMBER, 0)))
                : ModelText.relation(
                    List.of("distance", "car", "start date"),
                    random.list(
                        1,
                        2,
                        () ->
                            List.of(
                                feel.of(Kind.NUMBER, 2),
                                feel.of(Kind.TEXT, 2),
                                feel.of(Kind.DATE, 1))));
        case TRUTH -> {
          Feel inner = with(scope, new Variable("one", Kind.NUMBER));
          yield ModelText.quantified(
              random.yes(), "one", literal(feel, Kind.NUMBERS), literal(inner, Kind.TRUTH));
        }
        case TEXTS -> {
          Feel inner = with(scope, new Variable("one", Kind.TRIP));
          yield ModelText.loop("one", literal(feel, Kind.TRIPS), literal(inner, Kind.TEXT));
        }
        default -> literal(feel, kind);
      };
    }

    private Feel with(List<Variable> scope, Variable variable) {
      List<Variable> more = new ArrayList<>(scope);
      more.add(variable);
      return new Feel(random, more, functions);
    }

    private String context(Feel feel, List<Variable> scope, Kind kind) {
      Map<String, String> entries = new LinkedHashMap<>();
      if (kind == Kind.TRIP) {
        entries.put("distance", literal(feel, Kind.NUMBER));
        entries.put("car", literal(feel, Kind.TEXT));
        entries.put("start date", literal(feel, Kind.DATE));
        return ModelText.context(entries);
      }
      Variable entry = new Variable("part one", random.pick(RESULTS));
      entries.put(entry.name(), literal(feel, entry.kind()));
      entries.put("", literal(with(scope, entry), kind));
      return ModelText.context(entries);
    }

    private String tableOr(Feel feel, List<Variable> scope, Kind kind) {
      return switch (kind) {
        case NUMBER ->
            table(
                feel,
                scope,
                Kind.NUMBER,
                random.pick(
                    "UNIQUE",
                    "ANY",
                    "FIRST",
                    "PRIORITY",
                    "COLLECT\" aggregation=\"SUM",
                    "COLLECT\" aggregation=\"MIN",
                    "COLLECT\" aggregation=\"MAX",
                    "COLLECT\" aggregation=\"COUNT"));
        case TEXT -> table(feel, scope, kind, random.pick("UNIQUE", "ANY", "FIRST", "PRIORITY"));
        case DATE, TRUTH -> table(feel, scope, kind, random.pick("UNIQUE", "ANY", "FIRST"));
        case NUMBERS ->
            table(feel, scope, Kind.NUMBER, random.pick("RULE ORDER", "OUTPUT ORDER", "COLLECT"));
        case TEXTS ->
            table(feel, scope, Kind.TEXT, random.pick("RULE ORDER", "OUTPUT ORDER", "COLLECT"));
        case TRIP -> trips(feel, scope, random.pick("UNIQUE", "FIRST"));
        case TRIPS -> trips(feel, scope, random.pick("RULE ORDER", "COLLECT"));
        case PERCENT, SIZE, TIME, DATE_TIME, DAYS, MONTHS -> literal(feel, kind);
      };
    }

    private String table(Feel feel, List<Variable> scope, Kind kind, String hitPolicy) {
      boolean ordered = hitPolicy.equals("PRIORITY") || hitPolicy.equals("OUTPUT ORDER");
      String allowed = !ordered ? "" : kind == Kind.NUMBER ? "3, 1, 2" : "\"b\", \"a\", \"c\"";
      List<String> answers =
          kind == Kind.NUMBER ? List.of("1", "2", "3") : List.of("\"a\"", "\"b\"", "\"c\"");
      boolean oneAnswer = hitPolicy.equals("ANY") && random.yes();
      String constant = ordered ? answers.getFirst() : feel.literal(kind);
      List<Variable> columns = columns(scope);
      List<Rule> rules =
          random.list(
              1,
              5,
              () ->
                  new Rule(
                      columns.stream().map(column -> feel.test(column.kind())).toList(),
                      List.of(
                          oneAnswer
                              ? constant
                              : ordered
                                  ? random.pick(answers)
                                  : random.oneIn(3) ? feel.of(kind, 1) : feel.literal(kind))));
      String otherwise = random.oneIn(4) && !hitPolicy.startsWith("COLLECT") ? constant : "";
      return ModelText.table(
          hitPolicy,
          subjects(columns),
          List.of(new Output("", ordered ? kind.typeRef() : "", allowed, otherwise)),
          rules);
    }

    private String trips(Feel feel, List<Variable> scope, String hitPolicy) {
      List<Variable> columns = columns(scope);
      return ModelText.table(
          hitPolicy,
          subjects(columns),
          List.of(
              new Output("distance", "number", "", ""),
              new Output("car", "string", "", ""),
              new Output("start date", "date", "", "")),
          random.list(
              1,
              4,
              () ->
                  new Rule(
                      columns.stream().map(column -> feel.test(column.kind())).toList(),
                      List.of(
                          feel.of(Kind.NUMBER, 1),
                          feel.literal(Kind.TEXT),
                          feel.literal(Kind.DATE)))));
    }

    private List<Variable> columns(List<Variable> scope) {
      List<Variable> fitting =
          scope.stream()
              .filter(variable ->
                  switch (variable.kind()) {
                    case NUMBER, PERCENT, TEXT, SIZE, TRUTH, DATE -> true;
                    case TIME, DATE_TIME, DAYS, MONTHS, NUMBERS, TEXTS, TRIP, TRIPS -> false;
                  })
              .toList();
      return fitting.isEmpty()
          ? List.of(new Variable("1", Kind.NUMBER))
          : some(fitting, 1).stream().limit(3).toList();
    }

    private static Map<String, String> subjects(List<Variable> columns) {
      Map<String, String> subjects = new LinkedHashMap<>();
      columns.forEach(column -> subjects.put(column.name(), column.kind().typeRef()));
      return subjects;
    }
  }
}
