package dev.quoin.ratebook.value;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr.CellTest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The values that a type allows.
///
/// @param written how the model writes it
public record Allowed(CellTest test, String written) {
  /// More are a list that nobody reads.
  private static final int MOST = 10;

  public static Allowed by(Program.Input input) {
    return new Allowed(input.allowed(), input.allowedText());
  }

  public boolean has(Value value) {
    return Conditions.allows(test, value);
  }

  /// "`model` is `K9`; did you mean `K8`? (expected: …)"
  ///
  /// @param name of what has the value
  /// @param came how it was sent: "`K9`", "a list"
  public String refusal(String name, String came, Value value) {
    String meant =
        value instanceof Value.Text text
            ? Suggestion.text(text.value(), Conditions.texts(test))
            : "";
    return "`%s` is %s%s (expected: %s)".formatted(name, came, meant, expected());
  }

  /// What may come: as the model writes it, but of many texts only some.
  public String expected() {
    List<String> texts = Conditions.texts(test);
    return texts.size() > MOST ? oneOf(texts, "texts") : written;
  }

  /// All of a few texts; of many their number and the first.
  ///
  /// @param kind what they are: "codes"
  public static String oneOf(Collection<String> texts, String kind) {
    String first = texts.stream().limit(MOST).collect(Collectors.joining("`, `", "`", "`"));
    return texts.size() > MOST
        ? "one of %d %s, such as %s".formatted(texts.size(), kind, first)
        : first;
  }
}
