package dev.quoin.ratebook.table;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Program;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.value.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A rate table: the rules of a CSV file, one row a rule, as the body of a business knowledge model.
///
/// @param name the table's id, as explanations show it
/// @param sorted whether the order of the rows means nothing, so that they may be sorted freely
public record RateTable(
    String name,
    String file,
    HitPolicy hitPolicy,
    boolean sorted,
    List<In> ins,
    List<Out> outs,
    List<Row> rows)
    implements Binding {

  public RateTable {
    ins = List.copyOf(ins);
    outs = List.copyOf(outs);
    rows = List.copyOf(rows);
  }

  /// An input column: a parameter of the business knowledge model.
  ///
  /// @param step how fine the values are: whole days are 1; empty for values as fine as one likes
  public record In(String name, Type.Simple type, Optional<Decimal> step, Place place) {}

  /// An output column.
  public record Out(String name, Type.Simple type, Place place) {}

  /// A rule; the entries share one expression where they are the same.
  public record Row(List<CellTest> tests, List<TypedExpr> entries, Place place) {
    public Row {
      tests = List.copyOf(tests);
      entries = List.copyOf(entries);
    }
  }

  /// Written so that a long text is refused as fast as it is read: no part gives back what it took, but the name its blanks,
  /// and a type has a handful of words.
  private static final Pattern HEADER =
      Pattern.compile(
          "(in|out)\\s++([^:\\n]*[^:\\s])\\s*+:\\s*+(\\S++(?:\\s++\\S++){0,5}?)(?:\\s++step\\s++(\\S++))?");

  private static final Map<String, Type.Simple> TYPES = types();

  private static Map<String, Type.Simple> types() {
    Map<String, Type.Simple> types = new HashMap<>();
    for (Type.Simple type : Type.Simple.values()) {
      if (type != Type.Simple.ANY && type != Type.Simple.NULL) {
        types.put(type.toString(), type);
      }
    }
    return Map.copyOf(types);
  }

  /// The table, unless a problem was found in the file: then all of them are reported.
  public static Optional<RateTable> read(
      String name, Csv csv, HitPolicy hitPolicy, boolean sorted, Plain plain) {
    return new Reading(csv, plain).table(name, hitPolicy, sorted);
  }

  private static final class Reading {
    private final Csv csv;
    private final Plain plain;
    private final Problems problems;
    private final List<In> ins = new ArrayList<>();
    private final List<Out> outs = new ArrayList<>();

    /// The type of each column of the file; null for a note, and where the header is wrong.
    private final List<Type.@Nullable Simple> types = new ArrayList<>();

    private final List<Boolean> isIn = new ArrayList<>();

    Reading(Csv csv, Plain plain) {
      this.csv = csv;
      this.plain = plain;
      this.problems = plain.problems();
    }

    Optional<RateTable> table(String name, HitPolicy hitPolicy, boolean sorted) {
      int before = problems.size();
      header();
      List<Column> read = columns();
      read.forEach(column -> problems.addAll(column.problems()));
      return problems.size() == before
          ? Optional.of(new RateTable(name, csv.file(), hitPolicy, sorted, ins, outs, rows(read)))
          : Optional.empty();
    }

    private void header() {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < csv.header().size(); i++) {
        String text = csv.header().text(i);
        Place place = csv.header().place(i);
        types.add(null);
        isIn.add(false);
        if (text.equals("note") || text.startsWith("note ")) {
          continue;
        }
        Matcher parts = HEADER.matcher(text);
        if (!parts.matches()) {
          problems.add(
              place,
              "bad-header",
              "`%s` is no column (expected: `in NAME: TYPE`, `in NAME: TYPE step N`, `out NAME: TYPE` or `note`)"
                  .formatted(text));
          continue;
        }
        Type.Simple type = TYPES.get(parts.group(3));
        if (type == null) {
          problems.add(
              place,
              "unknown-type",
              "unknown type `%s`%s"
                  .formatted(parts.group(3), Suggestion.text(parts.group(3), TYPES.keySet())));
          continue;
        }
        if (!names.add(parts.group(1) + " " + parts.group(2))) {
          problems.add(place, "duplicate-column", "column `%s` occurs twice".formatted(text));
          continue;
        }
        boolean in = parts.group(1).equals("in");
        Optional<Decimal> step = step(parts.group(4), type, in, place);
        types.set(i, type);
        isIn.set(i, in);
        if (in) {
          ins.add(new In(parts.group(2), type, step, place));
        } else {
          outs.add(new Out(parts.group(2), type, place));
        }
      }
      if (outs.isEmpty() && problems.isEmpty()) {
        problems.add(csv.header().place(0), "missing-column", "no column `out NAME: TYPE`");
      }
    }

    private Optional<Decimal> step(
        @Nullable String text, Type.Simple type, boolean in, Place place) {
      if (text == null) {
        return Optional.empty();
      }
      boolean hasSteps = in && (type == Type.Simple.NUMBER || type == Type.Simple.DATE);
      Optional<Decimal> step = hasSteps ? plain.number(text, place) : Optional.empty();
      if (!hasSteps || step.filter(value -> value.signum() > 0).isEmpty()) {
        problems.add(
            place,
            "bad-header",
            hasSteps
                ? "`step %s` (expected: a number above 0)".formatted(text)
                : "`step %s` in a column of type %s (expected: only where numbers or dates go in)"
                    .formatted(text, type));
      }
      return step;
    }

    /// A column of the file that was read, with a test or an entry for each row; what stands in place of a cell that is wrong
    /// is never seen.
    private record Column(List<CellTest> tests, List<TypedExpr> entries, List<Problem> problems) {}

    /// Reads the columns, on all cores: what one remembers of its cells, no other needs.
    private List<Column> columns() {
      return IntStream.range(0, types.size()).parallel().mapToObj(this::column).toList();
    }

    private Column column(int position) {
      Type.Simple type = types.get(position);
      if (type == null) {
        return new Column(List.of(), List.of(), List.of());
      }
      Problems own = new Problems();
      Cells cells = new Cells(type, new Plain(plain.zone(), own, plain.besides()));
      return isIn.get(position)
          ? new Column(tests(position, cells), List.of(), own.sorted())
          : new Column(List.of(), entries(position, cells), own.sorted());
    }

    private List<CellTest> tests(int column, Cells cells) {
      List<CellTest> tests = new ArrayList<>(csv.rows().size());
      for (Csv.Row row : csv.rows()) {
        tests.add(cells.test(row.text(column), () -> row.place(column)).orElse(Cells.EVERYTHING));
      }
      return tests;
    }

    /// The entries share one expression where they are the same, however they are written.
    private List<TypedExpr> entries(int column, Cells cells) {
      List<TypedExpr> entries = new ArrayList<>(csv.rows().size());
      Map<String, TypedExpr> known = new HashMap<>();
      Map<Value, TypedExpr> shared = new HashMap<>();
      for (Csv.Row row : csv.rows()) {
        String text = row.text(column);
        TypedExpr entry = known.get(text);
        if (entry == null) {
          Place place = row.place(column);
          Optional<Value> value = cells.value(text, place);
          entry =
              shared.computeIfAbsent(value.orElse(Value.NULL), same -> constant(same, text, place));
          if (value.isPresent()) {
            known.put(text, entry);
          }
        }
        entries.add(entry);
      }
      return entries;
    }

    private List<Row> rows(List<Column> columns) {
      List<Column> withTests = new ArrayList<>();
      List<Column> withEntries = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (types.get(i) != null) {
          (isIn.get(i) ? withTests : withEntries).add(columns.get(i));
        }
      }
      List<Row> rows = new ArrayList<>(csv.rows().size());
      for (int i = 0; i < csv.rows().size(); i++) {
        CellTest[] tests = new CellTest[withTests.size()];
        for (int column = 0; column < tests.length; column++) {
          tests[column] = withTests.get(column).tests().get(i);
        }
        TypedExpr[] entries = new TypedExpr[withEntries.size()];
        for (int column = 0; column < entries.length; column++) {
          entries[column] = withEntries.get(column).entries().get(i);
        }
        Place place = new Place(csv.file(), csv.rows().get(i).line(), 1);
        rows.add(new Row(List.of(tests), List.of(entries), place));
      }
      return rows;
    }

    private static TypedExpr constant(Value value, String text, Place place) {
      return new TypedExpr.Constant(value, typeOf(value), new Source(place, text).whole());
    }

    private static Type typeOf(Value value) {
      return switch (value) {
        case Value.Num _ -> Type.Simple.NUMBER;
        case Value.Text _ -> Type.Simple.STRING;
        case Value.Bool _ -> Type.Simple.BOOLEAN;
        case Value.Date _ -> Type.Simple.DATE;
        case Value.Time _ -> Type.Simple.TIME;
        case Value.DateTime _ -> Type.Simple.DATE_TIME;
        case Value.DayTimeDuration _ -> Type.Simple.DAY_TIME_DURATION;
        case Value.YearMonthDuration _ -> Type.Simple.YEAR_MONTH_DURATION;
        case Value.Null _ -> Type.Simple.NULL;
        case Value.Items _, Value.Context _, Value.Range _, Value.Function _ ->
            throw new IllegalArgumentException("no plain value: " + value);
      };
    }
  }

  /// The table over the parameters, held against their names and types.
  @Override
  public TypedExpr body(
      List<Program.Parameter> parameters, Type result, Span span, Problems problems) {
    int before = problems.size();
    List<TypedExpr.Table.Column> columns = inColumns(parameters, span, problems);
    Type element = element(result, span, problems);
    List<Integer> order = outOrder(element, span, problems);
    if (problems.size() > before) {
      return new TypedExpr.Constant(Value.NULL, Type.Simple.ANY, span);
    }
    List<TypedExpr.Table.Output> outputs =
        order.stream()
            .map(outs::get)
            .map(out -> new TypedExpr.Table.Output(out.name(), out.type(), List.of()))
            .toList();
    return new TypedExpr.Table(
        name,
        file,
        columns,
        outputs,
        rules(order),
        hitPolicy,
        List.of(),
        result,
        hitPolicy.isSingle() && !(element instanceof Type.ContextType) && hasNull(0),
        new Source(new Place(file, 1, 1), name).whole());
  }

  private List<TypedExpr.Table.Rule> rules(List<Integer> order) {
    List<TypedExpr.Table.Rule> rules = new ArrayList<>(rows.size());
    for (Row row : rows) {
      TypedExpr[] ordered = new TypedExpr[order.size()];
      for (int i = 0; i < ordered.length; i++) {
        ordered[i] = row.entries().get(order.get(i));
      }
      List<TypedExpr> entries = List.of(ordered);
      rules.add(new TypedExpr.Table.Rule(rules.size() + 1, row.tests(), entries, row.place()));
    }
    return rules;
  }

  private List<TypedExpr.Table.Column> inColumns(
      List<Program.Parameter> parameters, Span span, Problems problems) {
    Map<String, Program.Parameter> byName = new HashMap<>();
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    List<TypedExpr.Table.Column> columns = new ArrayList<>();
    for (In in : ins) {
      Program.Parameter parameter = byName.remove(in.name());
      if (parameter == null) {
        List<String> names = parameters.stream().map(Program.Parameter::name).toList();
        problems.add(
            in.place(),
            "unknown-column",
            "column `%s` is no parameter of the business knowledge model%s"
                .formatted(in.name(), hint(in.name(), names)));
        continue;
      }
      if (parameter.type() != Type.Simple.ANY && parameter.type() != in.type()) {
        problems.add(
            in.place(),
            "wrong-type",
            "column `%s` is of type %s (expected: %s, as in the model)"
                .formatted(in.name(), in.type(), parameter.type()));
      }
      TypedExpr subject =
          new TypedExpr.Local(
              parameter.slot(), parameter.name(), parameter.type(), parameter.nullable(), span);
      columns.add(new TypedExpr.Table.Column(in.name(), subject, parameter.slot()));
    }
    for (Program.Parameter missing : parameters) {
      if (byName.containsKey(missing.name())) {
        problems.add(
            new Place(file, 1, 1),
            "missing-column",
            "no column `in %s: %s` for the parameter of the model"
                .formatted(missing.name(), missing.type()));
      }
    }
    return columns;
  }

  /// The type of one rule's answer.
  private Type element(Type result, Span span, Problems problems) {
    boolean list =
        switch (hitPolicy) {
          case UNIQUE, FIRST, ANY, PRIORITY, COLLECT_SUM, COLLECT_COUNT, COLLECT_MIN, COLLECT_MAX ->
              false;
          case RULE_ORDER, OUTPUT_ORDER, COLLECT -> true;
        };
    if (!list) {
      return result;
    }
    if (result instanceof Type.ListType many) {
      return many.element();
    }
    if (result != Type.Simple.ANY) {
      problems.add(
          span,
          "wrong-type",
          "the result is of type %s (expected: a list, for table `%s` answers with all rules that match)"
              .formatted(result, name));
    }
    return Type.Simple.ANY;
  }

  /// The output columns in the order in which the model declares them.
  private List<Integer> outOrder(Type element, Span span, Problems problems) {
    if (element instanceof Type.ContextType context) {
      return contextOrder(context, problems);
    }
    if (outs.size() > 1 && element != Type.Simple.ANY) {
      problems.add(
          outs.get(1).place(),
          "unknown-column",
          "a second output column `%s` (expected: one, for the model's result is of type %s)"
              .formatted(outs.get(1).name(), element));
      return List.of();
    }
    Out out = outs.getFirst();
    boolean counts = hitPolicy == HitPolicy.COLLECT_COUNT;
    if (element != Type.Simple.ANY && out.type() != element && !counts) {
      problems.add(out.place(), "wrong-type", wrongOut(out, element));
    }
    if (hitPolicy == HitPolicy.COLLECT_SUM && out.type() != Type.Simple.NUMBER) {
      problems.add(out.place(), "wrong-type", wrongOut(out, Type.Simple.NUMBER));
    }
    if (hasNull(0) && !hitPolicy.isSingle()) {
      nullIn(0, element, problems);
    }
    if (counts && result(element) != Type.Simple.NUMBER) {
      problems.add(span, "wrong-type", "the result of a count is of type number, not " + element);
    }
    return IntStream.range(0, outs.size()).boxed().toList();
  }

  private static Type result(Type element) {
    return element == Type.Simple.ANY ? Type.Simple.NUMBER : element;
  }

  private List<Integer> contextOrder(Type.ContextType context, Problems problems) {
    Map<String, Integer> byName = new HashMap<>();
    for (int i = 0; i < outs.size(); i++) {
      Out out = outs.get(i);
      byName.put(out.name(), i);
      Type declared = context.entries().get(out.name());
      if (declared == null) {
        problems.add(
            out.place(),
            "unknown-column",
            "column `%s` is no entry of the model's result%s"
                .formatted(out.name(), hint(out.name(), List.copyOf(context.entries().keySet()))));
      } else if (declared != Type.Simple.ANY && declared != out.type()) {
        problems.add(out.place(), "wrong-type", wrongOut(out, declared));
      } else if (hasNull(i) && declared != Type.Simple.ANY) {
        nullIn(i, declared, problems);
      }
    }
    List<Integer> order = new ArrayList<>();
    context
        .entries()
        .forEach((entry, type) -> {
          Integer column = byName.get(entry);
          if (column == null) {
            problems.add(
                new Place(file, 1, 1),
                "missing-column",
                "no column `out %s: %s` for the entry of the model's result"
                    .formatted(entry, type));
          } else {
            order.add(column);
          }
        });
    return order;
  }

  private boolean hasNull(int out) {
    return firstNull(out).isPresent();
  }

  private Optional<Place> firstNull(int out) {
    for (Row row : rows) {
      TypedExpr entry = row.entries().get(out);
      if (entry.nullable()) {
        return Optional.of(entry.span().place());
      }
    }
    return Optional.empty();
  }

  private void nullIn(int out, Type declared, Problems problems) {
    problems.add(
        firstNull(out).orElseThrow(),
        "null-output",
        "`null` in column `%s` (expected: a %s; declare the type `Any` in the model for what may be null)"
            .formatted(outs.get(out).name(), declared));
  }

  private static String wrongOut(Out out, Type declared) {
    return "column `%s` is of type %s (expected: %s, as in the model)"
        .formatted(out.name(), out.type(), declared);
  }

  private static String hint(String written, List<String> names) {
    String hint = Suggestion.text(written, names);
    return hint.isEmpty()
        ? names.stream()
            .sorted()
            .toList()
            .toString()
            .replace("[", " (expected: one of `")
            .replace(", ", "`, `")
            .replace("]", "`)")
        : hint;
  }
}
