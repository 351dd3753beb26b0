package dev.quoin.ratebook;

import dev.quoin.dmn.Binding;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.build.Builder;
import dev.quoin.dmn.read.Model;
import dev.quoin.dmn.read.ModelReader;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Span;
import dev.quoin.feel.Suggestion;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.ratebook.calendar.SlotCalendar;
import dev.quoin.ratebook.calendar.SlotKinds;
import dev.quoin.ratebook.calendar.Spelling;
import dev.quoin.ratebook.guard.Guard;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.source.Folder;
import dev.quoin.ratebook.source.Node;
import dev.quoin.ratebook.source.RatebookSchema;
import dev.quoin.ratebook.source.Yaml;
import dev.quoin.ratebook.table.RateTable;
import dev.quoin.ratebook.value.Plain;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a ratebook's folder: first `ratebook.yaml` against its schema, then each file that it names, then what they
/// say of each other. It goes on as long as it can, so that all problems come at once.
final class RatebookReader {
  static final String FILE = "ratebook.yaml";

  private static final int MAX_READINGS = 3;

  private final Folder folder;
  private final Keys keys;
  private final Problems problems;
  private final Plain plain;

  private final List<Model> models = new ArrayList<>();
  private final Map<String, Binding> bindings = new HashMap<>();
  private final List<Ratebook.Table> tables = new ArrayList<>();
  private final List<Ratebook.Calendar> calendars = new ArrayList<>();
  private final Map<String, Set<LocalDate>> dateFiles = new HashMap<>();

  private RatebookReader(Folder folder, Keys keys, ZoneId zone, Problems problems) {
    this.folder = folder;
    this.keys = keys;
    this.problems = problems;
    this.plain = new Plain(zone, problems);
  }

  /// Reads a folder, again if somebody writes into it meanwhile.
  static Optional<Ratebook> read(Path path, Problems problems) {
    for (int reading = 1; reading <= MAX_READINGS; reading++) {
      Problems found = new Problems();
      Optional<Folder> folder = Folder.open(path, found);
      Optional<Ratebook> ratebook = folder.flatMap(open -> read(open, found));
      if (folder.isEmpty() || folder.get().isUnchanged()) {
        problems.addAll(found.sorted());
        return ratebook;
      }
    }
    problems.add(
        new Place(FILE, 0, 0),
        "changing-folder",
        "the folder changed each of the %d times that it was read (expected: files that stay as they are meanwhile)"
            .formatted(MAX_READINGS));
    return Optional.empty();
  }

  static Optional<Ratebook> read(Map<String, byte[]> files, Problems problems) {
    Problems found = new Problems();
    Optional<Ratebook> ratebook = read(Folder.of(files, found), found);
    problems.addAll(found.sorted());
    return ratebook;
  }

  /// @param problems those of the folder; none yet
  private static Optional<Ratebook> read(Folder folder, Problems problems) {
    Optional<Node> root =
        folder
            .read(FILE, new Place(FILE, 0, 0))
            .flatMap(content -> Yaml.read(FILE, content, problems));
    if (root.isEmpty() || !RatebookSchema.check(root.get(), problems)) {
      return Optional.empty();
    }
    Keys keys = Keys.of(root.get());
    ZoneId zone = zone(keys.scalar("time zone"), problems);
    Optional<Ratebook> ratebook = new RatebookReader(folder, keys, zone, problems).ratebook();
    return problems.isEmpty() ? ratebook : Optional.empty();
  }

  private static ZoneId zone(Node.Scalar written, Problems problems) {
    try {
      return ZoneId.of(written.text());
    } catch (DateTimeException e) {
      problems.add(
          written.place(),
          "unknown-zone",
          "unknown time zone `%s`%s"
              .formatted(
                  written.text(), Suggestion.text(written.text(), ZoneId.getAvailableZoneIds())));
      return ZoneId.of("UTC");
    }
  }

