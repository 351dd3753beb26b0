package dev.quoin.pricing;

import dev.quoin.ratebook.Answer;
import dev.quoin.ratebook.AsOf;
import dev.quoin.ratebook.Request;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The prices of one trip with many cars, which were asked for together and are kept together.
///
/// @param validUntil until when its prices may be booked; empty where there are none
/// @param items one for each car, in the order in which they were asked
public record Batch(
    UUID id,
    Release release,
    String service,
    Instant at,
    Optional<Instant> validUntil,
    List<Item> items) {
  public Batch {
    items = List.copyOf(items);
  }

  /// What came of one car.
  public sealed interface Item {
    record Answered(Request request, Answer.Outcome outcome) implements Item {}

    record Rejected(Rejection rejection) implements Item {}
  }

  /// The id of an item.
  public AnswerId idOf(int item) {
    return new AnswerId(id, item);
  }

  /// An item as an answer that stands by itself; empty where there is no such item, or it was rejected.
  public Optional<Quoted> item(int index) {
    if (index < 0 || index >= items.size()) {
      return Optional.empty();
    }
    return switch (items.get(index)) {
      case Item.Answered(Request request, Answer.Outcome outcome) ->
          Optional.of(
              new Quoted(
                  idOf(index),
                  release,
                  service,
                  request,
                  at,
                  AsOf.at(at),
                  outcome instanceof Answer.Quote ? validUntil : Optional.empty(),
                  outcome));
      case Item.Rejected _ -> Optional.empty();
    };
  }

  /// All that was answered.
  public Stream<Answer.Outcome> outcomes() {
    return items.stream()
        .flatMap(item ->
            item instanceof Item.Answered answered
                ? Stream.of(answered.outcome())
                : Stream.empty());
  }

  /// What is wrong with all of it, where no car at all was answered.
  Optional<Rejection> rejection() {
    Set<Flaw> flaws = new LinkedHashSet<>();
    Rejection.Kind worst = Rejection.Kind.WRONG;
    for (Item item : items) {
      if (!(item instanceof Item.Rejected(Rejection rejection))) {
        return Optional.empty();
      }
      flaws.addAll(rejection.flaws());
      worst = rejection.kind() == Rejection.Kind.BROKEN ? rejection.kind() : worst;
    }
    return Optional.of(new Rejection(worst, List.copyOf(flaws)));
  }
}
