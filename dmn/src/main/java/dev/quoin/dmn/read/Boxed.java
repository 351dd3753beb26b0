package dev.quoin.dmn.read;

import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Place;
import dev.quoin.feel.Source;
import dev.quoin.feel.Span;
import java.util.List;
import java.util.Optional;

/// A boxed expression as it was written (DMN 1.5, 7.3 and 10.2). `typeRef` is the declared type of its value.
public sealed interface Boxed {
  /// Stands for a text in a language that was refused: nobody reads it, and nothing more is said of it.
  Source FOREIGN = new Source(new Place("", 0, 0), "");

  Span span();

  Optional<Source> typeRef();

  record Literal(Source text, Optional<Source> typeRef, Span span) implements Boxed {}

  /// A decision table.
  record Table(
      HitPolicy hitPolicy,
      List<Input> inputs,
      List<Output> outputs,
      List<Rule> rules,
      Optional<Source> typeRef,
      Span span)
      implements Boxed {
    public Table {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      rules = List.copyOf(rules);
    }

    /// A column that tests.
    ///
    /// @param values the column's declared values, as unary tests
    public record Input(
        String label,
        Source expression,
        Optional<Source> typeRef,
        Optional<Source> values,
        Span span) {}

    /// A column that answers.
    ///
    /// @param name empty where the table has one output without a name
    /// @param values the column's declared values in order of priority, as unary tests
    public record Output(
        String name,
        Optional<Source> typeRef,
        Optional<Source> values,
        Optional<Source> defaultEntry,
        Span span) {}

    /// A row; a test whose text is blank is `-`.
    public record Rule(List<Source> tests, List<Source> entries, Span span) {
      public Rule {
        tests = List.copyOf(tests);
        entries = List.copyOf(entries);
      }
    }
  }

  /// A boxed context.
  record Context(List<Entry> entries, Optional<Source> typeRef, Span span) implements Boxed {
    public Context {
      entries = List.copyOf(entries);
    }

    /// An entry; the one without a variable is the result.
    public record Entry(Optional<Model.InformationItem> variable, Boxed value, Span span) {}
  }

  /// A call.
  ///
  /// @param function what is called: mostly a literal that is a name
  record Invocation(Boxed function, List<Binding> bindings, Optional<Source> typeRef, Span span)
      implements Boxed {
    public Invocation {
      bindings = List.copyOf(bindings);
    }

    /// A parameter's argument; without a value it is null.
    public record Binding(Model.InformationItem parameter, Optional<Boxed> value) {}
  }

  record Items(List<Boxed> items, Optional<Source> typeRef, Span span) implements Boxed {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A list of contexts, one a row.
  record Relation(
      List<Model.InformationItem> columns, List<Row> rows, Optional<Source> typeRef, Span span)
      implements Boxed {
    public Relation {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    public record Row(List<Boxed> cells, Span span) {
      public Row {
        cells = List.copyOf(cells);
      }
    }
  }

  /// A function as a value.
  record FunctionDefinition(
      Kind kind,
      List<Model.InformationItem> parameters,
      Optional<Boxed> body,
      Optional<Source> typeRef,
      Span span)
      implements Boxed {
    public FunctionDefinition {
      parameters = List.copyOf(parameters);
    }

    public enum Kind {
      FEEL,
      JAVA,
      PMML
    }
  }

  /// The body of a function that is written in another language.
  ///
  /// @param parameters those of the function
  /// @param mapping the context that names what is called
  record External(
      FunctionDefinition.Kind kind,
      List<Model.InformationItem> parameters,
      Optional<Boxed> mapping,
      Span span)
      implements Boxed {
    public External {
      parameters = List.copyOf(parameters);
    }

    @Override
    public Optional<Source> typeRef() {
      return Optional.empty();
    }
  }

  record Conditional(
      Boxed condition, Boxed then, Boxed otherwise, Optional<Source> typeRef, Span span)
      implements Boxed {}

  /// A boxed `for`, `some` or `every`.
  record Iterator(
      Kind kind, String variable, Boxed domain, Boxed body, Optional<Source> typeRef, Span span)
      implements Boxed {
    public enum Kind {
      FOR,
      SOME,
      EVERY
    }
  }

  record Filter(Boxed source, Boxed condition, Optional<Source> typeRef, Span span)
      implements Boxed {}
}
