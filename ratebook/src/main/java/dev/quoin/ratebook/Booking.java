package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.Bookable.Event;
import dev.quoin.ratebook.Bookable.Source;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Conditions;
import dev.quoin.ratebook.value.Inputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is known of a booking when something happens to it.
///
/// @param inputs those of the request that was booked, as [Request#json()] writes them
/// @param extension those of the last extension; empty where there was none
/// @param total what was booked, extensions included
public record Booking(
    Node.Mapping inputs, Optional<Node.Mapping> extension, Decimal total, Instant bookedAt) {

  private static final Place BOOKING = new Place("booking", 0, 0);

  /// The request of an event: what was sent, and what the booking knows.
  ///
  /// @param ratebook that of the event. Under `re-rate` it is another one than the booking's, and may ask for what the
  ///   booking does not know or no longer allow what it knows: then that is a problem
  /// @param sent an object with the inputs whose source is `sent`, and nothing else
  /// @param at when the event is priced
  /// @param problems everything that is wrong, should nothing be returned
  public Optional<Request> request(
      Ratebook ratebook, Event event, Node sent, Instant at, Problems problems) {
    int before = problems.size();
    Ratebook.Service service = ratebook.services().get(event.service());
    if (service == null) {
      throw new IllegalArgumentException("an event of another ratebook than " + ratebook.id());
    }
    if (!(sent instanceof Node.Mapping fields)) {
      problems.add(
          sent.place(),
          "wrong-type",
          "the request is " + sent.what() + " (expected: an object with the inputs)");
      return Optional.empty();
    }
    fields.requireOnce(problems);
    fields.entries().forEach(field -> refuse(ratebook, event, field, problems));
    Optional<Request> request =
        Request.of(ratebook, service, together(event, fields, at), problems);
    request.ifPresent(asked -> require(ratebook, event, asked, at, problems));
    return problems.size() == before ? request : Optional.empty();
  }

  private static void refuse(
      Ratebook ratebook, Event event, Node.Mapping.Entry field, Problems problems) {
    Source source = event.inputs().get(field.key());
    if (source == null) {
      Request.refuse(ratebook, field, event.sent(), problems);
    } else if (!(source instanceof Source.Sent)) {
      problems.add(
          field.place(),
          "known-from-booking",
          "`%s` is not sent: it is the booking's `%s`".formatted(field.key(), source.text()));
    }
  }

  /// All inputs of the event. What was not sent is left out, and missed at its place; what the booking does not know is
  /// null, and missed as the booking's.
  private Node.Mapping together(Event event, Node.Mapping sent, Instant at) {
    List<Node.Mapping.Entry> entries = new ArrayList<>();
    event
        .inputs()
        .forEach((input, source) -> {
          if (source instanceof Source.Sent) {
            sent.entry(input).ifPresent(entries::add);
          } else {
            Node node = node(source, at);
            entries.add(new Node.Mapping.Entry(input, node, node.place()));
          }
        });
    return new Node.Mapping(entries, sent.place());
  }

  private Node node(Source source, Instant at) {
    Optional<Node> known =
        switch (source) {
          case Source.Sent _ -> throw new IllegalArgumentException("known to the caller alone");
          case Source.Quoted(String input) -> inputs.get(input);
          case Source.Extended(String input) -> extension.flatMap(last -> last.get(input));
          case Source.Current(String input) -> extension.orElse(inputs).get(input);
          case Source.BookedTotal _ ->
              Optional.of(new Node.Scalar(Node.Kind.NUMBER, total.toPlainText(), BOOKING));
          case Source.BookedAt _ -> Optional.of(moment(bookedAt));
          case Source.AskedAt _ -> Optional.of(moment(at));
        };
    return known.orElseGet(() -> new Node.Scalar(Node.Kind.NULL, "null", BOOKING));
  }

  private static Node moment(Instant instant) {
    return new Node.Scalar(Node.Kind.TEXT, instant.toString(), BOOKING);
  }

  private void require(
      Ratebook ratebook, Event event, Request request, Instant at, Problems problems) {
    Value[] values = known(ratebook, event, request, at, problems);
    Moment moment = new Moment(at, ratebook.zone());
    for (Ratebook.Requirement requirement : event.requirements()) {
      try {
        if (!Conditions.holds(requirement.condition(), requirement.locals(), values, moment)) {
          problems.add(
              request.place(requirement.at()), requirement.code(), requirement.text().en());
        }
      } catch (EvaluationException e) {
        problems.add(e.problem());
      }
    }
  }

  /// The inputs, and behind them the facts of the booking that requirements speak of.
  private Value[] known(
      Ratebook ratebook, Event event, Request request, Instant at, Problems problems) {
    Program program = ratebook.program();
    Value[] values = request.values();
    int size = event.facts().keySet().stream().mapToInt(index -> index + 1).max().orElse(0);
    values = Arrays.copyOf(values, Math.max(values.length, size));
    for (var fact : event.facts().entrySet()) {
      Node node = node(fact.getValue(), at);
      values[fact.getKey()] =
          Inputs.isNull(node)
              ? Value.NULL
              : Inputs.of(ratebook.zone(), problems)
                  .read(
                      node,
                      BookingReader.type(program, fact.getValue()),
                      "`" + fact.getValue().text() + "`")
                  .orElse(Value.NULL);
    }
    return values;
  }
}
