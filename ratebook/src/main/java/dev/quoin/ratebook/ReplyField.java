package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.legacy.Numbers;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A field of a reply in another system's shape: what of our answer it tells.
///
/// @param numbers how numbers are written there; empty where they are JSON's
public record ReplyField(Tells tells, Optional<Numbers> numbers) {

  /// What a field tells.
  public sealed interface Tells {
    /// The total of all lines.
    record Total() implements Tells {}

    /// The sum of the lines with these codes.
    record Lines(List<String> codes) implements Tells {
      public Lines {
        codes = List.copyOf(codes);
      }
    }

    /// Something of one line in the list of lines.
    record OneLine(boolean amount) implements Tells {}

    /// The value of a decision that is shown beside the total.
    record Decision(String name) implements Tells {}

    /// A reason of a refusal.
    record Refusal() implements Tells {}

    /// A problem of a call.
    record Problem() implements Tells {}

    /// What is another at each quote whoever gives it: its id, when it was given, until when it holds, by which release.
    record OfThisQuote() implements Tells {}

    /// What the caller sent, what never changes, the currency.
    record Fixed() implements Tells {}
  }

  static Map<String, ReplyField> of(Shape.Part.Fields fields) {
    Map<String, ReplyField> found = new LinkedHashMap<>();
    add(fields, "", found);
    return found;
  }

  private static void add(Shape.Part.Fields fields, String prefix, Map<String, ReplyField> found) {
    fields
        .parts()
        .forEach((name, part) -> {
          switch (part) {
            case Shape.Part.Fields inner -> add(inner, prefix + name + ".", found);
            case Shape.Part.Each each -> add(each.fields(), prefix + name + "[].", found);
            case Shape.Part.Told told ->
                found.put(
                    prefix + name, new ReplyField(tells(told.what()), told.style().numbers()));
          }
        });
  }

  private static Tells tells(Shape.What what) {
    return switch (what) {
      case Shape.What.Total _ -> new Tells.Total();
      case Shape.What.Sum(List<String> codes) -> new Tells.Lines(codes);
      case Shape.What.Shown(String decision) -> new Tells.Decision(decision);
      case Shape.What.OfItem(Shape.Item item, Shape.Aspect aspect) ->
          switch (item) {
            case LINE -> new Tells.OneLine(aspect == Shape.Aspect.AMOUNT);
            case REFUSAL -> new Tells.Refusal();
            case PROBLEM -> new Tells.Problem();
          };
      case Shape.What.OfQuote(Shape.Fact fact) ->
          switch (fact) {
            case CURRENCY -> new Tells.Fixed();
            case ID, RATEBOOK, DIGEST, ASKED_AT, VALID_UNTIL -> new Tells.OfThisQuote();
          };
      case Shape.What.Constant _, Shape.What.Echo _ -> new Tells.Fixed();
    };
  }

  /// Whether it tells an amount, or another value that a decision has.
  public boolean isAmount() {
    return switch (tells) {
      case Tells.Total _, Tells.Lines _, Tells.Decision _ -> true;
      case Tells.OneLine line -> line.amount();
      case Tells.Refusal _, Tells.Problem _, Tells.OfThisQuote _, Tells.Fixed _ -> false;
    };
  }

  /// The number that stands in such a field; empty where it is none.
  ///
  /// @param json the value as JSON
  public Optional<Decimal> number(String json) {
    Optional<Node> value = Json.read(new Place("", 1, 1), json, new Problems());
    return value
        .filter(Node.Scalar.class::isInstance)
        .map(scalar -> ((Node.Scalar) scalar).text())
        .flatMap(text -> numbers.orElse(Numbers.PLAIN).plain(text))
        .flatMap(text -> Optional.ofNullable(Decimal.tryParse(text)));
  }
}
