package dev.quoin.cli.docs;

import dev.quoin.dmn.read.Boxed;
import dev.quoin.dmn.read.Model;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Source;
import dev.quoin.ratebook.html.Html;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Draws boxed expressions as DMN does (DMN 1.5, 7.3 and 8.2): decision tables with the hit policy's letter in the
/// corner, contexts and relations as tables, FEEL as it was written.
final class BoxedDrawing {
  private final Html html;

  BoxedDrawing(Html html) {
    this.html = html;
  }

  /// Draws what belongs to a definition; a table with one output needs no name for it, for it is the definition's.
  void draw(Boxed boxed, String name) {
    if (boxed instanceof Boxed.Table table) {
      table(table, name);
    } else {
      draw(boxed);
    }
  }

  private void draw(Boxed boxed) {
    switch (boxed) {
      case Boxed.Literal literal -> feel(literal.text());
      case Boxed.Table table -> table(table, "");
      case Boxed.Context context -> context(context);
      case Boxed.Invocation call -> invocation(call);
      case Boxed.Items items -> items(items);
      case Boxed.Relation relation -> relation(relation);
      case Boxed.FunctionDefinition function -> function(function);
      case Boxed.External external -> external.mapping().ifPresent(this::draw);
      case Boxed.Conditional choice -> {
        open();
        row("if", choice.condition());
        row("then", choice.then());
        row("else", choice.otherwise());
        close();
      }
      case Boxed.Iterator loop -> {
        open();
        row(word(loop.kind()) + " " + loop.variable() + " in", loop.domain());
        row(loop.kind() == Boxed.Iterator.Kind.FOR ? "return" : "satisfies", loop.body());
        close();
      }
      case Boxed.Filter filter -> {
        open();
        row("in", filter.source());
        row("where", filter.condition());
        close();
      }
    }
  }

  private static String word(Boxed.Iterator.Kind kind) {
    return switch (kind) {
      case FOR -> "for";
      case SOME -> "some";
      case EVERY -> "every";
    };
  }

  private void feel(Source text) {
    html.line("pre", text.text().strip(), "class", "feel");
  }

  private void table(Boxed.Table table, String name) {
    html.open("div", "class", "scroll").open("table", "class", "decision-table");
    html.open("thead").open("tr");
    html.line("th", letter(table.hitPolicy()), "class", "hit", "title", words(table.hitPolicy()));
    for (Boxed.Table.Input input : table.inputs()) {
      String label = input.label().isBlank() ? input.expression().text() : input.label();
      html.open("th", "class", "in").text(label.strip());
      if (!label.strip().equals(input.expression().text().strip())) {
        html.line("code", input.expression().text().strip());
      }
      html.close();
    }
    for (Boxed.Table.Output output : table.outputs()) {
      html.open("th", "class", "out");
      html.text(output.name().isBlank() ? name : output.name());
      output.values().ifPresent(values -> html.line("code", values.text().strip()));
      html.close();
    }
    html.close().close().open("tbody").newLine();
    for (int i = 0; i < table.rules().size(); i++) {
      Boxed.Table.Rule rule = table.rules().get(i);
      html.open("tr").line("td", String.valueOf(i + 1), "class", "number");
      for (Source test : rule.tests()) {
        String text = test.text().isBlank() ? "-" : test.text().strip();
        html.line("td", text, "class", text.equals("-") ? "any" : "in");
      }
      rule.entries().forEach(entry -> html.line("td", entry.text().strip(), "class", "out"));
      html.close().newLine();
    }
    if (table.outputs().stream().anyMatch(output -> output.defaultEntry().isPresent())) {
      html.open("tr", "class", "default").line("td", "else", "class", "number");
      table.inputs().forEach(input -> html.line("td", "", "class", "any"));
      for (Boxed.Table.Output output : table.outputs()) {
        String text = output.defaultEntry().map(entry -> entry.text().strip()).orElse("null");
        html.line("td", text, "class", "out");
      }
      html.close().newLine();
    }
    html.close().close().close().newLine();
  }

  /// As DMN writes a hit policy into the corner of a table.
  static String letter(HitPolicy policy) {
    return switch (policy) {
      case UNIQUE -> "U";
      case FIRST -> "F";
      case ANY -> "A";
      case PRIORITY -> "P";
      case RULE_ORDER -> "R";
      case OUTPUT_ORDER -> "O";
      case COLLECT -> "C";
      case COLLECT_SUM -> "C+";
      case COLLECT_COUNT -> "C#";
      case COLLECT_MIN -> "C<";
      case COLLECT_MAX -> "C>";
    };
  }

  static String words(HitPolicy policy) {
    return switch (policy) {
      case COLLECT_SUM -> "COLLECT SUM";
      case COLLECT_COUNT -> "COLLECT COUNT";
      case COLLECT_MIN -> "COLLECT MIN";
      case COLLECT_MAX -> "COLLECT MAX";
      case UNIQUE, FIRST, ANY, PRIORITY, RULE_ORDER, OUTPUT_ORDER, COLLECT ->
          policy.name().replace('_', ' ');
    };
  }

  private void context(Boxed.Context context) {
    open();
    for (Boxed.Context.Entry entry : context.entries()) {
      row(entry.variable().map(Model.InformationItem::name), entry.value());
    }
    close();
  }

  private void invocation(Boxed.Invocation call) {
    open();
    html.open("tr").open("th", "colspan", "2", "class", "call");
    if (call.function() instanceof Boxed.Literal literal) {
      html.text(literal.text().text().strip());
    } else {
      draw(call.function());
    }
    html.close().close().newLine();
    for (Boxed.Invocation.Binding binding : call.bindings()) {
      html.open("tr").line("th", binding.parameter().name()).open("td");
      binding.value().ifPresentOrElse(this::draw, () -> html.line("pre", "null", "class", "feel"));
      html.close().close().newLine();
    }
    close();
  }

  private void items(Boxed.Items items) {
    open();
    for (int i = 0; i < items.items().size(); i++) {
      row(String.valueOf(i + 1), items.items().get(i));
    }
    close();
  }

  private void relation(Boxed.Relation relation) {
    html.open("div", "class", "scroll").open("table", "class", "relation");
    html.open("thead").open("tr");
    relation.columns().forEach(column -> html.line("th", column.name()));
    html.close().close().open("tbody");
    for (Boxed.Relation.Row row : relation.rows()) {
      html.open("tr");
      for (Boxed cell : row.cells()) {
        html.open("td");
        draw(cell);
        html.close();
      }
      html.close().newLine();
    }
    html.close().close().close().newLine();
  }

  private void function(Boxed.FunctionDefinition function) {
    open();
    html.open("tr").open("th", "colspan", "2", "class", "call");
    html.text(parameters(function.parameters())).close().close().newLine();
    function.body().ifPresent(body -> row(Optional.empty(), body));
    close();
  }

  /// `(from: date, to: date)`.
  static String parameters(List<Model.InformationItem> parameters) {
    return parameters.stream()
        .map(parameter ->
            parameter.name() + parameter.typeRef().map(type -> ": " + type.text()).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void open() {
    html.open("div", "class", "scroll").open("table", "class", "boxed").open("tbody");
  }

  private void close() {
    html.close().close().close().newLine();
  }

  private void row(String name, Boxed value) {
    row(Optional.of(name), value);
  }

  private void row(Optional<String> name, Boxed value) {
    html.open("tr");
    if (name.isPresent()) {
      html.line("th", name.get()).open("td");
    } else {
      html.open("td", "colspan", "2", "class", "result");
    }
    draw(value);
    html.close().close().newLine();
  }
}
