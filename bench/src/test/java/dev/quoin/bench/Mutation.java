package dev.quoin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A slip in one cell of a ratebook: a price ten percent off, an end of a range one step off.
///
/// @param file inside the ratebook's folder
/// @param line the line that is changed, from 1
/// @param what the column of a CSV file, or the text of a model's test
record Mutation(String file, int line, String what, String before, String after) {
  private static final List<String> NO_TABLES = List.of("holidays.csv", "peak-days.csv");
  private static final Pattern HEADER = Pattern.compile("(in|out) (.+?): (.+?)(?: step (\\S+))?");
  private static final Pattern END = Pattern.compile("\\d{4}-\\d\\d-\\d\\d|-?\\d+(?:\\.\\d+)?");
  private static final Pattern RANGE = Pattern.compile("[\\[(<>].*");
  private static final Pattern MODEL_TEST =
      Pattern.compile("(?s)<inputEntry[^>]*>\\s*<text>([^<]*)</text>");

  /// All slips of a ratebook.
  static List<Mutation> all(Path ratebook) {
    List<Mutation> mutations = new ArrayList<>();
    for (Path table : files(ratebook.resolve("tables"), ".csv")) {
      if (!NO_TABLES.contains(table.getFileName().toString())) {
        inTable(ratebook, table, mutations);
      }
    }
    files(ratebook, ".dmn").forEach(model -> inModel(ratebook, model, mutations));
    return mutations;
  }

  private static void inTable(Path ratebook, Path table, List<Mutation> mutations) {
    List<String> lines = read(table).lines().toList();
    List<String> header = CsvRows.cells(lines.getFirst());
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = CsvRows.cells(lines.get(i));
      for (int column = 0; column < cells.size(); column++) {
        Matcher typed = HEADER.matcher(header.get(column));
        if (!typed.matches()) {
          continue;
        }
        String cell = cells.get(column);
        List<String> slips = List.of();
        if (typed.group(1).equals("out") && typed.group(3).equals("number")) {
          slips = cell.equals("0") ? List.of() : List.of(times(cell, "1.1"), times(cell, "0.9"));
        } else if (typed.group(1).equals("in") && RANGE.matcher(cell).matches()) {
          slips = ends(cell, typed.group(4));
        }
        for (String slip : slips) {
          mutations.add(
              new Mutation(
                  ratebook.relativize(table).toString(), i + 1, typed.group(2), cell, slip));
        }
      }
    }
  }

  private static void inModel(Path ratebook, Path model, List<Mutation> mutations) {
    String text = read(model);
    Matcher test = MODEL_TEST.matcher(text);
    while (test.find()) {
      int line = (int) text.substring(0, test.start(1)).lines().count();
      for (String slip : ends(test.group(1), "1")) {
        mutations.add(
            new Mutation(ratebook.relativize(model).toString(), line, "test", test.group(1), slip));
      }
    }
  }

  private static String times(String number, String factor) {
    return new BigDecimal(number)
        .multiply(new BigDecimal(factor))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static List<String> ends(String cell, String step) {
    List<String> slips = new ArrayList<>();
    Matcher end = END.matcher(cell);
    while (end.find()) {
      for (int sign : new int[] {-1, 1}) {
        String moved =
            end.group().matches("\\d{4}-.*")
                ? LocalDate.parse(end.group()).plusDays(sign).toString()
                : new BigDecimal(end.group())
                    .add(new BigDecimal(step).multiply(BigDecimal.valueOf(sign)))
                    .toPlainString();
        slips.add(cell.substring(0, end.start()) + moved + cell.substring(end.end()));
      }
    }
    return slips;
  }

  /// Writes the file with the slip into a copy of the ratebook.
  void writeTo(Path copy) {
    Path target = copy.resolve(file);
    List<String> lines = new ArrayList<>(read(target).lines().toList());
    String old = lines.get(line - 1);
    if (file.endsWith(".csv")) {
      List<String> header = CsvRows.cells(lines.getFirst());
      List<String> cells = new ArrayList<>(CsvRows.cells(old));
      for (int i = 0; i < cells.size(); i++) {
        Matcher typed = HEADER.matcher(header.get(i));
        if (typed.matches() && typed.group(2).equals(what)) {
          cells.set(i, after);
        }
      }
      lines.set(
          line - 1,
          cells.stream()
              .map(cell ->
                  cell.contains(",") || cell.contains("\"")
                      ? '"' + cell.replace("\"", "\"\"") + '"'
                      : cell)
              .collect(Collectors.joining(",")));
    } else {
      lines.set(line - 1, old.replace(">" + before + "<", ">" + after + "<"));
    }
    try {
      Files.write(target, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As the list of equivalent ones names it.
  String id() {
    return "%s:%d %s: %s to %s".formatted(file, line, what, before, after);
  }
}
