package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Place;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Makes the tree of an explanation of what a tracer is told.
final class Recorder implements Tracer {
  private final Ratebook ratebook;
  private final Instant at;
  private final List<Explanation.Step> roots = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();

  /// Something that was entered and not yet left.
  private record Open(
      List<Explanation.Step> because,
      BiFunction<Optional<Value>, List<Explanation.Step>, Explanation.Step> close) {}

  /// @param at of when the levers are
  Recorder(Ratebook ratebook, Instant at) {
    this.ratebook = ratebook;
    this.at = at;
  }

  /// What was told; what was not left when the evaluation ended has no value.
  List<Explanation.Step> steps() {
    while (!open.isEmpty()) {
      close(Optional.empty());
    }
    return List.copyOf(roots);
  }

  @Override
  public void enter(Program.Decision decision) {
    open((value, because) ->
        new Explanation.Decided(
            decision.name(), decision.question(), value, decision.place(), because));
  }

  @Override
  public void enter(Program.Function function, Value[] arguments) {
    List<Explanation.Argument> named = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      named.add(new Explanation.Argument(function.parameters().get(i).name(), arguments[i]));
    }
    open((value, because) ->
        new Explanation.Called(
            function.name(), bound(function), named, value, function.place(), because));
  }

  private Optional<String> bound(Program.Function function) {
    return ratebook.tables().stream()
        .filter(table -> table.binds().equals(function.id()))
        .map(Ratebook.Table::id)
        .findFirst()
        .or(() ->
            ratebook.calendars().stream()
                .filter(calendar -> calendar.binds().equals(function.id()))
                .map(Ratebook.Calendar::id)
                .findFirst());
  }

  @Override
  public void leave(Value value) {
    close(Optional.of(value));
  }

  @Override
  public void used(Program.Global global, Value value) {
    add(
        switch (global) {
          case Program.Decision decision -> new Explanation.Known(decision.name(), value);
          case Program.Input input ->
              ratebook
                  .lever(input)
                  .<Explanation.Step>map(lever -> lever(lever, value))
                  .orElseGet(() -> new Explanation.Given(input.name(), value));
        });
  }

  private Explanation.Lever lever(Ratebook.Lever lever, Value value) {
    Optional<Ratebook.From> change = lever.lastChange(at);
    return new Explanation.Lever(
        lever.id(),
        value,
        change.map(Ratebook.From::at),
        lever.expires(),
        change.map(Ratebook.From::place).orElse(lever.place()));
  }

  @Override
  public void matched(TypedExpr.Table table, Value[] subjects, int[] rules) {
    List<Explanation.Argument> tested = new ArrayList<>();
    for (int i = 0; i < subjects.length; i++) {
      tested.add(new Explanation.Argument(table.columns().get(i).label(), subjects[i]));
    }
    List<Explanation.Hit> hits =
        Arrays.stream(rules).mapToObj(rule -> hit(table.rules().get(rule))).toList();
    add(new Explanation.Asked(table.name(), table.file(), tested, hits));
  }

  private static Explanation.Hit hit(TypedExpr.Table.Rule rule) {
    Place place = rule.place();
    return new Explanation.Hit(rule.number(), place);
  }

  private void open(BiFunction<Optional<Value>, List<Explanation.Step>, Explanation.Step> close) {
    open.push(new Open(new ArrayList<>(), close));
  }

  private void close(Optional<Value> value) {
    Open left = open.pop();
    add(left.close().apply(value, left.because()));
  }

  private void add(Explanation.Step step) {
    (open.isEmpty() ? roots : open.peek().because()).add(step);
  }
}
