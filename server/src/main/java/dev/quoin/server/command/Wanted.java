package dev.quoin.server.command;

import dev.quoin.dmn.Program;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.journal.Card;
import dev.quoin.journal.Kind;
import dev.quoin.journal.Search;
import dev.quoin.journal.Search.Filter;
import dev.quoin.pricing.AnswerId;
import dev.quoin.pricing.Flaw;
import dev.quoin.pricing.Rejection;
import dev.quoin.pricing.Release;
import dev.quoin.pricing.Verdict;
import dev.quoin.ratebook.Ratebook;
import dev.quoin.server.release.Live;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what somebody looks for: texts by names. Everything that is wrong with them is told at once.
final class Wanted {
  private static final List<String> NAMES =
      List.of(
          "id",
          "customer",
          "from",
          "to",
          "service",
          "ratebook",
          "release",
          "booking_id",
          "kind",
          "outcome",
          "total",
          "total_from",
          "total_to",
          "line_item",
          "reason",
          "input",
          "limit",
          "next");

  private static final String CUSTOMER = "customer";

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_NUMBER = 40;

  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern RELEASE = Pattern.compile("[0-9a-f]{6,64}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private final Live live;
  private final UnaryOperator<String> pseudonym;
  private final List<Flaw> flaws = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();

  /// @param pseudonym gives a customer's
  Wanted(Live live, UnaryOperator<String> pseudonym) {
    this.live = live;
    this.pseudonym = pseudonym;
  }

  Verdict<Search> read(Map<String, List<String>> asked, String customer) {
    asked.keySet().stream().filter(name -> !NAMES.contains(name)).forEach(this::unknown);
    one(asked, "id").flatMap(this::id).ifPresent(filters::add);
    customer(one(asked, "customer"), customer);
    Optional<ZoneId> zone = zone(one(asked, "ratebook"));
    time(one(asked, "from"), one(asked, "to"), zone);
    one(asked, "service").map(Filter.Service::new).ifPresent(filters::add);
    one(asked, "ratebook").map(Filter.Ratebook::new).ifPresent(filters::add);
    matching(one(asked, "release"), "release", RELEASE, "6 to 64 of a digest's hexadecimal digits")
        .map(Filter.Release::new)
        .ifPresent(filters::add);
    one(asked, "booking_id").map(Filter.Booking::new).ifPresent(filters::add);
    among(one(asked, "kind"), "kind", Kind.values())
        .map(Filter.OfKind::new)
        .ifPresent(filters::add);
    among(one(asked, "outcome"), "outcome", Card.Answered.values())
        .map(Filter.Outcome::new)
        .ifPresent(filters::add);
    total(asked);
    one(asked, "line_item").map(Filter.Line::new).ifPresent(filters::add);
    one(asked, "reason").map(Filter.Refusal::new).ifPresent(filters::add);
    asked.getOrDefault("input", List.of()).stream()
        .flatMap(input -> input(input).stream())
        .map(Filter.Input::new)
        .forEach(filters::add);
    int limit = limit(one(asked, "limit"));
    Optional<UUID> before = one(asked, "next").flatMap(text -> answer("next", text));
    return flaws.isEmpty()
        ? new Verdict.Given<>(new Search(filters, before, limit))
        : new Verdict.Rejected<>(new Rejection(Rejection.Kind.WRONG, flaws));
  }

  private void unknown(String name) {
    flaws.add(
        new Flaw(
            name,
            "unknown-field",
            "nothing is searched by `%s`%s"
                .formatted(Names.cut(name), Suggestion.text(name, NAMES))));
  }

  /// A customer's name that came by mistake is not repeated.
  private void bad(String name, String text, String expected) {
    flaws.add(
        new Flaw(
            name,
            "bad-value",
            "`%s` is %s (expected: %s)"
                .formatted(
                    name,
                    name.equals(CUSTOMER) ? "another text" : "`" + Names.cut(text) + "`",
                    expected)));
  }

  /// A text that is asked for once, and not too long for a name.
  private Optional<String> one(Map<String, List<String>> asked, String name) {
    List<String> texts = asked.getOrDefault(name, List.of());
    if (texts.size() > 1) {
      flaws.add(new Flaw(name, "bad-value", "`%s` comes twice (expected: once)".formatted(name)));
      return Optional.empty();
    }
    Optional<String> text = texts.stream().findFirst();
    if (text.isPresent() && (text.get().isEmpty() || text.get().length() > Names.MAX_LENGTH)) {
      bad(name, text.get(), "1 to %d characters".formatted(Names.MAX_LENGTH));
      return Optional.empty();
    }
    return text.map(Wanted::searchable);
  }

  /// PostgreSQL knows no text with it, and so no answer has it.
  private static String searchable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private Optional<Filter> id(String text) {
    return answer("id", text).map(Filter.Id::new);
  }

  private Optional<UUID> answer(String name, String text) {
    Optional<AnswerId> id = AnswerId.read(text);
    if (id.isEmpty()) {
      bad(name, text, "the id of an answer");
    }
    return id.map(AnswerId::id);
  }

  private void customer(Optional<String> pseudonymAsked, String name) {
    Optional<String> asked =
        matching(pseudonymAsked, "customer", PSEUDONYM, "a pseudonym: 32 hexadecimal digits");
    if (name.isEmpty()) {
      asked.map(Filter.Customer::new).ifPresent(filters::add);
      return;
    }
    switch (Names.of(Call.of("", "", name))) {
      case Verdict.Rejected<Call>(Rejection rejection) -> flaws.addAll(rejection.flaws());
      case Verdict.Given<Call> _ -> {
        String named = pseudonym.apply(name);
        filters.add(new Filter.Customer(named));
        if (asked.isPresent() && !asked.get().equals(named)) {
          bad("customer", asked.get(), "the one of the customer whom the header names, or none");
        }
      }
    }
  }

  /// The zone of dates that have none: the ratebook's, where it is clear which one.
  private Optional<ZoneId> zone(Optional<String> ratebook) {
    Set<ZoneId> zones =
        live.all().stream()
            .map(Release::ratebook)
            .filter(known -> ratebook.isEmpty() || known.id().equals(ratebook.get()))
            .map(Ratebook::zone)
            .collect(Collectors.toSet());
    return zones.size() == 1 ? zones.stream().findFirst() : Optional.empty();
  }

  private void time(Optional<String> from, Optional<String> to, Optional<ZoneId> zone) {
    Optional<Instant> begin = from.flatMap(text -> instant("from", text, zone, false));
    Optional<Instant> end = to.flatMap(text -> instant("to", text, zone, true));
    if (begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())) {
      bad("to", to.orElseThrow(), "a time after `from`");
      return;
    }
    begin.map(Filter.From::new).ifPresent(filters::add);
    end.map(Filter.To::new).ifPresent(filters::add);
  }

