package dev.quoin.ratebook;

import dev.quoin.decimal.Decimal;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Source;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.Checker;
import dev.quoin.feel.check.Scope;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.syntax.Parser;
import dev.quoin.ratebook.guard.Formula;
import dev.quoin.ratebook.guard.Guard;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the guards of a ratebook and holds them against its services.
///
/// @param calendars those that could be read
record GuardReader(
    Program program,
    Map<String, Ratebook.Service> services,
    List<Ratebook.Calendar> calendars,
    Map<String, Texts> lineItems,
    Problems problems) {

  private static final List<String> KINDS =
      List.of(
          "range",
          "monotone",
          "refusals",
          "refused",
          "accepted",
          "answered",
          "calendar",
          "change",
          "cells");

  private static final String MEAN_BY = "mean by ";

  List<Guard> read(List<Keys> written) {
    List<Guard> guards = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Keys guard : written) {
      if (!ids.add(guard.text("id"))) {
        problems.add(
            guard.place("id"), "duplicate-value", "`" + guard.text("id") + "` occurs twice");
      }
      int before = problems.size();
      Optional<Guard> read = guard(guard);
      if (problems.size() == before) {
        read.ifPresent(guards::add);
      }
    }
    return guards;
  }

  private Optional<Guard> guard(Keys guard) {
    List<String> kinds =
        KINDS.stream().filter(kind -> guard.mapping().get(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      problems.add(
          guard.place(),
          "bad-value",
          "guard `%s` has %s (expected: one of `%s`)"
              .formatted(
                  guard.text("id"),
                  kinds.isEmpty() ? "no statement" : "`" + String.join("` and `", kinds) + "`",
                  String.join("`, `", KINDS)));
      return Optional.empty();
    }
    Keys rule = guard.keys(kinds.getFirst());
    if (kinds.getFirst().equals("calendar")) {
      Optional<Guard.Rule> horizon = horizon(guard, rule);
      return horizon.map(read -> guard(guard, Optional.empty(), read));
    }
    if (kinds.getFirst().equals("cells")) {
      ofAllServices(guard, "cells", "cells are");
      Guard.Rule factor = new Guard.Factor(Decimal.parse(rule.text("factor")));
      return Optional.of(guard(guard, Optional.empty(), factor));
    }
    Optional<Ratebook.Service> service = service(guard);
    if (service.isEmpty()) {
      return Optional.empty();
    }
    Reading reading = new Reading(service.get());
    Optional<Formula> when = reading.condition(guard, "when");
    Optional<Guard.Rule> read =
        switch (kinds.getFirst()) {
          case "range" -> reading.range(rule).map(Guard.Rule.class::cast);
          case "monotone" -> reading.monotone(rule).map(Guard.Rule.class::cast);
          case "change" -> reading.change(rule).map(Guard.Rule.class::cast);
          case "refusals" ->
              Optional.of(new Guard.Refusals(service.get(), Decimal.parse(rule.text("at most"))));
          case "refused" -> Optional.of(new Guard.Refused(service.get(), true));
          case "accepted" -> Optional.of(new Guard.Refused(service.get(), false));
          default ->
              Optional.of(
                  new Guard.Answered(
                      service.get(),
                      rule.scalars("except").stream()
                          .map(Node.Scalar::text)
                          .collect(Collectors.toSet())));
        };
    return read.map(stated -> guard(guard, when, stated));
  }

  private static Guard guard(Keys guard, Optional<Formula> when, Guard.Rule rule) {
    return new Guard(guard.text("id"), guard.texts("text"), when, rule, guard.place());
  }

  private void ofAllServices(Keys guard, String kind, String subject) {
    for (String key : List.of("service", "when")) {
      if (guard.mapping().get(key).isPresent()) {
        problems.add(
            guard.place(key),
            "bad-value",
            "`%s` beside `%s` (expected: nothing, for %s of all services)"
                .formatted(key, kind, subject));
      }
    }
  }

  private Optional<Guard.Rule> horizon(Keys guard, Keys rule) {
    ofAllServices(guard, "calendar", "a calendar is");
    Node.Scalar id = rule.scalar("id");
    Optional<Ratebook.Calendar> calendar =
        calendars.stream().filter(known -> known.id().equals(id.text())).findFirst();
    if (calendar.isEmpty()) {
      List<String> known = calendars.stream().map(Ratebook.Calendar::id).toList();
      problems.add(
          id.place(),
          "unknown-reference",
          "unknown calendar `%s`%s".formatted(id.text(), Suggestion.text(id.text(), known)));
    }
    int days = Decimal.parse(rule.text("days")).intValueExact();
    return calendar.map(found -> new Guard.Horizon(found, days));
  }

  private Optional<Ratebook.Service> service(Keys owner) {
    Optional<Node.Scalar> written = owner.optionalScalar("service");
    if (written.isEmpty()) {
      problems.add(
          owner.place(),
          "missing-key",
          "key `service` is missing in guard `" + owner.text("id") + "`");
      return Optional.empty();
    }
    return service(written.get());
  }

  private Optional<Ratebook.Service> service(Node.Scalar name) {
    return Request.service(services, name.text(), name.place(), problems);
  }

  /// Reads what is said of one service.
  private final class Reading {
    private final Ratebook.Service service;
    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final Map<String, Program.Global> inputs = new LinkedHashMap<>();

    Reading(Ratebook.Service service) {
      this.service = service;
      for (int index : service.inputs()) {
        Program.Global input = program.globals().get(index);
        inputs.put(input.name(), input);
        symbols.put(input.name(), new Symbol.Global(index, input.type(), input.nullable()));
      }
    }

    Optional<Guard.Range> range(Keys rule) {
      Optional<Guard.Output> of = output(rule.scalar("of"));
      Optional<Guard.Other> with = rule.optionalKeys("with").flatMap(this::other);
      with.ifPresent(other -> besides(other.service().name() + " total"));
      Optional<Formula> atLeast = amount(rule, "at least");
      Optional<Formula> atMost = amount(rule, "at most");
      if (rule.optionalScalar("at least").isEmpty() && rule.optionalScalar("at most").isEmpty()) {
        problems.add(
            rule.place(), "missing-key", "a range without `at least` and `at most` bounds nothing");
      }
      return of.map(output -> new Guard.Range(service, output, atLeast, atMost, with));
    }

    Optional<Guard.Monotone> monotone(Keys rule) {
      Optional<Guard.Output> of = output(rule.scalar("of"));
      Optional<Guard.Move> move = move(rule);
      Optional<Formula> except = condition(rule, "except");
      besides("price");
      Optional<Formula> by = amount(rule, "by more than");
      return of.isEmpty() || move.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Guard.Monotone(
                  service, of.get(), move.get(), rule.text("may not").equals("rise"), by, except));
    }

    Optional<Guard.Change> change(Keys rule) {
      Optional<Guard.Output> of = output(rule.scalar("of"));
      Optional<Guard.On> on = on(rule.optionalScalar("on"));
      if (rule.optionalScalar("rise at most").isEmpty()
          && rule.optionalScalar("fall at most").isEmpty()) {
        problems.add(
            rule.place(),
            "missing-key",
            "a change without `rise at most` and `fall at most` limits nothing");
      }
      return of.isEmpty() || on.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Guard.Change(
                  service,
                  of.get(),
                  on.get(),
                  percent(rule, "rise at most"),
                  percent(rule, "fall at most")));
    }

    private Optional<Guard.On> on(Optional<Node.Scalar> written) {
      String text = written.map(Node.Scalar::text).orElse("price");
      if (text.equals("price")) {
        return Optional.of(new Guard.Each());
      }
      if (text.equals("mean")) {
        return Optional.of(new Guard.Mean(Optional.empty()));
      }
      Place place = written.orElseThrow().place();
      if (!text.startsWith(MEAN_BY)) {
        problems.add(
            place,
            "bad-value",
            "`%s` (expected: `price`, `mean` or `mean by INPUT`)".formatted(text));
        return Optional.empty();
      }
      return input(text.substring(MEAN_BY.length()).strip(), place, inputs)
          .map(input -> new Guard.Mean(Optional.of(input.index())));
    }

    private static Optional<Decimal> percent(Keys rule, String key) {
      return rule.optionalScalar(key).map(written -> Decimal.parse(written.text()));
    }

    /// One name more, of a number that is known when the formula is asked.
    private void besides(String name) {
      symbols.put(name, new Symbol.Global(program.globals().size(), Type.Simple.NUMBER, false));
    }

    private Optional<Guard.Move> move(Keys rule) {
      List<String> ways =
          List.of("raise", "lower", "move").stream()
              .filter(way -> rule.mapping().get(way).isPresent())
              .toList();
      if (ways.size() != 1) {
        problems.add(
            rule.place(),
            "bad-value",
            "%s in a monotone relation (expected: one of `raise`, `lower` and `move`)"
                .formatted(
                    ways.isEmpty()
                        ? "nothing is moved"
                        : "`" + String.join("` and `", ways) + "`"));
        return Optional.empty();
      }
      if (ways.getFirst().equals("move")) {
        return formulas(rule.keys("move"), inputs).map(Guard.To::new);
      }
      Node.Scalar written = rule.scalar(ways.getFirst());
      Optional<Program.Global> input = input(written.text(), written.place(), inputs);
      if (input.isPresent() && !isOrdered(input.get().type())) {
        problems.add(
            written.place(),
            "wrong-type",
            "input `%s` is of type %s, which knows no higher and lower (expected: a number, a date or a time, or `move`)"
                .formatted(written.text(), input.get().type()));
        return Optional.empty();
      }
      boolean isUp = ways.getFirst().equals("raise");
      return input.map(found -> new Guard.Along(found.index(), isUp));
    }

    private static boolean isOrdered(Type type) {
      return type == Type.Simple.NUMBER
          || type == Type.Simple.DATE
          || type == Type.Simple.DATE_TIME;
    }

    private Optional<Guard.Other> other(Keys with) {
      return service(with.scalar("service")).flatMap(other -> other(with, other));
    }

    private Optional<Guard.Other> other(Keys with, Ratebook.Service other) {
      Map<String, Program.Global> wanted = new LinkedHashMap<>();
      other.inputs().stream()
          .map(program.globals()::get)
          .forEach(input -> wanted.put(input.name(), input));
      Optional<Map<Integer, Formula>> formulas =
          with.optionalKeys("inputs").isPresent()
              ? formulas(with.keys("inputs"), wanted)
              : Optional.of(Map.of());
      if (formulas.isEmpty()) {
        return Optional.empty();
      }
      List<String> missing =
          wanted.values().stream()
              .filter(input ->
                  !input.nullable()
                      && !inputs.containsKey(input.name())
                      && !formulas.get().containsKey(input.index()))
              .map(Program.Global::name)
              .toList();
      if (!missing.isEmpty()) {
        problems.add(
            with.place(),
            "missing-field",
            "`%s` of service `%s` is not given (expected: a formula in `inputs`)"
                .formatted(String.join("`, `", missing), other.name()));
        return Optional.empty();
      }
      return formulas.map(read -> new Guard.Other(other, read));
    }

    /// Formulas that give inputs.
    private Optional<Map<Integer, Formula>> formulas(
        Keys written, Map<String, Program.Global> wanted) {
      Map<Integer, Formula> formulas = new LinkedHashMap<>();
      int before = problems.size();
      for (Node.Mapping.Entry entry : written.mapping().entries()) {
        Optional<Program.Global> input = input(entry.key(), entry.place(), wanted);
        Optional<Formula> formula = formula(Keys.scalarOf(entry.value()).written());
        if (input.isPresent() && formula.isPresent()) {
          expect(formula.get(), input.get().type(), input.get().nullable(), entry.value().place());
          formulas.put(input.get().index(), formula.get());
        }
      }
      return problems.size() == before ? Optional.of(formulas) : Optional.empty();
    }

    private Optional<Program.Global> input(
        String name, Place place, Map<String, Program.Global> known) {
      Program.Global input = known.get(name);
      if (input == null) {
        unknown(name, place, "is no input of the service", known.keySet());
      }
      return Optional.ofNullable(input);
    }

    private void unknown(String name, Place place, String what, Collection<String> known) {
      problems.add(
          place, "unknown-field", "`%s` %s%s".formatted(name, what, Suggestion.text(name, known)));
    }

    private Optional<Guard.Output> output(Node.Scalar written) {
      String name = written.text();
      if (name.equals("total")) {
        return Optional.of(new Guard.Output(name, service.total(), Optional.empty()));
      }
      if (name.startsWith("line ")) {
        String code = name.substring("line ".length()).strip();
        if (!lineItems.containsKey(code)) {
          problems.add(
              written.place(),
              "unknown-reference",
              "no line item `%s`%s".formatted(code, Suggestion.text(code, lineItems.keySet())));
          return Optional.empty();
        }
        return Optional.of(new Guard.Output(name, service.lines(), Optional.of(code)));
      }
      List<Program.Global> decisions =
          Needed.globals(program, service.lines()).stream()
              .map(program.globals()::get)
              .filter(Program.Decision.class::isInstance)
              .toList();
      List<Program.Global> known = new ArrayList<>(decisions);
      service.shown().forEach(index -> known.add(program.globals().get(index)));
      Optional<Program.Global> found =
          known.stream().filter(global -> global.name().equals(name)).findFirst();
      if (found.isEmpty()) {
        List<String> names = new ArrayList<>(List.of("total"));
        known.forEach(global -> names.add(global.name()));
        problems.add(
            written.place(),
            "unknown-decision",
            "`%s` is none of what service `%s` decides%s (expected: `total`, `line CODE` or the name of a decision)"
                .formatted(name, service.name(), Suggestion.text(name, names)));
      } else if (found.get().type() != Type.Simple.NUMBER) {
        problems.add(
            written.place(),
            "wrong-type",
            "decision `%s` is of type %s (expected: number)".formatted(name, found.get().type()));
        return Optional.empty();
      } else if (found.get().nullable()) {
        problems.add(
            written.place(),
            "may-be-null",
            "decision `%s` can be null, and then nothing is held against this guard (expected: a decision that is always a number)"
                .formatted(name));
        return Optional.empty();
      }
      return found.map(global -> new Guard.Output(name, global.index(), Optional.empty()));
    }

    private Optional<Formula> condition(Keys owner, String key) {
      return typed(owner, key, Type.Simple.BOOLEAN, true); // what has no answer is not true
    }

    private Optional<Formula> amount(Keys owner, String key) {
      return typed(owner, key, Type.Simple.NUMBER, false);
    }

    private Optional<Formula> typed(Keys owner, String key, Type type, boolean nullable) {
      Optional<Node.Scalar> written = owner.optionalScalar(key);
      Optional<Formula> formula = written.flatMap(scalar -> formula(scalar.written()));
      formula.ifPresent(read -> expect(read, type, nullable, owner.place(key)));
      return formula;
    }

    private void expect(Formula formula, Type type, boolean nullable, Place place) {
      if (!formula.expr().type().conformsTo(type)) {
        problems.add(
            place,
            "wrong-type",
            "the expression is of type %s (expected: %s)".formatted(formula.expr().type(), type));
      } else if (!nullable && formula.expr().nullable()) {
        problems.add(
            place,
            "may-be-null",
            "the expression `%s` may be null (expected: a %s)".formatted(formula.written(), type));
      }
    }

    private Optional<Formula> formula(Source written) {
      Scope scope = Scope.of(Mode.STRICT, symbols, Map.of());
      return Parser.parse(written, scope.names(), problems)
          .map(expr -> Checker.check(expr, scope, problems))
          .map(expr -> new Formula(expr, scope.slots(), written.text()));
    }
  }
}
