package dev.quoin.compiler.emit;

import dev.quoin.dmn.Program;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import java.util.BitSet;

/// Which decisions an evaluation remembers, in a field of its own each.
///
/// A decision that one place needs, and that place once, is computed there: an evaluation then has fewer fields to be made
/// with, and the JIT compiler sees through to what the decision computes. Its value is the same whenever it is computed,
/// so that somebody who asks for it beside that place gets it anew. It must not iterate, for iterations are counted; and it
/// must stand on what is remembered, so that who asks for all decisions of a long chain does not compute them again and
/// again.
final class Remembered {
  private final BitSet usedOnce = new BitSet();
  private final BitSet usedMore = new BitSet();
  private final BitSet forgotten = new BitSet();

  static Remembered of(Program program) {
    Remembered remembered = new Remembered();
    remembered.count(program);
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision decision && remembered.isForgotten(decision)) {
        remembered.forgotten.set(decision.index());
      }
    }
    return remembered;
  }

  boolean isRemembered(Program.Decision decision) {
    return !forgotten.get(decision.index());
  }

  private void count(Program program) {
    for (Program.Global global : program.globals()) {
      if (global instanceof Program.Decision decision) {
        count(decision.body(), false);
      }
    }
    program.functions().forEach(function -> count(function.body(), true));
  }

  /// @param repeated whether the expression may be evaluated more than once
  private void count(TypedExpr expr, boolean repeated) {
    if (expr instanceof TypedExpr.Global used) {
      if (repeated || usedOnce.get(used.index())) {
        usedMore.set(used.index());
      }
      usedOnce.set(used.index());
    }
    boolean repeats = repeated || iterates(expr);
    Children.of(expr).forEach(child -> count(child, repeats));
  }

  private boolean isForgotten(Program.Decision decision) {
    return usedOnce.get(decision.index())
        && !usedMore.get(decision.index())
        && !Children.any(decision.body(), this::keepsFromForgetting);
  }

  private boolean keepsFromForgetting(TypedExpr part) {
    return iterates(part)
        || part instanceof TypedExpr.CallFunction
        || part instanceof TypedExpr.CallValue
        || (part instanceof TypedExpr.Global used && forgotten.get(used.index()));
  }

  private static boolean iterates(TypedExpr expr) {
    return expr instanceof TypedExpr.For
        || expr instanceof TypedExpr.Quantified
        || expr instanceof TypedExpr.Filter
        || expr instanceof TypedExpr.FunctionOf
        || expr instanceof TypedExpr.FunctionValue;
  }
}