  /// An instant, a date and time, or a date.
  ///
  /// @param whole whether a date stands for its end
  private Optional<Instant> instant(
      String name, String text, Optional<ZoneId> zone, boolean whole) {
    Optional<Instant> exact = parsed(text, OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    Optional<LocalDateTime> local =
        parsed(text, date -> LocalDate.parse(date).plusDays(whole ? 1 : 0).atStartOfDay())
            .or(() -> parsed(text, LocalDateTime::parse));
    Optional<Instant> read =
        exact.or(() -> local.flatMap(time -> zone.map(z -> time.atZone(z).toInstant())));
    if (read.isEmpty()) {
      bad(
          name,
          text,
          local.isEmpty()
              ? "a date, or a date and time, such as `2026-11-24` or `2026-11-24T09:00+09:00`"
              : "a time with its offset, or the ratebook in whose zone it is");
      return Optional.empty();
    }
    // What lies outside has no id of its own; PostgreSQL knows fewer years than Java.
    if (read.get().isBefore(Instant.EPOCH) || read.get().isAfter(LAST)) {
      bad(name, text, "a time from 1970 to 9999");
      return Optional.empty();
    }
    return read;
  }

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> matching(
      Optional<String> text, String name, Pattern pattern, String expected) {
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      bad(name, text.get(), expected);
      return Optional.empty();
    }
    return text;
  }

