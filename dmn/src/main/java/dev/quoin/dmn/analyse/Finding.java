package dev.quoin.dmn.analyse;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.Table.Rule;
import java.util.List;

/// Something that the analysis of a table found, with input values that prove it.
///
/// @param kind what was found
/// @param rules the rules that it is about, in the order of the table; none for a gap
/// @param example one value per column that shows it; empty for an unreachable rule
/// @param place where to look: the later rule, or the table for a gap
/// @param sentence what was found, with the example
public record Finding(
    Kind kind, List<Rule> rules, List<Value> example, Place place, String sentence) {

  public Finding {
    rules = List.copyOf(rules);
    example = List.copyOf(example);
  }

  public enum Kind {
    OVERLAP("overlapping-rules"),
    GAP("gap"),
    UNREACHABLE("unreachable-rule");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /// The problem's code.
    public String code() {
      return code;
    }
  }

  public Problem problem() {
    return new Problem(place, kind.code(), sentence);
  }
}
