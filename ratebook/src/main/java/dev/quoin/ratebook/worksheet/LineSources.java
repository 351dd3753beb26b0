package dev.quoin.ratebook.worksheet;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Ratebook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which decisions and inputs the amount of each line item names: read from the contexts `{code: "…", amount: …}` that are written
/// in the decision of the lines. It orders an explanation and computes nothing.
///
/// @param decision the decision of the lines
/// @param byCode what the amounts name, by the line's code; a code that is computed is not among them
public record LineSources(Program.Global decision, Map<String, List<Source>> byCode) {

  /// A decision or input, or an entry of its value.
  ///
  /// @param path the names of the entries, from the outermost
  public record Source(Program.Global global, List<String> path) {
    public Source {
      path = List.copyOf(path);
    }

    String name() {
      return path.isEmpty() ? global.name() : global.name() + "." + String.join(".", path);
    }

    /// The part that is meant of the decision's value.
    Optional<Value> of(Value whole) {
      Value part = whole;
      for (String name : path) {
        if (!(part instanceof Value.Context context) || !context.entries().containsKey(name)) {
          return Optional.empty();
        }
        part = context.entries().get(name);
      }
      return Optional.of(part);
    }
  }

  public static LineSources of(Program program, Ratebook.Service service) {
    Program.Global lines = program.globals().get(service.lines());
    Map<String, Set<Source>> found = new LinkedHashMap<>();
    if (lines instanceof Program.Decision decision) {
      new Finder(program, found).find(decision.body());
    }
    Map<String, List<Source>> byCode = new LinkedHashMap<>();
    found.forEach((code, sources) -> byCode.put(code, new ArrayList<>(sources)));
    return new LineSources(lines, byCode);
  }

  /// What the line's amount names; the whole decision of the lines where it is not written so plainly.
  public List<Source> of(String code) {
    return byCode.getOrDefault(code, List.of(new Source(decision, List.of())));
  }

  private record Finder(Program program, Map<String, Set<Source>> found) {

    /// Finds the contexts of lines, wherever they stand.
    void find(TypedExpr expr) {
      if (expr instanceof TypedExpr.ContextOf context) {
        line(context);
      }
      Children.of(expr).forEach(this::find);
    }

    private void line(TypedExpr.ContextOf context) {
      Map<String, TypedExpr> entries = new LinkedHashMap<>();
      context.entries().forEach(entry -> entries.put(entry.key(), entry.value()));
      if (entries.get("code") instanceof TypedExpr.Constant constant
          && constant.value() instanceof Value.Text code
          && entries.containsKey("amount")) {
        name(
            entries.get("amount"),
            List.of(),
            found.computeIfAbsent(code.value(), _ -> new LinkedHashSet<>()));
      }
    }

    private void name(TypedExpr expr, List<String> path, Set<Source> sources) {
      switch (expr) {
        case TypedExpr.Path step -> {
          List<String> longer = new ArrayList<>();
          longer.add(step.name());
          longer.addAll(path);
          name(step.source(), longer, sources);
        }
        case TypedExpr.Conform conform -> name(conform.value(), path, sources);
        case TypedExpr.Global global ->
            sources.add(new Source(program.globals().get(global.index()), path));
        default -> Children.of(expr).forEach(part -> name(part, List.of(), sources));
      }
    }
  }
}
