package dev.quoin.ratebook;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A service that is quoted, and what may become of its quotes: whether they are booked, and what may happen to a
/// booking then.
///
/// @param service the name of the service
/// @param validity how long a quote may be booked
/// @param book which release prices the booking; empty where quotes are not booked
/// @param events what may happen to a booking
public record Bookable(
    String service,
    Duration validity,
    Optional<Release> book,
    Map<Event.Kind, Event> events,
    Place place) {

  /// How long a quote may be booked where the ratebook says nothing.
  public static final Duration DEFAULT_VALIDITY = Duration.ofMinutes(15);

  public Bookable {
    Map<Event.Kind, Event> copy = new EnumMap<>(Event.Kind.class);
    copy.putAll(events);
    events = Collections.unmodifiableMap(copy);
  }

  public Optional<Event> event(Event.Kind kind) {
    return Optional.ofNullable(events.get(kind));
  }

  /// Which release prices something that comes after the quote.
  public enum Release {
    /// The one that priced the quote; for the booking itself: the quote's price stands.
    LOCK,
    /// The one that is active by then.
    RE_RATE;

    /// As the ratebook writes it.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Something that happens to a booking and has a price of its own.
  ///
  /// @param service the name of the service that prices it
  /// @param inputs where each input of that service comes from
  /// @param requirements what has to hold between its inputs and the booking, beyond what the service itself requires
  /// @param facts what the requirements say of the booking, by the index that their conditions read
  public record Event(
      Kind kind,
      String service,
      Release release,
      Map<String, Source> inputs,
      List<Ratebook.Requirement> requirements,
      Map<Integer, Source> facts,
      Place place) {

    public Event {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      requirements = List.copyOf(requirements);
      facts = Map.copyOf(facts);
    }

    public enum Kind {
      /// Its price is the service's total for the longer booking less the total until then.
      EXTEND,
      /// Its price is the service's total.
      SETTLE,
      /// Its price is the service's total.
      CANCEL;

      /// As the ratebook writes it.
      public String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /// The inputs that a caller sends.
    public List<String> sent() {
      return inputs.keySet().stream()
          .filter(input -> inputs.get(input) instanceof Source.Sent)
          .toList();
    }

    /// Both texts of a problem, if it says that one of the requirements does not hold.
    public Optional<Texts> text(Problem problem) {
      return Ratebook.Requirement.text(requirements, problem);
    }
  }

  /// Where an input of an event comes from.
  public sealed interface Source {

    /// As the ratebook writes it.
    String text();

    /// From the call.
    record Sent() implements Source {
      @Override
      public String text() {
        return "sent";
      }
    }

    /// From the request that was booked.
    record Quoted(String input) implements Source {
      @Override
      public String text() {
        return "quoted " + input;
      }
    }

    /// From the last extension; null where there was none.
    record Extended(String input) implements Source {
      @Override
      public String text() {
        return "extended " + input;
      }
    }

    /// From the last extension, or where there was none from the request that was booked.
    record Current(String input) implements Source {
      @Override
      public String text() {
        return "current " + input;
      }
    }

    /// The total of the booking, its extensions included.
    record BookedTotal() implements Source {
      @Override
      public String text() {
        return "booked total";
      }
    }

    /// When it was booked.
    record BookedAt() implements Source {
      @Override
      public String text() {
        return "booked at";
      }
    }

    /// The instant at which the event is priced.
    record AskedAt() implements Source {
      @Override
      public String text() {
        return "asked at";
      }
    }
  }
}
