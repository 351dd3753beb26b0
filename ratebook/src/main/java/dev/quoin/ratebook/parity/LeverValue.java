package dev.quoin.ratebook.parity;

import dev.quoin.decimal.Decimal;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.ratebook.value.Written;
import java.util.List;
import java.util.Optional;

/// The value of a lever that is a number, the same at all times.
record LeverValue(Ratebook.Lever lever) implements Adjustable {

  static Optional<LeverValue> of(Ratebook ratebook, String id) {
    return ratebook.levers().stream()
        .filter(lever ->
            lever.id().equals(id) && lever.isConstant() && lever.value() instanceof Value.Num)
        .map(LeverValue::new)
        .findFirst();
  }

  @Override
  public String name() {
    return lever.id();
  }

  @Override
  public String text() {
    return Written.plain(lever.value());
  }

  @Override
  public Place place() {
    return lever.place();
  }

  @Override
  public boolean isNumber() {
    return true;
  }

  @Override
  public List<String> others(Ratebook ratebook) {
    return List.of();
  }

  @Override
  public boolean allows(String other) {
    Value value = Value.of(Decimal.parse(other));
    Ratebook.Bounds bounds = lever.bounds();
    return bounds.minimum().filter(least -> Operators.compare(value, least) < 0).isEmpty()
        && bounds.maximum().filter(most -> Operators.compare(value, most) > 0).isEmpty()
        && (bounds.oneOf().isEmpty() || bounds.oneOf().contains(value));
  }

  /// INVARIANT: such a ratebook is priced with and thrown away: its digest is still that of its files.
  @Override
  public Optional<Ratebook> with(Ratebook ratebook, String other) {
    Decimal value = Decimal.tryParse(other);
    if (value == null) {
      return Optional.empty();
    }
    List<Ratebook.Lever> levers =
        ratebook.levers().stream()
            .map(one -> one.id().equals(lever.id()) ? one.with(Value.of(value)) : one)
            .toList();
    return Optional.of(
        new Ratebook(
            ratebook.id(),
            ratebook.title(),
            ratebook.currency(),
            ratebook.zone(),
            ratebook.notes(),
            ratebook.terms(),
            ratebook.services(),
            ratebook.bookings(),
            ratebook.lineItems(),
            ratebook.refusals(),
            ratebook.tables(),
            levers,
            ratebook.calendars(),
            ratebook.cases(),
            ratebook.generators(),
            ratebook.mappings(),
            ratebook.guards(),
            ratebook.models(),
            ratebook.program(),
            ratebook.files(),
            ratebook.digest()));
  }
}