  private <E extends Enum<E>> Optional<E> among(Optional<String> text, String name, E[] values) {
    Optional<E> found =
        text.flatMap(written ->
            Stream.of(values).filter(value -> written(value).equals(written)).findFirst());
    if (text.isPresent() && found.isEmpty()) {
      bad(
          name,
          text.get(),
          Stream.of(values)
              .map(value -> "`" + written(value) + "`")
              .collect(Collectors.joining(", ")));
    }
    return found;
  }

  /// A constant as it stands in JSON.
  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void total(Map<String, List<String>> asked) {
    Optional<BigDecimal> exact = number("total", one(asked, "total"));
    Optional<BigDecimal> from = number("total_from", one(asked, "total_from"));
    Optional<BigDecimal> to = number("total_to", one(asked, "total_to"));
    if (asked.containsKey("total")
        && (asked.containsKey("total_from") || asked.containsKey("total_to"))) {
      flaws.add(
          new Flaw(
              "total",
              "bad-value",
              "`total` comes with `total_from` or `total_to` (expected: the one, or the others)"));
    } else if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      bad("total_to", to.get().toPlainString(), "`total_from` at least");
    } else if (exact.isPresent()) {
      filters.add(new Filter.Total(exact, exact));
    } else if (from.isPresent() || to.isPresent()) {
      filters.add(new Filter.Total(from, to));
    }
  }

  private Optional<BigDecimal> number(String name, Optional<String> text) {
    if (text.isPresent()
        && (text.get().length() > MAX_NUMBER || !NUMBER.matcher(text.get()).matches())) {
      bad(name, text.get(), "a number, such as `48310`");
      return Optional.empty();
    }
    return text.map(BigDecimal::new);
  }

  /// An input that some ratebook lets one search by, as it was written down when the answer was given.
  private Optional<String> input(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    List<Program.Input> known = live.all().stream().flatMap(Wanted::searchBy).toList();
    List<Program.Input> named = known.stream().filter(input -> input.name().equals(name)).toList();
    if (equals < 1) {
      bad("input", text, "a name and a value, such as `model=K8`");
      return Optional.empty();
    }
    if (named.isEmpty()) {
      Set<String> names =
          known.stream().map(Program.Input::name).collect(Collectors.toCollection(TreeSet::new));
      flaws.add(
          new Flaw(
              "input",
              "unknown-field",
              "no ratebook has answers searched by `%s`%s"
                  .formatted(
                      Names.cut(name),
                      names.isEmpty()
                          ? ""
                          : " (expected: %s)"
                              .formatted(
                                  names.stream()
                                      .map(one -> "`" + one + "`")
                                      .collect(Collectors.joining(", "))))));
      return Optional.empty();
    }
    boolean isNumber =
        named.stream().anyMatch(input -> input.type().conformsTo(Type.Simple.NUMBER))
            && value.length() <= MAX_NUMBER
            && NUMBER.matcher(value).matches();
    return Optional.of(Card.searched(name, isNumber ? Cards.number(new BigDecimal(value)) : value));
  }

  private static Stream<Program.Input> searchBy(Release release) {
    Ratebook ratebook = release.ratebook();
    return ratebook.services().values().stream()
        .flatMap(service -> service.searchBy().stream())
        .map(index -> (Program.Input) ratebook.program().globals().get(index));
  }

  private int limit(Optional<String> text) {
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text.get());
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    bad("limit", text.get(), "1 to %d".formatted(MAX_LIMIT));
    return DEFAULT_LIMIT;
  }
}