  private void currency(Node.Scalar written) {
    // No guess at the one that was meant: nearly all codes of three letters are near to another.
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(currency -> currency.getCurrencyCode().equals(written.text()))) {
      bad(written, "a currency of ISO 4217, such as `KRW`");
    }
  }

  private Optional<Ratebook> ratebook() {
    currency(keys.scalar("currency"));
    Map<String, Texts> lineItems = coded("line items");
    Map<String, Texts> refusals = coded("refusals");
    keys.scalars("models").forEach(this::model);
    tables();
    calendars();
    List<Ratebook.Lever> levers = levers();
    Optional<Program> program = program();
    if (program.isPresent()) {
      new LeverCheck(program.get(), problems).check(levers);
    }
    Map<String, Ratebook.Service> services =
        program
            .map(built -> new ServiceReader(built, levers, problems).read(keys.keys("services")))
            .orElse(Map.of());
    // What speaks of services would be called wrong for nothing where one of them could not be
    // read.
    boolean known = services.size() == keys.keys("services").mapping().entries().size();
    Map<String, Bookable> bookings =
        program
            .filter(_ -> known)
            .flatMap(built ->
                keys.optionalKeys("bookings")
                    .map(written -> new BookingReader(built, services, plain).read(written)))
            .orElse(Map.of());
    List<Mapping> mappings =
        program
            .filter(_ -> known)
            .map(built ->
                mappings(
                    new MappingReader.Parts(
                        built, services, levers, lineItems, refusals, plain.zone())))
            .orElse(List.of());
    List<Guard> guards =
        program
            .filter(_ -> known)
            .map(built -> new GuardReader(built, services, calendars, lineItems, problems))
            .map(reader -> reader.read(keys.objects("guards")))
            .orElse(List.of());
    keys.optionalKeys("approvals").ifPresent(written -> Approvals.check(written, problems));
    List<Ratebook.CaseFile> cases = cases();
    Map<String, String> generators = generators();
    return program.map(built ->
        new Ratebook(
            keys.text("ratebook"),
            keys.texts("title"),
            keys.text("currency"),
            plain.zone(),
            keys.optionalKeys("notes").map(Keys::asTexts),
            terms(),
            services,
            bookings,
            lineItems,
            refusals,
            tables,
            levers,
            calendars,
            cases,
            generators,
            mappings,
            guards,
            keys.scalars("models").stream().map(Node.Scalar::text).toList(),
            built,
            folder.files(),
            folder.digest()));
  }

  private List<Mapping> mappings(MappingReader.Parts parts) {
    MappingReader reader = new MappingReader(parts, folder, problems);
    return keys.scalars("mappings").stream().flatMap(file -> reader.read(file).stream()).toList();
  }

  private List<Ratebook.Term> terms() {
    return keys.objects("terms").stream()
        .map(term -> new Ratebook.Term(term.texts("term"), term.texts("definition"), term.place()))
        .toList();
  }

  private Map<String, Texts> coded(String key) {
    Map<String, Texts> texts = new LinkedHashMap<>();
    for (Keys item : keys.objects(key)) {
      String code = item.text("code");
      if (texts.put(code, item.texts("text")) != null) {
        twice(item.scalar("code"));
      }
    }
    return texts;
  }

  private void twice(Node.Scalar scalar) {
    problems.add(scalar.place(), "duplicate-value", "`" + scalar.text() + "` occurs twice");
  }

  private void model(Node.Scalar name) {
    folder
        .read(name.text(), name.place())
        .flatMap(content -> ModelReader.read(name.text(), content, problems))
        .ifPresent(models::add);
  }

  private void tables() {
    Set<String> ids = new HashSet<>();
    for (Keys table : keys.objects("tables")) {
      if (!ids.add(table.text("id"))) {
        twice(table.scalar("id"));
      }
      HitPolicy hitPolicy =
          HitPolicy.valueOf(table.text("hit policy").toUpperCase(Locale.ROOT).replace(' ', '_'));
      boolean sorted =
          table.optionalScalar("order").map(Node.Scalar::text).equals(Optional.of("any"));
      if (sorted && hitPolicy != HitPolicy.UNIQUE && hitPolicy != HitPolicy.ANY) {
        problems.add(
            table.place("order"),
            "bad-value",
            "`order: any` with `%s`, where the order of the rows counts (expected: `as written`)"
                .formatted(table.text("hit policy")));
      }
      Optional<RateTable> rules =
          csv(table.scalar("file"))
              .flatMap(csv -> RateTable.read(table.text("id"), csv, hitPolicy, sorted, plain));
      rules.ifPresent(read ->
          tables.add(
              new Ratebook.Table(
                  table.text("id"),
                  table.text("binds"),
                  read,
                  table.texts("title"),
                  table.place())));
      bind(table.scalar("binds"), rules.map(Binding.class::cast));
    }
  }

  private Optional<Csv> csv(Node.Scalar file) {
    return folder
        .read(file.text(), file.place())
        .flatMap(content -> Csv.read(file.text(), content, problems));
  }

  /// Binds a business knowledge model. Where what is bound could not be read, something takes its place, so that the
  /// model is checked all the same.
  private void bind(Node.Scalar id, Optional<Binding> binding) {
    if (bindings.put(id.text(), binding.orElse(RatebookReader::nothing)) != null) {
      problems.add(
          id.place(),
          "duplicate-value",
          "business knowledge model `" + id.text() + "` is bound twice");
    }
    List<Model.KnowledgeModel> all =
        models.stream().flatMap(model -> model.knowledgeModels().stream()).toList();
    Optional<Model.KnowledgeModel> bound =
        all.stream().filter(model -> model.head().id().equals(id.text())).findFirst();
    if (bound.isEmpty() && models.size() == keys.list("models").size()) {
      List<String> open =
          all.stream()
              .filter(model -> model.body().isEmpty())
              .map(model -> model.head().id())
              .toList();
      problems.add(
          id.place(),
          "unknown-binding",
          "no business knowledge model has the id `%s`%s"
              .formatted(id.text(), Suggestion.text(id.text(), open)));
    }
    if (bound.isPresent() && bound.get().body().isPresent()) {
      problems.add(
          id.place(),
          "unknown-binding",
          "business knowledge model `%s` has a body of its own (expected: one without)"
              .formatted(id.text()));
    }
  }

  private static TypedExpr nothing(
      List<Program.Parameter> parameters, Type result, Span span, Problems problems) {
    TypedExpr none = new TypedExpr.Constant(Value.NULL, Type.Simple.NULL, span);
    return new TypedExpr.Conform(none, "what could not be read", result, false, span);
  }

  private List<Ratebook.Lever> levers() {
    List<Ratebook.Lever> levers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> bound = new HashSet<>();
    for (Keys lever : keys.objects("levers")) {
      if (!ids.add(lever.text("id"))) {
        twice(lever.scalar("id"));
      }
      if (!bound.add(lever.text("binds"))) {
        problems.add(
            lever.place("binds"),
            "duplicate-value",
            "input `" + lever.text("binds") + "` is bound twice");
      }
      if (models.size() == keys.list("models").size()) {
        isInput(lever.scalar("binds"));
      }
      new LeverReader(lever, plain).read().ifPresent(levers::add);
    }
    return levers;
  }

  private void isInput(Node.Scalar id) {
    List<String> inputs =
        models.stream()
            .flatMap(model -> model.inputs().stream())
            .map(input -> input.head().id())
            .toList();
    if (!inputs.contains(id.text())) {
      problems.add(
          id.place(),
          "unknown-binding",
          "no input data has the id `%s`%s"
              .formatted(id.text(), Suggestion.text(id.text(), inputs)));
    }
  }

  private void calendars() {
    Set<String> ids = new HashSet<>();
    for (Keys calendar : keys.objects("calendars")) {
      if (!ids.add(calendar.text("id"))) {
        twice(calendar.scalar("id"));
      }
      Optional<SlotCalendar> slots = slotKinds(calendar).map(SlotCalendar::of);
      slots.ifPresent(read ->
          calendars.add(
              new Ratebook.Calendar(
                  calendar.text("id"), calendar.text("binds"), read, calendar.place())));
      bind(calendar.scalar("binds"), slots.map(Binding.class::cast));
    }
  }

  private Optional<SlotKinds> slotKinds(Keys calendar) {
    int before = problems.size();
    Optional<Duration> slot = slot(calendar.scalar("slot"));
    Optional<List<LocalDate>> horizon = Spelling.horizon(calendar.text("horizon"));
    if (horizon.isEmpty()) {
      bad(calendar.scalar("horizon"), "a first and a last day, such as `2018-01-01..2027-12-31`");
    }
    List<Keys> written = calendar.objects("kinds");
    List<SlotKinds.Kind> kinds = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < written.size(); i++) {
      Keys kind = written.get(i);
      if (!names.add(kind.text("name"))) {
        twice(kind.scalar("name"));
      }
      boolean last = i == written.size() - 1;
      if (last == kind.optionalKeys("when").isPresent()) {
        problems.add(
            kind.place(),
            "bad-value",
            last
                ? "the last kind has a `when` (expected: none, for each slot is of some kind)"
                : "a kind without `when` that is not the last: those behind it hold never");
      }
      kinds.add(kind(kind));
    }
    return problems.size() == before
        ? Optional.of(
            new SlotKinds(
                calendar.text("id"),
                plain.zone(),
                slot.orElseThrow(),
                horizon.orElseThrow().getFirst(),
                horizon.orElseThrow().getLast(),
                kinds))
        : Optional.empty();
  }

  private Optional<Duration> slot(Node.Scalar written) {
    Optional<Value> value =
        plain.read(written.text(), Type.Simple.DAY_TIME_DURATION, written.place());
    Optional<Duration> slot = value.map(read -> ((Value.DayTimeDuration) read).value());
    if (slot.isPresent()
        && (slot.get().toSeconds() <= 0
            || !slot.get().equals(Duration.ofSeconds(slot.get().toSeconds())))) {
      bad(written, "whole seconds, at least one");
      return Optional.empty();
    }
    return slot;
  }

  private SlotKinds.Kind kind(Keys kind) {
    Optional<Keys> when = kind.optionalKeys("when");
    Optional<Node.Scalar> hours = when.flatMap(keys -> keys.optionalScalar("hours"));
    Optional<SlotKinds.Hours> read = hours.flatMap(text -> Spelling.hours(text.text()));
    if (hours.isPresent() && read.isEmpty()) {
      bad(hours.get(), "two times of the day, such as `02:00..06:00`");
    }
    return new SlotKinds.Kind(
        kind.text("name"), read, when.flatMap(keys -> keys.optionalKeys("days")).map(this::days));
  }

  private SlotKinds.Days days(Keys days) {
    Set<LocalDate> dates = new HashSet<>();
    days.scalars("dates").forEach(file -> dates.addAll(dates(file)));
    if (days.optionalScalar("from").isEmpty()) {
      return new SlotKinds.Days(Optional.empty(), dates);
    }
    Optional<Integer> from = weekly(days.scalar("from"));
    Optional<Integer> to = weekly(days.scalar("to"));
    if (from.isPresent() && from.equals(to)) {
      bad(days.scalar("to"), "another moment of the week than `from`");
      return new SlotKinds.Days(Optional.empty(), dates);
    }
    Optional<SlotKinds.Week> week =
        from.isPresent() && to.isPresent()
            ? Optional.of(new SlotKinds.Week(from.get(), to.get()))
            : Optional.empty();
    return new SlotKinds.Days(week, dates);
  }

  private Optional<Integer> weekly(Node.Scalar written) {
    Optional<Integer> second = Spelling.secondOfWeek(written.text());
    if (second.isEmpty()) {
      bad(written, "a day of the week and a time, such as `FRI 19:00`");
    }
    return second;
  }

  /// The dates in the first column of a CSV file.
  private Set<LocalDate> dates(Node.Scalar file) {
    return dateFiles.computeIfAbsent(
        file.text(),
        name -> {
          Set<LocalDate> dates = new HashSet<>();
          csv(file).ifPresent(csv -> csv.rows().forEach(row -> date(row, dates)));
          return dates;
        });
  }

  private void date(Csv.Row row, Set<LocalDate> dates) {
    Optional<Value> date = plain.read(row.text(0), Type.Simple.DATE, row.place(0));
    if (date.isPresent() && !dates.add(((Value.Date) date.get()).value())) {
      problems.add(row.place(0), "duplicate-value", "`" + row.text(0) + "` occurs twice");
    }
  }

  private void bad(Node.Scalar written, String expected) {
    problems.add(
        written.place(), "bad-value", "`%s` (expected: %s)".formatted(written.text(), expected));
  }

  private Optional<Program> program() {
    if (models.size() < keys.list("models").size()) {
      return Optional.empty();
    }
    Model merged = Model.merge(models, problems);
    Map<String, Binding> own = new HashMap<>(bindings);
    own.keySet()
        .retainAll(merged.knowledgeModels().stream().map(model -> model.head().id()).toList());
    // Its own problems only: a model is sound or not, whatever is wrong beside it.
    Problems found = new Problems();
    Optional<Program> program = Builder.build(merged, own, Mode.STRICT, found);
    problems.addAll(found.sorted());
    return program;
  }

  private List<Ratebook.CaseFile> cases() {
    List<Ratebook.CaseFile> cases = new ArrayList<>();
    for (Keys file : keys.objects("cases")) {
      ofService(file)
          .ifPresent(content ->
              cases.add(
                  new Ratebook.CaseFile(
                      file.text("file"), file.text("service"), content, file.place())));
    }
    return cases;
  }

  private Map<String, String> generators() {
    Map<String, String> generators = new LinkedHashMap<>();
    Set<String> services = new HashSet<>();
    for (Keys file : keys.objects("generators")) {
      if (!services.add(file.text("service"))) {
        twice(file.scalar("service"));
      }
      if (ofService(file).isPresent()) {
        generators.put(file.text("service"), file.text("file"));
      }
    }
    return generators;
  }

  /// The content of a file that belongs to a service.
  private Optional<byte[]> ofService(Keys file) {
    List<String> services =
        keys.keys("services").mapping().entries().stream().map(Node.Mapping.Entry::key).toList();
    Node.Scalar service = file.scalar("service");
    if (!services.contains(service.text())) {
      problems.add(
          service.place(),
          "unknown-service",
          "unknown service `%s`%s"
              .formatted(service.text(), Suggestion.text(service.text(), services)));
    }
    return folder.read(file.text("file"), file.place("file"));
  }
}
