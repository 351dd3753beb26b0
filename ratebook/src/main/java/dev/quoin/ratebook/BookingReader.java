package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.Symbol;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.Bookable.Event;
import dev.quoin.ratebook.Bookable.Release;
import dev.quoin.ratebook.Bookable.Source;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.value.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the bookings of a ratebook: finds a source for each input of each event, and holds their types together.
final class BookingReader {
  private static final Duration LONGEST = Duration.ofDays(31);

  private final Program program;
  private final Map<String, Ratebook.Service> services;
  private final Plain plain;
  private final Problems problems;

  /// @param services those that could be read
  BookingReader(Program program, Map<String, Ratebook.Service> services, Plain plain) {
    this.program = program;
    this.services = services;
    this.plain = plain;
    this.problems = plain.problems();
  }

  Map<String, Bookable> read(Keys bookings) {
    Map<String, Bookable> read = new LinkedHashMap<>();
    for (Node.Mapping.Entry entry : bookings.mapping().entries()) {
      service(entry.key(), entry.place())
          .map(service -> bookable(service, Keys.of(entry.value())))
          .ifPresent(bookable -> read.put(entry.key(), bookable));
    }
    return read;
  }

  private Optional<Ratebook.Service> service(String name, Place place) {
    return Request.service(services, name, place, problems);
  }

  private Bookable bookable(Ratebook.Service service, Keys written) {
    Optional<Keys> extend = written.optionalKeys(Event.Kind.EXTEND.text());
    Optional<Ratebook.Service> extended =
        extend.flatMap(keys -> service(keys.text("service"), keys.place("service")));
    Map<Event.Kind, Event> events = new EnumMap<>(Event.Kind.class);
    for (Event.Kind kind : Event.Kind.values()) {
      Optional<Keys> keys = written.optionalKeys(kind.text());
      Optional<Ratebook.Service> priced =
          kind == Event.Kind.EXTEND
              ? extended
              : keys.flatMap(event -> service(event.text("service"), event.place("service")));
      if (keys.isPresent() && priced.isPresent()) {
        events.put(kind, new EventReader(service, extended, priced.get()).read(kind, keys.get()));
      }
    }
    return new Bookable(
        service.name(),
        written.optionalScalar("validity").map(this::validity).orElse(Bookable.DEFAULT_VALIDITY),
        written.optionalKeys("book").map(BookingReader::release),
        events,
        written.place());
  }

  private static Release release(Keys written) {
    return written.text("release").equals(Release.LOCK.text()) ? Release.LOCK : Release.RE_RATE;
  }

