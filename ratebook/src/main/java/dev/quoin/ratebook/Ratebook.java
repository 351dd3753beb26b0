package dev.quoin.ratebook;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.calendar.SlotCalendar;
import dev.quoin.ratebook.generate.Generator;
import dev.quoin.ratebook.guard.Guard;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A price policy: the folder of a `ratebook.yaml`, read and checked as far as a price depends on it. It does not
/// change, and there is none that is half read.
///
/// @param zone the zone in which the models see date-times
/// @param services by their names in the ratebook
/// @param bookings what is quoted and booked, by the names of the services
/// @param lineItems the texts of the line items by code
/// @param refusals the texts of the refusals by code
/// @param mappings the shapes in which callers of older systems ask and are answered
/// @param guards what has to hold of every price
/// @param program what all models together say: they share their names, and may refer to each other by their namespaces
/// @param generators the files of what draws requests, by the service's name
/// @param models the models' files
/// @param files the contents of all files that it was read from, by their paths in the folder; nobody writes into them
/// @param digest SHA-256 of these files
public record Ratebook(
    String id,
    Texts title,
    String currency,
    ZoneId zone,
    Optional<Texts> notes,
    List<Term> terms,
    Map<String, Service> services,
    Map<String, Bookable> bookings,
    Map<String, Texts> lineItems,
    Map<String, Texts> refusals,
    List<Table> tables,
    List<Lever> levers,
    List<Calendar> calendars,
    List<CaseFile> cases,
    Map<String, String> generators,
    List<Mapping> mappings,
    List<Guard> guards,
    List<String> models,
    Program program,
    SortedMap<String, byte[]> files,
    String digest) {

  private static final Place RATEBOOK = new Place(RatebookReader.FILE, 0, 0);

  public Ratebook {
    terms = List.copyOf(terms);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    bookings = Collections.unmodifiableMap(new LinkedHashMap<>(bookings));
    lineItems = Collections.unmodifiableMap(new LinkedHashMap<>(lineItems));
    refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
    tables = List.copyOf(tables);
    levers = List.copyOf(levers);
    calendars = List.copyOf(calendars);
    cases = List.copyOf(cases);
    generators = Collections.unmodifiableMap(new LinkedHashMap<>(generators));
    mappings = List.copyOf(mappings);
    guards = List.copyOf(guards);
    models = List.copyOf(models);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /// A word of the policy and what it means.
  public record Term(Texts term, Texts definition, Place place) {}

  /// Something that is priced.
  ///
  /// @param inputs the indexes of the inputs that a request has; levers are not among them
  /// @param refusals the decision that tells why there is no price
  /// @param lines the decision whose value is a list of contexts `{code, amount}`
  /// @param total the decision whose value is the lines' sum
  /// @param shown decisions that are shown beside the total
  /// @param searchBy the indexes of the inputs by which one may search for the answers; each is a single value
  public record Service(
      String name,
      Texts title,
      Program.Service decisionService,
      List<Integer> inputs,
      Optional<Integer> refusals,
      int lines,
      int total,
      List<Integer> shown,
      List<Integer> searchBy,
      List<Requirement> requirements,
      Place place) {
    public Service {
      inputs = List.copyOf(inputs);
      shown = List.copyOf(shown);
      searchBy = List.copyOf(searchBy);
      requirements = List.copyOf(requirements);
    }

    /// Both texts of a problem, if it says that one of the requirements does not hold.
    public Optional<Texts> text(Problem problem) {
      return Requirement.text(requirements, problem);
    }
  }

  /// What has to hold between the inputs of a service.
  ///
  /// @param condition over the program's globals
  /// @param at the index of the input that is to blame
  public record Requirement(
      TypedExpr condition, int locals, String code, Texts text, int at, Place place) {

    /// Both texts of a problem, if it says that one of these does not hold.
    static Optional<Texts> text(List<Requirement> requirements, Problem problem) {
      return requirements.stream()
          .filter(requirement ->
              requirement.code().equals(problem.code())
                  && requirement.text().en().equals(problem.sentence()))
          .map(Requirement::text)
          .findFirst();
    }
  }

  /// A rate table.
  ///
  /// @param binds the id of the business knowledge model whose body it is
  public record Table(String id, String binds, RateTable rules, Texts title, Place place) {}

  /// A number, or another single value, that somebody tunes within its bounds.
  ///
  /// @param binds the id of the input that it is
  /// @param value what it is until it changes
  /// @param changes what it is from some pricing instants on, each later than the one before: what is scheduled, and its base
  ///   where it expires
  /// @param expires the instant from which on it is its base: that of the last change
  public record Lever(
      String id,
      String binds,
      Type.Simple type,
      Value value,
      List<From> changes,
      Optional<Instant> expires,
      Bounds bounds,
      Optional<String> unit,
      String owner,
      Texts reason,
      Place place) {
    public Lever {
      changes = List.copyOf(changes);
    }

    /// What it is at a pricing instant.
    public Value at(Instant at) {
      return lastChange(at).map(From::value).orElse(value);
    }

    /// The change by which it is what it is at a pricing instant; nothing where it has not changed by then.
    public Optional<From> lastChange(Instant at) {
      return changes.stream().filter(change -> !change.at().isAfter(at)).reduce((_, last) -> last);
    }

    /// Whether it is the same at all times.
    public boolean isConstant() {
      return changes.isEmpty();
    }

    /// Its values in one line: `1.05`, or `1.05; 1.1 from 2026-12-01T00:00+09:00; 1 when it expires, from …`.
    public String values(ZoneId zone) {
      StringBuilder text = new StringBuilder(Written.plain(value));
      for (From change : changes) {
        boolean isExpiry = expires.filter(change.at()::equals).isPresent();
        text.append("; ")
            .append(Written.plain(change.value()))
            .append(isExpiry ? " when it expires, from " : " from ")
            .append(change.at().atZone(zone).toOffsetDateTime());
      }
      return text.toString();
    }

    /// The same with another value at all times, whatever its bounds say.
    public Lever with(Value other) {
      return new Lever(
          id, binds, type, other, List.of(), Optional.empty(), bounds, unit, owner, reason, place);
    }

    /// The same with the values of another one, at their times.
    public Lever withValuesOf(Lever other) {
      return new Lever(
          id,
          binds,
          type,
          other.value,
          other.changes,
          other.expires,
          bounds,
          unit,
          owner,
          reason,
          place);
    }
  }

  /// What a lever is from a pricing instant on.
  public record From(Instant at, Value value, Place place) {}

  /// Which values a lever may have.
  ///
  /// @param step how fine it is tuned, from its minimum on
  /// @param oneOf one of these; anything within the other bounds where there are none
  public record Bounds(
      Optional<Value> minimum, Optional<Value> maximum, Optional<Value> step, List<Value> oneOf) {
    public Bounds {
      oneOf = List.copyOf(oneOf);
    }
  }

  /// A calendar.
  ///
  /// @param binds the id of the business knowledge model whose body it is
  public record Calendar(String id, String binds, SlotCalendar slots, Place place) {}

  /// A file of cases, not yet read.
  ///
  /// @param content the file's bytes
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record CaseFile(String file, String service, byte[] content, Place place) {}

  /// Reads a ratebook's folder, as it was at one moment.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Ratebook> load(Path folder, Problems problems) {
    return RatebookReader.read(folder, problems);
  }

  /// Reads a ratebook from the files of one that was read before: the same digest, the same prices.
  ///
  /// @param files their contents by their paths in the folder; those that the ratebook does not name are passed over
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<Ratebook> load(Map<String, byte[]> files, Problems problems) {
    return RatebookReader.read(files, problems);
  }

  /// How long a quote of a service may be booked, or stands where it cannot be.
  public Duration validity(String service) {
    Bookable bookable = bookings.get(service);
    return bookable == null ? Bookable.DEFAULT_VALIDITY : bookable.validity();
  }

  /// The mapping of that id.
  public Optional<Mapping> mapping(String id) {
    return mappings.stream().filter(mapping -> mapping.id().equals(id)).findFirst();
  }

  /// The lever that an input is bound to.
  public Optional<Lever> lever(Program.Input input) {
    return levers.stream().filter(lever -> lever.binds().equals(input.id())).findFirst();
  }

  /// What draws requests of a service as customers would send them.
  ///
  /// @param problems why there is none, should nothing be returned
  public Optional<Generator> generator(String service, Problems problems) {
    Optional<Service> found = Request.service(this, service, RATEBOOK, problems);
    String file = generators.get(service);
    if (found.isPresent() && file == null) {
      problems.add(
          RATEBOOK,
          "no-generator",
          "the ratebook has no generator of `%s`%s"
              .formatted(
                  service,
                  generators.isEmpty()
                      ? ""
                      : " (it has of `%s`)".formatted(String.join("`, `", generators.keySet()))));
    }
    return file == null
        ? Optional.empty()
        : found.flatMap(known -> generator(known, file, problems));
  }

  private Optional<Generator> generator(Service service, String file, Problems problems) {
    List<Program.Input> inputs =
        service.inputs().stream()
            .map(index -> (Program.Input) program.globals().get(index))
            .toList();
    List<RateTable> rates = tables.stream().map(Table::rules).toList();
    return Generator.read(
        file,
        files.getOrDefault(file, new byte[0]),
        new Generator.Subject(zone, inputs, rates),
        problems);
  }
}
