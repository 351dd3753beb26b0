package dev.quoin.compiler.plan;

import dev.quoin.dmn.Program;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// A program and the indexes of its tables: what is emitted.
public final class Plan {
  private final Program program;
  private final IdentityHashMap<TypedExpr.Table, TableIndex> indexes = new IdentityHashMap<>();
  private volatile @Nullable Needs needs;

  private Plan(Program program) {
    this.program = program;
  }

  /// Plans every table of the program.
  public static Plan of(Program program) {
    Plan plan = new Plan(program);
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision decision) {
        plan.add(decision.body());
      }
    }
    program.functions().forEach(function -> plan.add(function.body()));
    return plan;
  }

  private void add(TypedExpr expr) {
    if (expr instanceof TypedExpr.Table table) {
      indexes.put(table, Planner.plan(table));
    }
    Children.of(expr).forEach(this::add);
  }

  public Program program() {
    return program;
  }

  /// What the program's decisions need. It is made when it is first asked for, since it walks all of the program; two threads
  /// that ask at once may each make it.
  public Needs needs() {
    Needs known = needs;
    if (known == null) {
      known = Needs.of(program);
      needs = known;
    }
    return known;
  }

  /// The index of one of the program's tables.
  public TableIndex index(TypedExpr.Table table) {
    TableIndex index = indexes.get(table);
    if (index == null) {
      throw new IllegalArgumentException("no table of this program: " + table.name());
    }
    return index;
  }
}
