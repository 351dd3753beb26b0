package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.feel.Value;
import dev.quoin.ratebook.source.Csv;
import dev.quoin.ratebook.value.Written;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A case as a file of cases has it: what [Cases] reads is written here, so that a case comes from an answer that was given.
///
/// @param cells by the columns; none is empty
public record WrittenCase(String service, Map<String, String> cells) {
  private static final String CASE = "case";

  public WrittenCase {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }

  /// The case that expects what was answered.
  ///
  /// @param inputs by their names, without those that are left out
  /// @param at the pricing instant; empty where it is that of a case without one
  /// @param note what people should know of it
  public static WrittenCase of(
      String service,
      String name,
      Map<String, Value> inputs,
      Optional<Instant> at,
      Answer.Outcome outcome,
      ZoneId zone,
      String note) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put(CASE, name);
    at.ifPresent(instant -> cells.put("at", instant.atZone(zone).toOffsetDateTime().toString()));
    inputs.forEach((input, value) -> cells.put("in " + input, cell(value)));
    switch (outcome) {
      case Answer.Quote quote -> {
        cells.put("out total", quote.total().toPlainText());
        quote.shown().forEach((shown, value) -> cells.put("out " + shown, cell(value)));
        lines(quote, cells);
      }
      case Answer.Refusal refusal ->
          cells.put(
              "refusals",
              refusal.reasons().stream()
                  .map(Answer.Refused::code)
                  .collect(Collectors.joining("; ")));
    }
    cells.put("note", note);
    return new WrittenCase(service, cells);
  }

  /// A code that comes twice has no column of its own: then all lines stand in one.
  private static void lines(Answer.Quote quote, Map<String, String> cells) {
    Set<String> codes = new HashSet<>();
    boolean isOnce = quote.lines().stream().map(Answer.Line::code).allMatch(codes::add);
    if (isOnce) {
      quote.lines().forEach(line -> cells.put("line " + line.code(), line.amount().toPlainText()));
    } else {
      cells.put("lines", Written.json(CaseRunner.lines(quote)));
    }
  }

  /// A text that would be read otherwise stands in FEEL's quotes.
  private static String cell(Value value) {
    String text = Written.plain(value);
    boolean isBare =
        !(value instanceof Value.Text)
            || (!text.isEmpty()
                && !text.equals("null")
                && !text.startsWith("\"")
                && text.equals(text.strip())
                && text.chars().noneMatch(Character::isISOControl));
    return isBare ? text : Written.json(value);
  }

  /// The same under another name.
  public WrittenCase named(String name) {
    Map<String, String> other = new LinkedHashMap<>(cells);
    other.put(CASE, name);
    return new WrittenCase(service, other);
  }

  public String name() {
    return cells.getOrDefault(CASE, "");
  }

  /// A file with this case alone.
  public String csv() {
    return line(List.copyOf(cells.keySet())) + line(List.copyOf(cells.values()));
  }

  /// Its columns that a file of cases does not have.
  public List<String> missingIn(Csv file) {
    List<String> columns = header(file);
    return cells.keySet().stream().filter(column -> !columns.contains(column)).toList();
  }

  /// Its line in a file of cases that has all its columns.
  public String lineOf(Csv file) {
    return line(header(file).stream().map(column -> cells.getOrDefault(column, "")).toList());
  }

  /// What becomes of it under a ratebook, such as the one under which it was answered, or another one.
  ///
  /// @param problems why there is none, should nothing be returned
  public Optional<CaseRunner.Result> run(Pricer pricer, Problems problems) {
    Ratebook ratebook = pricer.ratebook();
    Place place = new Place(name(), 1, 1);
    if (Request.service(ratebook, service, place, problems).isEmpty()) {
      return Optional.empty();
    }
    return Cases.read(
            ratebook,
            new Ratebook.CaseFile(name(), service, csv().getBytes(UTF_8), place),
            problems)
        .map(cases -> new CaseRunner(pricer).run(cases, _ -> {}).getFirst());
  }

  private static List<String> header(Csv file) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < file.header().size(); i++) {
      columns.add(file.header().text(i));
    }
    return columns;
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"")
        .collect(Collectors.joining(",", "", "\n"));
  }
}