  private Duration validity(Node.Scalar written) {
    Optional<Value> read =
        plain.read(written.text(), Type.Simple.DAY_TIME_DURATION, written.place());
    Duration validity =
        read.map(value -> ((Value.DayTimeDuration) value).value())
            .orElse(Bookable.DEFAULT_VALIDITY);
    if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(LONGEST) > 0) {
      problems.add(
          written.place(),
          "bad-value",
          "`%s` (expected: from a second, `PT1S`, to %d days, `P%dD`)"
              .formatted(written.text(), LONGEST.toDays(), LONGEST.toDays()));
    }
    return validity;
  }

  /// The type of what a source gives.
  static Type type(Program program, Source source) {
    return switch (source) {
      case Source.Sent _ -> Type.Simple.ANY;
      case Source.Quoted(String input) -> input(program, input).type();
      case Source.Extended(String input) -> input(program, input).type();
      case Source.Current(String input) -> input(program, input).type();
      case Source.BookedTotal _ -> Type.Simple.NUMBER;
      case Source.BookedAt _, Source.AskedAt _ -> Type.Simple.DATE_TIME;
    };
  }

  private static boolean nullable(Program program, Source source) {
    return switch (source) {
      case Source.Sent _, Source.Extended _ -> true;
      case Source.Quoted(String input) -> input(program, input).nullable();
      case Source.Current(String input) -> input(program, input).nullable();
      case Source.BookedTotal _, Source.BookedAt _, Source.AskedAt _ -> false;
    };
  }

  private static Program.Global input(Program program, String name) {
    return program.global(name).orElseThrow();
  }

  private List<String> names(Ratebook.Service service) {
    return service.inputs().stream().map(index -> program.globals().get(index).name()).toList();
  }

  /// Reads one event.
  private final class EventReader {
    private final List<String> booked;
    private final List<String> extended;
    private final Ratebook.Service priced;
    private final List<String> inputs;

    /// What the booking knows, by how it is written.
    private final Map<String, Source> known = new LinkedHashMap<>();

    EventReader(
        Ratebook.Service booked, Optional<Ratebook.Service> extended, Ratebook.Service priced) {
      this.booked = names(booked);
      this.extended = extended.map(BookingReader.this::names).orElse(List.of());
      this.priced = priced;
      this.inputs = names(priced);
      this.booked.forEach(input -> add(new Source.Quoted(input)));
      this.extended.forEach(input -> add(new Source.Extended(input)));
      this.extended.stream()
          .filter(this.booked::contains)
          .forEach(input -> add(new Source.Current(input)));
      add(new Source.BookedTotal());
      add(new Source.BookedAt());
      add(new Source.AskedAt());
    }

    private void add(Source source) {
      known.put(source.text(), source);
    }

    Event read(Event.Kind kind, Keys written) {
      Map<String, Source> given = new LinkedHashMap<>();
      written
          .optionalKeys("inputs")
          .map(keys -> keys.mapping().entries())
          .orElse(List.of())
          .stream()
          .filter(this::isInput)
          .forEach(entry -> source(entry).ifPresent(source -> given.put(entry.key(), source)));
      Map<String, Source> sources = new LinkedHashMap<>();
      for (String input : inputs) {
        Source otherwise = booked.contains(input) ? new Source.Quoted(input) : new Source.Sent();
        sources.put(input, given.getOrDefault(input, otherwise));
      }
      Map<String, Symbol> symbols = new LinkedHashMap<>();
      Map<Integer, Source> facts = facts(symbols);
      Map<String, Integer> indexes = new LinkedHashMap<>();
      for (int index : priced.inputs()) {
        Program.Global input = program.globals().get(index);
        symbols.put(input.name(), new Symbol.Global(index, input.type(), input.nullable()));
        indexes.put(input.name(), index);
      }
      List<Ratebook.Requirement> requirements =
          new RequirementReader(symbols, indexes, problems).read(written);
      facts.keySet().retainAll(read(requirements));
      return new Event(
          kind, priced.name(), release(written), sources, requirements, facts, written.place());
    }

    private boolean isInput(Node.Mapping.Entry entry) {
      if (inputs.contains(entry.key())) {
        return true;
      }
      problems.add(
          entry.place(),
          "unknown-field",
          "`%s` is no input of service `%s`%s"
              .formatted(entry.key(), priced.name(), Suggestion.text(entry.key(), inputs)));
      return false;
    }

    private Optional<Source> source(Node.Mapping.Entry entry) {
      Node.Scalar written = Keys.scalarOf(entry.value());
      String text = written.text();
      if (text.equals(new Source.Sent().text())) {
        return Optional.of(new Source.Sent());
      }
      Source source = known.get(text);
      if (source == null) {
        List<String> all = new ArrayList<>(known.keySet());
        all.add(new Source.Sent().text());
        String hint = Suggestion.text(text, all);
        problems.add(
            written.place(),
            "bad-value",
            "`%s` is nothing that the booking knows%s"
                .formatted(text, hint.isEmpty() ? expected() : hint));
        return Optional.empty();
      }
      conform(source, Objects.requireNonNull(input(program, entry.key())), written.place());
      return Optional.of(source);
    }

    private String expected() {
      return extended.isEmpty()
          ? " (expected: `sent`, `quoted INPUT`, `booked total`, `booked at` or `asked at`)"
          : " (expected: `sent`, `quoted INPUT`, `extended INPUT`, `current INPUT`, `booked total`,"
              + " `booked at` or `asked at`)";
    }

    private void conform(Source source, Program.Global fed, Place place) {
      Type type = type(program, source);
      if (!type.conformsTo(fed.type())) {
        problems.add(
            place,
            "wrong-type",
            "`%s` is of type %s (expected: %s, as `%s` of service `%s`)"
                .formatted(source.text(), type, fed.type(), fed.name(), priced.name()));
      } else if (nullable(program, source) && !fed.nullable()) {
        problems.add(
            place,
            "may-be-null",
            "`%s` may be null, but `%s` of service `%s` is never"
                .formatted(source.text(), fed.name(), priced.name()));
      }
    }

    /// What requirements may say of the booking, numbered behind the globals of the program.
    private Map<Integer, Source> facts(Map<String, Symbol> symbols) {
      Map<Integer, Source> facts = new TreeMap<>();
      known.forEach((text, source) -> {
        int index = program.globals().size() + facts.size();
        facts.put(index, source);
        symbols.put(
            text, new Symbol.Global(index, type(program, source), nullable(program, source)));
      });
      return facts;
    }

    private static List<Integer> read(List<Ratebook.Requirement> requirements) {
      List<Integer> indexes = new ArrayList<>();
      requirements.forEach(requirement -> collect(requirement.condition(), indexes));
      return indexes;
    }

    private static void collect(TypedExpr expr, List<Integer> indexes) {
      if (expr instanceof TypedExpr.Global global) {
        indexes.add(global.index());
      }
      Children.of(expr).forEach(child -> collect(child, indexes));
    }
  }
}
